"""Slips of a program that would meet a traceback of Pulumi's, told in one line before anything is declared."""

from collections.abc import Iterator, Mapping
from os import PathLike
from typing import Any

import pulumi

from pulumi_prompts.content.properties import Step, property_path
from pulumi_prompts.errors import InputError
from pulumi_prompts.program.outputs import OUTPUT_AS_TEXT

_TAKEN = (type(None), bool, int, float, str, pulumi.Resource, pulumi.Asset, pulumi.Archive)
_INSTEAD_OF_KEY = "write one, or make the whole mapping with `pulumi.Output.apply`"


class ProgramError(InputError, pulumi.RunError):
    """Something is wrong in a program; a `RunError` is one that the language host shows without a traceback."""


def refuse_slips(resource_name: Any, opts: Any, inputs: Mapping[str, Any]) -> None:
    """Raise ProgramError where the SDK could not even ask the engine."""
    if not isinstance(resource_name, str) or not resource_name or OUTPUT_AS_TEXT in resource_name:
        said = f"the name of a resource must be a text that the program knows, and not {_named(resource_name)}"
        raise ProgramError(said, "give it one; what is known later may be its input `name`")
    if opts is not None and not isinstance(opts, pulumi.ResourceOptions):
        said = f"{resource_name}: the second argument must be ResourceOptions, and not {_named(opts)}"
        raise ProgramError(said, "give each input by its name, such as `template=...`")
    for said in _slips_inside((), inputs):
        raise ProgramError(f"{resource_name}: {said}")


def refuse_unreadable(resource_name: str, id_: Any) -> None:
    """Raise ProgramError where `id_` cannot be the identifier of a prompt that is only read."""
    known = isinstance(id_, str) and id_ and OUTPUT_AS_TEXT not in id_
    if not known and not _is_later(id_):
        said = f"{resource_name}: `id` must be the identifier of a prompt, and not {_named(id_)}"
        raise ProgramError(said, "find it in the registry, or in the outputs of the stack that owns the prompt")


def refuse_no_path(resource_name: str, path: Any) -> None:
    """Raise ProgramError where `path` cannot be that of a file."""
    if not isinstance(path, str | PathLike) or OUTPUT_AS_TEXT in str(path):
        said = f"{resource_name}: `path` must be the path of a file, and not {_named(path)}"
        raise ProgramError(said, "a file is read while the program runs; give a path that is known then")


def _slips_inside(steps: tuple[Step, ...], value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if isinstance(key, str):
                yield from _slips_inside((*steps, key), item)
            else:
                yield f"{property_path(steps)}: a key must be a text, and not {_named(key)}; {_INSTEAD_OF_KEY}"
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _slips_inside((*steps, index), item)
    elif not (isinstance(value, _TAKEN) or _is_later(value) or hasattr(type(value), "_pulumi_input_type")):
        yield f"{property_path(steps)}: must be made of texts, numbers, lists and dicts, and not of {_named(value)}"


def _is_later(value: Any) -> bool:
    return isinstance(value, pulumi.Output) or hasattr(value, "__await__")


def _named(value: Any) -> str:
    if isinstance(value, str):
        return "an Output in an f-string" if OUTPUT_AS_TEXT in value else "a text" if value else "an empty text"
    return "None" if value is None else type(value).__name__
