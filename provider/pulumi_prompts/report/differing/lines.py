"""How two texts differ, line by line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pulumi_prompts.report.differing.pairing import partners
from pulumi_prompts.report.differing.placing import placed
from pulumi_prompts.report.differing.sequences import Hunk, Pair, hunks_between
from pulumi_prompts.report.differing.sides import is_hidden, side
from pulumi_prompts.report.differing.words import Marks, Parts, common_words, marks
from pulumi_prompts.report.model import Row, RowKind, TextChange

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def text_changes(path: str, label: str, before: Any, after: Any) -> Iterator[TextChange]:
    """How the text at `path` differs; nothing if it certainly does not.

    A hidden text is always listed, because nobody knows whether it differs. No line is called removed then: if the new
    text is hidden there are no rows; if the old one is, there are the rows of the new one, which will be served.
    """
    old, new = side(before), side(after)
    if old == new and not is_hidden(after):
        return
    texts = [each.value if each.knowledge == "known" else "" for each in (old, new)]
    is_told = new.knowledge in ("known", "absent")
    rows, by_whole_lines = rows_of(*texts) if is_told else ((), False)
    yield TextChange(path, label, old.knowledge, new.knowledge, rows, by_whole_lines)


def rows_of(before: str, after: str) -> tuple[tuple[Row, ...], bool]:
    """All lines of both texts, and whether they were too many for the shortest diff, or for parts of lines.

    Blank lines are no anchors: there are many, and the lines around two of them may have nothing in common.
    """
    olds, news = lines_of(before), lines_of(after)
    found = partners(olds, news, common_words, is_anchor=str.strip)
    equal = [(old, new) for old, new in found.pairs if olds[old] == news[new]]
    hunks = placed([*hunks_between(equal, len(olds), len(news))], olds, news)
    alike = sorted({*found.pairs}.difference(equal))
    marked = {(old, new): marks(_text(olds[old]), _text(news[new])) for old, new in alike}
    rows = tuple(_rows(olds, news, hunks, marked))
    return rows, found.is_partial or any(each.too_long for each in marked.values())


def lines_of(text: str) -> list[str]:
    """The lines with their ends, as an editor counts them; no other character ends a line."""
    return _LINE.findall(text)


def _rows(
    olds: Sequence[str], news: Sequence[str], hunks: Sequence[Hunk], marked: Mapping[Pair, Marks]
) -> Iterator[Row]:
    removed = {old: each.old for (old, _), each in marked.items()}
    added = {new: each.new for (_, new), each in marked.items()}
    at = 0
    for hunk in (*hunks, Hunk(len(olds), len(olds), len(news), len(news))):
        yield from (_row("same", line) for line in news[at : hunk.new])
        yield from (_row("removed", olds[each], removed.get(each, ())) for each in range(hunk.old, hunk.old_end))
        yield from (_row("added", news[each], added.get(each, ())) for each in range(hunk.new, hunk.new_end))
        at = hunk.new_end


def _text(line: str) -> str:
    return line.rstrip("\r\n")


def _row(kind: RowKind, line: str, changed: Parts = ()) -> Row:
    text = _text(line)
    return Row(kind, text, line[len(text) :], changed)
