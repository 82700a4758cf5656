"""How long the engine's commands take with the prompts of a folder: each a resource, or all of them one, in bulk."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.contents import prompts
from benchmarks.programs import Given
from benchmarks.registries import HttpRemote, served
from benchmarks.stack import OPERATIONS, Operation, Spent, Stack
from benchmarks.timing import BACKEND, Pair, Timing, folder_of, in_turn, life, timings_of, warm_up
from pulumi_prompts.registries.base import THREADS


class Comparison(NamedTuple):
    """What is measured against what: how many prompts of how many kB, how often, which ratio is the aim, and where."""

    pair: Pair
    size: int
    runs: int = 1
    scale: int = 1
    aim: float | None = None
    operations: Sequence[Operation] = OPERATIONS


COMPARISONS = (
    Comparison(("folder", "loop"), 100, runs=2, aim=1),
    Comparison(("bulk", "floor"), 100),
    Comparison(("bulk", "ours"), 225, scale=5, aim=0.15),
    Comparison(("bulk", "bare"), 1000, aim=0.1, operations=("up", "preview")),
)
"""Of 1,000 resources that do nothing the other commands take the engine minutes, and of 2,000 most of an hour."""


@dataclass(frozen=True)
class FolderTiming:
    """What one command takes in a comparison."""

    comparison: Comparison
    timing: Timing


def folder_timings(tell: Callable[[str], None]) -> list[FolderTiming]:
    """Timings of all commands in each comparison, on `local`."""
    warm_up()
    return [timing for each in COMPARISONS for timing in _compared(each, tell)]


def _compared(comparison: Comparison, tell: Callable[[str], None]) -> list[FolderTiming]:
    pair, size, runs, scale, _, operations = comparison
    lives = []
    for turn in range(runs):
        tell(f"{size} prompts, {pair[0]} against {pair[1]}, run {turn + 1} of {runs}")
        lives.append(dict(life(size, BACKEND, pair=in_turn(pair, turn), scale=scale, operations=operations)))
    return [FolderTiming(comparison, timing) for timing in timings_of(size, lives, pair)]


REGISTRY: HttpRemote = "truefoundry"
BULK_SIZE = 1000

_STEPS: Sequence[Operation] = (*OPERATIONS[:2], "edit", *OPERATIONS[2:])
_EDITED: Mapping[Operation, int] = {"up": 0, "edit": 1, "update": BULK_SIZE}


@dataclass(frozen=True)
class BulkTiming:
    """What one command takes in bulk on a registry whose calls take their time."""

    operation: Operation
    spent: Spent
    calls: int
    call_seconds: float

    @property
    def aim(self) -> float | None:
        """In seconds: all calls, as many at once as there may be, and what the engine needs for itself."""
        of_calls = 1.1 * self.calls * self.call_seconds / THREADS + 3
        return {"up": of_calls, "preview": 3.0, "edit": 3.5}.get(self.operation)


def bulk_timings(tell: Callable[[str], None], call_seconds: float) -> list[BulkTiming]:
    """Timings of all commands, in one life of a stack."""
    tell(f"{BULK_SIZE} prompts in bulk on {REGISTRY}")
    measured = []
    with served(REGISTRY, delay=call_seconds) as registry, ExitStack() as cleanup:
        stack = Stack(folder_of(cleanup) / "bulk", "bulk", registry.backend, registry.environ)
        for operation in _STEPS:
            if operation in _EDITED:
                stack.give(_contents(_EDITED[operation]))
            registry.taken()
            spent = stack.run(operation)
            measured.append(BulkTiming(operation, spent, sum(registry.taken().values()), call_seconds))
    return measured


def _contents(edited: int) -> list[Given]:
    return prompts(BULK_SIZE, edited=edited, kind=REGISTRY)
