"""A content as lines that a person reads, and as the inputs that would declare it."""

import difflib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_prompts.backends.base import Head
from pulumi_prompts.content import Content
from pulumi_prompts.digest import canonical


def content_tree(head: Head) -> dict[str, Any]:
    """The content and the options of a head as the inputs of a `Prompt`."""
    tree = canonical(head.content) if head.content else {}
    beside = head.options.model_dump(mode="json", by_alias=True, exclude_none=True)
    options = {**tree.get("options", {})}
    for registry, block in beside.items():
        options[registry] = {**options.get(registry, {}), **block}
    return {**tree, "options": options} if options else tree


def content_diff(head: Head, content: Content, secret: bool) -> str:
    """A line diff from what the registry has to what the program declares, texts as lines."""
    if secret:
        return "(the content is secret: the difference is not shown)"
    before = [f"({head.obstacle})"] if head.content is None else list(_lines("", canonical(head.content)))
    after = list(_lines("", canonical(content)))
    return "\n".join(difflib.unified_diff(before, after, "in the registry", "in the program", lineterm="", n=2))


def _lines(path: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, item in sorted(value.items()):
            yield from _lines(f"{path}.{name}".removeprefix("."), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _lines(f"{path}[{index}]", item)
    elif isinstance(value, str) and "\n" in value:
        yield f"{path}:"
        yield from (f"    {line}" for line in value.splitlines())
    else:
        yield f"{path}: {value if isinstance(value, str) else json.dumps(value)}"
