"""The JSON of a text, piece by piece: a document that is printed prettily, lines of events, and what is neither."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_DECODER = json.JSONDecoder()
_NEXT_PIECE = "\n{"
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
    """The objects of a text in their order, and what stands between them."""
    at = len(_BYTE_ORDER_MARK) if text.startswith(_BYTE_ORDER_MARK) else 0
    while (at := _after_space(text, at)) < len(text):
        piece, at = _piece(text, at)
        yield piece


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _piece(text: str, at: int) -> tuple[Mapping[str, Any] | NoJson, int]:
    """An object that begins there; else all up to where the next one could begin."""
    if text[at] == "{":
        try:
            return _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            pass
    end = text.find(_NEXT_PIECE, at)
    end = len(text) if end < 0 else end
    return NoJson(text.count("\n", 0, at) + 1, text[at:end]), end
