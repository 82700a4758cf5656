"""What all forms for people say about a report beside its texts, in the same words."""

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import get_args

from pulumi_prompts.report.forms.sentences import Link, Name, Part, Sentence, Strong, Words, counted, joined, names
from pulumi_prompts.report.model import (
    NOT_KNOWN,
    Change,
    Knowledge,
    Place,
    Report,
    Serving,
    Side,
    Stack,
    TextChange,
    ValueChange,
    Variables,
    Warning,
    WarningKind,
)

FAILED = "Preview failed"
INCOMPLETE = "This report is incomplete: a preview failed."
NO_PREVIEW = "there is no preview"
WARNING_TITLES: Mapping[WarningKind, str] = {
    "breaks_callers": "breaks callers",
    "production_moves": "production moves",
    "deletion": "deletion",
    "replacement": "replacement",
    "model_changed": "another model",
    "not_as_promoted": "not as promoted",
    "adopts": "adoption",
    "takes_over": "take-over",
    "foreign_version": "somebody else's version",
    "unknown_content": "content not known yet",
}
BY_WHOLE_LINES = "too large to be compared in parts: whole lines are shown"
_NOT_SHOWN: Mapping[Knowledge, str] = {"unknown": "known at `pulumi up` only", "secret": "a secret"}
_NONE, _AT_UP = "(none)", f"({_NOT_SHOWN['unknown']})"
_DIGITS = 12
"""How many digits of a digest people see; the JSON form has all."""


def verdict(report: Report) -> str:
    """What changes, and whether anything is dangerous, in a line."""
    incomplete = INCOMPLETE if report.failed else ""
    return " ".join(filter(None, (incomplete, _what_changes(report), _what_is_dangerous(report))))


def _what_changes(report: Report) -> str:
    if not report.changes:
        return "" if report.failed else f"No prompt changes in {counted(len(report.stacks), 'stack')}."
    places = [place for change in report.changes for place in change.places]
    prompts = len({change.prompt for change in report.changes})
    is_done = all(stack.is_update for stack in report.stacks)
    verb = "changed" if is_done else "changes" if prompts == 1 else "change"
    stacks = counted(len({place.stack for place in places}), "stack")
    production = ", production among them" if any(place.is_production for place in places) else ""
    return f"{counted(prompts, 'prompt')} {verb} in {stacks}{production}."


def _what_is_dangerous(report: Report) -> str:
    kinds = Counter(kind for change in report.changes for kind in warning_kinds(change))
    said = ", ".join(f"{title} ({kinds[kind]:,})" for kind, title in WARNING_TITLES.items() if kinds[kind])
    return f"Look at: {said}." if said else "" if report.failed or not report.changes else "No warnings."


def warning_kinds(change: Change) -> list[WarningKind]:
    """The kinds of its warnings, the worst first."""
    found = {warning.kind for place in change.places for warning in place.warnings}
    return [kind for kind in get_args(WarningKind) if kind in found]


def in_the_index(change: Change) -> Sentence:
    """All that happens to one prompt, in a line."""
    kinds = ", ".join(WARNING_TITLES[kind] for kind in warning_kinds(change))
    warned: Sentence = ("⚠ ", Strong(kinds), ": ") if kinds else ()
    alike = _groups(change.places, lambda place: place.happenings)
    where = (("in ", *names(place.stack for place in group), ": ", *happenings(group[0])) for group in alike)
    return (*warned, Name(change.prompt), " ", *joined(where, "; "))


def facts(change: Change) -> Iterator[Sentence]:
    """The facts of a change beside its texts and values: what is dangerous, where it is, what serves it."""
    yield from (("⚠ ", *sentence) for _, sentence in warnings(change))
    for group in _groups(change.places, lambda place: (place.registry, place.happenings, place.serving, place.source)):
        yield tuple(_place(group))
    if change.contents.variables != Variables():
        yield ("variables: ", *joined(variables(change.contents.variables), "; "))
    yield digests(change)


