"""How two texts differ, line by line."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pulumi_prompts.report.differing.pairing import PAIRS
from pulumi_prompts.report.differing.placing import placed
from pulumi_prompts.report.differing.sequences import Hunk, difference
from pulumi_prompts.report.differing.sides import is_hidden, side
from pulumi_prompts.report.differing.words import Compared, Parts, compared
from pulumi_prompts.report.model import Row, RowKind, TextChange

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_ENDS: Final = "\r\n"


def text_changes(path: str, label: str, before: Any, after: Any) -> Iterator[TextChange]:
    """How the text at `path` differs; nothing where it does not, for sure.

    Of a text that a preview does not tell nobody knows whether it differs, so that it is always listed. Against such a
    text no line is called removed: where the new one is not told there are no rows, and where the old one is not,
    those of the new one alone, because they are what will be served.
    """
    old, new = side(before), side(after)
    if old == new and not is_hidden(after):
        return
    texts = [each.value if each.knowledge == "known" else "" for each in (old, new)]
    is_told = new.knowledge in ("known", "absent")
    rows, by_whole_lines = rows_of(*texts) if is_told else ((), False)
    yield TextChange(path, label, old.knowledge, new.knowledge, rows, by_whole_lines)


def rows_of(before: str, after: str) -> tuple[tuple[Row, ...], bool]:
    """All lines of both texts, and whether it was too much to compare the changed ones in parts."""
    olds, news = lines_of(before), lines_of(after)
    found = difference(olds, news)
    hunks = placed(found.hunks, olds, news)
    by_similarity = sum(hunk.cells for hunk in hunks) <= PAIRS
    runs = [_run(olds, news, hunk, by_similarity) for hunk in hunks] if found.is_shortest else [*map(_unmarked, hunks)]
    return tuple(_rows(olds, news, hunks, runs)), not all(run.in_parts for run in runs)


def lines_of(text: str) -> list[str]:
    """The lines with their ends, as an editor counts them: no other character ends one."""
    return _LINE.findall(text)


def _run(olds: Sequence[str], news: Sequence[str], hunk: Hunk, by_similarity: bool) -> Compared:
    removed = [line.rstrip(_ENDS) for line in olds[hunk.old : hunk.old_end]]
    added = [line.rstrip(_ENDS) for line in news[hunk.new : hunk.new_end]]
    return compared(removed, added, by_similarity=by_similarity)


def _unmarked(hunk: Hunk) -> Compared:
    return Compared([()] * (hunk.old_end - hunk.old), [()] * (hunk.new_end - hunk.new), in_parts=False)


def _rows(olds: Sequence[str], news: Sequence[str], hunks: Sequence[Hunk], runs: Sequence[Compared]) -> Iterator[Row]:
    at = 0
    for hunk, run in zip(hunks, runs, strict=True):
        yield from (_row("same", line) for line in news[at : hunk.new])
        yield from map(_removed, olds[hunk.old : hunk.old_end], run.removed)
        yield from map(_added, news[hunk.new : hunk.new_end], run.added)
        at = hunk.new_end
    yield from (_row("same", line) for line in news[at:])


def _removed(line: str, changed: Parts) -> Row:
    return _row("removed", line, changed)


def _added(line: str, changed: Parts) -> Row:
    return _row("added", line, changed)


def _row(kind: RowKind, line: str, changed: Parts = ()) -> Row:
    text = line.rstrip(_ENDS)
    return Row(kind, text, line[len(text) :], changed)
