"""The changes of a report, as HTML. Each can be folded, and many of one kind are folded together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pulumi_prompts.report.forms.facts import digests, happenings
from pulumi_prompts.report.forms.hunks import changed_lines
from pulumi_prompts.report.forms.web.gathering import LARGE, Group
from pulumi_prompts.report.forms.web.markup import Markup, between, element, fold, joined
from pulumi_prompts.report.forms.web.places import places, production, warnings
from pulumi_prompts.report.forms.web.values import contents, counts
from pulumi_prompts.report.forms.web.wording import sentence
from pulumi_prompts.report.model import Change
from pulumi_prompts.report.visible import visible

FEW = 5
"""Up to this number of changes, large ones are open, too."""


@dataclass(frozen=True)
class Numbered:
    """What a part of the page needs from the whole report: the number of each change, and of each stack."""

    changes: Mapping[int, int]
    stacks: Mapping[str, int]

    def anchor(self, change: Change) -> str:
        """The target of a link to a change."""
        return f"c{self.changes[id(change)]}"

    @property
    def are_few(self) -> bool:
        """Whether large changes are open, too."""
        return len(self.changes) <= FEW


def all_changes(groups: Sequence[Group], numbered: Numbered) -> Markup:
    """All changes, group by group."""
    return joined(*(_group(group, numbered) for group in groups))


def title(change: Change) -> Markup:
    """One line for a change: its name, what happens, and how many lines differ."""
    what = dict.fromkeys(sentence(happenings(place)) for place in change.places)
    rows = tuple(row for text in change.contents.texts for row in text.rows)
    sign = production() if any(place.is_production for place in change.places) else None
    words = element("span", between("; ", what), class_="what")
    return between(" ", [element("span", visible(change.prompt), class_="name"), sign, words, counts(rows)])


def _group(group: Group, numbered: Numbered) -> Markup:
    first, *others = (_change(change, numbered) for change in group.changes)
    return joined(first, fold(f"{len(others):,} {group.others}", *others, class_="others") if others else None)


def _change(change: Change, numbered: Numbered) -> Markup:
    summary = element("summary", element("h3", title(change)))
    identity = element("p", sentence(digests(change)), class_="quiet")
    body = element("div", warnings(change), places(change), contents(change.contents), identity, class_="body")
    is_open = numbered.are_few or changed_lines(change.contents.texts) <= LARGE
    return element(
        "article",
        element("details", summary, body, open=is_open),
        id=numbered.anchor(change),
        data_kinds=" ".join(sorted(kinds(change))),
        data_stacks=" ".join(sorted({str(numbered.stacks[place.stack]) for place in change.places})),
    )


def kinds(change: Change) -> set[str]:
    """The words for the filter: all that happens, whether production changes, whether there are warnings."""
    found: set[str] = {each.kind for place in change.places for each in place.happenings}
    if any(place.is_production for place in change.places):
        found.add("production")
    if any(place.warnings for place in change.places):
        found.add("warnings")
    return found
