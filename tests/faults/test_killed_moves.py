"""A process that moves an alias is killed at each boundary of the move; another one repeats it, as if nothing had been.

Before a request is forwarded, and between that and its answer; on the embedded registry, before each statement.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from faults.cells import Lab
from faults.operations import Operation, operations
from faults.proxy import HELD, SLOW, Fault
from protocol.alias_program import AliasProgram, alias_of
from protocol.direct import Direct
from protocol.killed import Running, State, Up
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources.prompt import PromptProvider
from pulumi_prompts.resources.prompt_alias import PromptAliasProvider
from pulumi_prompts.resources.prompt_version import PromptVersionProvider

STATEMENTS = 6
"""Of the transaction that moves an alias, from BEGIN to COMMIT."""


@pytest.mark.parametrize("kind", ["truefoundry", "humanloop", "langfuse", "mlflow", "bedrock", "phoenix"])
def test_over_a_network(request: pytest.FixtureRequest, kind: str) -> None:
    lab: Lab = request.getfixturevalue(kind)
    (move,) = (each for each in operations(lab.registry.traits) if each.name == "move alias")
    for nth in range(1, len(lab.clean(move).calls) + 1):
        for boundary in (HELD, SLOW):
            assert_is_repeated(lab, move, boundary, nth)


def assert_is_repeated(lab: Lab, move: Operation, boundary: Fault, nth: int) -> None:
    world = lab.world()
    move.before(world)
    up = Up(PromptAliasProvider, State.of(world.alias), world.of_alias({}))
    lab.proxy.inject(boundary, nth=nth)
    running = Running(up)
    lab.proxy.wait_until_held()
    running.kill()
    lab.proxy.heal()
    Running(up).state.put_into(world.alias)
    assert world.kept == lab.clean(move).kept
    assert world.refresh() == []
    assert move.declared is not None
    assert world.preview(move.declared) == []


def test_on_the_embedded_registry(tmp_path: Path) -> None:
    program = _program(tmp_path)
    live, registry = program.of("live"), Local(str(tmp_path / "prompts.db"))
    for at in range(1, STATEMENTS + 2):
        before, version = alias_of(registry, program, "live"), str(1 + at % 2)
        assert before is not None
        moved = replace(before, version=version)
        said = program.said_of("live", version=version)
        Running(Up(PromptAliasProvider, State.of(live), said, dies_at=at)).dies()
        assert alias_of(registry, program, "live") == (before if at <= STATEMENTS else moved)
        Running(Up(PromptAliasProvider, State.of(live), said)).state.put_into(live)
        assert alias_of(registry, program, "live") == moved
        assert moved.nonce == live.outputs["nonce"]
        assert not live.refresh()


def _program(folder: Path) -> AliasProgram:
    """Its alias stands at the first of two versions."""
    hooks = Direct(PromptProvider), Direct(PromptVersionProvider), Direct(PromptAliasProvider)
    backend = {"kind": "local", "path": str(folder / "prompts.db")}
    program = AliasProgram(*hooks, {"name": "triage", "backend": backend, "marker": "acme/shop/dev/triage"})
    program.publish("One.")
    program.publish("Two.")
    program.up("live", version="1")
    return program
