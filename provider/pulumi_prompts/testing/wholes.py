"""What a backend tells of a prompt at once, instead of head, versions and aliases one by one."""

import pytest

from pulumi_prompts.errors import NotFoundError
from pulumi_prompts.registries.base import Alias, Backend, Change, KeepsAliases, ReadsWhole, Whole
from pulumi_prompts.testing.aliases import PRODUCTION, STAGING, ours
from pulumi_prompts.testing.base import Conformance, applies_if, can, delete, published, write

reads_whole = applies_if(can(ReadsWhole))


def whole(backend: Backend, prompt_id: str) -> Whole:
    """All of the prompt."""
    assert isinstance(backend, ReadsWhole)
    return backend.read_whole(prompt_id)


class WholeConformance(Conformance):
    """A prompt, read as a whole."""

    @reads_whole
    def test_what_is_told_at_once_is_what_is_told_one_by_one(self, backend: Backend) -> None:
        """The versions in their order; aliases of people and of a stack."""
        ref = backend.create(self.desired(1))
        versions = [published(backend, ref, self.desired(1)).version]
        assert whole(backend, ref.id)[:2] == (backend.read(ref.id), [*backend.versions(ref.id)])
        for edition in (2, 3):
            write(backend, ref, self.desired(edition), Change(frozenset({"content"})))
            versions.append(published(backend, ref, self.desired(edition)).version)
        if isinstance(backend, KeepsAliases):
            backend.set_alias(ref.id, ours(versions[0], PRODUCTION), None)
            backend.set_alias(ref.id, Alias(STAGING, versions[1]), None)
        told = whole(backend, ref.id)
        assert (told.head, [*told.versions]) == (backend.read(ref.id), [*backend.versions(ref.id)])
        assert {*told.aliases} == {*(backend.aliases(ref.id) if isinstance(backend, KeepsAliases) else ())}

    @reads_whole
    def test_a_prompt_that_is_gone_is_not_told(self, backend: Backend) -> None:
        """As `read` does not."""
        ref = backend.create(self.desired(1))
        delete(backend, ref)
        with pytest.raises(NotFoundError):
            whole(backend, ref.id)