def warnings(change: Change) -> Iterator[tuple[Warning, Sentence]]:
    """Its warnings, one sentence each, the worst first. A warning that is not for all its stacks names them."""
    stacks: dict[Warning, list[str]] = {}
    for place in change.places:
        for warning in place.warnings:
            stacks.setdefault(warning, []).append(place.stack)
    for warning, where in sorted(stacks.items(), key=lambda each: get_args(WarningKind).index(each[0].kind)):
        only = (" in ", *names(where)) if len(where) < len(change.places) else ()
        yield warning, (Strong(WARNING_TITLES[warning.kind]), *only, ": ", Words(warning.text))


def _groups(places: Iterable[Place], key: Callable[[Place], Hashable]) -> list[list[Place]]:
    groups: dict[Hashable, list[Place]] = {}
    for place in places:
        groups.setdefault(key(place), []).append(place)
    return [*groups.values()]


def _place(alike: list[Place]) -> Iterator[Part]:
    first = alike[0]
    yield from (*names(place.stack for place in alike), " (", Name(first.registry), "): ", *happenings(first))
    if first.serving:
        yield from ("; aliases: ", *joined(map(serving, first.serving)))
    if first.source:
        said = f"{first.source.file}:{first.source.line}"
        yield from ("; ", Link(said, first.source.url) if first.source.url else Name(said))


def happenings(place: Place) -> Sentence:
    """All that happens in a place."""
    return joined(((Words(happening.text),) for happening in place.happenings), "; ")


def serving(alias: Serving) -> Sentence:
    """An alias, and the versions that it is on before and after."""
    before, after = map(_version, (alias.before, alias.after))
    where = (before, " => ", after) if alias.moves else ("stays on ", after)
    return (Name(alias.alias), " ", *where)


def _version(name: str | None) -> Part:
    return _AT_UP if name == NOT_KNOWN else Name(name) if name else _NONE


def variables(change: Variables) -> Iterator[Sentence]:
    """The variables that callers must give; those that break callers come first."""
    optional = [name for name in change.added if name not in change.newly_required]
    if change.newly_required:
        yield ("callers must give ", *names(change.newly_required))
    if optional:
        yield ("new ", *names(optional))
    if change.removed:
        yield ("no more ", *names(change.removed))


def digests(change: Change) -> Sentence:
    """The identity of the content before and after."""
    before, after = map(_digest, (change.before, change.after))
    is_same = before == after and change.after != NOT_KNOWN
    return ("content stays ", after) if is_same else ("content: ", before, " => ", after)


def _digest(digest: str | None) -> Part:
    if digest in (None, NOT_KNOWN):
        return _version(digest)
    return Name(f"{digest.partition(':')[0]}:{short(digest)}")


def short(digest: str) -> str:
    """The part of a digest that people see, without the name of the hash."""
    return digest.partition(":")[2][:_DIGITS]


def heading(text: TextChange) -> Sentence:
    """What a text is, and its property."""
    return (Words(text.label), *((" ", Name(text.path)) if text.path != text.label else ()))


def notes(text: TextChange) -> Iterator[str]:
    """What the rows of a text do not show."""
    sides = (("old ", text.before), ("new ", text.after)) if text.before != text.after else (("", text.after),)
    for side, knowledge in sides:
        if knowledge in _NOT_SHOWN:
            yield f"the {side}text is {_NOT_SHOWN[knowledge]}"
    if text.by_whole_lines:
        yield BY_WHOLE_LINES


def value(change: ValueChange) -> Sentence:
    """A value before and after."""
    return (Name(change.path), ": ", in_words(change.before), " => ", in_words(change.after))


def in_words(side: Side) -> Part:
    """A side of a value: a name if it is known."""
    if side.knowledge == "known":
        return Name(json.dumps(side.value, ensure_ascii=False))
    return f"({_NOT_SHOWN[side.knowledge]})" if side.knowledge in _NOT_SHOWN else _NONE


def in_stack(stack: Stack, changed: int) -> Sentence:
    """What a preview or an update has beside the changes."""
    others = joined(((Name(op), f" {number:,}") for op, number in sorted(stack.others.items())))
    unchanged = f", {stack.unchanged:,} unchanged" if stack.unchanged else ""
    beside = ("; other resources: ", *others) if others else ()
    what = "update that ran" if stack.is_update else "preview"
    return (Name(stack.name), f": {what}, {changed:,} changed{unchanged}", *beside)
