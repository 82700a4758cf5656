"""A tree of properties as lines that a person reads, and how two of them differ."""

import difflib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_prompts.content.numbers import plain_number

NO_LINE_BREAK = "(no line break at the end)"


def tree_diff(before: Mapping[str, Any], after: Mapping[str, Any], names: tuple[str, str]) -> Iterator[str]:
    """A line diff of two trees, texts as lines; also where only the line break at the end of a text differs."""
    return difflib.unified_diff(_exact_lines(before), _exact_lines(after), *names, lineterm="", n=2)


def changed_lines(before: Mapping[str, Any], after: Mapping[str, Any]) -> int:
    """How many lines differ: of each place the old ones or the new ones, whichever are more."""
    blocks = difflib.SequenceMatcher(None, _exact_lines(before), _exact_lines(after), autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in blocks if tag != "equal")


def _exact_lines(tree: Mapping[str, Any]) -> list[str]:
    return list(tree_lines("", _with_plain_numbers(tree), NO_LINE_BREAK))


def _with_plain_numbers(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _with_plain_numbers(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_with_plain_numbers(item) for item in value]
    return plain_number(value)


def tree_lines(path: str, value: Any, without_end: str = "") -> Iterator[str]:
    """The lines of a value that stands at `path`; `without_end` is added to a text that ends without a line break."""
    if isinstance(value, Mapping):
        for name, item in sorted(value.items()):
            yield from tree_lines(f"{path}.{name}".removeprefix("."), item, without_end)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from tree_lines(f"{path}[{index}]", item, without_end)
    elif isinstance(value, str) and "\n" in value:
        yield f"{path}:"
        yield from (f"    {line}" for line in value.removesuffix("\n").split("\n"))
        if without_end and not value.endswith("\n"):
            yield f"    {without_end}"
    else:
        yield f"{path}: {value if isinstance(value, str) else json.dumps(value)}"
