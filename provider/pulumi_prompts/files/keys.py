"""Wrong keys in the files of prompts, each with its line.

Which keys there are, the TypedDicts say that programs write; so a program finds them out without the models. Lines are
looked for only where a key is wrong: YAML's parser marks them, and takes JSON as well.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, get_args, is_typeddict

from pulumi_prompts.content.properties import Step, not_known, property_path
from pulumi_prompts.errors import InputError


class WrongKey(NamedTuple):
    """A key that no property has: where it stands, and why it is wrong."""

    steps: tuple[Step, ...]
    reason: str


def refuse_wrong_keys(file: Path, inputs: Mapping[str, Any], shape: Any) -> None:
    """Raise InputError with the line of each key in the file that `shape`, a TypedDict, does not have."""
    if wrong := list(_wrong_keys((), inputs, shape)):
        said = "; ".join(_in_words(file, wrong))
        raise InputError(f"{file}{', ' if said.startswith('line') else ': '}{said}")


def _wrong_keys(steps: tuple[Step, ...], value: Any, shape: Any) -> Iterator[WrongKey]:
    dicts = _fitting(value, list(_typed_dicts(shape)))
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


def _typed_dicts(annotation: Any) -> Iterator[Any]:
    """The TypedDicts that may stand in the place of an annotated value, or of the items of a list of them."""
    if is_typeddict(annotation):
        yield annotation
    for part in get_args(annotation):
        yield from _typed_dicts(part)


def _fitting(value: Any, dicts: list[Any]) -> list[Any]:
    """Of several, those of the kind that the value says, if it says one of theirs."""
    kind = value.get("kind") if isinstance(value, Mapping) else None
    return [each for each in dicts if kind in _kinds(each)] or dicts


def _kinds(typed_dict: Any) -> tuple[Any, ...]:
    kind = typed_dict.__annotations__.get("kind")
    return tuple(choice for part in (kind, *get_args(kind)) for choice in get_args(part))


def _names_inside(annotation: Any) -> set[str]:
    return {name for each in _typed_dicts(annotation) for name in each.__annotations__}


def _in_words(file: Path, wrong: list[WrongKey]) -> Iterator[str]:
    root = _composed(file)
    for steps, reason in wrong:
        line = _line_of(root, steps)
        where = "" if line is None else f"line {line}: "
        yield f"{where}`{property_path(steps)}` {reason}"


def _composed(file: Path) -> Any:
    """The nodes of a document, with their marks; None where YAML's parser does not take it."""
    import yaml

    text = file.read_text("utf-8-sig")
    try:
        return next(yaml.compose_all(text.replace("\t", " ") if file.suffix == ".json" else text, yaml.SafeLoader))
    except (yaml.YAMLError, StopIteration):
        return None


def _line_of(node: Any, steps: tuple[Step, ...]) -> int | None:
    """The line of the last key on a path, or None where the file is of another form than its inputs."""
    line = None
    for step in steps:
        entry = _entry(node, step)
        if entry is None:
            return None
        key, node = entry
        line = key.start_mark.line + 1
    return line


def _entry(node: Any, step: Step) -> tuple[Any, Any] | None:
    """The node of a key, or of an item of a list, and that of its value."""
    value = getattr(node, "value", None)
    if not isinstance(value, list):
        return None
    if isinstance(step, int):
        return (value[step], value[step]) if step < len(value) else None
    pairs = (pair for pair in value if isinstance(pair, tuple))
    return next(((key, inner) for key, inner in pairs if key.value == step), None)
