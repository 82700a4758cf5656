"""A whole page: one file that loads nothing, and runs no script but its own."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from string import Template

from pulumi_prompts.report.forms.web.markup import Markup


def document(template: str, styles: tuple[str, ...], script: str | None, **parts: Markup) -> str:
    """A page of the files beside this module.

    Args:
        template: Its frame, in which `$name` stands for a part.
        styles: Its style sheets, one after the other.
        script: Its script; None for a page that has none.
        parts: The contents of the frame.
    """
    style = "".join(map(_text, styles))
    written = _text(script) if script else ""
    policy = _policy(style, written)
    return Template(_text(template)).substitute(policy=policy, style=style, script=written, **parts)


def _text(name: str) -> str:
    return files("pulumi_prompts.report.forms.web").joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded, sent or framed."""
    scripts = f"script-src '{_hash(script)}'; " if script else ""
    return f"default-src 'none'; style-src '{_hash(style)}'; {scripts}base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
