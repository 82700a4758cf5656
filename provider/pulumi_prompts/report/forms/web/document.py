"""A whole page: one file that loads nothing, and runs no script but its own."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from string import Template

from pulumi_prompts.report.forms.web.markup import Markup

_FRAME = "frame.html"
"""What every page has around its body."""


def document(body: str, styles: tuple[str, ...], script: str | None, verdict: Markup, **parts: Markup) -> str:
    """A page of the files beside this module.

    Args:
        body: The file of its body, in which `$name` stands for a part.
        styles: Its style sheets, one after the other.
        script: Its script; None for a page that has none.
        verdict: What it says in a line, which is its title.
        parts: The other contents of the body.
    """
    style = "".join(map(_text, styles))
    written = _text(script) if script else ""
    policy = _policy(style, written)
    within = Template(_text(body)).substitute(script=written, verdict=verdict, **parts)
    return Template(_text(_FRAME)).substitute(policy=policy, style=style, body=within, verdict=verdict)


def _text(name: str) -> str:
    return files("pulumi_prompts.report.forms.web").joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded, sent or framed."""
    scripts = f"script-src '{_hash(script)}'; " if script else ""
    return f"default-src 'none'; style-src '{_hash(style)}'; {scripts}base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
