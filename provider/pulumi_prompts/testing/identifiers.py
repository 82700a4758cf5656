"""An identifier means one prompt for ever: none that is gone reaches a later one, and no version that of another."""

from collections.abc import Callable, Iterator, Mapping

import pytest

from pulumi_prompts.errors import DriftError, NotFoundError, PromptsError
from pulumi_prompts.registries.base import (
    Alias,
    Backend,
    Change,
    DeletesVersions,
    DescribesVersions,
    KeepsAliases,
    Labels,
    MarksVersions,
    Publication,
    ReadsWhole,
    Ref,
    Version,
)
from pulumi_prompts.testing.aliases import PRODUCTION
from pulumi_prompts.testing.base import MARKER_OF_VERSION, Conformance, published, write
from pulumi_prompts.testing.declarations import MARKER, NONCE

Calls = Mapping[str, Callable[[], object]]

SEEN = Labels(marker=MARKER, nonce=NONCE)
"""Whose the prompts of the suite are, the later ones as well."""


class IdentifierConformance(Conformance):
    """What is gone is not mistaken for what came after it."""

    @pytest.mark.parametrize("name", ["conformance", "conformance-later"])
    def test_an_identifier_never_reaches_a_later_prompt(self, backend: Backend, name: str) -> None:
        """Not even where it was the last one, and registries give its number or its name once more."""
        ref = backend.create(self.desired(1))
        version, head = published(backend, ref, self.desired(1)), backend.read(ref.id)
        backend.delete(ref.id, head.labels or SEEN)
        later = backend.create(self.desired(1, name=name))
        published(backend, later, self.desired(1, name=name))
        before = _everything(backend, later.id)
        said = f"reached a prompt that was made after the one with the id {ref.id!r} was deleted"
        calls = {**self._of_prompt(backend, ref), **_of_version(backend, ref, version), **_mark(backend, ref, version)}
        for method, call in calls.items():
            _require_not_found(call, f"{method}() {said}; put something of the prompt itself into the id")
        assert _everything(backend, later.id) == before, f"a call {said}, and changed it"

    def _of_prompt(self, backend: Backend, ref: Ref) -> Calls:
        other = self.desired(2)
        return {
            "read": lambda: backend.read(ref.id),
            "versions": lambda: backend.versions(ref.id),
            "publish": lambda: backend.publish(ref.id, Publication(other.digest, MARKER_OF_VERSION, MARKER)),
            "delete": lambda: backend.delete(ref.id, SEEN),
            **_of_aliases(backend, ref),
            **_of_whole(backend, ref),
        }

    def test_a_version_of_another_prompt_is_not_found(self, backend: Backend) -> None:
        """Each belongs to its prompt, whatever it is called; and nothing is changed."""
        ref, other = backend.create(self.desired(1)), backend.create(self.desired(1, name="conformance-2"))
        own = {published(backend, ref, self.desired(1)).version}
        others = [*self._editions(backend, other)]
        before = [_everything(backend, each.id) for each in (ref, other)]
        foreign = [version for version in others if version.version not in own]
        assert foreign
        for version in foreign:
            for method, call in _of_version(backend, ref, version).items():
                said = (
                    f"{method}() of the prompt {ref.id!r} took version {version.version!r}, which is another prompt's"
                )
                _require_not_found(call, said)
        assert [_everything(backend, each.id) for each in (ref, other)] == before

    def _editions(self, backend: Backend, ref: Ref) -> Iterator[Version]:
        for edition in (2, 3):
            desired = self.desired(edition, name="conformance-2")
            write(backend, ref, desired, Change(frozenset({"content"})))
            yield published(backend, ref, desired)


def _of_version(backend: Backend, ref: Ref, version: Version) -> Calls:
    calls: dict[str, Callable[[], object]] = {"read_version": lambda: backend.read_version(ref.id, version.version)}
    if isinstance(backend, DescribesVersions):
        calls["describe_version"] = lambda: backend.describe_version(ref.id, version.version, None, None)
    if isinstance(backend, KeepsAliases):
        alias = Alias(PRODUCTION, version.version, MARKER, NONCE)
        calls["set_alias"] = lambda: backend.set_alias(ref.id, alias, None)
    if isinstance(backend, DeletesVersions):
        calls["delete_version"] = lambda: backend.delete_version(ref.id, version.version)
    return calls


def _mark(backend: Backend, ref: Ref, version: Version) -> Calls:
    """Of a version as it was read, which tells its prompt."""
    if not isinstance(backend, MarksVersions):
        return {}
    return {"mark_version": lambda: backend.mark_version(ref.id, version, MARKER_OF_VERSION, MARKER)}


def _of_aliases(backend: Backend, ref: Ref) -> Calls:
    if not isinstance(backend, KeepsAliases):
        return {}
    alias = Alias(PRODUCTION, "1", MARKER, NONCE)
    return {
        "aliases": lambda: backend.aliases(ref.id),
        "remove_alias": lambda: backend.remove_alias(ref.id, alias),
    }


def _of_whole(backend: Backend, ref: Ref) -> Calls:
    return {"read_whole": lambda: backend.read_whole(ref.id)} if isinstance(backend, ReadsWhole) else {}


def _require_not_found(call: Callable[[], object], otherwise: str) -> None:
    """What a write meets may also have drifted."""
    try:
        call()
    except (NotFoundError, DriftError):
        return
    except PromptsError as error:
        pytest.fail(f"{otherwise}: it raised {type(error).__name__} instead of NotFoundError: {error}")
    pytest.fail(otherwise)


def _everything(backend: Backend, prompt_id: str) -> object:
    """What others see of a prompt."""
    aliases = [*backend.aliases(prompt_id)] if isinstance(backend, KeepsAliases) else []
    return backend.read(prompt_id), backend.versions(prompt_id), aliases
