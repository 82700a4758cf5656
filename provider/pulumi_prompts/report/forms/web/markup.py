"""HTML that is escaped by the way it is made: what is no `Markup` is a text."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

_CODE: Final = re.compile("`([^`]+)`")


class Markup(str):
    """A piece of HTML. Only what is written in these modules becomes one as it is."""

    __slots__ = ()


Child = str | None
"""A `Markup` stands as it is, any other text is escaped, and None is nothing."""


def element(name: str, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """An element. An attribute that is a word of Python has `_` behind it; one that is None or False is left out."""
    return Markup(f"<{name}{_attributes(attributes)}>{joined(*children)}</{name}>")


def joined(*children: Child) -> Markup:
    """Pieces one after the other."""
    return Markup("".join(_piece(child) for child in children if child is not None))


def between(separator: Child, children: Iterable[Child]) -> Markup:
    """Pieces with a separator between them."""
    return Markup(_piece(separator or "").join(_piece(child) for child in children if child))


def with_code(text: str) -> Markup:
    """A sentence of ours, in which names stand between backticks."""
    return Markup(_CODE.sub(r"<code>\1</code>", escape(text, quote=False)))


def fold(words: str, *children: Child, class_: str | None = None) -> Markup:
    """What is opened by a click on its words."""
    return element("details", element("summary", words), *children, class_=class_)


def some(items: Sequence[Markup], shown: int, class_: str | None = None) -> Markup:
    """A list whose first items are shown, and whose others are folded."""
    rest = items[shown:]
    more = fold(f"{len(rest):,} more", element("ul", *rest, class_=class_)) if rest else None
    return joined(element("ul", *items[:shown], class_=class_), more)


def _piece(child: str) -> str:
    return child if isinstance(child, Markup) else escape(child, quote=False)


def _attributes(attributes: dict[str, str | int | bool | None]) -> str:
    return "".join(_attribute(name, value) for name, value in attributes.items() if value is not None)


def _attribute(name: str, value: str | int | bool) -> str:
    name = name.rstrip("_").replace("_", "-")
    if isinstance(value, bool):
        return f" {name}" if value else ""
    return f' {name}="{escape(str(value))}"'
