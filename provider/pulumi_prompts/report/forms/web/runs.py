"""Rows as runs: of equal lines, and of removed lines with the added lines that replace them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pulumi_prompts.report import visible
from pulumi_prompts.report.forms.hunks import pairs
from pulumi_prompts.report.model import Row, TextChange


@dataclass(frozen=True, slots=True)
class Line:
    """A row, as a person sees it, and its line number: on the new side, or on the old side if it is removed."""

    number: int
    row: Row
    pieces: tuple[visible.Piece, ...]


@dataclass(frozen=True, slots=True)
class Equal:
    """Equal lines, and the difference to their numbers on the old side."""

    lines: tuple[Line, ...]
    behind: int


@dataclass(slots=True)
class Changed:
    """Removed lines and the added ones that replace them; None is beside a line without a partner."""

    removed: list[Line | None] = field(default_factory=list)
    added: list[Line | None] = field(default_factory=list)


def runs_of(change: TextChange) -> Iterator[Equal | Changed]:
    """The rows of a text in order, run by run."""
    behind = 0
    for is_same, group in groupby(_numbered(change), lambda line: line.row.kind == "same"):
        run = tuple(group)
        if is_same:
            yield Equal(run, behind)
            continue
        removed, added = ([line for line in run if line.row.kind == kind] for kind in ("removed", "added"))
        behind += len(added) - len(removed)
        yield _aligned(removed, added)


def _numbered(change: TextChange) -> Iterator[Line]:
    old = new = 0
    for row, line in zip(change.rows, visible.lines(change), strict=True):
        old += row.kind != "added"
        new += row.kind != "removed"
        yield Line(old if row.kind == "removed" else new, row, line.pieces)


def _aligned(removed: Sequence[Line], added: Sequence[Line]) -> Changed:
    run = Changed()
    old = new = 0
    for one, other in pairs((line.row for line in removed), (line.row for line in added)):
        _fill(run, removed[old:one], added[new:other], to_the_same_row=True)
        _fill(run, removed[one : one + 1], added[other : other + 1])
        old, new = one + 1, other + 1
    _fill(run, removed[old:], added[new:])
    return run


def _fill(run: Changed, removed: Sequence[Line], added: Sequence[Line], *, to_the_same_row: bool = False) -> None:
    run.removed += removed
    run.added += added
    if to_the_same_row:
        size = max(len(removed), len(added))
        run.removed += [None] * (size - len(removed))
        run.added += [None] * (size - len(added))
