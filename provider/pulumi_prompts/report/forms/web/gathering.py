"""Changes of one kind, gathered: many of them must not bury a few others."""

import json
from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from pulumi_prompts.report.model import Change

MANY: Final = 5
"""From more changes of one kind, one is shown, and the others are folded."""

LARGE: Final = 40
"""A change of more lines is folded."""


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of one kind: what the others are, after the first; only many changes are a group of several."""

    changes: tuple[Change, ...]
    others: str = ""


def groups_of(changes: Sequence[Change]) -> list[Group]:
    """All changes; a group stands where the first of its changes stands."""
    kinds: dict[tuple[str, Hashable], list[Change]] = {}
    for change in changes:
        kinds.setdefault(_kind(change), []).append(change)
    groups = [
        group
        for (words, _), alike in kinds.items()
        for group in ([Group(tuple(alike), words)] if len(alike) > MANY else [Group((each,)) for each in alike])
    ]
    order = {id(change): place for place, change in enumerate(changes)}
    return sorted(groups, key=lambda group: order[id(group.changes[0])])


def changed_lines(change: Change) -> int:
    """How many lines of its texts are added or removed."""
    return sum(row.kind != "same" for text in change.contents.texts for row in text.rows)


def _kind(change: Change) -> tuple[str, Hashable]:
    happens = frozenset(each.kind for place in change.places for each in place.happenings)
    warned = frozenset(each.kind for place in change.places for each in place.warnings)
    if change.before is None:
        return "more new prompts", (happens, warned)
    if change.after is None:
        return "more prompts that go", (happens, warned)
    if changed_lines(change) > LARGE:
        return "more large changes", (happens, warned)
    return "more prompts that change in the same way", (happens, warned, _difference(change))


def _difference(change: Change) -> Hashable:
    contents = change.contents
    texts = tuple((t.path, tuple((r.kind, r.text, r.end) for r in t.rows if r.kind != "same")) for t in contents.texts)
    return texts, json.dumps([asdict(value) for value in contents.values], sort_keys=True), contents.variables
