"""What a backend does with a prompt: create, find, read, update, rename, delete."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest

from pulumi_prompts.content.digest import digest_of, options_beside_content
from pulumi_prompts.content.options import Options
from pulumi_prompts.errors import AlreadyExistsError
from pulumi_prompts.registries.base import Backend, Change, DeletesVersions, Desired, Field
from pulumi_prompts.testing.base import Conformance, applies_if, assert_holds, delete, published, version_with, write

CARRYING: tuple[frozenset[Field], ...] = (frozenset({"content", "marker"}), frozenset(get_args(Field)))
JUST_NOW = timedelta(minutes=1)
"""More than a test takes."""
ROUNDED = timedelta(seconds=1)
"""By how much the times of a registry may be rounded: its clock is heard in whole seconds."""


class PromptConformance(Conformance):
    """The life of a prompt."""

    def test_the_kind_is_that_of_the_settings(self) -> None:
        """`support.kind` is what a program writes as the backend's kind."""
        assert get_args(self.adapter.settings.model_fields["kind"].annotation) == (self.adapter.support.kind,)

    def test_an_unknown_name_is_not_found(self, backend: Backend) -> None:
        """`find` answers None, in an empty registry and in one with other prompts."""
        assert backend.find("conformance") is None
        backend.create(self.desired(name="conformance-2"))
        assert backend.find("conformance") is None

    def test_each_name_is_found_among_many(self, backend: Backend) -> None:
        """However many pages the registry's lists have."""
        names = [f"conformance-{number}" for number in range(25)]
        refs = {name: backend.create(self.desired(number, name=name)) for number, name in enumerate(names)}
        for name in (names[0], names[1], names[12], names[24]):
            found = backend.find(name)
            assert found is not None
            assert (found.name, found.id) == (name, refs[name].id)

    def test_every_name_that_the_gate_accepts_is_found(self, backend: Backend) -> None:
        """Whatever characters are in it."""
        assert self.declare.names
        for name in self.declare.names:
            desired = self.desired(name=name)
            ref = backend.create(desired)
            assert_holds(backend, backend.find(name), ref, desired)

    @applies_if(lambda suite: bool(suite.declare.descriptions))
    def test_a_description_comes_back(self, backend: Backend) -> None:
        """As it was written, at creation and at an update."""
        for number, text in enumerate(self.declare.descriptions):
            self._written_both_ways(backend, f"conformance-{number}", "description", text)

    @applies_if(lambda suite: bool(suite.declare.metadata))
    def test_metadata_come_back(self, backend: Backend) -> None:
        """As they were written, at creation and at an update."""
        for number, metadata in enumerate(self.declare.metadata):
            self._written_both_ways(backend, f"conformance-{number}", "metadata", metadata)

    def _written_both_ways(self, backend: Backend, name: str, field: Field, value: Any) -> None:
        bare: dict[str, Any] = {"description": None, "tags": {}, "metadata": {}}
        with_it = self.desired(name=name, **{**bare, field: value})
        without = self.desired(name=name, **bare)
        ref = backend.create(with_it)
        assert_holds(backend, backend.read(ref.id), ref, with_it)
        for desired in (without, with_it):
            write(backend, ref, desired, Change(frozenset({field})))
            assert_holds(backend, backend.read(ref.id), ref, desired)

    def test_it_was_created_just_now(self, backend: Backend) -> None:
        """By the registry's own clock, where it tells; an update does not make it younger."""
        ref = backend.create(self.desired())
        before = backend.read(ref.id).age
        write(backend, ref, self.desired(1, marker="organization/shop/prod/triage"), Change(frozenset({"marker"})))
        after = backend.read(ref.id).age
        if before is None or after is None:
            assert before == after
        else:
            assert -JUST_NOW < before < after + ROUNDED < JUST_NOW

    def test_a_taken_name_is_refused(self, backend: Backend) -> None:
        """It raises AlreadyExistsError, and changes nothing."""
        ref = backend.create(self.desired())
        before = _everything(backend, ref.id)
        with pytest.raises(AlreadyExistsError):
            backend.create(self.desired(2, description=None, tags={}, metadata={}, marker="organization/other/dev/x"))
        assert _everything(backend, ref.id) == before

    def test_a_repeated_creation_makes_one_prompt(self, backend: Backend) -> None:
        """The same once more is the same prompt (registries with idempotency tokens), or AlreadyExistsError."""
        ref = backend.create(self.desired())
        before = _everything(backend, ref.id)
        with suppress(AlreadyExistsError):
            assert backend.create(self.desired()) == ref
        assert _everything(backend, ref.id) == before

    def test_a_change_of_one_property_leaves_the_others(self, backend: Backend) -> None:
        """Whatever a registry's own update takes away when it is not sent again."""
        desired = self.declare.desired(self.declare.fullest)
        ref = backend.create(desired)
        for change, changed in self._changes(desired).items():
            written = write(backend, ref, changed, Change(frozenset({change})))
            assert_holds(backend, backend.read(ref.id), written, changed)
            write(backend, ref, desired, Change(frozenset({change})))
            assert_holds(backend, backend.read(ref.id), ref, desired)

    def _changes(self, desired: Desired) -> Mapping[Field, Desired]:
        """For each property, the same prompt with another value of it."""
        small = self.declare.edition(1).model_copy(update={"options": _beside(desired.options)})
        changes: dict[Field, Desired] = {
            "content": replace(desired, content=small, digest=digest_of(small)),
            "marker": replace(desired, marker="organization/shop/prod/triage", nonce="fedcba9876543210"),
        }
        if self.declare.descriptions:
            changes["description"] = replace(desired, description=self.declare.descriptions[-1])
        if self.declare.metadata:
            changes["metadata"] = replace(desired, metadata={"only": "this"})
        return changes

    def test_what_is_carried_stays(self, backend: Backend) -> None:
        """What the program does not declare is repeated with a write, also with one of another content."""
        content = next(iter(self.declare.beside_content.values()), self.declare.edition(1))
        before = self.declare.desired(content)
        ref = backend.create(before)
        for edition, fields in enumerate(CARRYING, start=2):
            carrying = replace(self._carrying(before, edition), marker=f"organization/shop/dev/triage-{edition}")
            write(backend, ref, carrying, Change(fields))
            assert_holds(backend, backend.read(ref.id), ref, carrying)

    def _carrying(self, before: Desired, edition: int) -> Desired:
        """Another content, with all that stands beside it repeated."""
        content = self.declare.edition(edition).model_copy(update={"options": _beside(before.options)})
        names = {"description", "metadata"}.union(*options_beside_content(before.options).values())
        return replace(before, content=content, digest=digest_of(content), carried=frozenset(names))

    def test_prompts_are_apart(self, backend: Backend) -> None:
        """Writing, publishing, removing a version and deleting one leaves another."""
        one, other = self.desired(1), self.desired(1, name="conformance-2")
        ref, other_ref = backend.create(one), backend.create(other)
        version, others_version = published(backend, ref, one), published(backend, other_ref, other)
        write(backend, ref, self.desired(2), Change(frozenset({"content"})))
        published(backend, ref, self.desired(2))
        if isinstance(backend, DeletesVersions):
            backend.delete_version(ref.id, version.version)
        assert version_with(backend, other_ref.id, other.digest) == others_version
        delete(backend, ref)
        assert version_with(backend, other_ref.id, other.digest) == others_version
        assert_holds(backend, backend.read(other_ref.id), other_ref, other)

    def test_a_deleted_prompt_is_gone(self, backend: Backend) -> None:
        """Its name is free, and a new prompt of that name has nothing of the old one."""
        old, new = self.desired(1), self.desired(2)
        old_ref = backend.create(old)
        published(backend, old_ref, old)
        delete(backend, old_ref)
        assert backend.find(old.name) is None
        ref = backend.create(new)
        assert_holds(backend, backend.read(ref.id), ref, new)
        assert version_with(backend, ref.id, old.digest) is None

    @applies_if(lambda suite: suite.adapter.support.renames)
    def test_a_renamed_prompt_stays_itself(self, backend: Backend) -> None:
        """It keeps its id and its versions, and its old name is free."""
        desired, renamed = self.desired(), self.desired(name="conformance-renamed")
        ref = backend.create(desired)
        version = published(backend, ref, desired)
        written = write(backend, ref, renamed, Change(frozenset({"name"})))
        assert written.id == ref.id
        assert_holds(backend, backend.find(renamed.name), written, renamed)
        assert backend.find(desired.name) is None
        assert backend.read_version(ref.id, version.version).digest == version.digest

    @applies_if(lambda suite: suite.adapter.support.renames)
    def test_a_taken_name_is_refused_for_a_rename(self, backend: Backend) -> None:
        """It raises AlreadyExistsError, and changes neither prompt."""
        ref, other = backend.create(self.desired(1)), backend.create(self.desired(2, name="conformance-2"))
        before = [_everything(backend, each.id) for each in (ref, other)]
        with pytest.raises(AlreadyExistsError):
            write(backend, ref, self.desired(1, name="conformance-2"), Change(frozenset({"name"})))
        assert [_everything(backend, each.id) for each in (ref, other)] == before


def _everything(backend: Backend, prompt_id: str) -> object:
    return backend.read(prompt_id), backend.versions(prompt_id)


def _beside(options: Options) -> Options:
    """Those that are not part of the content."""
    beside = options_beside_content(options)
    return Options(*(type(options[kind]).model_validate(fields) for kind, fields in beside.items()))
