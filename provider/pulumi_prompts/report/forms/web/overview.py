"""What stands before the changes, as HTML: failures first, the verdict, what to look at first, an index."""

from collections.abc import Iterator, Sequence

from pulumi_prompts.report.forms.web.changes import Numbered, title
from pulumi_prompts.report.forms.web.gathering import Group
from pulumi_prompts.report.forms.web.labels import WARNINGS, counted
from pulumi_prompts.report.forms.web.markup import Markup, between, element, fold, joined, some, with_code
from pulumi_prompts.report.forms.web.places import severity
from pulumi_prompts.report.model import Change, Failure, Report, Stack, Warning
from pulumi_prompts.report.visible import visible

FAILED = "Preview failed, incomplete"
NOTHING = "No prompt changes."

_SHOWN = 8
_ORDER = tuple(WARNINGS)


def failures(report: Report) -> Markup | None:
    """Why the report cannot be relied on, loudly."""
    if not report.failed:
        return None
    items = [_failed(stack) for stack in report.stacks if stack.failures] or [element("p", "There is no preview.")]
    return element("section", element("h2", FAILED), *items, class_="failed", aria_label=FAILED)


def verdict(report: Report) -> str:
    """What changes and where, in one sentence."""
    if not report.changes:
        return NOTHING
    places = [place for change in report.changes for place in change.places]
    verb = ("changed", "changed") if all(stack.is_update for stack in report.stacks) else ("changes", "change")
    stacks = counted(len({place.stack for place in places}), "stack")
    prompts = counted(len(report.changes), f"prompt {verb[0]}", f"prompts {verb[1]}")
    of_production = sum(any(place.is_production for place in change.places) for change in report.changes)
    return f"{prompts} in {stacks}; {of_production or 'none'} in production."


def look_first(report: Report, numbered: Numbered) -> Markup | None:
    """All warnings, the worst first, each with links to its prompts."""
    found: dict[Warning, dict[int, Change]] = {}
    for change in report.changes:
        for warning in (warning for place in change.places for warning in place.warnings):
            found.setdefault(warning, {})[id(change)] = change
    ordered = sorted(found, key=lambda warning: _ORDER.index(warning.kind))
    items = [_warning(warning, [*found[warning].values()], numbered) for warning in ordered]
    words = element("h2", "Look at these first", id="first")
    return element("section", words, some(items, _SHOWN, "warned"), aria_labelledby="first") if items else None


def index(groups: Sequence[Group], numbered: Numbered) -> Markup | None:
    """A line for every change; those of one kind are folded as they are below."""
    if not groups:
        return None
    items = [item for group in groups for item in _of_group(group, numbered)]
    words = element("h2", "All changes", id="all")
    return element("nav", words, element("ol", *items), aria_labelledby="all", class_="index")


def stacks(report: Report) -> Markup:
    """What else the previews tell."""
    return element("section", element("h2", "Stacks", id="stacks"), element("ul", *map(_stack, report.stacks)))


def _failed(stack: Stack) -> Markup:
    return joined(element("h3", element("code", visible(stack.name))), some([*map(_failure, stack.failures)], _SHOWN))


def _failure(failure: Failure) -> Markup:
    resource = element("code", visible(failure.resource)) if failure.resource else None
    lines = between("\n", [visible(line) for line in failure.text.splitlines()])
    return element("li", between(": ", [resource, element("span", lines, class_="message")]))


def _warning(warning: Warning, changes: Sequence[Change], numbered: Numbered) -> Markup:
    links = [element("li", _link(change, visible(change.prompt), numbered)) for change in changes]
    kind = element("strong", WARNINGS[warning.kind])
    text = element("span", with_code(visible(warning.text)))
    return element("li", kind, " ", text, " ", some(links, _SHOWN), class_=severity(warning))


def _link(change: Change, words: str, numbered: Numbered) -> Markup:
    return element("a", words, href=f"#{numbered.anchor(change)}")


def _of_group(group: Group, numbered: Numbered) -> Iterator[Markup]:
    first, *others = (element("li", _link(change, title(change), numbered)) for change in group.changes)
    yield first
    if others:
        yield element("li", fold(f"{len(others):,} {group.others}", element("ol", *others)))


def _stack(stack: Stack) -> Markup:
    unchanged = f"{stack.unchanged:,} prompts, versions and aliases stay as they are"
    others = "; ".join(f"{action} {count:,}" for action, count in stack.others.items())
    words = [unchanged, visible(f"other resources: {others}") if others else None]
    advice = element("ul", *(element("li", visible(line)) for line in stack.advice)) if stack.advice else None
    return element("li", element("code", visible(stack.name)), " ", between("; ", words), advice)
