"""What a preview has of a value."""

from collections.abc import Mapping
from typing import Any, Final

from pulumi_prompts.content.numbers import plain_number
from pulumi_prompts.program.signs import SECRET, UNKNOWN
from pulumi_prompts.report.model import Side

ABSENT: Final = Side("absent")
"""Stands for a missing value. None cannot stand for it, because a list may hold None."""


def side(value: Any) -> Side:
    """What is known of a value, or of ABSENT."""
    if isinstance(value, Side):
        return value
    if is_hidden(value):
        return Side("unknown" if value == UNKNOWN else "secret")
    return Side("known", value)


def is_hidden(value: Any) -> bool:
    """Whether a preview hides it."""
    return isinstance(value, str) and value in (UNKNOWN, SECRET)


def entry(values: Mapping[str, Any], name: str) -> Any:
    """The value of an object under a name."""
    return values.get(name, ABSENT)


def plain(value: Any) -> Any:
    """A value in one fixed JSON form: names in order, no nulls in objects, whole numbers as integers."""
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in sorted(value.items()) if item is not None}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return plain_number(value)
