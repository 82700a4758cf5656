"""What requests must be: the rules that the server checks."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..wire import Json
from .state import variables_of
from .wire import Problem, invalid, problem

Path = tuple[str | int, ...]
Check = Callable[[Any, Path], Iterator[Problem]]

_RESERVED_NAMES = ("new", "metrics", "prompt-detail")
_LABEL = r"[a-z0-9_\-.]+"
_PLACEHOLDER = r"[a-zA-Z][a-zA-Z0-9_]*"
_LONGEST_LABEL = 36
_LONGEST_MESSAGE = 500
_LONGEST_NAME = 255


def string(value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield problem(path, f"Invalid input: expected string, received {type(value).__name__}", "invalid_type")


def strings(value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield problem(path, "Invalid input: expected array", "invalid_type")
        return
    for index, each in enumerate(value):
        yield from string(each, (*path, index))


def name(value: Any, path: Path) -> Iterator[Problem]:
    yield from string(value, path)
    if not isinstance(value, str):
        return
    if not value.strip() or len(value) > _LONGEST_NAME:
        yield problem(path, "Enter a name", "too_small")
    if re.search(r"<[^<>]*>", value):
        yield problem(path, "Text cannot contain HTML tags")
    if "|" in value:
        yield problem(path, "Prompt name cannot contain '|' character")
    if value.startswith("/") or value.endswith("/") or "//" in value:
        yield problem(path, "Name cannot start or end with a slash, nor have two in a row")
    if value in _RESERVED_NAMES:
        yield problem(path, f"Prompt name cannot be '{value}'")


def labels(value: Any, path: Path) -> Iterator[Problem]:
    yield from strings(value, path)
    for index, each in enumerate(value if isinstance(value, list) else ()):
        if isinstance(each, str) and not (re.fullmatch(_LABEL, each) and len(each) <= _LONGEST_LABEL):
            yield problem((*path, index), "Label must be lowercase alphanumeric, or underscores, hyphens, periods")


def commit_message(value: Any, path: Path) -> Iterator[Problem]:
    """Its length is that of JavaScript."""
    yield from string(value, path)
    if isinstance(value, str) and len(value.encode("utf-16-le")) // 2 > _LONGEST_MESSAGE:
        yield problem(path, f"Too big: expected string to have <={_LONGEST_MESSAGE} characters", "too_big")


def chat(value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield problem(path, "Invalid input: expected array", "invalid_type")
        return
    for index, each in enumerate(value):
        yield from _entry(each, (*path, index))
    texts = {name for each in value if isinstance(each, dict) for name in variables_of(str(each.get("content", "")))}
    for index, each in enumerate(value):
        if is_placeholder(each) and each.get("name") in texts:
            yield problem((*path, index), f"Placeholder name '{each['name']}' is used as a variable")


def _entry(value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield problem(path, "Invalid input: expected object", "invalid_type")
    elif is_placeholder(value):
        yield from string(value.get("name"), (*path, "name"))
        if isinstance(value.get("name"), str) and not re.fullmatch(_PLACEHOLDER, value["name"]):
            yield problem((*path, "name"), "Placeholder name must start with a letter")
    else:
        yield from string(value.get("role"), (*path, "role"))
        yield from string(value.get("content"), (*path, "content"))


def is_placeholder(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("type") == "placeholder"


def anything(value: Any, path: Path) -> Iterator[Problem]:
    yield from ()


_CREATE: Mapping[str, Check] = {
    "name": name,
    "type": string,
    "config": anything,
    "labels": labels,
    "tags": strings,
    "commitMessage": commit_message,
}
_MAY_BE_NULL = {"type", "config", "tags", "commitMessage"}


def created(body: Any) -> Json:
    """A version as it was asked for; members of a message that the server does not know are left out."""
    body = body if isinstance(body, dict) else {}
    prompt = chat if body.get("type") == "chat" else string
    checked({**_CREATE, "prompt": prompt}, body, required=("name", "prompt"))
    if body.get("type") not in (None, "text", "chat"):
        invalid([problem(("type",), "Invalid input", "invalid_union")])
    text = [_stripped(each) for each in body["prompt"]] if prompt is chat else body["prompt"]
    return {**body, "prompt": text, "type": body.get("type") or "text"}


def _stripped(entry: Json) -> Json:
    names = ("type", "name") if is_placeholder(entry) else ("role", "content")
    return {name: entry[name] for name in names}


def checked(fields: Mapping[str, Check], body: Json, required: tuple[str, ...]) -> None:
    if problems := list(_wrong(fields, body, required)):
        invalid(problems)


def _wrong(fields: Mapping[str, Check], body: Json, required: tuple[str, ...]) -> Iterator[Problem]:
    for member, value in body.items():
        if member not in fields:
            yield problem((member,), "Unrecognized key", "unrecognized_keys")
        elif value is not None or member not in _MAY_BE_NULL:
            yield from fields[member](value, (member,))
    for member in required:
        if member not in body:
            yield problem((member,), "Invalid input: expected string, received undefined", "invalid_type")
