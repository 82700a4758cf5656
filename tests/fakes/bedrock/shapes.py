"""Holds a JSON value against a shape of botocore's service models, including what botocore's own client lets pass.

botocore checks types, required members and minimums. Here: unknown members, enums, patterns, maximums, unions and
timestamp formats as well. The wording follows AWS ("1 validation error detected: Value ... at ..."); the wording for
types, unknown members and unions is inferred.
"""

import functools
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

# The model's own pattern for TaggableResourcesArn cannot match anything: it says "/d{12}" where "\d{12}" is meant.
_MENDED_PATTERNS = {
    "TaggableResourcesArn": r"arn:aws:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:prompt/[0-9a-zA-Z]{10}(?::[0-9]{1,5})?",
}
_ISO_8601 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")
_INTEGER_LIMITS = {"integer": 2**31 - 1, "long": 2**63 - 1}
_PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "timestamp": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "list": (list,),
    "map": (dict,),
    "structure": (dict,),
}


@dataclass(frozen=True)
class Violation:
    """One thing wrong with one member; `shown` is its value, or empty where the model calls it sensitive."""

    path: str
    problem: str
    shown: str = ""

    def __str__(self) -> str:
        value = f"Value {self.shown} at" if self.shown else "Value at"
        return f"{value} '{self.path}' failed to satisfy constraint: {self.problem}"


@dataclass(frozen=True)
class Place:
    """Where in a request we are, and whether values there may be shown."""

    path: str = ""
    sensitive: bool = False

    def member(self, name: str, shape: Shape) -> "Place":
        path = f"{self.path}.{name}" if self.path else name
        return Place(path, self.sensitive or bool(shape.metadata.get("sensitive")))

    def violation(self, problem: str, value: Any = None) -> Violation:
        hidden = self.sensitive or isinstance(value, (dict, list))
        shown = "" if hidden else "null" if value is None else f"'{value}'"
        return Violation(self.path, problem, shown)


def violations(shape: Shape, value: Any, place: Place | None = None) -> Iterator[Violation]:
    """Everything that is wrong with `value`, depth first."""
    place = place or Place()
    if getattr(shape, "is_document_type", False):
        return
    if not _has_type(shape, value):
        yield place.violation(f"Member must be of type {shape.type_name}", value)
        return
    yield from _own_violations(shape, value, place)
    if isinstance(shape, StructureShape):
        yield from _structure_violations(shape, value, place)
    elif isinstance(shape, ListShape):
        for number, item in enumerate(value, start=1):
            yield from violations(shape.member, item, place.member(f"{number}.member", shape.member))
    elif isinstance(shape, MapShape):
        yield from _map_violations(shape, value, place)


def _has_type(shape: Shape, value: Any) -> bool:
    if isinstance(value, bool):
        return shape.type_name == "boolean"
    return isinstance(value, _PYTHON_TYPES[shape.type_name])


def _structure_violations(shape: StructureShape, value: dict[str, Any], place: Place) -> Iterator[Violation]:
    for name in value.keys() - shape.members.keys():
        yield Violation(f"{place.path}.{name}" if place.path else name, "Member is not known")
    for name in shape.required_members:
        if name not in value:
            yield place.member(name, shape.members[name]).violation("Member must not be null")
    if shape.is_tagged_union and len(value) != 1:
        yield place.violation(f"Member must have exactly one of the set: [{', '.join(shape.members)}]", value)
    for name, member in shape.members.items():
        if name in value:
            yield from violations(member, value[name], place.member(name, member))


def _map_violations(shape: MapShape, value: dict[str, Any], place: Place) -> Iterator[Violation]:
    for key, item in value.items():
        for found in violations(shape.key, key, place):
            yield place.violation(f"Map keys must satisfy constraint: [{found.problem}]", key)
        for found in violations(shape.value, item, place):
            yield place.violation(f"Map value must satisfy constraint: [{found.problem}]", item)


def _own_violations(shape: Shape, value: Any, place: Place) -> Iterator[Violation]:
    problems = [_enum_problem(shape, value), *_size_problems(shape, value), _format_problem(shape, value)]
    return (place.violation(problem, value) for problem in problems if problem)


def _enum_problem(shape: Shape, value: Any) -> str | None:
    allowed = shape.metadata.get("enum")
    if not allowed or value in allowed:
        return None
    return f"Member must satisfy enum value set: [{', '.join(allowed)}]"


def _size_problems(shape: Shape, value: Any) -> Iterator[str]:
    is_number = isinstance(value, (int, float))
    size, word = (value, "value") if is_number else (len(value), "length")
    low = shape.metadata.get("min")
    high = shape.metadata.get("max", _INTEGER_LIMITS.get(shape.type_name))
    if low is not None and size < low:
        yield f"Member must have {word} greater than or equal to {low}"
    if high is not None and size > high:
        yield f"Member must have {word} less than or equal to {high}"


def _format_problem(shape: Shape, value: Any) -> str | None:
    if shape.type_name == "timestamp":
        return None if _ISO_8601.fullmatch(value) else "Member must be an iso8601 timestamp in UTC"
    pattern = _MENDED_PATTERNS.get(shape.name, shape.metadata.get("pattern"))
    if not pattern or _compiled(pattern).fullmatch(value):
        return None
    return f"Member must satisfy regular expression pattern: {pattern}"


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)  # Java's \s and \w, in which the patterns are meant, are ASCII


def as_stored(shape: Shape, value: Any) -> Any:
    """`value` as the service keeps it: floats lose what 32 bits cannot hold (0.9 reads 0.8999999761581421)."""
    if getattr(shape, "is_document_type", False):
        return value
    if isinstance(shape, StructureShape):
        return {name: as_stored(shape.members[name], item) for name, item in value.items()}
    if isinstance(shape, ListShape):
        return [as_stored(shape.member, item) for item in value]
    if shape.type_name == "float":
        return struct.unpack("f", struct.pack("f", value))[0]
    return value
