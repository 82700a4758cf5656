"""Sentences in parts. Every form for people writes each part in its own way.

Text from programs, prompts and registries is never a plain `str` here, so no form takes it for a text of its own.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Name(NamedTuple):
    """A name, or another text of others, unchanged."""

    text: str


class Words(NamedTuple):
    """A sentence of the report, with names between backticks."""

    text: str


class Strong(NamedTuple):
    """Our own words, emphasized."""

    text: str


class Link(NamedTuple):
    """A name with an address."""

    text: str
    url: str


Part = str | Name | Words | Strong | Link
Sentence = tuple[Part, ...]


def counted(number: int, thing: str) -> str:
    """`1 prompt`, `1,200 prompts`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def joined(sentences: Iterable[Sequence[Part]], between: str = ", ") -> Sentence:
    """One sentence of several."""
    parts = [part for sentence in sentences for part in (between, *sentence)]
    return tuple(parts[1:])


def names(texts: Iterable[str]) -> Sentence:
    """Names in a row."""
    return joined((Name(text),) for text in texts)
