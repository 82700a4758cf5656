"""Where a prompt changes, as HTML: what happens in each stack, and what a reviewer must not overlook there."""

from pulumi_prompts.report.forms import facts
from pulumi_prompts.report.forms.sentences import Link, Name
from pulumi_prompts.report.forms.web.labels import severity
from pulumi_prompts.report.forms.web.markup import Markup, between, element
from pulumi_prompts.report.forms.web.wording import sentence, sentences
from pulumi_prompts.report.model import Change, Place, Source
from pulumi_prompts.report.visible import visible


def places(change: Change) -> Markup:
    """The stacks; if there are several, with what happens in each."""
    says_what = len(change.places) > 1
    return element("ul", *(_place(place, says_what=says_what) for place in change.places), class_="places")


def warnings(change: Change) -> Markup | None:
    """All warnings, each once."""
    found = (element("li", sentence(words), class_=severity(warning)) for warning, words in facts.warnings(change))
    items = [*found]
    return element("ul", *items, class_="warned") if items else None


def production() -> Markup:
    """The sign of what is in production."""
    return element("span", "production", class_="production")


def _place(place: Place, *, says_what: bool) -> Markup:
    stack = between(" ", [element("code", visible(place.stack)), production() if place.is_production else None])
    cells = (
        stack,
        element("span", visible(place.registry), class_="quiet"),
        sentence(facts.happenings(place)) if says_what else None,
        sentences("ul", [facts.serving(alias) for alias in place.serving]),
        _source(place.source) if place.source else None,
    )
    return element("li", *(element("div", cell) for cell in cells if cell))


def _source(source: Source) -> Markup:
    line = f"{source.file}:{source.line}"
    return sentence((Link(line, source.url) if source.url else Name(line),))
