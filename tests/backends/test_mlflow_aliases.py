"""Aliases on a real MLflow server: its own, and our note in a tag of the prompt, call by call."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.error import HTTPError

import pytest

from backends.mlflow_world import MARKER, World, desired
from mlflow_server.client import MlflowClient
from mlflow_server.fixtures import mlflow_client, mlflow_registry, mlflow_server  # noqa: F401 (fixtures)
from mlflow_server.registry import MlflowRegistry
from pulumi_prompts import errors
from pulumi_prompts.registries.base import Alias, Change, Labels, Ref
from pulumi_prompts.registries.mlflow import Mlflow
from pulumi_prompts.testing.base import write

OURS = Alias("production", "1", f"{MARKER}-live", "n1")
READ, NOTE = "GET registered-models/get", "POST registered-models/set-tag"
FORGET = "DELETE registered-models/delete-tag"
POINT, UNSET = "POST registered-models/alias", "DELETE registered-models/alias"


@pytest.fixture
def world(mlflow_registry: MlflowRegistry) -> World:  # noqa: F811
    return World(mlflow_registry)


@pytest.fixture
def backend(world: World) -> Mlflow:
    return world.connect()


@pytest.fixture
def ref(backend: Mlflow) -> Ref:
    """A prompt with two versions."""
    ref = backend.create(desired("1.", tags={"team": "desk"}))
    write(backend, ref, desired("2.", tags={"team": "desk"}), Change(frozenset({"content"})))
    return ref


def refusal(kind: type[errors.PromptsError], act: Callable[[], object]) -> str:
    with pytest.raises(kind) as raised:
        act()
    return raised.value.said


def test_what_each_operation_sends(world: World, backend: Mlflow, ref: Ref) -> None:
    """A move of one's own needs no note."""
    assert world.calls_of(backend.set_alias, ref.id, OURS, None) == [READ, NOTE, POINT]
    assert world.calls_of(backend.set_alias, ref.id, OURS, OURS) == [READ]
    moved = replace(OURS, version="2")
    assert world.calls_of(backend.set_alias, ref.id, moved, OURS) == [READ, POINT]
    taken = replace(moved, nonce="n2")
    assert world.calls_of(backend.set_alias, ref.id, taken, moved) == [READ, NOTE]
    assert world.calls_of(backend.aliases, ref.id) == [READ]
    assert world.calls_of(backend.remove_alias, ref.id, taken) == [READ, UNSET, FORGET]
    assert world.calls_of(backend.remove_alias, ref.id, taken) == [READ]


def test_our_note_is_no_tag_of_people(backend: Mlflow, world: World, ref: Ref) -> None:
    backend.set_alias(ref.id, OURS, None)
    stored = world.registry.only_prompt
    assert (stored.aliases, stored.tags["pulumi-prompts/alias/production"]) == (
        {"production": "1"},
        f"{MARKER}-live #n1",
    )
    assert backend.read(ref.id).labels == Labels({"team": "desk"}, MARKER)


def test_what_its_client_sets_is_nobodys_of_ours(
    backend: Mlflow,
    ref: Ref,
    mlflow_client: MlflowClient,  # noqa: F811
) -> None:
    mlflow_client.call("set_prompt_alias", name="triage", alias="production", version=2)
    assert [*backend.aliases(ref.id)] == [Alias("production", "2")]
    said = refusal(errors.DriftError, partial(backend.set_alias, ref.id, OURS, None))
    assert said.startswith("the alias 'production' points at version 2, and no resource made it")


def test_its_client_loads_what_we_point_at(
    backend: Mlflow,
    ref: Ref,
    mlflow_client: MlflowClient,  # noqa: F811
) -> None:
    moved = replace(OURS, version="2")
    for alias, seen, text in ((OURS, None, "1."), (moved, OURS, "2.")):
        backend.set_alias(ref.id, alias, seen)
        assert mlflow_client.load("prompts:/triage@production")["template"] == text


