"""The pytest fixtures: a test module names those that it needs, and those of the registries that it is about."""

import os
from pathlib import Path

import pytest

from acceptance.programs import TRIAGE
from acceptance.registries.world import Site
from acceptance.stack import Stack
from pulumi_prompts.registries.kinds import KINDS

__all__ = ["deployed", "stack", "world"]


@pytest.fixture(params=[kind for kind in KINDS if kind != "local"])
def world(request: pytest.FixtureRequest) -> Site:
    """Each of the registries of others, unless a test is parametrized with some."""
    found: Site = request.getfixturevalue(f"{request.param}_world")
    return found


@pytest.fixture
def stack(tmp_path: Path, world: Site, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """A stack whose plugin finds only that in its environment which the registry's world puts there."""
    for name in [name for name in os.environ if name.startswith(world.foreign_variables)]:
        monkeypatch.delenv(name)
    return Stack(tmp_path, env=world.variables)


@pytest.fixture
def deployed(stack: Stack, world: Site) -> Stack:
    """The tests' prompt, and a version of it."""
    stack.write(TRIAGE, prompt=world.prompt(), version=world.version())
    stack.up()
    return stack
