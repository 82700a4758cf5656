"""The parts around the changes, as HTML: failures first, what to look at first, an index, the stacks."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pulumi_prompts.report.forms.facts import FAILED, NO_PREVIEW, WARNING_TITLES, in_stack
from pulumi_prompts.report.forms.sentences import Name, Strong, Words
from pulumi_prompts.report.forms.web.changes import Numbered, title
from pulumi_prompts.report.forms.web.gathering import Group
from pulumi_prompts.report.forms.web.labels import severity
from pulumi_prompts.report.forms.web.markup import Markup, between, element, fold, joined, some
from pulumi_prompts.report.forms.web.wording import sentence, sentences
from pulumi_prompts.report.model import Change, Failure, Report, Stack, Warning
from pulumi_prompts.report.visible import visible

_SHOWN = 8
"""The number of warnings, failures and links that are shown; the others are folded."""


def failures(report: Report) -> Markup | None:
    """Why the report cannot be relied on, loudly."""
    if not report.failed:
        return None
    items = [_failed(stack) for stack in report.stacks if stack.failures]
    nothing = None if items else element("p", NO_PREVIEW)
    return element("section", element("h2", FAILED), nothing, *items, class_="failed", aria_label=FAILED)


def look_first(report: Report, numbered: Numbered) -> Markup | None:
    """All warnings, the worst first, each with links to its prompts."""
    found: dict[Warning, dict[int, Change]] = {}
    for change in report.changes:
        for warning in (warning for place in change.places for warning in place.warnings):
            found.setdefault(warning, {})[id(change)] = change
    worst_first = sorted(found, key=lambda warning: [*WARNING_TITLES].index(warning.kind))
    items = [_warning(warning, [*found[warning].values()], numbered) for warning in worst_first]
    words = element("h2", "Look at these first", id="first")
    return element("section", words, some(items, _SHOWN, "warned"), aria_labelledby="first") if items else None


def index(groups: Sequence[Group], numbered: Numbered) -> Markup | None:
    """A line for every change; those of one kind are folded in the same way as below."""
    if not groups:
        return None
    items = [item for group in groups for item in _of_group(group, numbered)]
    words = element("h2", "All changes", id="all")
    return element("nav", words, element("ol", *items), aria_labelledby="all", class_="index")


def stacks(report: Report) -> Markup:
    """What else the previews have."""
    changed = Counter(place.stack for change in report.changes for place in change.places)
    items = (_stack(stack, changed[stack.name]) for stack in report.stacks)
    return element("section", element("h2", "Stacks"), element("ul", *items), class_="stacks")


def _failed(stack: Stack) -> Markup:
    return joined(element("h3", element("code", visible(stack.name))), some([*map(_failure, stack.failures)], _SHOWN))


def _failure(failure: Failure) -> Markup:
    resource = sentence((Name(failure.resource), ": ")) if failure.resource else None
    lines = between("\n", map(visible, failure.text.splitlines()))
    return element("li", resource, element("span", lines, class_="message"))


def _warning(warning: Warning, changes: Sequence[Change], numbered: Numbered) -> Markup:
    links = [element("li", _link(change, visible(change.prompt), numbered)) for change in changes]
    words = sentence((Strong(WARNING_TITLES[warning.kind]), ": ", Words(warning.text), " "))
    return element("li", words, some(links, _SHOWN), class_=severity(warning))


def _link(change: Change, words: str, numbered: Numbered) -> Markup:
    return element("a", words, href=f"#{numbered.anchor(change)}")


def _of_group(group: Group, numbered: Numbered) -> Iterator[Markup]:
    first, *others = (element("li", _link(change, title(change), numbered)) for change in group.changes)
    yield first
    if others:
        yield element("li", fold(f"{len(others):,} {group.others}", element("ol", *others)))


def _stack(stack: Stack, changed: int) -> Markup:
    advice = sentences("ul", [(line,) for text in stack.advice for line in map(visible, text.splitlines())])
    return element("li", sentence(in_stack(stack, changed)), advice)
