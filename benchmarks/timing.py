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

Pair = tuple[Side, Side]
"""What is measured, and what it is measured against."""

OURS: Pair = ("ours", "floor")


@dataclass(frozen=True)
class Timing:
    """What one command takes at one size: a pair for each run of what is measured, and of what it is held against."""

    size: int
    operation: Operation
    ours: tuple[Spent, ...]
    floor: tuple[Spent, ...]
    pair: Pair = OURS

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
    for _ in life(1, BACKEND):
        pass


def _at_size(size: int, repeat: int, tell: Callable[[str], None]) -> list[Timing]:
    lives = []
    for turn in range(repeat):
        tell(f"{size} prompts, run {turn + 1} of {repeat}")
        lives.append(dict(life(size, BACKEND, pair=in_turn(OURS, turn))))
    return timings_of(size, lives)


def timings_of(size: int, lives: Sequence[Life], pair: Pair = OURS) -> list[Timing]:
    measured, against = pair
    return [
        Timing(
            size,
            operation,
            ours=tuple(life[operation][measured] for life in lives),
            floor=tuple(life[operation][against] for life in lives),
            pair=pair,
        )
        for operation in lives[0]
    ]


def in_turn(pair: Pair, turn: int) -> Pair:
    """Which of both is first."""
    return pair[::-1] if turn % 2 else pair


def life(
    size: int,
    backend: Mapping[str, Any],
    env: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
    *,
    pair: Pair = OURS,
    scale: int = 1,
    operations: Sequence[Operation] = OPERATIONS,
) -> Iterator[tuple[Operation, Mapping[Side, Spent]]]:
    """One life of a stack on each side, in turns at every command, after each of which it yields."""
    with ExitStack() as cleanup:
        stacks = {side: Stack(folder_of(cleanup) / side, side, backend, env, options) for side in pair}
        for operation in operations:
            if operation in ("up", "update"):
                content = prompts(size, edited=size * (operation == "update"), kind=backend["kind"], scale=scale)
                for stack in stacks.values():
                    stack.give(content)
            yield operation, {side: stacks[side].run(operation) for side in pair}


def folder_of(cleanup: ExitStack) -> Path:
    return Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
