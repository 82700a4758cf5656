"""Sentences of a report as HTML."""

import re
from html import escape
from typing import Final

from pulumi_prompts.report.forms.sentences import Link, Name, Part, Sentence, Strong, Words
from pulumi_prompts.report.forms.web.markup import Markup, element, joined
from pulumi_prompts.report.visible import visible

_CODE: Final = re.compile("`([^`]+)`")
_WEB: Final = re.compile("https?://[!-~]+")


def sentence(parts: Sentence) -> Markup:
    """A sentence. Its links lead only to the web."""
    return joined(*map(_part, parts))


def sentences(name: str, of: list[Sentence], **attributes: str | None) -> Markup | None:
    """A list of sentences; nothing if there are none."""
    return element(name, *(element("li", sentence(each)) for each in of), **attributes) if of else None


def _part(part: Part) -> Markup:
    match part:
        case Name(text):
            return element("code", visible(text))
        case Words(text):
            return Markup(_CODE.sub(r"<code>\1</code>", escape(visible(text), quote=False)))
        case Strong(text):
            return element("strong", visible(text))
        case Link(text, url) if _WEB.fullmatch(url):
            return element("a", element("code", visible(text)), href=url)
        case Link(text, _):
            return element("code", visible(text))
        case text:
            return joined(text)
