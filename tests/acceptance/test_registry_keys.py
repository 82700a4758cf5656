"""The key of a registry: none, a wrong one, that of somebody else; and that it is shown nowhere."""

from pathlib import Path

import pytest

from acceptance.exposure import exposed
from acceptance.programs import BE_BRIEF, TRIAGE
from acceptance.registries.fixtures import world
from acceptance.registries.world import NAME, KeyedWorld
from acceptance.stack import Stack
from pulumi_prompts.lifecycle.ownership import way_out

__all__ = ["world"]

WRONG = "canary-of-a-wrong-key"


@pytest.fixture
def stack(tmp_path: Path, world: KeyedWorld) -> Stack:
    """A stack that finds no key in its environment."""
    return Stack(tmp_path, env={**world.beside_key, world.variable: ""})


@pytest.mark.parametrize("world", ["humanloop", "langfuse", "truefoundry"], indirect=True)
def test_a_key_is_asked_for_and_shown_nowhere(stack: Stack, world: KeyedWorld) -> None:
    stack.write(TRIAGE, prompt=world.prompt(), version=world.version())
    assert stack.preview().steps == {"create Prompt triage", "create PromptVersion triage"}
    assert stack.up(fails=True).diagnostics("Prompt triage") == [
        f"creating {NAME} on {world.where}: there are no credentials; "
        f"set {world.variable}, or `pulumi config set --secret {world.setting}`"
    ]
    refused = stack.up("--diff", fails=True, env={world.variable: WRONG})
    assert refused.diagnostics("Prompt triage") == [
        f"creating {NAME} on {world.where}: {world.said_of_wrong_key}; "
        "check the credentials, which are missing, wrong or expired: "
        f"looked at were {world.looked_at}"
    ]
    assert exposed(stack, refused, WRONG) == []

    stack.config_set(world.setting, world.key, "--secret")
    assert exposed(stack, stack.up_after_preview("--diff", "--debug"), world.key) == []
    assert world.texts == [BE_BRIEF]
    stack.assert_settled()


@pytest.mark.parametrize("world", ["humanloop", "langfuse", "truefoundry"], indirect=True)
def test_with_the_key_of_somebody_else_nothing_is_dropped(stack: Stack, world: KeyedWorld) -> None:
    """Of the engine's order: it drops the versions, which go with their prompt, before it hears that that stays."""
    ours, of_others = {world.variable: world.key}, {world.variable: world.other_key}
    stack.write(TRIAGE, prompt=world.prompt(), version=world.version())
    stack.up(env=ours)
    before = world.only_prompt
    (line, *_) = stack.refresh(fails=True, env=of_others).diagnostics("Prompt triage")
    assert f"reading {NAME} on {world.where}: {world.said_of_other_key}" in line
    assert stack.resources().keys() == {"Prompt triage", "PromptVersion triage"}
    (line,) = stack.destroy(fails=True, env=of_others).diagnostics("Prompt triage")
    assert line == f"deleting {NAME} on {world.where}: {world.said_of_other_key}; {way_out(before.id)}"
    assert "Prompt triage" in stack.resources()
    assert stack.up(env=ours).steps == {"create PromptVersion triage"}
    assert world.only_prompt == before
    assert stack.refresh(env=ours).steps == set()
    stack.destroy(env=ours)
    assert world.prompts == []
