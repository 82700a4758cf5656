"""Texts of others in GitHub's Markdown, made harmless: no link, mention, image, HTML or fence in them works.

GitHub looks for mentions and references after Markdown, in the text of the page. A backslash does not prevent that;
only code does. So everything that is no plain word is put into a code span.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from pulumi_prompts.report.forms.sentences import Link, Name, Part, Strong, Words
from pulumi_prompts.report.visible import visible

_PLAIN = re.compile(r"[(]?(?:[^\W\d_]+(?:['-][^\W\d_]+)*|\d{1,6})?[).,;:]*")
"""A word or a number, which Markdown and GitHub do not change."""
_WORDS = re.compile(r"(`[^`]+`|\s+)")
_PUNCTUATION = ").,;:"
_WEB = re.compile(r"https?://", re.IGNORECASE)
_SAFE_IN_URL = ":/?#[]@!$&'*+,;=%~"


def marker(key: str) -> str:
    """The hidden first line that identifies a comment."""
    return f"<!-- pulumi-prompts report: {quote(key, safe='/ ', errors='replace')} -->"


def sentence(parts: Iterable[Part]) -> str:
    """The parts in a line."""
    return "".join(map(_part, parts))


def _part(part: Part) -> str:
    if isinstance(part, Name):
        return code(part.text)
    if isinstance(part, Words):
        return words(part.text)
    if isinstance(part, Link):
        return link(code(part.text), part.url)
    return f"**{part.text}**" if isinstance(part, Strong) else part


def code(text: str) -> str:
    """A code span for any text, in one line."""
    shown = visible(text) or "(empty)"
    fence = "`" * (_longest_run(shown) + 1)
    space = " " if fence != "`" or shown[0] == shown[-1] == " " else ""
    return f"{fence}{space}{shown}{space}{fence}"


def words(text: str) -> str:
    """A sentence in which plain words stay, and everything else is in code spans; backticks mark names."""
    return "".join(_apart(_word(word) for word in _WORDS.split(text) if word))


def _word(word: str) -> str:
    if word.isspace():
        return " "
    if len(word) > 2 and word[0] == word[-1] == "`":
        return code(word[1:-1])
    if _PLAIN.fullmatch(word) and visible(word) == word:
        return word
    core = word.rstrip(_PUNCTUATION)
    return f"{code(core)}{word[len(core) :]}"


def _apart(parts: Iterable[str]) -> Iterator[str]:
    """Separate two code spans side by side: they would become one."""
    last = ""
    for part in parts:
        yield f" {part}" if last.endswith("`") and part.startswith("`") else part
        last = part


def link(said: str, url: str) -> str:
    """A link to a page; only its text, if the address is not one of the web."""
    address = quote(url, safe=_SAFE_IN_URL, errors="replace").replace("&", "&amp;")
    return f"[{said}]({address})" if _WEB.match(url) else said


def fenced(lines: Iterable[str], language: str) -> str:
    """A code block whose fence is longer than any in the text, so that no line ends it."""
    text = "\n".join(lines)
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
