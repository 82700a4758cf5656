"""Aliases on Humanloop: deployments to environments, and our note in the tags of the prompt, call by call."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from backends.http_world import Meanwhile
from backends.humanloop_world import MARKER, World, desired
from fakes.humanloop import HumanloopFake, error
from fakes.humanloop.fixtures import humanloop_fake  # noqa: F401 (a fixture)
from pulumi_prompts import errors
from pulumi_prompts.registries.base import Alias, Change, Ref
from pulumi_prompts.registries.humanloop import Humanloop
from pulumi_prompts.testing.base import write

CONTENT = Change(frozenset({"content"}))
READ, NOTE, DEPLOY, UNDEPLOY, ENVIRONMENTS = (
    "list_versions",
    "upsert",
    "set_deployment",
    "remove_deployment",
    "list_environments",
)


@pytest.fixture
def world(humanloop_fake: HumanloopFake) -> World:  # noqa: F811
    return World(humanloop_fake)


@pytest.fixture
def backend(world: World) -> Humanloop:
    return world.connect()


@pytest.fixture
def ref(backend: Humanloop) -> Ref:
    """A prompt with two versions, of which the older one is the head."""
    ref = backend.create(desired("1.", tags={"team": "desk"}))
    for text in ("2.", "1."):
        write(backend, ref, desired(text, tags={"team": "desk"}), CONTENT)
    return ref


@pytest.fixture
def ours(backend: Humanloop, ref: Ref) -> Alias:
    return Alias("production", backend.versions(ref.id)[0].version, f"{MARKER}-live", "n1")


@pytest.fixture
def moved(backend: Humanloop, ref: Ref, ours: Alias) -> Alias:
    return replace(ours, version=backend.versions(ref.id)[1].version)


def refusal(kind: type[errors.PromptsError], act: Callable[[], object]) -> errors.PromptsError:
    with pytest.raises(kind) as raised:
        act()
    return raised.value


def test_what_each_operation_sends(world: World, backend: Humanloop, ref: Ref, ours: Alias, moved: Alias) -> None:
    """The environments are asked for once; a move of one's own needs no note."""
    assert world.calls_of(backend.set_alias, ref.id, ours, None) == [READ, ENVIRONMENTS, NOTE, DEPLOY]
    assert world.calls_of(backend.set_alias, ref.id, ours, ours) == [READ]
    assert world.calls_of(backend.set_alias, ref.id, moved, ours) == [READ, DEPLOY]
    staging = replace(ours, name="staging")
    assert world.calls_of(backend.set_alias, ref.id, staging, None) == [READ, NOTE, DEPLOY]
    taken = replace(moved, nonce="n2")
    assert world.calls_of(backend.set_alias, ref.id, taken, moved) == [READ, NOTE]
    assert world.calls_of(backend.aliases, ref.id) == [READ]
    assert world.calls_of(backend.remove_alias, ref.id, taken) == [READ, UNDEPLOY, NOTE]
    assert world.calls_of(backend.remove_alias, ref.id, taken) == [READ]
    assert [*backend.aliases(ref.id)] == [staging]


def test_a_note_changes_nothing_else(backend: Humanloop, world: World, ref: Ref, ours: Alias, moved: Alias) -> None:
    """The head stays the older version; tags, description and readme stay; and it is nobody's tag."""
    before = backend.read(ref.id)
    prompt = world.registry.prompt("triage")
    backend.set_alias(ref.id, ours, None)
    noted = f"pulumi-prompts/alias/production={MARKER}-live #n1"
    assert prompt.tags[-1] == noted
    after = backend.read(ref.id)
    assert (after.version, after.digest, after.description, after.options) == (
        before.version,
        before.digest,
        before.description,
        before.options,
    )
    assert before.labels is not None
    assert after.labels is not None
    assert (after.labels.tags, after.labels.marker) == (before.labels.tags, before.labels.marker)
    assert len(prompt.versions) == 2
    backend.remove_alias(ref.id, ours)
    assert noted not in prompt.tags
    assert backend.read(ref.id) == before


def test_a_note_says_what_else_the_prompt_says(backend: Humanloop, world: World, ref: Ref, ours: Alias) -> None:
    """What the service makes of what is left out is not known."""
    prompt = world.registry.prompt("triage")
    prompt.description, prompt.readme = "For the desk.", "# Triage"
    world.fake.clear_calls()
    backend.set_alias(ref.id, ours, None)
    (body,) = (call.body for call in world.fake.calls if call.operation == NOTE)
    assert (body["description"], body["readme"]) == ("For the desk.", "# Triage")


