"""What a backend does with aliases. What a person or a tool of others makes is made here without an owner."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier

import pytest

from pulumi_prompts.errors import DriftError, NotFoundError, PromptsError
from pulumi_prompts.registries.base import THREADS, Alias, Backend, Change, DeletesVersions, KeepsAliases, Ref
from pulumi_prompts.testing.base import (
    Conformance,
    applies_if,
    assert_holds,
    can,
    delete,
    delete_version,
    labels_of,
    published,
    write,
)
from pulumi_prompts.testing.declarations import MARKER, NONCE
from pulumi_prompts.testing.labels import LONGEST_MARKER

STAGING, PRODUCTION = "staging", "production"
"""What the aliases of the suite are called. Where a name must exist before, the registry under test has these."""

ROUNDS = 2
OURS = f"{MARKER}-live"
THEIRS = "organization/other/dev/live"
ANOTHER_NONCE = "fedcba9876543210"

keeps_aliases = applies_if(can(KeepsAliases))
loses_versions = applies_if(can(KeepsAliases, DeletesVersions))


def ours(version: str, name: str = PRODUCTION) -> Alias:
    """The alias as this stack declares it."""
    return Alias(name, version, OURS, NONCE)


def nobodys(alias: Alias) -> Alias:
    """The same one, as a person makes it."""
    return Alias(alias.name, alias.version)


def keeper(backend: Backend) -> KeepsAliases:
    """The backend, of which only aliases are asked."""
    assert isinstance(backend, KeepsAliases)
    return backend


def refused(call: Callable[[], object]) -> str:
    """What the DriftError says of the alias."""
    with pytest.raises(DriftError) as raised:
        call()
    return raised.value.said


class AliasConformance(Conformance):
    """Movable names on versions."""

    def _published(self, backend: Backend, editions: Iterable[int] = (1, 2, 3)) -> tuple[Ref, list[str]]:
        """A prompt, and the names of the versions of these editions; the last one is its head."""
        ref: Ref | None = None
        versions = []
        for edition in editions:
            desired = self.desired(edition)
            ref = write(backend, ref, desired, Change(frozenset({"content"}))) if ref else backend.create(desired)
            versions.append(published(backend, ref, desired).version)
        assert ref is not None
        return ref, versions

    def test_aliases_are_declared_where_they_are_kept(self) -> None:
        """The gate asks what is declared, the life cycle what is there."""
        assert (self.adapter.support.aliases is not None) == issubclass(self.adapter, KeepsAliases)

    @keeps_aliases
    def test_a_prompt_has_no_aliases_at_first(self, backend: Backend) -> None:
        """Neither a new one, nor one with versions."""
        ref, _ = self._published(backend)
        assert [*keeper(backend).aliases(ref.id)] == []

    @keeps_aliases
    def test_an_alias_comes_back(self, backend: Backend) -> None:
        """With its owner, also the longest one; and the prompt and its versions are what they were."""
        ref, (first, *_) = self._published(backend)
        versions = backend.versions(ref.id)
        alias = replace(ours(first), marker=LONGEST_MARKER)
        keeper(backend).set_alias(ref.id, alias, None)
        told = [*keeper(backend).aliases(ref.id)]
        assert told, "the alias that was set is not told: retention would remove the version that it points at"
        assert told == [alias]
        assert_holds(backend, backend.read(ref.id), ref, self.desired(3))
        after = backend.versions(ref.id)
        assert [(each.version, each.digest) for each in after] == [(each.version, each.digest) for each in versions]
        assert [labels_of(backend, each).marker for each in after] == [
            labels_of(backend, each).marker for each in versions
        ]

    @keeps_aliases
    def test_a_repeat_is_no_error(self, backend: Backend) -> None:
        """Whatever was seen before: its answer may have been lost."""
        ref, (first, second, _) = self._published(backend)
        for seen in (None, None, ours(first), ours(second), nobodys(ours(first))):
            keeper(backend).set_alias(ref.id, ours(first), seen)
        assert [*keeper(backend).aliases(ref.id)] == [ours(first)]

    @keeps_aliases
    def test_an_alias_moves(self, backend: Backend) -> None:
        """Forth and back; and it is taken over in the same step."""
        ref, (first, second, third) = self._published(backend)
        seen: Alias | None = None
        for alias in (ours(first), ours(third), replace(ours(second), nonce=ANOTHER_NONCE), ours(first)):
            keeper(backend).set_alias(ref.id, alias, seen)
            assert [*keeper(backend).aliases(ref.id)] == [alias]
            seen = alias

    @keeps_aliases
    def test_a_version_has_several_aliases(self, backend: Backend) -> None:
        """Each has an owner of its own, and moves alone."""
        ref, (first, second, _) = self._published(backend)
        staging, production = replace(ours(first, STAGING), marker=THEIRS), ours(first)
        for alias in (staging, production):
            keeper(backend).set_alias(ref.id, alias, None)
        assert {*keeper(backend).aliases(ref.id)} == {staging, production}
        moved = replace(staging, version=second)
        keeper(backend).set_alias(ref.id, moved, staging)
        assert {*keeper(backend).aliases(ref.id)} == {moved, production}

    @keeps_aliases
    def test_an_alias_that_changed_meanwhile_is_left(self, backend: Backend) -> None:
        """DriftError tells who holds it, and at which version; nothing is changed."""
        ref, (first, second, third) = self._published(backend)
        seen = ours(first)
        for found in (
            replace(seen, version=second),
            replace(seen, marker=THEIRS),
            nobodys(replace(seen, version=second)),
        ):
            self._make(backend, ref, found)
            for call in self._calls(backend, ref, ours(third), seen):
                said = refused(call)
                assert PRODUCTION in said
                assert found.version in said
                assert found.owner == seen.owner or found.marker is None or found.marker in said
                assert [*keeper(backend).aliases(ref.id)] == [found]

    def _make(self, backend: Backend, ref: Ref, alias: Alias) -> None:
        """In the place of whatever is there."""
        existing = {each.name: each for each in keeper(backend).aliases(ref.id)}
        keeper(backend).set_alias(ref.id, alias, existing.get(alias.name))

    def _calls(self, backend: Backend, ref: Ref, alias: Alias, seen: Alias) -> Sequence[Callable[[], object]]:
        aliases = keeper(backend)
        return (lambda: aliases.set_alias(ref.id, alias, seen), lambda: aliases.remove_alias(ref.id, seen))

    @keeps_aliases
    def test_an_alias_of_somebody_else_is_not_made_anew(self, backend: Backend) -> None:
        """Not even by the nonce alone: who has not seen it may not have it."""
        ref, (first, second, _) = self._published(backend)
        for found in (
            nobodys(ours(first)),
            replace(ours(first), marker=THEIRS),
            replace(ours(first), nonce=ANOTHER_NONCE),
        ):
            self._make(backend, ref, found)
            for version in (first, second):
                said = refused(partial(keeper(backend).set_alias, ref.id, ours(version), None))
                assert PRODUCTION in said
            assert [*keeper(backend).aliases(ref.id)] == [found]

    @keeps_aliases
    def test_an_alias_is_taken_over_by_who_has_seen_it(self, backend: Backend) -> None:
        """One of a person, and one of another stack; in its place."""
        ref, (first, second, _) = self._published(backend)
        for found in (nobodys(ours(first)), replace(ours(first), marker=THEIRS)):
            self._make(backend, ref, found)
            keeper(backend).set_alias(ref.id, ours(second), found)
            assert [*keeper(backend).aliases(ref.id)] == [ours(second)]

    @keeps_aliases
    def test_a_lost_note_is_no_change(self, backend: Backend) -> None:
        """The version is what was seen, and nobody else's note stands there."""
        ref, (first, second, _) = self._published(backend)
        self._make(backend, ref, nobodys(ours(first)))
        keeper(backend).set_alias(ref.id, ours(second), ours(first))
        assert [*keeper(backend).aliases(ref.id)] == [ours(second)]
        self._make(backend, ref, nobodys(ours(second)))
        keeper(backend).remove_alias(ref.id, ours(second))
        self._assert_removed(backend, ref)

    @keeps_aliases
    def test_an_alias_that_was_removed_meanwhile_is_not_made_anew(self, backend: Backend) -> None:
        """DriftError; without what was seen, it is made."""
        ref, (first, second, _) = self._published(backend)
        keeper(backend).set_alias(ref.id, ours(first), None)
        keeper(backend).remove_alias(ref.id, ours(first))
        if not self._is_there(backend, ref):
            assert PRODUCTION in refused(lambda: keeper(backend).set_alias(ref.id, ours(second), ours(first)))
            keeper(backend).set_alias(ref.id, ours(second), None)
            assert [*keeper(backend).aliases(ref.id)] == [ours(second)]

    @keeps_aliases
    def test_an_alias_is_removed(self, backend: Backend) -> None:
        """Alone, and for good; and it is no error where it is gone already."""
        ref, (first, *_) = self._published(backend)
        staging = ours(first, STAGING)
        for alias in (staging, ours(first)):
            keeper(backend).set_alias(ref.id, alias, None)
        for _ in range(2):
            keeper(backend).remove_alias(ref.id, ours(first))
        self._assert_removed(backend, ref)
        assert staging in keeper(backend).aliases(ref.id)
        assert_holds(backend, backend.read(ref.id), ref, self.desired(3))

    def _is_there(self, backend: Backend, ref: Ref) -> bool:
        return PRODUCTION in {each.name for each in keeper(backend).aliases(ref.id)}

    def _assert_removed(self, backend: Backend, ref: Ref) -> None:
        """Where the registry cannot unset a name, it is nobody's."""
        left = [each for each in keeper(backend).aliases(ref.id) if each.name == PRODUCTION]
        aliases = self.adapter.support.aliases
        assert aliases is not None
        assert left == [] or (not aliases.unsets and left[0].marker is None)

    @loses_versions
    def test_what_is_gone_gets_no_alias(self, backend: Backend) -> None:
        """A version that is gone: NotFoundError, and an alias that is there stays as it is."""
        ref, (first, second, _) = self._published(backend)
        delete_version(backend, ref.id, first)
        keeper(backend).set_alias(ref.id, ours(second), None)
        taken = replace(ours(first), nonce=ANOTHER_NONCE)
        for alias, seen in ((taken, ours(second)), (ours(first, STAGING), None)):
            with pytest.raises(NotFoundError):
                keeper(backend).set_alias(ref.id, alias, seen)
            assert [*keeper(backend).aliases(ref.id)] == [ours(second)]

    @keeps_aliases
    def test_a_prompt_that_is_gone_has_no_aliases(self, backend: Backend) -> None:
        """By every method; and one that is made anew of that name has no aliases."""
        ref, (first, *_) = self._published(backend)
        keeper(backend).set_alias(ref.id, ours(first), None)
        delete(backend, ref)
        for call in (
            lambda: keeper(backend).aliases(ref.id),
            lambda: keeper(backend).set_alias(ref.id, ours(first), ours(first)),
            lambda: keeper(backend).remove_alias(ref.id, ours(first)),
        ):
            with pytest.raises(NotFoundError):
                call()
        again, _ = self._published(backend)
        assert [*keeper(backend).aliases(again.id)] == []

    @loses_versions
    def test_an_alias_whose_version_is_gone_can_be_moved_and_removed(self, backend: Backend) -> None:
        """It is gone with its version, or it dangles: then it is told as it stands."""
        ref, (first, second, _) = self._published(backend)
        keeper(backend).set_alias(ref.id, ours(first), None)
        delete_version(backend, ref.id, first)
        dangling = {each.name: each for each in keeper(backend).aliases(ref.id)}.get(PRODUCTION)
        assert dangling in (None, ours(first))
        keeper(backend).set_alias(ref.id, ours(second), dangling)
        assert [*keeper(backend).aliases(ref.id)] == [ours(second)]
        keeper(backend).remove_alias(ref.id, ours(second))
        self._assert_removed(backend, ref)

    @keeps_aliases
    def test_writes_of_the_prompt_leave_the_aliases(self, backend: Backend) -> None:
        """Of what is beside its content, of its content, and of everything by somebody else."""
        ref, (first, second, _) = self._published(backend)
        staging = nobodys(ours(second, STAGING))
        for alias in (ours(first), staging):
            keeper(backend).set_alias(ref.id, alias, None)
        others = self.desired(4, description=None, tags={}, metadata={}, marker=THEIRS, nonce=ANOTHER_NONCE)
        removed = frozenset(self.desired(3).tags)
        everything = Change(frozenset({"content", "description", "tags", "metadata", "marker"}), removed)
        for desired, change in (
            (self.desired(3, nonce=ANOTHER_NONCE), Change(frozenset({"marker"}))),
            (self.desired(4, nonce=ANOTHER_NONCE), Change(frozenset({"content"}))),
            (others, everything),
        ):
            write(backend, ref, desired, change)
            assert {*keeper(backend).aliases(ref.id)} == {ours(first), staging}
            assert_holds(backend, backend.read(ref.id), ref, desired)

    @keeps_aliases
    def test_of_creations_at_once_one_has_the_alias(self, backend: Backend) -> None:
        """The others get DriftError, and nothing of theirs is left."""
        ref, versions = self._published(backend)
        for round_ in range(ROUNDS):
            racers = [replace(ours(versions[number % 3]), nonce=f"{round_}{number}") for number in range(THREADS)]
            errors = _at_once([partial(keeper(backend).set_alias, ref.id, racer, None) for racer in racers])
            assert [type(error) for error in errors if error] == [DriftError] * (THREADS - 1)
            winner = racers[errors.index(None)]
            assert [*keeper(backend).aliases(ref.id)] == [winner]
            self._make(backend, ref, replace(winner, marker=None, nonce=None))
            keeper(backend).remove_alias(ref.id, nobodys(winner))
            if self._is_there(backend, ref):
                return  # a name that stays cannot be made once more

    @keeps_aliases
    def test_moves_at_once_are_explained_by_some_order(self, backend: Backend) -> None:
        """Each compares with what it has seen: one of them moves, the others are told."""
        ref, (first, second, third) = self._published(backend)
        keeper(backend).set_alias(ref.id, ours(first), None)
        targets = [(second, third)[number % 2] for number in range(THREADS)]
        errors = _at_once([partial(keeper(backend).set_alias, ref.id, ours(to), ours(first)) for to in targets])
        (now,) = keeper(backend).aliases(ref.id)
        assert now in (ours(second), ours(third))
        for target, error in zip(targets, errors, strict=True):
            assert (error is None) == (target == now.version)

    @keeps_aliases
    def test_aliases_of_one_prompt_are_set_at_once(self, backend: Backend) -> None:
        """Also where one list holds them: none gets lost."""
        ref, (first, second, third) = self._published(backend)
        for version, seen in ((first, None), (second, first), (third, second)):
            wanted = [ours(version, name) for name in (STAGING, PRODUCTION)]
            before = [ours(seen, name) if seen else None for name in (STAGING, PRODUCTION)]
            pairs = zip(wanted, before, strict=True)
            calls = [partial(keeper(backend).set_alias, ref.id, to, old) for to, old in pairs]
            assert _at_once(calls) == [None, None]
            assert {*keeper(backend).aliases(ref.id)} == {*wanted}


def _at_once(calls: Sequence[Callable[[], object]]) -> list[PromptsError | None]:
    """What each of them came to."""
    together = Barrier(len(calls))

    def attempt(call: Callable[[], object]) -> PromptsError | None:
        together.wait()
        try:
            call()
        except PromptsError as error:
            return error
        return None

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(attempt, calls))
