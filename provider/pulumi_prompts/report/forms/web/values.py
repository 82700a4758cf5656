"""The content of a prompt that is no text of lines, as HTML: before and after."""

import json

from pulumi_prompts.report.forms.web.labels import KNOWLEDGE
from pulumi_prompts.report.forms.web.lines import diff
from pulumi_prompts.report.forms.web.markup import Markup, between, element, joined
from pulumi_prompts.report.model import Contents, Row, Side, TextChange, ValueChange, Variables
from pulumi_prompts.report.visible import visible

_TOO_LARGE = "This text is too large for marked words, or for the shortest difference: whole lines are shown."


def contents(change: Contents) -> Markup:
    """How a content differs: what callers must know first, then what is said to the model, then how it answers."""
    return joined(_variables(change.variables), *map(_text, change.texts), _values(change.values))


def counts(rows: tuple[Row, ...]) -> Markup | None:
    """How many lines are added and removed; nothing where no line is."""
    added, removed = (sum(row.kind == kind for row in rows) for kind in ("added", "removed"))
    plus = element("span", f"+{added:,}", class_="plus") if added else None
    minus = element("span", f"\N{MINUS SIGN}{removed:,}", class_="minus") if removed else None
    return element("span", between(" ", [plus, minus]), class_="counts") if plus or minus else None


def _text(change: TextChange) -> Markup:
    path = None if change.path == change.label else element("code", visible(change.path))
    title = element("h4", between(" ", [visible(change.label), path, counts(change.rows)]))
    whole_lines = element("p", _TOO_LARGE, class_="note") if change.by_whole_lines else None
    return element("section", title, _not_told(change), whole_lines, diff(change) if change.rows else None)


def _not_told(change: TextChange) -> Markup | None:
    sides = (("old", change.before), ("new", change.after))
    told = [f"the {side} text is {KNOWLEDGE[each]}" for side, each in sides if each in ("unknown", "secret")]
    return element("p", f"{'; '.join(told).capitalize()}.", class_="note") if told else None


def _variables(variables: Variables) -> Markup | None:
    asked = (
        ("required from now on", variables.newly_required),
        ("added", tuple(name for name in variables.added if name not in variables.newly_required)),
        ("removed", variables.removed),
    )
    items = [
        element("li", between(", ", [element("code", visible(name)) for name in names]), f" {words}")
        for words, names in asked
        if names
    ]
    return element("section", element("h4", "Variables"), element("ul", *items, class_="variables")) if items else None


def _values(changes: tuple[ValueChange, ...]) -> Markup | None:
    """A table of both sides, without one on which there is nothing."""
    sides = {
        "Before": [_side(change.before, "del") for change in changes],
        "After": [_side(change.after, "ins") for change in changes],
    }
    if not changes:
        return None
    shown = {words: cells for words, cells in sides.items() if any(cells)}
    head = element("tr", *(element("th", words, scope="col") for words in ("Property", *shown)))
    rows = (_value(change.path, cells) for change, *cells in zip(changes, *shown.values(), strict=True))
    table = element("table", element("thead", head), element("tbody", *rows), class_="values")
    return element("section", element("h4", "Parameters and tools"), table)


def _value(path: str, cells: list[Markup | None]) -> Markup:
    none = element("span", KNOWLEDGE["absent"], class_="quiet")
    title = element("th", element("code", visible(path)), scope="row")
    return element("tr", title, *(element("td", cell or none) for cell in cells))


def _side(side: Side, name: str) -> Markup | None:
    if side.knowledge == "absent":
        return None
    if side.knowledge != "known":
        return element("span", KNOWLEDGE[side.knowledge], class_="quiet")
    return element(name, visible(json.dumps(side.value, ensure_ascii=False)))
