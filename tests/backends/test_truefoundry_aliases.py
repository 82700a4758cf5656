"""Aliases on TrueFoundry: its tags, and our note in the metadata of the newest version, call by call."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from backends.http_world import Meanwhile
from backends.truefoundry_fixtures import backend, fake, world
from backends.truefoundry_world import MARKER, World, desired
from fakes.truefoundry import NEW_PREFIX, Habits, Prompt, TrueFoundryFake, error
from pulumi_prompts import errors
from pulumi_prompts.registries.aliases import NOBODY, stays_set
from pulumi_prompts.registries.base import Alias, Change, Ref
from pulumi_prompts.registries.truefoundry import TrueFoundry
from pulumi_prompts.registries.truefoundry.wire import noted_aliases
from pulumi_prompts.testing.base import write

__all__ = ["backend", "fake", "world"]

CONTENT = Change(frozenset({"content"}))
LIST, PUT, TAGS = "GET /prompt-versions", "PUT /prompt-versions", "PUT /prompt-versions/tags"
OURS = Alias("production", "1", f"{MARKER}-live", "n1")


@pytest.fixture
def ref(backend: TrueFoundry) -> Ref:
    """A prompt with three versions."""
    return with_versions(backend)


def with_versions(backend: TrueFoundry) -> Ref:
    ref = backend.create(desired("1."))
    for number in (2, 3):
        write(backend, ref, desired(f"{number}."), CONTENT)
    return ref


def triage(fake: TrueFoundryFake) -> Prompt:
    return fake.registry().prompt("triage")


def tags(fake: TrueFoundryFake) -> list[list[str]]:
    return [version.tags for version in triage(fake).versions]


def operations(fake: TrueFoundryFake, act: Callable[[], object]) -> list[str]:
    fake.clear_calls()
    act()
    return [call.operation for call in fake.calls]


def refusal(kind: type[errors.PromptsError], act: Callable[[], object]) -> str:
    with pytest.raises(kind) as raised:
        act()
    return raised.value.said


def test_what_each_operation_sends(backend: TrueFoundry, fake: TrueFoundryFake, ref: Ref) -> None:
    """A move of one's own needs no note; and without what was seen nothing is forced."""
    assert operations(fake, lambda: backend.set_alias(ref.id, OURS, None)) == [LIST, PUT, TAGS]
    assert fake.calls[-1].body == {
        "prompt_version_id": triage(fake).versions[0].id,
        "tags": ["production"],
        "force": False,
    }
    assert operations(fake, lambda: backend.set_alias(ref.id, OURS, OURS)) == [LIST]
    moved = replace(OURS, version="2")
    assert operations(fake, lambda: backend.set_alias(ref.id, moved, OURS)) == [LIST, TAGS]
    assert fake.calls[-1].body["force"] is True
    assert operations(fake, lambda: backend.set_alias(ref.id, replace(moved, nonce="n2"), moved)) == [LIST, PUT]
    assert operations(fake, lambda: backend.aliases(ref.id)) == [LIST]
    taken = replace(moved, nonce="n2")
    assert operations(fake, lambda: backend.remove_alias(ref.id, taken)) == [LIST, TAGS, LIST, PUT]
    assert operations(fake, lambda: backend.remove_alias(ref.id, taken)) == [LIST]
    assert tags(fake) == [[], [], []]


def test_tags_of_people_are_aliases_and_stay(backend: TrueFoundry, fake: TrueFoundryFake, ref: Ref) -> None:
    """On the version that one of ours comes to, and on the one that it leaves."""
    first, second, _ = triage(fake).versions
    first.tags, second.tags = ["eu"], ["us", "Ümlaut / x"]
    people = [Alias("eu", "1"), Alias("us", "2"), Alias("Ümlaut / x", "2")]
    backend.set_alias(ref.id, OURS, None)
    assert {*backend.aliases(ref.id)} == {OURS, *people}
    backend.set_alias(ref.id, replace(OURS, version="2"), OURS)
    assert {*backend.aliases(ref.id)} == {replace(OURS, version="2"), *people}
    backend.remove_alias(ref.id, replace(OURS, version="2"))
    assert {*backend.aliases(ref.id)} == {*people}


def test_our_note_is_no_metadata_of_people(backend: TrueFoundry, fake: TrueFoundryFake, ref: Ref) -> None:
    """And no change of the prompt."""
    before = backend.read(ref.id)
    backend.set_alias(ref.id, OURS, None)
    assert backend.read(ref.id) == before
    note = triage(fake).latest.manifest["metadata"]["pulumi_prompts"]
    assert note["aliases"] == {"production": {"marker": OURS.marker, "nonce": "n1"}}
    assert len(triage(fake).versions) == 3


def test_the_note_outlives_a_version_of_somebody_else(backend: TrueFoundry, fake: TrueFoundryFake, ref: Ref) -> None:
    """Which has none: the newest version that names the alias tells."""
    backend.set_alias(ref.id, OURS, None)
    write(backend, ref, desired("4."), CONTENT)
    triage(fake).latest.manifest["metadata"] = {}
    assert [*backend.aliases(ref.id)] == [OURS]
    backend.remove_alias(ref.id, OURS)
    triage(fake).versions[0].tags = ["production"]
    assert [*backend.aliases(ref.id)] == [Alias("production", "1")]


