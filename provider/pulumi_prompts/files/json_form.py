"""Plain values as JSON, read and written: no key stands twice."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pulumi_prompts.errors import FileError


def loads(text: str, file: str) -> Any:
    """The document in `text`. Raises FileError, which names `file` and the line."""
    try:
        return json.loads(text, object_pairs_hook=_without_repetition)
    except json.JSONDecodeError as error:
        raise FileError(file, f"is not JSON: {error.msg}", None, error.lineno, error.colno) from None
    except ValueError as error:  # a number of too many digits
        raise FileError(file, f"is not JSON: {error}") from None
    except _RepeatedKeyError as repeated:
        said = f"the key {str(repeated)!r} stands twice in one object"
        raise FileError(file, said, None, *_where_yaml_stops(text)) from None


class _RepeatedKeyError(Exception):
    """A key stands twice in one object."""


def _without_repetition(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for key, value in pairs:
        if key in entries:
            raise _RepeatedKeyError(key)
        entries[key] = value
    return entries


def _where_yaml_stops(text: str) -> Iterator[int]:
    """JSON's parser does not tell where a key stands that is there twice."""
    from pulumi_prompts.files.yaml import parse_yaml

    try:
        parse_yaml(text.replace("\t", " "), "")
    except FileError as error:
        if error.line is not None:
            yield from (error.line, error.column)


def dumps(inputs: Mapping[str, Any]) -> str:
    """A document of several lines. What YAML's parser does not take is escaped: it tells where something stands."""
    from pulumi_prompts.files.yaml_form import escaped

    lines = json.dumps(inputs, ensure_ascii=False, indent=2, allow_nan=False).split("\n")
    return "".join(f"{escaped(line)}\n" for line in lines)
