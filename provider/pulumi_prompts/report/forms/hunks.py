"""The rows of a text as a diff for people: equal lines far from a change are only counted, and words are marked."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from pulumi_prompts.report.forms.sentences import counted
from pulumi_prompts.report.model import Row, RowKind, TextChange
from pulumi_prompts.report.visible import Line, lines, visible, visible_change

SIGNS: Mapping[RowKind, str] = {"same": " ", "removed": "-", "added": "+"}
WORDS_SIGN = "!"
"""The sign of a line that repeats a changed line with its words marked."""
_BRACKETS: Mapping[RowKind, tuple[str, str]] = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
CONTEXT = 3
"""The number of equal lines that are shown before and after a change."""
_LONG = 100
_EQUAL_AT_MOST, _EQUAL_SHOWN = 90, 30


class Skipped(NamedTuple):
    """Equal lines that are not shown."""

    number: int

    def __str__(self) -> str:
        return f"@@ {equal_lines(self.number)} @@"


class Words(NamedTuple):
    """A long changed line with both sides in one: equal parts once, and between them the removed and the added ones."""

    parts: tuple[tuple[RowKind, str], ...]

    def __str__(self) -> str:
        return WORDS_SIGN + "".join(bracketed(*part) for part in self.parts)


def hunks(change: TextChange) -> Iterator[Line | Words | Skipped]:
    """The lines in order. Only equal lines are left out, and their number is shown."""
    shown = list(zip(change.rows, lines(change), strict=True))
    runs = [list(run) for _, run in groupby(shown, key=lambda each: each[0].kind == "same")]
    for at, run in enumerate(runs):
        if run[0][0].kind == "same":
            yield from _equal([line for _, line in run], is_first=at == 0, is_last=at == len(runs) - 1)
        else:
            yield from (line for _, line in run)
            yield from _words([row for row, _ in run])


def equal_lines(number: int) -> str:
    """The words that stand for equal lines."""
    return counted(number, "equal line")


def bracketed(kind: RowKind, text: str) -> str:
    """A part of a line: `[-old-]`, `{+new+}`, or what is equal."""
    left, right = _BRACKETS[kind] if text else ("", "")
    return f"{left}{text}{right}"


def changed_lines(changes: Iterable[TextChange]) -> int:
    """How many lines are added or removed."""
    return sum(row.kind != "same" for change in changes for row in change.rows)


def _equal(run: Sequence[Line], is_first: bool, is_last: bool) -> Iterator[Line | Skipped]:
    before, after = 0 if is_first else CONTEXT, 0 if is_last else CONTEXT
    skipped = len(run) - before - after
    if skipped <= 1:
        yield from run
    else:
        yield from run[:before]
        yield Skipped(skipped)
        yield from run[len(run) - after :]


def _words(rows: Sequence[Row]) -> Iterator[Words]:
    removed, added = ([row for row in rows if row.kind == kind] for kind in ("removed", "added"))
    for one, other in pairs(removed, added):
        old, new = removed[one], added[other]
        if (old.changed or new.changed) and max(len(old.text), len(new.text)) > _LONG:
            yield Words(tuple(_both(old, new)))


def pairs(removed: Iterable[Row], added: Iterable[Row]) -> Iterator[tuple[int, int]]:
    """Which rows of a run were compared with each other, by their places: their unmarked parts are equal."""
    free: dict[str, deque[int]] = defaultdict(deque)
    for place, row in enumerate(removed):
        free[_equal_parts(row)].append(place)
    last = -1
    for place, row in enumerate(added):
        alike = free[_equal_parts(row)]
        while alike and alike[0] <= last:
            alike.popleft()
        if alike:
            last = alike.popleft()
            yield last, place


def _equal_parts(row: Row) -> str:
    return "".join(text for text, is_changed in _parts(row) if not is_changed)


def _parts(row: Row) -> Iterator[tuple[str, bool]]:
    at = 0
    for start, end in row.changed:
        yield from ((row.text[at:start], False), (row.text[start:end], True))
        at = end
    yield row.text[at:], False


def _both(old: Row, new: Row) -> Iterator[tuple[RowKind, str]]:
    went, came = _at(old), _at(new)
    equal, last = _equal_parts(new), 0
    for at in sorted({*went, *came}):
        yield "same", _shortened(equal[last:at])
        yield "removed", visible_change(went.get(at, ""))
        yield "added", visible_change(came.get(at, ""))
        last = at
    yield "same", _shortened(equal[last:])


def _at(row: Row) -> dict[int, str]:
    """The changed parts, each with the number of equal characters before it."""
    found: dict[int, str] = {}
    before = 0
    for text, is_changed in _parts(row):
        if is_changed:
            found[before] = found.get(before, "") + text
        else:
            before += len(text)
    return found


def _shortened(equal: str) -> str:
    if len(equal) <= _EQUAL_AT_MOST:
        return visible(equal)
    left_out = counted(len(equal) - 2 * _EQUAL_SHOWN, "equal character")
    return f"{visible(equal[:_EQUAL_SHOWN])} … {left_out} … {visible(equal[-_EQUAL_SHOWN:])}"
