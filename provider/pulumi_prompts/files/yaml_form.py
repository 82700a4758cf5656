"""Plain values as YAML that people review: texts of several lines as literal blocks, byte for byte.

What is written is read back as exactly the same value by `files.yaml`. A text that a block cannot hold, because of the
line breaks of Windows or a character that YAML has no sign for, is quoted, line by line.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from pulumi_prompts.content.numbers import plain_number
from pulumi_prompts.errors import InputError
from pulumi_prompts.files.yaml import parse_yaml

_NOT_IN_YAML = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_PLAIN = re.compile(r"[A-Za-z][\w ./:@+-]*", re.ASCII)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_STEP = "  "


def document(entries: Mapping[str, Any]) -> str:
    """A block mapping of these entries."""
    return "".join(entry(name, value) for name, value in entries.items())


def entry(name: str, value: Any, margin: str = "") -> str:
    """One entry of a block mapping, with the line break at its end."""
    return f"{margin}{scalar(name)}:{_after_name(value, margin)}"


def scalar(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, str):
        return value if _is_plain(value) else quoted(value)
    return json.dumps(plain_number(value))


def quoted(value: Any) -> str:
    """As JSON, with every character that YAML does not take as it stands escaped."""
    return escaped(json.dumps(value, ensure_ascii=False))


def escaped(line: str) -> str:
    """A line of JSON that YAML takes as well."""
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _after_name(value: Any, margin: str) -> str:
    inner = margin + _STEP
    if isinstance(value, Mapping) and value:
        return "\n" + "".join(entry(name, item, inner) for name, item in value.items())
    if isinstance(value, list | tuple) and value:
        return "\n" + "".join(_items(value, inner))
    return f" {_leaf(value, inner)}"


def _items(values: Sequence[Any], margin: str) -> Iterator[str]:
    inner = margin + _STEP
    for value in values:
        if isinstance(value, Mapping) and value:
            lines = "".join(entry(name, item, inner) for name, item in value.items())
            yield f"{margin}- {lines.removeprefix(inner)}"
        elif isinstance(value, list | tuple) and value:
            yield f"{margin}- {''.join(_items(value, inner)).removeprefix(inner)}"
        else:
            yield f"{margin}- {_leaf(value, inner)}"


def _leaf(value: Any, margin: str) -> str:
    if isinstance(value, str) and "\n" in value:
        return _block(value, margin) or f"{_quoted_lines(value, margin)}\n"
    return f"{scalar(value)}\n"


def _block(text: str, margin: str) -> str | None:
    """The text as a literal block, or None where no block holds it."""
    if _NOT_IN_YAML.search(text.replace("\n", "").replace("\t", "")):
        return None
    begins = str(len(_STEP)) if text[0] in " \t\n" else ""
    body = text.removesuffix("\n")
    keeps = "-" if body == text else "+" if body.endswith("\n") or not body else ""
    lines = "".join(f"{margin}{line}\n" if line else "\n" for line in body.split("\n"))
    return f"|{begins}{keeps}\n{lines}"


def _quoted_lines(text: str, margin: str) -> str:
    """The text in quotes, line by line. A backslash goes on in the next line, and stands before the blanks there."""
    first, *others = (quoted(line)[1:-1] for line in _LINE.findall(text))
    return "\\\n".join([f'"{first}', *(f"{margin}{_with_blanks(line)}" for line in others)]) + '"'


def _with_blanks(line: str) -> str:
    return f"\\{line}" if line.startswith(" ") else line


def _is_plain(text: str) -> bool:
    """Whether it needs no quotes, here and in older YAML, in which `no` is false."""
    if _PLAIN.fullmatch(text) is None:
        return False
    try:
        return all(read(f"text: {text}\n") == {"text": text} for read in (_parsed, yaml.safe_load))
    except (InputError, yaml.YAMLError):
        return False


def _parsed(document: str) -> Any:
    return parse_yaml(document, "")
