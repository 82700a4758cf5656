"""YAML that says no more than JSON can: `no`, `on`, dates and times of day are texts, and no key stands twice."""

import re
from collections.abc import Hashable
from typing import Any

import yaml

from pulumi_prompts.errors import FileError
from pulumi_prompts.files.text import spot

_TAG = "tag:yaml.org,2002:"
_VALUES = {
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "int": (r"[-+]?(?:0|[1-9][0-9]*)", list("-+0123456789")),
    "float": (r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
}


def parse_yaml(text: str, file: str) -> Any:
    """The document in `text`. Raises FileError, which names `file` and the line."""
    try:
        return yaml.load(text, _JsonValues)  # noqa: S506 (made from the safe one)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = (mark.line + 1, mark.column + 1) if mark else ()
        raise FileError(file, f"is not YAML: {error.problem}", None, *where) from None
    except yaml.reader.ReaderError as error:
        raise FileError(file, f"is not YAML: {error.reason}", None, *spot(text, error.position)) from None
    except ValueError as error:  # a number of too many digits
        raise FileError(file, f"is not YAML: {error}") from None


class _JsonValues(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            _check_key(key, seen)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _check_key(key: yaml.Node, seen: set[str]) -> None:
    if key.tag != f"{_TAG}str":
        raise yaml.MarkedYAMLError(problem="a key must be a text; quote it", problem_mark=key.start_mark)
    if key.value in seen:
        raise yaml.MarkedYAMLError(problem=f"the key {key.value!r} stands twice", problem_mark=key.start_mark)


_JsonValues.yaml_constructors = {
    tag: construct
    for tag, construct in yaml.SafeLoader.yaml_constructors.items()
    if tag in {None, *(f"{_TAG}{name}" for name in ("null", "bool", "int", "float", "str", "seq", "map"))}
}
_JsonValues.yaml_implicit_resolvers = {}
for _name, (_pattern, _first) in _VALUES.items():
    _JsonValues.add_implicit_resolver(f"{_TAG}{_name}", re.compile(f"(?:{_pattern})$"), _first)