def test_the_note_goes_with_the_head(backend: TrueFoundry, ref: Ref) -> None:
    """So that the version that had it first may be pruned."""
    backend.set_alias(ref.id, OURS, None)
    write(backend, ref, desired("4."), CONTENT)
    backend.delete_version(ref.id, "3")
    assert [*backend.aliases(ref.id)] == [OURS]


def test_what_was_moved_behind_our_back_is_still_ours(backend: TrueFoundry, fake: TrueFoundryFake, ref: Ref) -> None:
    backend.set_alias(ref.id, OURS, None)
    triage(fake).versions[0].tags, triage(fake).versions[1].tags = [], ["production"]
    assert [*backend.aliases(ref.id)] == [replace(OURS, version="2")]
    said = refusal(errors.DriftError, lambda: backend.set_alias(ref.id, replace(OURS, version="3"), OURS))
    assert said == "the alias 'production' was moved meanwhile, to version 2"


def test_who_dies_between_the_writes_is_healed_by_a_repeat(
    backend: TrueFoundry, fake: TrueFoundryFake, ref: Ref
) -> None:
    for act, expected in (
        (partial(backend.set_alias, ref.id, OURS, None), [OURS]),
        (partial(backend.remove_alias, ref.id, OURS), []),
    ):
        fake.inject(TAGS, error(400, "no"))
        refusal(errors.RejectedError, act)
        act()
        assert [*backend.aliases(ref.id)] == expected
    backend.set_alias(ref.id, OURS, None)
    fake.inject(PUT, error(403, "no"))
    refusal(errors.AccessError, lambda: backend.remove_alias(ref.id, OURS))
    assert [*backend.aliases(ref.id)] == []
    backend.remove_alias(ref.id, OURS)
    assert noted_aliases(triage(fake).latest.manifest) == {"production": NOBODY}


def test_the_note_of_another_who_died_between_the_writes_stays(
    backend: TrueFoundry, fake: TrueFoundryFake, ref: Ref
) -> None:
    """A repeat finds by it what it has begun."""
    fake.inject(TAGS, error(400, "no"))
    theirs = replace(OURS, marker="acme/other/dev/live")
    refusal(errors.RejectedError, partial(backend.set_alias, ref.id, theirs, None))
    backend.remove_alias(ref.id, OURS)
    assert noted_aliases(triage(fake).latest.manifest) == {"production": theirs.owner}


def test_a_tag_that_somebody_sets_meanwhile_is_not_taken(world: World, fake: TrueFoundryFake, ref: Ref) -> None:
    """The service itself refuses; our note, which was written first, is taken back."""

    def theirs() -> None:
        triage(fake).versions[1].tags = ["production"]

    backend = world.connect(Meanwhile("PUT */tags", theirs), prefix=NEW_PREFIX)
    said = refusal(errors.DriftError, lambda: backend.set_alias(ref.id, OURS, None))
    assert said == "the alias 'production' was made meanwhile (409: Tag production is in use by version 2)"
    assert [*backend.aliases(ref.id)] == [Alias("production", "2")]


def test_a_tag_that_the_service_keeps_is_told() -> None:
    with TrueFoundryFake(habits=Habits(adds_tags=True)) as fake:
        world = World(fake)
        backend = world.connect(prefix=NEW_PREFIX)
        ref = with_versions(backend)
        backend.set_alias(ref.id, OURS, None)
        backend.remove_alias(ref.id, OURS)
        assert [*backend.aliases(ref.id)] == [Alias("production", "1")]
        assert world.warnings == [stays_set("truefoundry", "tag", "production", "1")]


@pytest.mark.parametrize("takes", ["refuses", "ignores"])
def test_where_a_version_cannot_be_rewritten_another_one_has_the_note(takes: str) -> None:
    """With the content of the newest one, which stays the head; a `version_alias` stays where it is."""
    with TrueFoundryFake(habits=Habits(takes_version=takes)) as fake:  # type: ignore[arg-type]
        backend = World(fake).connect(prefix=NEW_PREFIX)
        ref = with_versions(backend)
        digest = backend.read(ref.id).digest
        backend.set_alias(ref.id, OURS, None)
        head = backend.read(ref.id)
        assert (head.version, head.digest) == ("4", digest)
        assert [*backend.aliases(ref.id)] == [OURS]


def test_a_prompt_that_is_gone_is_not_made_anew_by_a_note(world: World, fake: TrueFoundryFake, ref: Ref) -> None:
    backend = world.connect(
        Meanwhile("PUT */prompt-versions", lambda: fake.registry().prompts.clear()), prefix=NEW_PREFIX
    )
    with pytest.raises((errors.NotFoundError, errors.DriftError)):
        backend.set_alias(ref.id, OURS, None)
    assert fake.registry().names() == []


@pytest.mark.parametrize("name", ["production", "v1.2", "a" * 128, "_x-1"])
def test_names_that_are_taken(name: str) -> None:
    assert [*TrueFoundry.support.alias_failures(name)] == []


@pytest.mark.parametrize("name", ["", "-x", "a b", "a" * 129, "ä", "a/b"])
def test_names_that_are_not(name: str) -> None:
    (failure,) = TrueFoundry.support.alias_failures(name)
    assert failure.path == "alias"
    assert failure.reason.endswith("(truefoundry)")