def test_what_was_moved_behind_our_back_is_still_ours(backend: Mlflow, world: World, ref: Ref) -> None:
    backend.set_alias(ref.id, OURS, None)
    world.registry.add_alias("triage", "production", "2")
    assert [*backend.aliases(ref.id)] == [replace(OURS, version="2")]
    said = refusal(errors.DriftError, partial(backend.set_alias, ref.id, replace(OURS, version="2", nonce="x"), OURS))
    assert said == "the alias 'production' was moved meanwhile, to version 2"


def test_a_version_that_is_gone_leaves_the_note_as_it_was(backend: Mlflow, world: World, ref: Ref) -> None:
    """It is written before the server says that it has no such version."""
    backend.set_alias(ref.id, OURS, None)
    taken = Alias("production", "7", "acme/other/dev/live", "n2")
    assert "version=7" in refusal(errors.NotFoundError, partial(backend.set_alias, ref.id, taken, OURS))
    assert [*backend.aliases(ref.id)] == [OURS]
    refusal(errors.NotFoundError, partial(backend.set_alias, ref.id, replace(taken, name="staging"), None))
    assert "pulumi-prompts/alias/staging" not in world.registry.only_prompt.tags


def test_who_dies_between_the_writes_is_healed_by_a_repeat(backend: Mlflow, world: World, ref: Ref) -> None:
    for call, act, expected in (
        (POINT, partial(backend.set_alias, ref.id, OURS, None), [OURS]),
        (UNSET, partial(backend.remove_alias, ref.id, OURS), []),
        (FORGET, partial(backend.remove_alias, ref.id, OURS), []),
    ):
        if act.func == backend.remove_alias:
            backend.set_alias(ref.id, OURS, None)
        world.wire.to_break[call] = "for good"
        refusal(errors.UnavailableError, act)
        world.wire.to_break.clear()
        act()
        assert [*backend.aliases(ref.id)] == expected
    assert "pulumi-prompts/alias/production" not in world.registry.only_prompt.tags


def test_the_note_of_another_who_died_between_the_writes_stays(backend: Mlflow, world: World, ref: Ref) -> None:
    """A repeat finds by it what it has begun."""
    world.wire.to_break[POINT] = "for good"
    theirs = replace(OURS, marker="acme/other/dev/live")
    refusal(errors.UnavailableError, partial(backend.set_alias, ref.id, theirs, None))
    world.wire.to_break.clear()
    backend.remove_alias(ref.id, OURS)
    assert "pulumi-prompts/alias/production" in world.registry.only_prompt.tags


def test_an_alias_of_another_prompt_of_that_name_is_not_touched(backend: Mlflow, world: World, ref: Ref) -> None:
    world.registry.empty()
    backend.create(desired("Another."))
    world.registry.add_alias("triage", "production", "1")
    for act in (
        partial(backend.aliases, ref.id),
        partial(backend.set_alias, ref.id, OURS, Alias("production", "1")),
        partial(backend.remove_alias, ref.id, Alias("production", "1")),
    ):
        assert "it was deleted" in refusal(errors.NotFoundError, act)
    assert world.registry.only_prompt.aliases == {"production": "1"}


@pytest.mark.parametrize("name", ["latest", "LATEST", "v1", "V22", "", "a b", "a.b", "a/b"])
def test_the_server_refuses_what_we_refuse(backend: Mlflow, world: World, ref: Ref, name: str) -> None:
    (failure,) = Mlflow.support.alias_failures(name)
    assert failure.reason.endswith("(mlflow)")
    with pytest.raises(HTTPError, match="400"):
        world.registry.add_alias("triage", name, "1")


@pytest.mark.parametrize("name", ["production", "v1x", "latest-1", "_", "-x", "a" * 200])
def test_the_server_takes_what_we_take(backend: Mlflow, ref: Ref, name: str) -> None:
    assert [*Mlflow.support.alias_failures(name)] == []
    alias = replace(OURS, name=name)
    backend.set_alias(ref.id, alias, None)
    assert [*backend.aliases(ref.id)] == [alias]
