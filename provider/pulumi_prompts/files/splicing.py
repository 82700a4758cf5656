"""Entries of a YAML file replaced, added and taken out; every other byte stays as a person wrote it."""

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any, NamedTuple

import yaml

from pulumi_prompts.content.base import same_json
from pulumi_prompts.errors import InputError
from pulumi_prompts.files.yaml import parse_yaml
from pulumi_prompts.files.yaml_form import entry, scalar

_ABSENT = object()


class _Span(NamedTuple):
    """Where an entry stands: its lines, and its value within the first, where that is all of it.

    Blank lines behind it may be text of its own: `behind` is the first line that is not.
    """

    first: int
    last: int
    behind: int
    value: slice | None


def spliced(text: str, entries: Mapping[str, Any], file: str, head: str) -> str:
    """The document with these entries at its top level; None takes one out. New ones go to the end, `head` to the top.

    Raises:
        InputError: The document is no block mapping, or of a form in which its other entries would not stay.
    """
    before = parse_yaml(text, file) or {}
    if not isinstance(before, dict):
        raise InputError(f"{file}: must be a mapping with the inputs of a prompt (`name`, `template`, ...)")
    wanted = {name: value for name, value in {**before, **entries}.items() if value is not None or name not in entries}
    changed = {name: value for name, value in entries.items() if not same_json(before.get(name, _ABSENT), value)}
    changed = {name: value for name, value in changed.items() if value is not None or name in before}
    for blank_lines_go in (False, True):
        after = _written(text, changed, head, blank_lines_go=blank_lines_go)
        if _reads_as(after, wanted, file):
            return after
    raise InputError(f"{file}: is written in a form that cannot be kept", "write it with one entry a line, or anew")


def _written(text: str, changed: Mapping[str, Any], head: str, *, blank_lines_go: bool) -> str:
    lines, spans = _lines(text), dict(_spans(text))
    if blank_lines_go:
        spans = {name: _with_blank_lines(span, lines) for name, span in spans.items()}
    for name, span in sorted(spans.items(), key=lambda each: each[1].first, reverse=True):
        if name in changed:
            _replace(lines, span, name, changed[name])
    for name, value in changed.items():
        if name not in spans:
            at = _top(lines, min((span.first for span in spans.values()), default=0)) if name == head else len(lines)
            lines[at:at] = _lines(entry(name, value))
    return "".join(lines)


def _lines(text: str) -> list[str]:
    """Each with its line break, which no other character is: YAML itself and Python know more."""
    return [f"{line}\n" for line in text.removesuffix("\n").split("\n")] if text else []


def _replace(lines: list[str], span: _Span, name: str, value: Any) -> None:
    if value is None:
        del lines[span.first : span.last + 1]
        return
    new = _lines(entry(name, value))
    if span.value is not None and len(new) == 1 and not isinstance(value, Mapping | list):
        old = lines[span.first]
        new = [old[: span.value.start] + scalar(value) + old[span.value.stop :]]
    end = span.last + 1
    while end < len(lines) and not lines[end].strip() and (new[-1] == "\n" or lines[end] != "\n"):
        end += 1  # white space that a literal block would take for its own
    lines[span.first : end] = new


def _with_blank_lines(span: _Span, lines: list[str]) -> _Span:
    blank = takewhile(lambda line: not line.strip(), lines[span.last + 1 : span.behind])
    return span._replace(last=span.last + sum(1 for _ in blank))


def _top(lines: list[str], first: int) -> int:
    """Above the first entry and the comment that stands right over it, but below a comment that opens the file."""
    at = first
    while at > 0 and lines[at - 1].startswith("#"):
        at -= 1
    return at if at > 0 else first


def _spans(text: str) -> Iterator[tuple[str, _Span]]:
    depth, key = 0, None
    parts: list[_Part] = []
    for event in yaml.parse(text, yaml.SafeLoader):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth == 1 and key is None and isinstance(event, yaml.ScalarEvent):
            key, parts = event, [_part(event)]
        elif depth >= 1 and key is not None:
            parts.append(_part(event))
            if depth == 1 and not isinstance(event, yaml.CollectionStartEvent):
                yield key.value, _span(text, *parts)
                key = None
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1


class _Part(NamedTuple):
    """A token: from where to where in the text. Block collections begin and end without one."""

    start: int
    end: int
    is_scalar: bool


def _part(event: yaml.Event) -> _Part:
    start, end = event.start_mark, event.end_mark
    assert start is not None, "the parser marks all of them"  # noqa: S101 (for the type checker)
    assert end is not None, "the parser marks all of them"  # noqa: S101
    return _Part(start.index, end.index, isinstance(event, yaml.ScalarEvent))


def _span(text: str, key: _Part, value: _Part, *inside: _Part) -> _Span:
    behind = max(part.end for part in (key, value, *inside) if part.end > part.start)
    end = key.end + len(text[key.end : behind].rstrip())
    first, last = text.count("\n", 0, key.start), text.count("\n", 0, end)
    margin = text.rfind("\n", 0, key.start) + 1
    is_in_one_line = value.is_scalar and first == last and key.end < value.start < value.end
    within = slice(value.start - margin, value.end - margin) if is_in_one_line else None
    return _Span(first, last, text.count("\n", 0, behind), within)


def _reads_as(text: str, wanted: Mapping[str, Any], file: str) -> bool:
    try:
        return same_json(parse_yaml(text, file) or {}, wanted)
    except InputError:
        return False
