"""How long the engine's commands take with ours and with the floor, in turns."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.contents import prompts
from benchmarks.programs import Side
from benchmarks.stack import OPERATIONS, Operation, Stack

BACKEND: Mapping[str, Any] = {"kind": "local"}


@dataclass(frozen=True)
class Timing:
    """Seconds of one command at one size, a pair for each repeat."""

    size: int
    operation: Operation
    ours: tuple[float, ...]
    floor: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median over the pairs: both of a pair ran right after each other."""
        return median(ours / floor for ours, floor in zip(self.ours, self.floor, strict=True))


def timings(sizes: Sequence[int], repeats: Mapping[int, int], tell: Callable[[str], None]) -> list[Timing]:
    """Timings of all commands at all sizes. A first pair of each command is run for nothing: files get cached."""
    _life(1, first="ours")
    return [timing for size in sizes for timing in _at_size(size, repeats[size], tell)]


def _at_size(size: int, repeat: int, tell: Callable[[str], None]) -> list[Timing]:
    lives = []
    for turn in range(repeat):
        tell(f"{size} prompts, run {turn + 1} of {repeat}")
        lives.append(_life(size, first="floor" if turn % 2 else "ours"))
    return [
        Timing(
            size,
            operation,
            ours=tuple(life["ours"][operation] for life in lives),
            floor=tuple(life["floor"][operation] for life in lives),
        )
        for operation in OPERATIONS
    ]


def _life(size: int, first: Side) -> Mapping[Side, Mapping[Operation, float]]:
    """One life of a stack on each side, in turns at every command."""
    order: tuple[Side, Side] = ("ours", "floor") if first == "ours" else ("floor", "ours")
    seconds: dict[Side, dict[Operation, float]] = {"ours": {}, "floor": {}}
    with ExitStack() as cleanup:
        stacks = {side: Stack(_folder(cleanup) / side, side, BACKEND) for side in order}
        for operation in OPERATIONS:
            content = prompts(size, edited=operation == "update")
            for side in order:
                if operation in ("up", "update"):
                    stacks[side].give(content)
                seconds[side][operation] = stacks[side].seconds(operation)
    return seconds


def _folder(cleanup: ExitStack) -> Path:
    return Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
