"""The plugin dies after the registry has done its part and before the engine hears of it."""

import os
from pathlib import Path

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.programs import BE_BRIEF, BE_KIND, TRIAGE, prompt
from acceptance.stack import Stack

_INJECTOR = '''\
"""Kills this process with SIGKILL, once, after `Local.{method}` has committed: what a lost answer is like.

Python imports `sitecustomize` in every process at its start; only the plugin ever calls the method.
"""

import os
import signal
from pathlib import Path

from pulumi_prompts.backends.local import Local

original = Local.{method}


def killed_once_committed(self, *arguments):
    result = original(self, *arguments)
    flag = Path("killed")
    if not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return result


Local.{method} = killed_once_committed
'''


def killing(folder: Path, method: str) -> dict[str, str]:
    """The environment in which the plugin dies after this method of the registry."""
    place = folder / "injector"
    place.mkdir()
    (place / "sitecustomize.py").write_text(_INJECTOR.format(method=method))
    inherited = os.environ.get("PYTHONPATH")
    return {"PYTHONPATH": os.pathsep.join([str(place), inherited] if inherited else [str(place)])}


@pytest.mark.parametrize("method", ["create", "publish"])
def test_killed_while_creating(stack: Stack, registry: LocalRegistry, method: str) -> None:
    stack.write(TRIAGE, prompt=prompt(), version={})
    killed = stack.up(fails=True, env=killing(stack.folder, method))
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
    stack.write(TRIAGE, prompt=prompt(BE_BRIEF), version={})
    stack.up()
    stack.give(prompt=prompt(BE_KIND), version={})
    killed = stack.up(fails=True, env=killing(stack.folder, method))
    assert killed.failed_steps == {f"update {'Prompt' if method == 'update' else 'PromptVersion'} triage"}
    assert registry.only_prompt.text == BE_KIND
    stack.up()
    assert registry.only_prompt.published == {1: BE_BRIEF, 2: BE_KIND}
    assert stack.outputs() == {"version": "2"}
    assert stack.preview().steps == set()


def test_killed_while_deleting(stack: Stack, registry: LocalRegistry) -> None:
    stack.write(TRIAGE, prompt=prompt(), version={})
    stack.up()
    stack.destroy(fails=True, env=killing(stack.folder, "delete"))
    assert registry.prompts == []
    stack.destroy()
    assert stack.resources() == {}
