"""The ground that all parsed models stand on: strictness, numbers as Pulumi sends them, values not yet known."""

import math
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictStr
from pydantic_core import PydanticCustomError

from pulumi_prompts.content.numbers import LARGEST_EXACT_INTEGER, plain_number


class Unknown:
    """Stands for a value that is only known after an `up`; passes every check."""

    def __repr__(self) -> str:
        return "(unknown)"


UNKNOWN: Final = Unknown()


def contains_unknown(value: object) -> bool:
    """Whether `value` is not known, or has something inside that is not."""
    if isinstance(value, Mapping):
        return any(contains_unknown(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(contains_unknown(item) for item in value)
    return value is UNKNOWN


def same_json(one: object, other: object) -> bool:
    """Whether two values are the same as JSON: 1 is 1.0, and not true, which to Python is the same."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same_json(one[name], other[name]) for name in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same_json, one, other))
    return one == other


class Model(BaseModel):
    """A frozen model that refuses properties it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, protected_namespaces=())


class InContent:
    """Marks a field of an options model whose value changes what a model receives; it enters the digest."""


def _as_written(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Identity:
    """Marks a setting that says which registry is meant; a change of it replaces the resource.

    Attributes:
        normal: Makes one of all the spellings of the same value. Only for comparisons: what is written stays.
    """

    normal: Callable[[Any], Any] = _as_written


@dataclass(frozen=True)
class Written:
    """Says how a program may write a value, in words of Python, where that is more than the model keeps."""

    type: str


class AlsoConfigured:
    """Marks a required setting that a stack's configuration may say in the place of a program."""


@dataclass(frozen=True)
class Remedy:
    """Says of a required field what to do where it is missing."""

    text: str


def fields_marked(model: type[BaseModel], mark: type) -> Iterator[str]:
    """The wire names of the fields of `model` that carry `mark`."""
    for name, field in model.model_fields.items():
        if mark in field.metadata:
            yield field.alias or name


def _integer(value: object) -> object:
    """An integer, which Pulumi's wire format delivers as a float."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not float(value).is_integer():
        raise PydanticCustomError("integer", "must be an integer")
    if abs(value) > LARGEST_EXACT_INTEGER:
        raise PydanticCustomError("integer", "must lie between -2^53 and 2^53, beyond which Pulumi loses digits")
    return int(value)


def shortest_float32(value: float) -> float:
    """The number with the fewest decimals that is the same 32-bit float: 0.9 for 0.8999999761581421.

    Registries keep sampling parameters in 32 bits (seen on Bedrock), so two numbers that agree there are one.
    """
    exact = _in_32_bits(value)
    candidates = (float(f"{exact:.{digits}g}") for digits in range(1, 10))
    return next(c for c in candidates if _in_32_bits(c) == exact)


def _in_32_bits(value: float) -> float:
    try:
        (exact,) = struct.unpack("<f", struct.pack("<f", value))
    except OverflowError:
        return math.copysign(math.inf, value)
    return float(exact)


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise PydanticCustomError("number", "must be a number")
    if math.isinf(short := shortest_float32(float(value))):
        raise PydanticCustomError("number", "must be a 32-bit number")
    return short


def _json(value: object) -> object:
    """A free-form document as Pulumi keeps it: no nulls in objects, whole numbers as integers where they are exact."""
    if isinstance(value, Mapping):
        return {str(key): _json(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise PydanticCustomError("json", "must not hold a number that JSON cannot write (NaN, infinity)")
    if isinstance(value, int) and abs(value) > LARGEST_EXACT_INTEGER:
        return float(value)
    return plain_number(value)


def _json_object(value: object) -> object:
    if not isinstance(value, Mapping):
        raise PydanticCustomError("object", "must be an object")
    return _json(value)


def _strings(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    return (tuple(value) or None) if isinstance(value, list | tuple) else value


Integer = Annotated[int, BeforeValidator(_integer)]
Number = Annotated[float, BeforeValidator(_number)]
Json = Annotated[Any, BeforeValidator(_json)]
JsonObject = Annotated[dict[str, Any], BeforeValidator(_json_object)]
Strings = Annotated[
    tuple[StrictStr, ...] | None,
    BeforeValidator(_strings, json_schema_input_type=str | tuple[StrictStr, ...] | None),
    Written("str | Sequence[Input[str]]"),
]
"""A list of strings; a string alone is a list of one, an empty list is as good as none."""
