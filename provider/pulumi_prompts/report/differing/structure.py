"""How two trees of values differ: by leaves, each with its path."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from pulumi_prompts.content.properties import property_path
from pulumi_prompts.report.differing.lines import text_changes
from pulumi_prompts.report.differing.sides import ABSENT, is_hidden, side
from pulumi_prompts.report.model import TextChange, ValueChange

SHORT: Final = 60
"""A text with at most this number of characters is shown as a value, and not as lines."""

_BARE: Final = re.compile(r"[^\W\d][\w-]*")

Children = Mapping[str, Any]
"""What a value is made of, by the step of a path that leads there."""


class Leaf(NamedTuple):
    """Two values that are compared as wholes; ABSENT if there is none."""

    path: str
    label: str
    before: Any
    after: Any


def value_changes(path: str, before: Any, after: Any) -> Iterator[TextChange | ValueChange]:
    """How two values differ; the order of an object's names does not count."""
    for leaf in _leaves(path, before, after):
        yield from _changes(leaf)


def tool_changes(path: str, before: Any, after: Any) -> Iterator[TextChange | ValueChange]:
    """How two lists of tools differ, each tool by its name; another order is one change of the names."""
    olds, news = _by_name(before), _by_name(after)
    if olds is None or news is None:
        yield from value_changes(path, before, after)
        return
    for name in _all_of(olds, news):
        at = f"{path}{_in_brackets(name)}"
        for leaf in _leaves(at, olds.get(name, ABSENT), news.get(name, ABSENT)):
            part = leaf.path.removeprefix(f"{at}.")
            yield from _changes(leaf._replace(label=f"{part} of the tool {name}"))
    if not _same_order([*olds], [*news]):
        yield ValueChange(path, side([*olds]), side([*news]))


def _by_name(tools: Any) -> dict[str, Any] | None:
    """The tools by their names; None if a name is missing or used twice."""
    if tools is ABSENT:
        return {}
    if not isinstance(tools, list) or not all(isinstance(tool, Mapping) for tool in tools):
        return None
    names = [tool.get("name") for tool in tools]
    distinct = [name for name in dict.fromkeys(names) if isinstance(name, str) and not is_hidden(name)]
    return dict(zip(distinct, tools, strict=True)) if len(distinct) == len(tools) else None


def _all_of(olds: Mapping[str, Any], news: Mapping[str, Any]) -> Sequence[str]:
    return [*dict.fromkeys((*news, *olds))]


def _same_order(olds: Sequence[str], news: Sequence[str]) -> bool:
    """Whether the items that both have are in the same order."""
    common = {*olds} & {*news}
    return [each for each in olds if each in common] == [each for each in news if each in common]


def _leaves(path: str, before: Any, after: Any) -> Iterator[Leaf]:
    olds, news = _children(before, after)
    if not olds and not news:
        yield Leaf(path, path, before, after)
    for step in _all_of(olds, news):
        yield from _leaves(f"{path}{step}", olds.get(step, ABSENT), news.get(step, ABSENT))


def _children(before: Any, after: Any) -> tuple[Children, Children]:
    """The parts of both; nothing if they are compared as wholes."""
    both = [value for value in (before, after) if value is not ABSENT]
    if all(isinstance(value, Mapping) for value in both):
        return _by_property(before), _by_property(after)
    if not all(isinstance(value, list) for value in both):
        return {}, {}
    if all(_is_short(item) for value in both for item in value):
        return ({}, {}) if len(both) == 1 else _by_text(before, after)
    return _by_index(before), _by_index(after)


def _by_property(value: Any) -> Children:
    return {} if value is ABSENT else {_step(name): item for name, item in value.items()}


def _step(name: str) -> str:
    step = property_path([name])
    return step if step.startswith("[") else f".{step}"


def _by_index(value: Any) -> Children:
    return {} if value is ABSENT else {f"[{index}]": item for index, item in enumerate(value)}


def _by_text(before: Sequence[Any], after: Sequence[Any]) -> tuple[Children, Children]:
    """Two lists of names, such as `required`, by their items; nothing if that would not show every difference."""
    are_names = all(isinstance(item, str) for item in (*before, *after))
    are_sets = all(len({*items}) == len(items) for items in (before, after)) if are_names else False
    if not are_sets or not _same_order(before, after):
        return {}, {}
    olds, news = ({_in_brackets(item): item for item in items} for items in (before, after))
    return olds, news


def _in_brackets(name: str) -> str:
    return f"[{name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)}]"


def _is_short(value: Any) -> bool:
    return not isinstance(value, Mapping | list) and not is_hidden(value) and not _is_text(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and (len(value) > SHORT or "\n" in value or "\r" in value)


def _changes(leaf: Leaf) -> Iterator[TextChange | ValueChange]:
    before, after = side(leaf.before), side(leaf.after)
    values = [each.value for each in (before, after) if each.knowledge == "known"]
    if any(map(_is_text, values)) and all(isinstance(value, str) for value in values):
        yield from text_changes(*leaf[:2], leaf.before, leaf.after)
    elif is_hidden(leaf.after) or not _is_same(leaf.before, leaf.after):
        yield ValueChange(leaf.path, before, after)


def _is_same(before: Any, after: Any) -> bool:
    """Whether they are the same JSON value; unlike in Python, 1 is not true."""
    return _written(before) == _written(after)


def _written(value: Any) -> str:
    return "" if value is ABSENT else json.dumps(value, sort_keys=True)
