"""Where a prompt changes, as HTML: what happens in each stack, and what a reviewer must not overlook there."""

import re
from collections.abc import Sequence

from pulumi_prompts.report.forms.web.labels import SEVERE, WARNINGS
from pulumi_prompts.report.forms.web.markup import Markup, between, element, with_code
from pulumi_prompts.report.model import Change, Place, Serving, Source, Warning
from pulumi_prompts.report.visible import visible

_WEB = re.compile("https?://[!-~]+")


def places(change: Change) -> Markup:
    """The stacks; where there are several, with what happens in each."""
    says_what = len(change.places) > 1
    return element("ul", *(_place(place, says_what=says_what) for place in change.places), class_="places")


def warnings(change: Change) -> Markup | None:
    """All warnings, each once: those that are not of all stacks name theirs."""
    stacks: dict[Warning, list[str]] = {}
    for place in change.places:
        for warning in place.warnings:
            stacks.setdefault(warning, []).append(place.stack)
    items = [_warning(warning, () if len(of) == len(change.places) else of) for warning, of in stacks.items()]
    return element("ul", *items, class_="warned") if items else None


def production() -> Markup:
    """The sign of what is in production."""
    return element("span", "production", class_="production")


def happens(place: Place) -> Markup:
    """All that happens in one place, in words."""
    return between(", ", [with_code(visible(each.text)) for each in place.happenings])


def severity(warning: Warning) -> str | None:
    """The class of a warning on the page."""
    return "severe" if warning.kind in SEVERE else None


def _warning(warning: Warning, stacks: Sequence[str]) -> Markup:
    where = between(", ", [element("code", visible(stack)) for stack in stacks])
    text = between(": ", [where, with_code(visible(warning.text))])
    kind = element("strong", WARNINGS[warning.kind])
    return element("li", kind, " ", element("span", text), class_=severity(warning))


def _place(place: Place, *, says_what: bool) -> Markup:
    stack = between(" ", [element("code", visible(place.stack)), production() if place.is_production else None])
    cells = (
        stack,
        element("span", visible(place.registry), class_="quiet"),
        happens(place) if says_what else None,
        element("ul", *map(_serving, place.serving)) if place.serving else None,
        _source(place.source) if place.source else None,
    )
    return element("li", *(element("div", cell) for cell in cells if cell))


def _serving(serving: Serving) -> Markup:
    before, after = (visible(each or "none") for each in (serving.before, serving.after))
    versions = f"{before} → {after}" if serving.moves else f"stays on {after}"
    moves = "moves" if serving.moves else None
    return element("li", between(" ", [element("code", visible(serving.alias)), versions]), class_=moves)


def _source(source: Source) -> Markup:
    line = visible(f"{source.file}:{source.line}")
    if source.url is None or not _WEB.fullmatch(source.url):
        return element("code", line)
    return element("a", element("code", line), href=source.url)
