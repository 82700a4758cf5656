"""Groups of changes of one kind: many of them must not hide a few others."""

import json
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Final

from pulumi_prompts.report.forms.hunks import changed_lines, pairs
from pulumi_prompts.report.model import Change, Row

MANY: Final = 5
"""If a kind has more changes than this, one is shown, and the others are folded."""

LARGE: Final = 40
"""A change with more lines than this is folded."""


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of one kind, with words for those after the first; only many changes make a group of several."""

    changes: tuple[Change, ...]
    others: str = ""


def groups_of(changes: Sequence[Change]) -> list[Group]:
    """All changes in groups; a group is at the place of its first change."""
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


def _kind(change: Change) -> tuple[str, Hashable]:
    happens = frozenset(each.kind for place in change.places for each in place.happenings)
    warned = frozenset(each.kind for place in change.places for each in place.warnings)
    if change.before is None:
        return "more new prompts", (happens, warned)
    if change.after is None:
        return "more prompts that go", (happens, warned)
    if changed_lines(change.contents.texts) > LARGE:
        return "more large changes", (happens, warned)
    return "more prompts that change in the same way", (happens, warned, _difference(change))


def _difference(change: Change) -> Hashable:
    """What was removed and added, without the lines around it."""
    contents = change.contents
    texts = tuple((text.path, tuple(_parts(text.rows))) for text in contents.texts)
    return texts, json.dumps([asdict(value) for value in contents.values], sort_keys=True), contents.variables


def _parts(rows: Iterable[Row]) -> Iterator[tuple[str, str, str]]:
    """The changed parts of a line that was compared with another; all of any other line."""
    for is_same, run in groupby(rows, key=lambda row: row.kind == "same"):
        if not is_same:
            yield from _parts_of_run([*run])


def _parts_of_run(rows: Sequence[Row]) -> Iterator[tuple[str, str, str]]:
    removed, added = ([row for row in rows if row.kind == kind] for kind in ("removed", "added"))
    compared = {id(row) for one, other in pairs(removed, added) for row in (removed[one], added[other])}
    for row in rows:
        parts = ((0, 0), *row.changed) if id(row) in compared else ((0, len(row.text)),)
        yield from ((row.kind, row.text[start:end], row.end) for start, end in parts)
