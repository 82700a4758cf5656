"""The TypedDicts that programs write, as source text, made from the models that parse what they wrote."""

import inspect
import re
import textwrap
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pulumi_prompts.content.base import AlsoConfigured, Written
from pulumi_prompts.content.options import Options

WIDTH = 120
_ENTRY = re.compile(r"^    (\w+): (.*(?:\n        .*)*)", re.MULTILINE)


class Property(NamedTuple):
    """One property of a dict: its type in the words of Python, and what it means."""

    name: str
    type: str
    meaning: str


def described(model: type) -> tuple[str, dict[str, str]]:
    """The summary of a model, and the meanings of its fields, inherited ones included."""
    documents = [inspect.cleandoc(each.__doc__ or "") for each in model.__mro__ if issubclass(each, BaseModel)]
    entries = [_ENTRY.findall(document.partition("Attributes:\n")[2]) for document in reversed(documents)]
    meanings = {name: re.sub(r"\s+", " ", text) for each in entries for name, text in each}
    return documents[0].partition("\n\nAttributes:")[0], meanings


def properties(model: type[BaseModel]) -> Iterator[Property]:
    """The fields of a model, as a dict has them."""
    _, meanings = described(model)
    is_partial = not is_total(model)
    for name, field in model.model_fields.items():
        wire = field.alias or name
        type_ = written(field)
        if wire == "kind":
            type_ = type_.removeprefix("Input[").removesuffix("]")
        yield Property(
            wire, type_ if is_partial or is_required(field) else f"NotRequired[{type_}]", meanings.get(wire, "")
        )


def is_total(model: type[BaseModel]) -> bool:
    """Whether a dict of that model must have some keys."""
    return any(is_required(field) for field in model.model_fields.values())


def is_required(field: FieldInfo) -> bool:
    """Whether a program must say it; what a stack's configuration may say as well, it need not."""
    return field.is_required() and AlsoConfigured not in field.metadata


def written(field: FieldInfo) -> str:
    """The type of a property, any part of which may be an `Output`."""
    said = next((mark.type for mark in field.metadata if isinstance(mark, Written)), None)
    return f"Input[{said or _written(field.annotation)}]"


def _written(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _written(arguments[0])
    if origin in (Union, UnionType):
        return " | ".join(dict.fromkeys(_written(part) for part in arguments if part is not NoneType))
    if origin is Literal:
        return f"Literal[{', '.join(_quoted(choice) for choice in arguments)}]"
    if origin is tuple:
        return f"Sequence[Input[{_written(arguments[0])}]]"
    if origin is dict:
        inner = _written(arguments[1])
        return f"Mapping[str, {inner if inner == 'Any' else f'Input[{inner}]'}]"
    return "Any" if annotation is Any else str(annotation.__name__)


def _quoted(choice: Any) -> str:
    return f'"{choice}"'


def typed_dict(name: str, summary: str, entries: list[Property], *, total: bool) -> str:
    """The source of one."""
    attributes = "".join(entry(each.name, each.meaning, 8) for each in entries if each.meaning)
    described_by = f"\n\n    Attributes:\n{attributes}    " if attributes else ""
    fields = "".join(f"    {each.name}: {each.type}\n{_below(each.meaning)}" for each in entries)
    bases = "TypedDict" if total else "TypedDict, total=False"
    return f'class {name}({bases}):\n    """{_indented(summary)}{described_by}"""\n\n{fields}'


def entry(name: str, meaning: str, indent: int) -> str:
    """An entry of a list of arguments or attributes, wrapped."""
    return _wrapped(f"{name}: {meaning}", indent, indent + 4)


def _below(meaning: str) -> str:
    """The same where an editor looks for it."""
    return _wrapped(f'"""{meaning}"""', 4, 4) if meaning else ""


def _wrapped(text: str, first: int, rest: int) -> str:
    wrapper = textwrap.TextWrapper(WIDTH, initial_indent=" " * first, subsequent_indent=" " * rest)
    wrapper.break_long_words = wrapper.break_on_hyphens = False
    return f"{wrapper.fill(text)}\n"


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ")


def dict_of(model: type[BaseModel], name: str | None = None) -> str:
    """The dict that stands for a model."""
    entries = list(properties(model))
    return typed_dict(name or model.__name__, described(model)[0], entries, total=is_total(model))


def uses(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models inside a type, the innermost first."""
    if annotation is not Options and isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for field in annotation.model_fields.values():
            yield from uses(field.annotation)
        yield annotation
    for part in get_args(annotation):
        yield from uses(part)
