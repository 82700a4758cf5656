"""The plugin dies after the registry has done its part and before the engine hears of it."""

import pytest

from acceptance.killing import killing
from acceptance.local_registry import LocalRegistry
from acceptance.prepared import bring_up
from acceptance.programs import BE_BRIEF, BE_KIND, TRIAGE, prompt
from acceptance.stack import Stack

LOCAL = "pulumi_prompts.registries.local.Local"


@pytest.mark.parametrize("method", ["create", "publish"])
def test_killed_while_creating(stack: Stack, registry: LocalRegistry, method: str) -> None:
    stack.write(TRIAGE, prompt=prompt(), version={})
    killed = stack.up(fails=True, env=killing(stack.folder, LOCAL, method))
    assert killed.failed_steps == {f"create {'Prompt' if method == 'create' else 'PromptVersion'} triage"}
    (before,) = registry.prompts
    assert before.published == ({} if method == "create" else {1: BE_BRIEF})
    stack.up()
    after = registry.only_prompt
    assert (after.id, after.published) == (before.id, {1: BE_BRIEF})
    assert stack.outputs() == {"version": "1"}
    assert stack.preview().steps == set()
    stack.destroy()
    assert registry.prompts == []


@pytest.mark.parametrize("method", ["update", "publish"])
def test_killed_while_updating(stack: Stack, registry: LocalRegistry, method: str) -> None:
    bring_up(stack, TRIAGE, prompt=prompt(BE_BRIEF), version={})
    stack.give(prompt=prompt(BE_KIND), version={})
    killed = stack.up(fails=True, env=killing(stack.folder, LOCAL, method))
    assert killed.failed_steps == {f"update {'Prompt' if method == 'update' else 'PromptVersion'} triage"}
    assert registry.only_prompt.text == BE_KIND
    stack.up()
    assert registry.only_prompt.published == {1: BE_BRIEF, 2: BE_KIND}
    assert stack.outputs() == {"version": "2"}
    assert stack.preview().steps == set()


def test_killed_while_deleting(stack: Stack, registry: LocalRegistry) -> None:
    bring_up(stack, TRIAGE, prompt=prompt(), version={})
    stack.destroy(fails=True, env=killing(stack.folder, LOCAL, "delete_as_seen"))
    assert registry.prompts == []
    stack.destroy()
    assert stack.resources() == {}
