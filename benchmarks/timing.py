"""How long the engine's commands take with ours and with the floor, in turns."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.contents import prompts
from benchmarks.programs import Side
from benchmarks.stack import OPERATIONS, Operation, Spent, Stack

BACKEND: Mapping[str, Any] = {"kind": "local"}

Life = Mapping[Operation, Mapping[Side, Spent]]
"""What each command took of both stacks."""


@dataclass(frozen=True)
class Timing:
    """What one command takes at one size: a pair for each run."""

    size: int
    operation: Operation
    ours: tuple[Spent, ...]
    floor: tuple[Spent, ...]

    @property
    def ratio(self) -> float:
        """Of the time on the clock: the median over the pairs, both of which ran right after each other."""
        return median(ours.wall / floor.wall for ours, floor in self._pairs)

    @property
    def cpu_ratio(self) -> float:
        """The same of processor time."""
        return median(ours.cpu / floor.cpu for ours, floor in self._pairs)

    @property
    def _pairs(self) -> Iterator[tuple[Spent, Spent]]:
        return zip(self.ours, self.floor, strict=True)


def timings(sizes: Sequence[int], repeats: Mapping[int, int], tell: Callable[[str], None]) -> list[Timing]:
    """Timings of all commands at all sizes. A first pair of each command is run for nothing: files get cached."""
    warm_up()
    return [timing for size in sizes for timing in _at_size(size, repeats[size], tell)]


def warm_up() -> None:
    for _ in life(1, BACKEND, first="ours"):
        pass


def _at_size(size: int, repeat: int, tell: Callable[[str], None]) -> list[Timing]:
    lives = []
    for turn in range(repeat):
        tell(f"{size} prompts, run {turn + 1} of {repeat}")
        lives.append(dict(life(size, BACKEND, first=first_of(turn))))
    return timings_of(size, lives)


def timings_of(size: int, lives: Sequence[Life]) -> list[Timing]:
    return [
        Timing(
            size,
            operation,
            ours=tuple(life[operation]["ours"] for life in lives),
            floor=tuple(life[operation]["floor"] for life in lives),
        )
        for operation in OPERATIONS
    ]


def first_of(turn: int) -> Side:
    return "floor" if turn % 2 else "ours"


def life(
    size: int,
    backend: Mapping[str, Any],
    env: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
    *,
    first: Side,
) -> Iterator[tuple[Operation, Mapping[Side, Spent]]]:
    """One life of a stack on each side, in turns at every command, after each of which it yields."""
    order: tuple[Side, Side] = ("ours", "floor") if first == "ours" else ("floor", "ours")
    with ExitStack() as cleanup:
        stacks = {side: Stack(_folder(cleanup) / side, side, backend, env, options) for side in order}
        for operation in OPERATIONS:
            content = prompts(size, edited=operation == "update", kind=backend["kind"])
            if operation in ("up", "update"):
                for stack in stacks.values():
                    stack.give(content)
            yield operation, {side: stacks[side].run(operation) for side in order}


def _folder(cleanup: ExitStack) -> Path:
    return Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
