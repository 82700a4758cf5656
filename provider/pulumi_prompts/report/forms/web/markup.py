"""HTML that is escaped by the way it is made: what is no `Markup` is a text."""

from collections.abc import Iterable, Sequence
from html import escape


class Markup(str):
    """A piece of HTML. Only what is written in these modules becomes one as it is."""

    __slots__ = ()


Child = str | None
"""A `Markup` stands as it is, any other text is escaped, and None is nothing."""

Attribute = str | int | bool | None


def element(name: str, *children: Child, **attributes: Attribute) -> Markup:
    """An element. An attribute that is a word of Python has `_` behind it; one that is None or False is left out."""
    written = "".join(_attribute(name, value) for name, value in attributes.items() if value is not None)
    return Markup(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: Child) -> Markup:
    """Pieces one after the other."""
    return Markup("".join(_piece(child) for child in children if child is not None))


def between(separator: str, children: Iterable[Child]) -> Markup:
    """Pieces with a separator between them."""
    return Markup(_piece(separator).join(_piece(child) for child in children if child))


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


def _attribute(name: str, value: Attribute) -> str:
    name = name.rstrip("_").replace("_", "-")
    if isinstance(value, bool):
        return f" {name}" if value else ""
    return f' {name}="{escape(str(value))}"'
