"""Makes the invisible visible: invisible characters in every text; in changed lines also spaces and line ends.

The signs: `⟨U+202E⟩` for an invisible character, `·` for a space, `→` for a tab, `⏎` for the end of a blank line.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from pulumi_prompts.content.lines import NO_LINE_BREAK
from pulumi_prompts.report.model import Row, RowKind, TextChange

SPACE, TAB, LINE_BREAK = "·", "→", "⏎"

_INVISIBLE = (
    r"\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_OTHER_SPACES = r"\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ANYWHERE = re.compile(f"[{_INVISIBLE}]")
_IN_CHANGED_LINES = re.compile(f"[{_INVISIBLE}{_OTHER_SPACES}\t]")
_VIRAMA = 9
"""The combining class of the signs of Indic scripts after which joiners are ordinary spelling (RFC 5892, A.1)."""


class Piece(NamedTuple):
    """A part of a line.

    Attributes:
        is_changed: Whether it differs from the line opposite.
        is_sign: Whether it is a sign for something invisible.
    """

    text: str
    is_changed: bool = False
    is_sign: bool = False


class Line(NamedTuple):
    """A row as a person sees it."""

    kind: RowKind
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All of it, without what is marked."""
        return "".join(piece.text for piece in self.pieces)


def visible(text: str) -> str:
    """The text with signs for invisible characters: control, zero-width, bidirectional ones, and so on.

    Line breaks get signs, too, so the result is one line. Spaces and tabs stay.
    """
    return _ANYWHERE.sub(_sign, text)


def visible_change(text: str) -> str:
    """A changed part of a line, with signs for tabs and unusual spaces, too; for all spaces, if it has nothing else."""
    signs = _IN_CHANGED_LINES.sub(_sign, text)
    return signs.replace(" ", SPACE) if not text.strip() else signs


def lines(change: TextChange) -> Iterator[Line]:
    """The rows of a text as a person sees them. A missing last line break is shown if only one side lacks it."""
    shows_end = _only_one_ends(change.rows)
    return (Line(row.kind, tuple(_pieces(row, shows_end))) for row in change.rows)


def _only_one_ends(rows: tuple[Row, ...]) -> bool:
    old = next((row.end for row in reversed(rows) if row.kind != "added"), None)
    new = next((row.end for row in reversed(rows) if row.kind != "removed"), None)
    return None not in (old, new) and "" in (old, new) and old != new


def _pieces(row: Row, shows_end: bool) -> Iterator[Piece]:
    signs = {**_signs_of_spaces(row), **_signs(row)}
    if row.text and not signs and not row.changed:
        yield Piece(row.text)
    else:
        yield from _cut(row, signs)
    if row.kind != "same":
        yield from (Piece(sign, is_sign=True) for sign in _signs_of_end(row, shows_end))


def _signs(row: Row) -> dict[int, str]:
    pattern = _ANYWHERE if row.kind == "same" else _IN_CHANGED_LINES
    found = ((match.start(), _sign(match)) for match in pattern.finditer(row.text))
    return {at: sign for at, sign in found if sign != row.text[at]}


def _signs_of_spaces(row: Row) -> dict[int, str]:
    """Signs for a change that is only in spaces, and for spaces at the end of a changed line."""
    spaces = [range(start, end) for start, end in row.changed if not row.text[start:end].strip()]
    if row.kind != "same":
        spaces.append(range(len(row.text.rstrip(" ")), len(row.text)))
    return {at: SPACE for each in spaces for at in each if row.text[at] == " "}


def _signs_of_end(row: Row, shows_end: bool) -> Iterator[str]:
    if row.end and not row.text.strip():
        yield LINE_BREAK
    if "\r" in row.end:
        yield _code_point("\r")
    if shows_end and not row.end:
        yield f" {NO_LINE_BREAK}"


def _cut(row: Row, signs: dict[int, str]) -> Iterator[Piece]:
    marks = {at for mark in row.changed for at in mark}
    cuts = sorted({0, len(row.text)} | marks | signs.keys() | {at + 1 for at in signs})
    changed = iter(row.changed)
    mark = next(changed, None)
    parts = []
    for start, end in pairwise(cuts):
        while mark and mark[1] <= start:
            mark = next(changed, None)
        parts.append(Piece(signs.get(start, row.text[start:end]), bool(mark and mark[0] <= start), start in signs))
    for (is_changed, is_sign), same in groupby(parts, key=lambda part: part[1:]):
        yield Piece("".join(part.text for part in same), is_changed, is_sign)


def _sign(match: re.Match[str]) -> str:
    character = match[0]
    if character == "\t":
        return TAB
    return character if _belongs(match.string, match.start()) else _code_point(character)


def _code_point(character: str) -> str:
    return f"⟨U+{ord(character):04X}⟩"


def _belongs(text: str, at: int) -> bool:
    """Whether an invisible character is normal spelling: in an emoji of several characters, or between letters."""
    before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    if text[at] == "\ufe0f":
        return after == "\u20e3" or unicodedata.category(before) in ("So", "Sm") or before in "‼⁉〰〽"
    if text[at] == "\u200d" and unicodedata.category(after) == "So":
        return before == "\ufe0f" or unicodedata.category(before) in ("So", "Sk")
    between_letters = unicodedata.bidirectional(before) == unicodedata.bidirectional(after) == "AL"
    return text[at] in "\u200c\u200d" and (between_letters or unicodedata.combining(before) == _VIRAMA)
