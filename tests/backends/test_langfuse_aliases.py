"""Aliases on Langfuse: labels, and our note in the tags of the prompt, call by call."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from backends.http_world import Meanwhile
from backends.langfuse_world import MARKER, World, desired
from fakes.langfuse import LangfuseFake
from fakes.langfuse.fixtures import langfuse_fake  # noqa: F401 (a fixture)
from pulumi_prompts import errors
from pulumi_prompts.registries.base import Alias, Change, Ref
from pulumi_prompts.registries.langfuse import Langfuse
from pulumi_prompts.registries.langfuse.aliases import stays
from pulumi_prompts.testing.base import write

PROMPT = ["get", "get"]
NOTE = ["create", "get", "get", "delete"]


@pytest.fixture
def world(langfuse_fake: LangfuseFake) -> World:  # noqa: F811
    return World(langfuse_fake)


@pytest.fixture
def backend(world: World) -> Langfuse:
    return world.connect()


@pytest.fixture
def ref(backend: Langfuse) -> Ref:
    """A prompt with two versions."""
    ref = backend.create(desired("1."))
    write(backend, ref, desired("2."), Change(frozenset({"content"})))
    return ref


@pytest.fixture
def ours(backend: Langfuse, ref: Ref) -> Alias:
    return Alias("production", backend.versions(ref.id)[0].version, f"{MARKER}-live", "n1")


@pytest.fixture
def moved(backend: Langfuse, ref: Ref, ours: Alias) -> Alias:
    return replace(ours, version=backend.versions(ref.id)[1].version)


def refusal(kind: type[errors.PromptsError], act: Callable[[], object]) -> str:
    with pytest.raises(kind) as raised:
        act()
    return raised.value.said


def test_what_each_operation_sends(world: World, backend: Langfuse, ref: Ref, ours: Alias, moved: Alias) -> None:
    """A move of one's own needs no note."""
    look = [*PROMPT, "get"]
    assert world.calls_of(backend.set_alias, ref.id, ours, None) == [*look, "get", *NOTE, "update"]
    assert world.calls_of(backend.set_alias, ref.id, ours, ours) == look
    assert world.calls_of(backend.set_alias, ref.id, moved, ours) == [*look, "get", "update"]
    taken = replace(moved, nonce="n2")
    assert world.calls_of(backend.set_alias, ref.id, taken, moved) == [*look, "get", *NOTE]
    assert world.calls_of(backend.aliases, ref.id) == [*PROMPT, "list_prompts", "get"]
    assert world.calls_of(backend.remove_alias, ref.id, taken) == [*look, *NOTE]


def test_a_label_that_is_removed_stays_and_says_so(world: World, backend: Langfuse, ref: Ref, ours: Alias) -> None:
    backend.set_alias(ref.id, ours, None)
    backend.remove_alias(ref.id, ours)
    assert [*backend.aliases(ref.id)] == [Alias("production", ours.version)]
    assert world.warnings == [stays("production", ours.version)]
    assert [each.commit_message for each in world.registry.versions("triage")] == [f"pulumi-prompts: {MARKER}"] * 2


def test_the_latest_is_no_alias(world: World, backend: Langfuse, ref: Ref) -> None:
    assert world.registry.labels("triage") == {"latest": 2}
    assert [*backend.aliases(ref.id)] == []
    assert backend.support.aliases is not None
    assert backend.support.aliases.broken_by("latest") == "must not be `latest`, which the registry keeps for itself"


def test_labels_of_people_are_told_as_they_stand(world: World, backend: Langfuse, ref: Ref, ours: Alias) -> None:
    """Also what the server itself would not take with a new version."""
    world.registry.label("triage", "Für alle", 1)
    assert [*backend.aliases(ref.id)] == [Alias("Für alle", ours.version)]


def test_a_label_is_set_on_no_later_version_of_that_number(
    world: World, backend: Langfuse, ref: Ref, moved: Alias
) -> None:
    """What is reviewed is a content, and not a number."""
    world.registry.delete("triage", version=2)
    world.registry.write("triage", type="text", prompt="Theirs.")
    said = refusal(errors.NotFoundError, partial(backend.set_alias, ref.id, moved, None))
    assert said == f"the prompt 'triage' has no version {moved.version}"
    assert world.registry.labels("triage") == {"latest": 2}


def test_where_the_number_changes_hands_at_that_moment_it_is_told(
    world: World, backend: Langfuse, ref: Ref, moved: Alias
) -> None:
    def they_write() -> None:
        world.registry.delete("triage", version=2)
        world.registry.write("triage", type="text", prompt="Theirs.")

    late = world.connect(Meanwhile("PATCH *", they_write))
    said = refusal(errors.DriftError, partial(late.set_alias, ref.id, moved, None))
    assert said == f"version {moved.version} was deleted meanwhile; 'production' is at another one"


def test_where_the_version_goes_at_that_moment_the_note_goes(
    world: World, backend: Langfuse, ref: Ref, ours: Alias
) -> None:
    late = world.connect(Meanwhile("PATCH *", partial(world.registry.delete, "triage", version=1)))
    refusal(errors.NotFoundError, partial(late.set_alias, ref.id, ours, None))
    assert "alias" not in str(world.registry.newest("triage").tags)
