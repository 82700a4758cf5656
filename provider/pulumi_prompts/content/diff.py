"""A content as lines that a person reads, and as the inputs that would declare it."""

import difflib
from collections.abc import Mapping
from typing import Any

from pulumi_prompts.content.digest import canonical
from pulumi_prompts.content.lines import tree_lines
from pulumi_prompts.content.model import Content


def content_tree(content: Content | None, beside: Mapping[str, Any]) -> dict[str, Any]:
    """A content, with the options `beside` it, as the inputs of a `Prompt`."""
    tree = canonical(content) if content else {}
    options = {**tree.get("options", {})}
    for registry, block in beside.items():
        options[registry] = {**options.get(registry, {}), **block}
    return {**tree, "options": options} if options else tree


def content_diff(found: Content | None, obstacle: str, declared: Content, secret: bool) -> str:
    """A line diff from what the registry has to what the program declares, texts as lines.

    Where the registry's cannot be said in our terms, `found` is None, and `obstacle` says why.
    """
    if secret:
        return "(the content is secret: the difference is not shown)"
    before = [f"({obstacle})"] if found is None else list(tree_lines("", canonical(found)))
    after = list(tree_lines("", canonical(declared)))
    return "\n".join(difflib.unified_diff(before, after, "in the registry", "in the program", lineterm="", n=2))
