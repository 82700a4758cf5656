"""Representative cells of fault x command x registry, by a real engine.

A command during which the way to the registry is broken prints one line about a resource that it could not do; once
the way is mended, the next command leaves exactly what was declared. In process, `tests/faults` tries all cells.
"""

from collections.abc import Iterator, Sequence

import pytest

from acceptance.broken_way import BrokenWay, Cell, proxy_before
from acceptance.events import Run
from acceptance.fault_cells import BEDROCK, HUMANLOOP, LANGFUSE, MLFLOW, PHOENIX, TRUEFOUNDRY
from acceptance.programs import program
from acceptance.registries.fixtures import stack, world
from acceptance.registries.world import World
from acceptance.stack import Stack
from fakes import bedrock, humanloop, langfuse, truefoundry
from faults.proxy import FORBIDDEN

__all__ = ["stack", "world"]

SECRETS = (
    truefoundry.TOKEN,
    truefoundry.OTHER_TOKEN,
    humanloop.KEY,
    humanloop.OTHER_KEY,
    langfuse.SECRET_KEY,
    bedrock.ACCESS_KEY,
    bedrock.SECRET_KEY,
)


@pytest.fixture
def way(stack: Stack, world: World) -> Iterator[BrokenWay]:
    with proxy_before(world) as proxy:
        yield BrokenWay(stack, world, proxy)


@pytest.mark.parametrize(
    ("world", "cells"),
    [
        pytest.param("truefoundry", TRUEFOUNDRY, id="truefoundry"),
        pytest.param("humanloop", HUMANLOOP, id="humanloop"),
        pytest.param("langfuse", LANGFUSE, id="langfuse"),
        pytest.param("mlflow", MLFLOW, id="mlflow"),
        pytest.param("bedrock", BEDROCK, id="bedrock"),
        pytest.param("phoenix", PHOENIX, id="phoenix"),
    ],
    indirect=["world"],
)
def test_a_broken_way_is_told_and_then_mended(way: BrokenWay, cells: Sequence[Cell]) -> None:
    for cell in cells:
        try:
            _OUTCOMES.get(cell.command, up_is_mended)(way, cell)
        except Exception as failure:
            failure.add_note(f"in the cell {cell}")
            raise


def up_is_mended(way: BrokenWay, cell: Cell) -> None:
    """The preview asks nobody. What the broken `up` has done the next one does not do again."""
    way.declare(cell.command)
    way.break_for(cell)
    planned = way.stack.preview().steps
    assert way.proxy.requests == []
    broken = told(way, cell)
    way.proxy.heal()
    mended = way.stack.up()
    assert broken.steps | mended.steps == planned
    assert broken.steps & mended.steps == set()
    assert_as_declared(way)


def refresh_is_mended(way: BrokenWay, cell: Cell) -> None:
    """A refresh that fails drops nothing."""
    before = way.stack.resources()
    way.break_for(cell)
    told(way, cell)
    assert way.stack.resources() == before
    way.proxy.heal()
    assert_as_declared(way)


def destroy_is_mended(way: BrokenWay, cell: Cell) -> None:
    """Whoever goes back to `up` has what there was; whoever goes on has nothing."""
    way.break_for(cell)
    told(way, cell)
    way.proxy.heal()
    if way.world.prompts:
        way.stack.up()
        assert_as_declared(way)
    way.stack.destroy()
    assert way.world.prompts == []
    assert way.stack.resources() == {}


_OUTCOMES = {"refresh": refresh_is_mended, "destroy": destroy_is_mended}


def told(way: BrokenWay, cell: Cell) -> Run:
    """The command, which says what it could not do: one line about each resource, and nothing that nobody may see."""
    run = way.run(cell)
    assert {key: run.diagnostics(key) for key in ("Prompt triage", "PromptVersion triage")} == way.lines(cell)
    assert way.happened(cell)
    assert [secret for secret in SECRETS if secret in run.text] == []
    return run


def assert_as_declared(way: BrokenWay) -> None:
    assert way.stored == way.declared
    assert way.stack.refresh().steps == set()


TWO = program("""
    for name in ("triage", "sorting"):
        Prompt(name, **given[name])
""")


@pytest.mark.parametrize("world", ["humanloop"], indirect=True)
def test_of_two_at_once_the_other_is_done(way: BrokenWay) -> None:
    way.declare("create")
    way.stack.write(TWO, triage=way.prompt(), sorting=way.prompt(name="sorting"))
    way.stack.up()
    way.proxy.inject(FORBIDDEN, match=f"* */prompts/{way.stack.resources()['Prompt triage']['id']}/*")
    way.stack.give(**{name: way.prompt(name=name, description="Sorts well") for name in ("triage", "sorting")})
    broken = way.stack.up(fails=True)
    assert (broken.steps, broken.failed_steps) == ({"update Prompt sorting"}, {"update Prompt triage"})
    assert broken.diagnostics("Prompt sorting") == []
    assert way.stack.up().steps == {"update Prompt triage"}
    assert {prompt.description for prompt in way.world.prompts} == {"Sorts well"}
    assert way.stack.refresh().steps == set()
