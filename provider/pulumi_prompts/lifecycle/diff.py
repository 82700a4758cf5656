"""A content as lines that a person reads, and as the inputs that would declare it."""

import difflib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_prompts.content.digest import canonical, options_beside_content
from pulumi_prompts.content.model import Content
from pulumi_prompts.registries.base import Head


def content_tree(head: Head, beside: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The content of a head as the inputs of a `Prompt`, with its options beside the content, or with `beside`."""
    tree = canonical(head.content) if head.content else {}
    options = {**tree.get("options", {})}
    for registry, block in (options_beside_content(head.options) if beside is None else beside).items():
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
