"""The measurements as a picture: how long `up` takes for how many prompts, each with its version."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from matplotlib.figure import Figure

from benchmarks.programs import Side
from benchmarks.report import Measured
from benchmarks.timing import Timing

_LABELS: Mapping[Side, str] = {
    "floor": "resources that do nothing, two a prompt",
    "bare": "resources that do nothing, one a prompt",
    "ours": "single: Prompt and PromptVersion",
    "bulk": "PromptFolder with bulk=True",
}

Line = list[tuple[int, float]]
"""Seconds by number of prompts."""


def draw(measured: Measured, file: Path) -> None:
    """Write the picture; nothing where no command was timed."""
    if lines := lines_of(measured):
        figure(lines).savefig(file, dpi=150)


def lines_of(measured: Measured) -> Mapping[Side, Line]:
    """The median seconds of `up` on `local`, by what was measured."""
    timings = [*measured.timings, *(each.timing for each in measured.folders if each.comparison.scale == 1)]
    points = {side: sorted(dict(_of(side, timings)).items()) for side in _LABELS}
    return {side: line for side, line in points.items() if line}


def _of(side: Side, timings: Sequence[Timing]) -> Iterator[tuple[int, float]]:
    for each in timings:
        for measured, spent in zip(each.pair, (each.ours, each.floor), strict=True):
            if each.operation == "up" and measured == side:
                yield each.size, median(run.wall for run in spent)


def figure(lines: Mapping[Side, Line]) -> Figure:
    """Both axes are logarithmic."""
    made = Figure(figsize=(7, 4), layout="constrained")
    axes = made.subplots()
    for side, line in lines.items():
        axes.plot(*zip(*line, strict=True), marker="o", label=_LABELS[side])
    axes.set(xscale="log", yscale="log", xlabel="prompts, each with its version", ylabel="seconds of `pulumi up`")
    axes.grid(visible=True, which="both", alpha=0.2)
    axes.legend(frameon=False)
    return made
