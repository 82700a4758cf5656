"""What a hook leaves when it fails after its first call is in the state of a real engine, secrets and all."""

import json
from functools import partial

import pytest

from acceptance import exposure
from acceptance.programs import program
from acceptance.registries.fixtures import stack
from acceptance.registries.humanloop import HumanloopWorld
from acceptance.registries.world import NAME
from acceptance.stack import Stack
from fakes.humanloop import error
from pulumi_prompts.lifecycle.wording import NOT_SHOWN

__all__ = ["stack"]

SECRETIVE = program("""\
team = pulumi.Config().require_secret("team")
triage = Prompt("triage", **{**given["prompt"], "tags": {"team": team}})
PromptVersion("triage", prompt=triage)
""")

exposed = partial(exposure.exposed, secret="canary")


@pytest.fixture
def world(humanloop_world: HumanloopWorld) -> HumanloopWorld:
    return humanloop_world


@pytest.fixture
def unfinished(stack: Stack, world: HumanloopWorld) -> Stack:
    """A creation of which nobody could tell who came first."""
    stack.config_set("acme:team", "canary of the desk", "--secret")
    stack.write(SECRETIVE, prompt=world.prompt())
    world.fake.inject("list_versions", error(403, "no"))
    run = stack.up(fails=True)
    (said,) = run.diagnostics("Prompt triage")
    assert said.splitlines()[-1].startswith(f"\t* creating {NAME} on {world.where}: AccessError 403: {NOT_SHOWN}")
    assert exposed(stack, run) == []
    return stack


def test_a_creation_that_failed_half_way_is_finished_by_the_next_up(unfinished: Stack, world: HumanloopWorld) -> None:
    left = unfinished.resources()["Prompt triage"]
    assert left["id"] == world.only_prompt.id
    assert left["initErrors"]
    assert "ciphertext" in json.dumps(left["outputs"]["tags"])

    assert unfinished.up_after_preview().steps == {"update Prompt triage", "create PromptVersion triage"}
    assert "initErrors" not in unfinished.resources()["Prompt triage"]
    assert unfinished.resources()["Prompt triage"]["id"] == left["id"]
    assert len(world.only_prompt.versions) == 1
    unfinished.assert_settled()


def test_and_by_the_up_after_a_refresh(unfinished: Stack) -> None:
    unfinished.refresh()
    assert unfinished.up().steps == {"update Prompt triage", "create PromptVersion triage"}
    unfinished.assert_settled()


def test_and_removed_by_a_destroy(unfinished: Stack, world: HumanloopWorld) -> None:
    assert unfinished.destroy().steps == {"delete Prompt triage"}
    assert world.prompts == []
