"""A stand-in until the real one is there."""

from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_prompts.content.variables import template_variables
from pulumi_prompts.report.model import Contents, Knowledge, Row, RowKind, Side, TextChange, ValueChange, Variables

_HIDDEN: Mapping[Any, Knowledge] = {"04da6b54-80e4-46f7-96ec-b56ff0331ba9": "unknown", "[secret]": "secret"}


def contents_of(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Contents:
    """How two contents differ."""
    old, new = (dict(_leaves("", each or {})) for each in (before, after))
    paths = [path for path in {**old, **new} if old.get(path) != new.get(path) and not path.startswith("variables")]
    texts = [_text(path, old.get(path), new.get(path)) for path in paths if path.startswith(("template", "messages"))]
    values = [_value(path, old, new) for path in paths if not path.startswith(("template", "messages"))]
    was, now = (template_variables(map(str, each.values())) for each in (old, new))
    added = tuple(name for name in now if name not in was)
    removed = tuple(name for name in was if name not in now)
    return Contents(tuple(texts), tuple(values), Variables(added, removed, added if before and after else ()))


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _leaves(f"{path}.{name}".removeprefix("."), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(f"{path}[{index}]", item)
    else:
        yield path, value


def _text(path: str, before: Any, after: Any) -> TextChange:
    rows = (*_rows("removed", before), *_rows("added", after))
    return TextChange(path, path, _known(before), _known(after), rows)


def _rows(kind: RowKind, text: Any) -> Iterator[Row]:
    if text is None or text in _HIDDEN:
        return
    for line in str(text).split("\n")[:-1]:
        yield Row(kind, line)
    if last := str(text).rpartition("\n")[2]:
        yield Row(kind, last, "")


def _known(value: Any) -> Knowledge:
    return "absent" if value is None else _HIDDEN.get(value, "known")


def _value(path: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> ValueChange:
    return ValueChange(path, Side(_known(old.get(path)), old.get(path)), Side(_known(new.get(path)), new.get(path)))
