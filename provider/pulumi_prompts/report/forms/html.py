"""The HTML form: one file that asks nobody for anything, for people who review on a page."""

from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template

from pulumi_prompts.report.forms.facts import verdict
from pulumi_prompts.report.forms.web import filters, overview
from pulumi_prompts.report.forms.web.changes import Numbered, all_changes
from pulumi_prompts.report.forms.web.gathering import groups_of
from pulumi_prompts.report.model import Report


def page(report: Report) -> str:
    """A report as an HTML document, in which no text of a prompt acts: all are escaped, and no other script may run."""
    style, script = _part("page.css"), _part("page.js")
    groups = groups_of(report.changes)
    numbered = _numbered(report)
    return Template(_part("page.html")).substitute(
        policy=_policy(style, script),
        style=style,
        script=script,
        verdict=escape(verdict(report)),
        failures=overview.failures(report) or "",
        first=overview.look_first(report, numbered) or "",
        index=overview.index(groups, numbered) or "",
        buttons=filters.buttons(report),
        options=filters.options(numbered),
        changes=all_changes(groups, numbered),
        stacks=overview.stacks(report),
    )


def _part(name: str) -> str:
    return files("pulumi_prompts.report.forms.web").joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded, sent or framed, whatever a browser makes of the rest."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _numbered(report: Report) -> Numbered:
    stacks = dict.fromkeys(place.stack for change in report.changes for place in change.places)
    changes = {id(change): number for number, change in enumerate(report.changes)}
    return Numbered(changes, {name: number for number, name in enumerate(sorted(stacks))})
