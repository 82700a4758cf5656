"""`@@@langfusePrompt:name=a|label=b@@@` in a text: another prompt's text, which stands in its place when it is read."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from .state import Version

_REFERENCE = re.compile(r"@@@langfusePrompt:name=(?P<name>[^|@]+)\|(?P<by>label|version)=(?P<value>[^@]+)@@@")
_DEEPEST = 5

Find = Callable[[str, int | None, str | None], Version | None]


class Reference(NamedTuple):
    """Which version a text takes in."""

    name: str
    version: int | None
    label: str | None

    @classmethod
    def of(cls, found: re.Match[str]) -> "Reference":
        by_number = found["by"] == "version"
        return cls(found["name"], int(found["value"]) if by_number else None, None if by_number else found["value"])


class UnresolvedError(Exception):
    """A reference leads to nothing, to no text, or too deep."""


def references_in(prompt: Any) -> list[Reference]:
    """Those in a text or in a chat."""
    texts = [prompt] if isinstance(prompt, str) else [each.get("content", "") for each in prompt]
    return [Reference.of(each) for text in texts for each in _REFERENCE.finditer(text)]


def resolved(prompt: Any, find: Find, name: str, depth: int = 0) -> Any:
    """The text or the chat with what it refers to."""
    if isinstance(prompt, str):
        return _REFERENCE.sub(lambda each: _text_of(Reference.of(each), find, name, depth), prompt)
    return [
        {**each, "content": resolved(each["content"], find, name, depth)} if "content" in each else each
        for each in prompt
    ]


def _text_of(reference: Reference, find: Find, name: str, depth: int) -> str:
    if depth >= _DEEPEST or reference.name == name:
        raise UnresolvedError(f"Circular dependency or too deep: {reference.name}")
    target = find(*reference)
    if target is None:
        raise UnresolvedError(f"Prompt dependency not found: {reference.name}")
    if target.type != "text":
        raise UnresolvedError(f"Prompt dependency is not a text prompt: {reference.name}")
    return str(resolved(target.prompt, find, name, depth + 1))
