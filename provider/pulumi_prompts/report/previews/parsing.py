"""Steps and states in Pulumi's documents and events. A part of an unexpected form counts as missing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from pulumi_prompts.program.signs import SECRET, SIGNATURE
from pulumi_prompts.report.model import Source
from pulumi_prompts.report.previews.steps import State, Step

_POSITION = re.compile(r"(?:project:///|file://)(.+)#(\d+)(?:,\d+)?")
OUTSIDE = "../"
"""The beginning of a path outside the project."""


def step_of_document(said: Mapping[str, Any]) -> Step:
    """A step of `pulumi preview --json`. An update with outputs comes from a refresh: a planned one has none yet."""
    old, new = _state(said.get("oldState")), _state(said.get("newState"))
    op = str(said.get("op"))
    is_found = op == "update" and new is not None and bool(new.outputs)
    return Step("refresh" if is_found else op, str(said.get("urn")), old, new, _texts(said.get("replaceReasons")))


def step_of_event(event: Mapping[str, Any]) -> Step:
    """The step in an event."""
    said = mapping(event.get("metadata"))
    op, urn = str(said.get("op")), str(said.get("urn"))
    return Step(op, urn, _state(said.get("old")), _state(said.get("new")), _texts(said.get("keys")))


def mapping(value: Any) -> Mapping[str, Any]:
    """The value if it is an object, else an empty object."""
    return value if isinstance(value, Mapping) else {}


def mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a list; nothing if it is no list."""
    return (each for each in value if isinstance(each, Mapping)) if isinstance(value, list) else iter(())


def _state(said: Any) -> State | None:
    if not isinstance(said, Mapping):
        return None
    return State(
        _revealing_nothing(mapping(said.get("inputs"))),
        _revealing_nothing(mapping(said.get("outputs"))),
        str(said.get("id") or ""),
        said.get("retainOnDelete") is True,
        _source(said),
    )


def _revealing_nothing(value: Any) -> Any:
    """The same with one sign for every secret, in whatever form Pulumi wrote it."""
    if isinstance(value, Mapping):
        return SECRET if SIGNATURE in value else {name: _revealing_nothing(item) for name, item in value.items()}
    return [_revealing_nothing(item) for item in value] if isinstance(value, list) else value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _source(said: Mapping[str, Any]) -> Source | None:
    """The line of the program that declares it: one of the project itself, if there is one."""
    frames = (frame.get("sourcePosition") for frame in mappings(said.get("stackTrace")))
    found = [*_sources([said.get("sourcePosition"), *frames])]
    return next((each for each in found if not each.file.startswith((OUTSIDE, "/"))), found[0] if found else None)


def _sources(positions: Iterable[Any]) -> Iterator[Source]:
    for position in positions:
        if isinstance(position, str) and (match := _POSITION.fullmatch(position)):
            yield Source(unquote(match[1]), int(match[2]))
