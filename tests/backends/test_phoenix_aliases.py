"""Aliases on a real Phoenix server: tags of versions, and our note in their descriptions, call by call."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from backends.phoenix_world import MARKER, World, desired
from phoenix_server.client import PhoenixClient
from phoenix_server.fixtures import phoenix_client, phoenix_registry, phoenix_server  # noqa: F401 (fixtures)
from phoenix_server.registry import PhoenixRegistry
from pulumi_prompts import errors
from pulumi_prompts.registries.base import Alias, Change, Ref
from pulumi_prompts.registries.phoenix import Phoenix
from pulumi_prompts.testing.base import write

THERE, TAGS = "GET prompts/*/versions", "GET prompt_versions/*/tags"
NAMED, SET, UNSET = "GET prompts/*/tags/live", "POST prompt_versions/*/tags", "DELETE prompt_versions/*/tags/live"


@pytest.fixture
def world(phoenix_registry: PhoenixRegistry) -> World:  # noqa: F811
    return World(phoenix_registry)


@pytest.fixture
def backend(world: World) -> Phoenix:
    return world.connect()


@pytest.fixture
def ref(backend: Phoenix) -> Ref:
    """A prompt with two versions."""
    ref = backend.create(desired("One."))
    write(backend, ref, desired("Two."), Change(frozenset({"content"})))
    return ref


@pytest.fixture
def ours(backend: Phoenix, ref: Ref) -> Alias:
    """At the first one."""
    return Alias("live", backend.versions(ref.id)[0].version, f"{MARKER}-live", "n1")


@pytest.fixture
def moved(backend: Phoenix, ref: Ref, ours: Alias) -> Alias:
    """At the second one."""
    return replace(ours, version=backend.versions(ref.id)[1].version)


def refusal(kind: type[errors.PromptsError], act: Callable[[], object]) -> str:
    with pytest.raises(kind) as raised:
        act()
    return raised.value.said


def test_what_each_operation_sends(world: World, backend: Phoenix, ref: Ref, ours: Alias, moved: Alias) -> None:
    """A list is a call for each version."""
    calls_of = world.wire.calls_of
    assert calls_of(backend.set_alias, ref.id, ours, None) == [THERE, NAMED, THERE, SET]
    assert calls_of(backend.set_alias, ref.id, ours, ours) == [THERE, NAMED, TAGS]
    assert calls_of(backend.set_alias, ref.id, moved, ours) == [THERE, NAMED, TAGS, THERE, SET]
    assert calls_of(backend.aliases, ref.id) == [THERE, THERE, TAGS, TAGS]
    assert calls_of(backend.remove_alias, ref.id, moved) == [THERE, NAMED, TAGS, UNSET]
    assert calls_of(backend.remove_alias, ref.id, moved) == [THERE, NAMED]


def test_its_client_reads_what_we_point_at(
    backend: Phoenix,
    ref: Ref,
    ours: Alias,
    moved: Alias,
    phoenix_client: PhoenixClient,  # noqa: F811
) -> None:
    for alias, seen, text in ((ours, None, "One."), (moved, ours, "Two.")):
        backend.set_alias(ref.id, alias, seen)
        loaded = phoenix_client.load(prompt_identifier="triage", tag="live")
        assert loaded["template"]["messages"][0]["content"] == text


def test_what_its_client_sets_is_nobodys_of_ours(
    backend: Phoenix,
    ref: Ref,
    ours: Alias,
    moved: Alias,
    phoenix_client: PhoenixClient,  # noqa: F811
) -> None:
    """Whoever moves ours takes our note away, as Phoenix writes descriptions: the version tells that it was moved."""
    backend.set_alias(ref.id, ours, None)
    phoenix_client.call("tag", version=moved.version, name="live")
    assert [*backend.aliases(ref.id)] == [Alias("live", moved.version)]
    said = refusal(errors.DriftError, partial(backend.set_alias, ref.id, replace(moved, nonce="n2"), ours))
    assert said.startswith(f"the alias 'live' points at version {moved.version}, and no resource made it")


def test_what_people_say_of_a_tag_stays(world: World, backend: Phoenix, ref: Ref, ours: Alias, moved: Alias) -> None:
    """Beside our note, and when that goes."""
    said = "For the desk.\nAsk Ada: x."
    world.registry.call("POST", f"prompt_versions/{ours.version}/tags", {"name": "live", "description": said})
    nobodys = Alias("live", ours.version)
    assert [*backend.aliases(ref.id)] == [nobodys]
    backend.set_alias(ref.id, moved, nobodys)
    assert [*backend.aliases(ref.id)] == [moved]
    described = world.registry.only_prompt.versions[1].tags["live"]
    assert described == f"{said}\n\npulumi-prompts: {MARKER}-live #n1"
    backend.set_alias(ref.id, replace(moved, marker=None, nonce=None), moved)
    assert world.registry.only_prompt.versions[1].tags["live"] == said


def test_a_tag_is_not_removed_where_another_version_has_it(
    world: World, backend: Phoenix, ref: Ref, ours: Alias, moved: Alias
) -> None:
    """The server would remove it by any version."""
    backend.set_alias(ref.id, ours, None)
    world.registry.add_tag(moved.version, "live")
    assert "points at version" in refusal(errors.DriftError, partial(backend.remove_alias, ref.id, ours))
    assert world.registry.only_prompt.tags == {"live": moved.version}


def test_a_version_of_another_prompt_gets_no_tag(world: World, backend: Phoenix, ref: Ref, ours: Alias) -> None:
    """The server would give it one of that prompt."""
    version = world.registry.add_version("sorting", "Sort.")
    said = refusal(errors.NotFoundError, partial(backend.set_alias, ref.id, replace(ours, version=version), None))
    assert said == f"the prompt {ref.id} has no version {version}"
    assert [prompt.tags for prompt in world.registry.prompts] == [{}, {}]


@pytest.mark.parametrize("version", ["1", "v1", "Zürich", "UHJvbXB0OjE=", ""])
def test_what_is_no_version_is_not_found(backend: Phoenix, ref: Ref, ours: Alias, version: str) -> None:
    refusal(errors.NotFoundError, partial(backend.read_version, ref.id, version))
    refusal(errors.NotFoundError, partial(backend.set_alias, ref.id, replace(ours, version=version), None))
