"""Wrong keys in the files of prompts, each with its place.

Which keys there are, the TypedDicts say that programs write; so a program finds them out without the models. Lines are
looked for only where a key is wrong: YAML's parser marks them, and takes JSON as well.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args, is_typeddict

from pulumi_prompts.content.properties import Step, not_known, property_path
from pulumi_prompts.errors import InputError
from pulumi_prompts.files.nodes import entries_on
from pulumi_prompts.files.text import text_of


class WrongKey(NamedTuple):
    """A key that no property has: where it stands, and why it is wrong."""

    steps: tuple[Step, ...]
    reason: str


def refuse_wrong_keys(file: Path, inputs: Mapping[str, Any], shape: Any) -> None:
    """Raise InputError with the place of each key in the file that `shape`, a TypedDict, does not have."""
    if wrong := list(_wrong_keys((), inputs, shape)):
        said = "; ".join(_in_words(file, wrong))
        raise InputError(f"{file}{', ' if said.startswith('line') else ': '}{said}")


def _wrong_keys(steps: tuple[Step, ...], value: Any, shape: Any) -> Iterator[WrongKey]:
    dicts = _fitting(value, _typed_dicts(shape))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _wrong_keys((*steps, index), item, shape)
    elif isinstance(value, Mapping) and dicts:
        known = {name: inner for each in dicts for name, inner in each.__annotations__.items()}
        for key, item in value.items():
            if key in known:
                yield from _wrong_keys((*steps, key), item, known[key])
            else:
                inside = {name: _names_inside(inner) for name, inner in known.items()}
                yield WrongKey((*steps, key), not_known(key, known, inside))


@cache
def _typed_dicts(annotation: Any) -> tuple[Any, ...]:
    """The TypedDicts that may stand in the place of an annotated value, or of the items of a list of them."""
    itself = (annotation,) if is_typeddict(annotation) else ()
    return (*itself, *(each for part in get_args(annotation) for each in _typed_dicts(part)))


def _fitting(value: Any, dicts: tuple[Any, ...]) -> tuple[Any, ...]:
    """Of several, those of the kind that the value says, if it says one of theirs."""
    kind = value.get("kind") if isinstance(value, Mapping) else None
    return tuple(each for each in dicts if kind in _kinds(each)) or dicts


@cache
def _kinds(typed_dict: Any) -> tuple[Any, ...]:
    kind = typed_dict.__annotations__.get("kind")
    return tuple(choice for part in (kind, *get_args(kind)) for choice in get_args(part))


def _names_inside(annotation: Any) -> set[str]:
    return {name for each in _typed_dicts(annotation) for name in each.__annotations__}


def _in_words(file: Path, wrong: list[WrongKey]) -> Iterator[str]:
    from pulumi_prompts.files.header import document_in

    root = document_in(text_of(file), file.suffix.lower())
    for steps, reason in wrong:
        entries = entries_on(root, steps)
        is_there = len(entries) == len(steps)  # or the file is of another form than its inputs
        where = "line {}, column {}: ".format(*entries[-1].spot) if is_there else ""
        yield f"{where}`{property_path(steps)}` {reason}"
