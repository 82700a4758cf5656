"""A text that differs, as HTML: one column in a narrow window, both sides in a wide one.

In a run, the removed lines come before the added ones. On a wide page a grid puts each line into the column of its
side, so that lines that belong together are in one row. An empty element keeps the place beside a line without a
partner. To keep the file small, equal lines are written once and without numbers: the script numbers the visible ones,
and copies them into the column of the old side.
"""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Final

from pulumi_prompts.report.forms.hunks import CONTEXT, equal_lines
from pulumi_prompts.report.forms.web.markup import Markup, element, fold, joined
from pulumi_prompts.report.forms.web.runs import Changed, Equal, Line, runs_of
from pulumi_prompts.report.model import TextChange
from pulumi_prompts.report.visible import LINE_BREAK, Piece

LEAST_FOLDED: Final = 4
"""The fewest equal lines that are folded: fewer need hardly more space than the words of the fold."""

_SIGN_OF_BLANK_LINE: Final = Piece(LINE_BREAK, is_sign=True)
_NO_OLD: Final = Markup('<i class="old"></i>')
_NO_NEW: Final = Markup("<i></i>")


def diff(change: TextChange) -> Markup:
    """All lines; a text that only one side has is shown plainly."""
    runs = [*runs_of(change)]
    if len(runs) == 1 and isinstance(run := runs[0], Changed) and not (run.removed and run.added):
        lines = [_plain(line) for line in run.removed + run.added if line]
        return element("div", _once(lines), class_="diff plain removed" if run.removed else "diff plain added")
    return element("div", *(_run(run, run is runs[0], run is runs[-1]) for run in runs), class_="diff")


def _plain(line: Line) -> Line:
    """A text of one side: a blank line needs no sign there."""
    return replace(line, pieces=tuple(piece for piece in line.pieces if piece != _SIGN_OF_BLANK_LINE))


def _run(run: Equal | Changed, is_first: bool, is_last: bool) -> Markup:
    if isinstance(run, Changed):
        removed = (_line(line) if line else _NO_OLD for line in run.removed)
        added = (_line(line) if line else _NO_NEW for line in run.added)
        return element("div", *removed, *added, class_="run")
    start = 0 if is_first else CONTEXT
    end = len(run.lines) - (0 if is_last else CONTEXT)
    if end - start < LEAST_FOLDED:
        return _once(run.lines, run.behind)
    folded = fold(equal_lines(end - start), _once(run.lines[start:end], run.behind), class_="far")
    return joined(_once(run.lines[:start], run.behind), folded, _once(run.lines[end:], run.behind))


def _once(lines: Sequence[Line], behind: int = 0) -> Markup:
    """Lines without numbers and end tags (the next line ends one), because there are very many."""
    text = Markup("".join(f"<p>{_text(line)}" for line in lines))
    return element("div", text, class_="run", data_first=lines[0].number, data_behind=behind) if lines else Markup()


def _line(line: Line) -> Markup:
    name = "del" if line.row.kind == "removed" else "ins"
    return Markup(f"<{name} data-n={line.number}>{_text(line)}</{name}>")


def _text(line: Line) -> str:
    return "".join(map(_piece, line.pieces))


def _piece(piece: Piece) -> str:
    text = escape(piece.text, quote=False)
    if piece.is_sign:
        text = f"<b>{text}</b>"
    return f"<mark>{text}</mark>" if piece.is_changed else text