def test_an_environment_may_have_any_name(backend: Humanloop, world: World, ref: Ref, ours: Alias) -> None:
    world.registry.environment("development").name = "Küche = 1/2"
    alias = replace(ours, name="Küche = 1/2")
    backend.set_alias(ref.id, alias, None)
    assert [*backend.aliases(ref.id)] == [alias]


def test_an_environment_must_exist(backend: Humanloop, ref: Ref, ours: Alias) -> None:
    said = str(refusal(errors.RejectedError, partial(backend.set_alias, ref.id, replace(ours, name="live"), None)))
    assert said == (
        "the organization has no environment 'live'; make it in the settings of Humanloop; "
        "those that it has are 'production', 'staging', 'development'"
    )
    assert [*backend.aliases(ref.id)] == []


def test_an_environment_that_is_removed_is_told(backend: Humanloop, world: World, ref: Ref, ours: Alias) -> None:
    backend.set_alias(ref.id, ours, None)
    gone = world.registry.environment("staging")
    world.registry.environments.remove(gone)
    said = refusal(errors.RejectedError, partial(backend.set_alias, ref.id, replace(ours, name="staging"), None)).said
    assert said == "the organization has no environment 'staging'"
    assert "alias/staging" not in str(world.registry.prompt("triage").tags)


def test_what_somebody_deploys_is_nobodys_of_ours(backend: Humanloop, world: World, ref: Ref, ours: Alias) -> None:
    world.registry.deploy("triage", "production", ours.version)
    assert [*backend.aliases(ref.id)] == [Alias("production", ours.version)]
    said = refusal(errors.DriftError, partial(backend.set_alias, ref.id, ours, None)).said
    assert said == (
        f"the alias 'production' points at version {ours.version}, and no resource made it: "
        "a person or a tool of others did"
    )


def test_what_was_moved_behind_our_back_is_still_ours(
    backend: Humanloop, world: World, ref: Ref, ours: Alias, moved: Alias
) -> None:
    backend.set_alias(ref.id, ours, None)
    world.registry.deploy("triage", "production", moved.version)
    assert [*backend.aliases(ref.id)] == [moved]
    said = refusal(errors.DriftError, partial(backend.remove_alias, ref.id, ours)).said
    assert said == f"the alias 'production' was moved meanwhile, to version {moved.version}"


def test_who_dies_between_the_writes_is_healed_by_a_repeat(
    backend: Humanloop, world: World, ref: Ref, ours: Alias
) -> None:
    for operation, act, expected in (
        (DEPLOY, partial(backend.set_alias, ref.id, ours, None), [ours]),
        (NOTE, partial(backend.remove_alias, ref.id, ours), []),
    ):
        world.fake.inject(operation, error(400, "no"))
        refusal(errors.RejectedError, act)
        act()
        assert [*backend.aliases(ref.id)] == expected
    assert "alias" not in str(world.registry.prompt("triage").tags)


def test_the_note_of_another_who_died_between_the_writes_stays(
    backend: Humanloop, world: World, ref: Ref, ours: Alias
) -> None:
    """A repeat finds by it what it has begun."""
    world.fake.inject(DEPLOY, error(400, "no"))
    theirs = replace(ours, marker="acme/other/dev/live")
    refusal(errors.RejectedError, partial(backend.set_alias, ref.id, theirs, None))
    backend.remove_alias(ref.id, ours)
    assert "acme/other/dev/live" in str(world.registry.prompt("triage").tags)


def test_a_version_that_goes_meanwhile_leaves_no_note(world: World, ref: Ref, ours: Alias, moved: Alias) -> None:
    prompt = world.registry.prompt("triage")

    def gone() -> None:
        prompt.versions.remove(prompt.versions[1])

    backend = world.connect(Meanwhile("POST */environments/*", gone))
    assert moved.version in refusal(errors.NotFoundError, partial(backend.set_alias, ref.id, moved, None)).said
    assert "alias" not in str(prompt.tags)


def test_a_prompt_without_versions_has_no_aliases(backend: Humanloop, world: World, ref: Ref, ours: Alias) -> None:
    world.registry.prompt("triage").versions.clear()
    assert [*backend.aliases(ref.id)] == []
    refusal(errors.NotFoundError, partial(backend.set_alias, ref.id, ours, None))
    backend.remove_alias(ref.id, ours)


@pytest.mark.parametrize("name", ["", " x", "x\n"])
def test_names_that_are_not_taken(name: str) -> None:
    (failure,) = Humanloop.support.alias_failures(name)
    assert failure.reason.endswith("(humanloop)")
