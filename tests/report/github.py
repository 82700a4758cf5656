"""Markdown as GitHub reads it: CommonMark with its extensions, and what of it acts."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

_GITHUB = MarkdownIt("gfm-like")
_FOUND_IN_TEXT = re.compile(r"[@#<`$|~\\\[\]_*]|://|www\.|:\w+:|GH-\d", re.IGNORECASE)
"""Where mentions, references, mathematics and emoji begin, or Markdown that an other reader would see."""


def tokens(markdown: str) -> Iterator[Token]:
    """All tokens, those within paragraphs too."""
    for token in _GITHUB.parse(markdown):
        yield token
        yield from token.children or ()


def html(markdown: str) -> list[str]:
    """The lines of HTML."""
    found = (token.content for token in tokens(markdown) if token.type in ("html_block", "html_inline"))
    return [line for content in found for line in content.splitlines() if line]


def addresses(markdown: str) -> list[str]:
    """Where links lead."""
    return [str(token.attrGet("href")) for token in tokens(markdown) if token.type == "link_open"]


def images(markdown: str) -> list[Token]:
    """What would be loaded."""
    return [token for token in tokens(markdown) if token.type == "image"]


def acting(markdown: str) -> list[str]:
    """The plain text, which is no code, with something in it that GitHub would act on."""
    texts = (token.content for token in tokens(markdown) if token.type == "text")
    return [text for text in texts if _FOUND_IN_TEXT.search(text)]


def code(markdown: str) -> list[str]:
    """What stands in code spans and in fences."""
    return [token.content for token in tokens(markdown) if token.type in ("code_inline", "fence")]


def page(markdown: str) -> str:
    """As HTML."""
    return str(_GITHUB.render(markdown))
