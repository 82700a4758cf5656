"""What an earlier release left behind is at home in this one, on every registry."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from acceptance.events import Run
from acceptance.golden.record import ADDRESS
from acceptance.registries.fixtures import stack
from acceptance.registries.world import Site, StoredPrompt
from acceptance.stack import Stack

__all__ = ["stack"]

LEFT = sorted(state.parent for state in Path(__file__).parent.glob("golden/*/*/state.json"))
OF_OTHERS = ("adopted", "read")
"""The prompts that somebody else has a version of, or that are only read."""


class Inherited(NamedTuple):
    stack: Stack
    given: dict[str, Any]


@pytest.fixture(params=LEFT, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def left(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


@pytest.fixture
def world(request: pytest.FixtureRequest, left: Path) -> Site:
    found: Site = request.getfixturevalue(f"{left.name}_world")
    return found


@pytest.fixture
def inherited(stack: Stack, world: Site, left: Path) -> Inherited:
    """The stack of that name, with the program, the state and the registry that were recorded."""

    def here(recorded: Path) -> str:
        return recorded.read_text().replace(ADDRESS, world.address or ADDRESS)

    given = json.loads(here(left / "given.json"))
    state = here(left / "state.json")
    world.load((left / f"registry.{world.dumped_as}").read_text())
    (stack.folder / "state.json").write_text(state)
    name = _stack_of(state)
    heir = stack if name == stack.name else stack.beside(name)
    heir.write((left.parent / "program.py").read_text(), **given)
    heir.import_state(stack.folder / "state.json")
    return Inherited(heir, given)


def _stack_of(state: str) -> str:
    first, *_ = json.loads(state)["deployment"]["resources"]
    return str(first["urn"].split("::")[0].removeprefix("urn:pulumi:"))


def changes(run: Run) -> set[str]:
    """What is more than a look at a prompt of others."""
    return {step for step in run.steps if not step.startswith("read ")}


def left_of(world: Site) -> dict[str, StoredPrompt]:
    return {prompt.name: prompt for prompt in world.prompts}


def test_the_state_of_a_release_previews_empty(inherited: Inherited, world: Site) -> None:
    before = world.prompts
    assert len(inherited.stack.resources()) >= 6
    assert changes(inherited.stack.preview()) == set()
    assert changes(inherited.stack.up("--refresh")) == set()
    assert world.prompts == before


def test_what_a_release_made_can_be_destroyed(inherited: Inherited, world: Site) -> None:
    """All but what others have a version of, which takes `force_destroy`, and what was only read."""
    stack, given = inherited
    theirs = {name: prompt for name, prompt in left_of(world).items() if name in OF_OTHERS}
    run = stack.destroy(fails="adopted" in given)
    if "adopted" in given:
        (said,) = run.diagnostics("Prompt adopted")
        version = theirs["adopted"].versions[0].name
        assert f"deleting adopted on {world.where}: version {version} was published by " in said
        assert left_of(world) == theirs
        given["adopted"]["prompt"]["force_destroy"] = True
        stack.give(**given)
        stack.up()
        stack.destroy()
    assert stack.resources() == {}
    assert left_of(world).keys() == theirs.keys() - {"adopted"}
