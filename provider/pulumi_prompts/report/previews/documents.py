"""The JSON in a text, piece by piece: an indented document, lines of events, and what is neither."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_DECODER = json.JSONDecoder()
_NEXT = "\n{"
"""Where a piece may begin: the inside of a piece is indented, and a JSON string has no line break."""

_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class NoJson:
    """A part of the text that cannot be read.

    Attributes:
        line: The line on which it begins, from 1.
    """

    line: int
    text: str


def pieces_of(text: str) -> Iterator[Mapping[str, Any] | NoJson]:
    """The objects of a text in their order, and the parts between them."""
    at, line = len(_BYTE_ORDER_MARK) if text.startswith(_BYTE_ORDER_MARK) else 0, 1
    while at < len(text):
        end = text.find(_NEXT, at)
        end = len(text) if end < 0 else end + 1
        yield from _pieces(text[at:end], line)
        at, line = end, line + text.count("\n", at, end)


def _pieces(part: str, line: int) -> Iterator[Mapping[str, Any] | NoJson]:
    """The objects at the beginning of a part, and what follows them."""
    at = 0
    while (begin := len(part) - len(part[at:].lstrip())) < len(part):
        line += part.count("\n", at, begin)
        found, end = _decoded(part, begin)
        if found is None:
            yield NoJson(line, part[begin:].rstrip())
            return
        yield found
        line += part.count("\n", begin, end)
        at = end


def _decoded(part: str, begin: int) -> tuple[Mapping[str, Any] | None, int]:
    if not part.startswith("{", begin):
        return None, begin
    try:
        return _DECODER.raw_decode(part, begin)
    except (ValueError, RecursionError):
        return None, begin
