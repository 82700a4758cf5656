"""HTML that is always escaped: everything that is no `Markup` is a text."""

from collections.abc import Iterable, Sequence
from html import escape


class Markup(str):
    """A piece of HTML. Only the code of these modules makes one from a text without escaping it."""

    __slots__ = ()


Child = str | None
"""A `Markup` stays as it is, any other text is escaped, and None is nothing."""

Attribute = str | int | bool | None


def element(name: str, *children: Child, **attributes: Attribute) -> Markup:
    """An element. The name of an attribute that is a Python keyword ends in `_`. None and False leave one out."""
    written = "".join(_attribute(name, value) for name, value in attributes.items() if value is not None)
    return Markup(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: Child) -> Markup:
    """Pieces, one after the other."""
    return Markup("".join(_piece(child) for child in children if child is not None))


def between(separator: str, children: Iterable[Child]) -> Markup:
    """Pieces with a separator between them."""
    return Markup(_piece(separator).join(_piece(child) for child in children if child))


def fold(words: str, *children: Child, class_: str | None = None) -> Markup:
    """A part that a click on its words opens."""
    return element("details", element("summary", words), *children, class_=class_)


def some(items: Sequence[Markup], shown: int, class_: str | None = None) -> Markup:
    """A list that shows its first items, and folds the others."""
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
