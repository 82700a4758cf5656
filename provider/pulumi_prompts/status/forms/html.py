"""A status as one HTML page, which loads nothing and has no script."""

from collections.abc import Iterator
from typing import Final

from pulumi_prompts.report.forms.web.document import document
from pulumi_prompts.report.forms.web.markup import Markup, between, element, joined
from pulumi_prompts.report.forms.web.places import production
from pulumi_prompts.report.forms.web.values import contents
from pulumi_prompts.report.forms.web.wording import sentence, sentences
from pulumi_prompts.report.model import Contents
from pulumi_prompts.report.visible import visible
from pulumi_prompts.status.forms import facts
from pulumi_prompts.status.model import Difference, Environment, Place, PromptRow, Status

_CHECK_BOX: Final = Markup('<input type="checkbox" id="only">')
_ONLY: Final = "only what is not the same everywhere"


def page(status: Status) -> str:
    """A status as an HTML document. All texts of prompts and registries are escaped."""
    return document(
        "status.html",
        ("page.css", "status.css"),
        None,
        verdict=joined(visible(facts.verdict(status))),
        problems=joined(sentences("ul", [*facts.problems(status)], class_="warned")),
        table=_framed(status) if status.prompts else Markup(),
        difference=_difference(status.difference) if status.difference else Markup(),
    )


def _framed(status: Status) -> Markup:
    """The table. If it is too wide for the page, it scrolls, and its first row and column stay."""
    only = element("label", _CHECK_BOX, " ", _ONLY, class_="only") if len(status.prompts) > 1 else None
    frame = element(
        "div", _table(status), class_="wide", role="region", aria_label="Prompts by environment", tabindex=0
    )
    return joined(only, frame, element("p", facts.LEGEND, class_="quiet"))


def _table(status: Status) -> Markup:
    head = element("tr", element("th", "Prompt", scope="col"), *map(_heading, status.environments))
    rows = (_row(row, status.environments) for row in status.prompts)
    return element("table", element("thead", head), element("tbody", *rows), class_="status")


def _heading(environment: Environment) -> Markup:
    sign = production() if environment.is_production else None
    name = between(" ", [element("span", visible(environment.name), class_="name"), sign])
    return element("th", name, element("span", visible(environment.stack), class_="quiet"), scope="col")


def _row(row: PromptRow, environments: tuple[Environment, ...]) -> Markup:
    of = facts.colours(row)
    cells = (
        _cell(place, environment, facts.colour_of(place, of) if place else None)
        for place, environment in zip(row.places, environments, strict=True)
    )
    title = element("th", visible(row.name), scope="row")
    return element("tr", title, *cells, class_="uniform" if facts.is_uniform(row) else None)


def _cell(place: Place | None, environment: Environment, colour: int | None) -> Markup:
    """A cell. Narrow pages show the cells below each other, with the name of the environment."""
    parts = between(" ", _parts(place)) if place else element("span", facts.NOT_THERE, class_="quiet")
    shade = None if colour is None else f"colour-{colour}"
    title = f"{visible(place.prompt)}, {visible(place.registry)}" if place else None
    return element("td", parts, class_=shade, title=title, data_environment=visible(environment.name))


def _parts(place: Place) -> Iterator[Markup]:
    if place.served:
        yield element("span", sentence(facts.content(place.served)), class_="content")
    if beside := sentence(facts.in_a_line(place)):
        yield element("span", beside, class_="quiet")


def _difference(difference: Difference) -> Markup:
    is_same = difference.contents == Contents()
    shown = element("p", facts.NO_DIFFERENCE) if is_same else contents(difference.contents)
    title = element("h2", "What lies between", id="difference")
    sides = element("h3", sentence(facts.between(difference)))
    return element("section", title, sides, shown, class_="difference", aria_labelledby="difference")
