"""Texts in files of their own, which several prompts may share.

`{file: <path>}` takes the text of a file as it stands. `{include: <path>}` takes it with the files that it includes:

    You sort the tickets of Acme.

    {{> style.md}}

Each `{{> <path>}}` in such a text stands for the text of that file, without the line break at its end. That file may
include others, but never itself. A path starts at the folder of the file that names it, and it must lie in the project:
in the folder of `Pulumi.yaml`, or else in the folder that the command is run in.
"""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from pulumi_prompts.errors import FileError
from pulumi_prompts.files.project import project_folder
from pulumi_prompts.files.text import spot, text_of

AS_IT_STANDS: Final = "file"
WITH_INCLUDES: Final = "include"
KEYS: Final = (AS_IT_STANDS, WITH_INCLUDES)
"""What may name a file in the place of a text."""

_INCLUDE = re.compile(r"\{\{>[ \t]*([^{}\n]*?)[ \t]*\}\}")

OUTSIDE: Final = "lies outside of the project"
MOST_PARTS: Final = 1000
TOO_MANY: Final = f"is made of more than {MOST_PARTS} parts"


class Part(NamedTuple):
    """A part of the text of a file, from one index to another."""

    file: Path
    text: str
    start: int
    end: int


def parts_of(value: Any, folder: Path) -> list[Part]:
    """Of the text that `value` names; none where it names no file.

    Args:
        value: A text, or what may stand in the place of one.
        folder: That of the file in which it stands.

    Raises:
        FileError: A file cannot be read, lies outside of the project, or includes itself.
    """
    match value:
        case {"file": str(path), **others} if not others:
            text = _text_in_project(folder / path, project_folder(folder))
            return [Part(folder / path, text, 0, len(text))]
        case {"include": str(path), **others} if not others:
            return _few_enough(folder / path, _included(folder / path, (), project_folder(folder)))
        case _:
            return []


def _few_enough(file: Path, parts: Iterator[Part]) -> list[Part]:
    """Some files that include each other twice would make a text that no memory holds."""
    found = list(islice(parts, MOST_PARTS + 1))
    if len(found) > MOST_PARTS:
        raise FileError(str(file), TOO_MANY)
    return found


def joined(parts: list[Part]) -> str:
    """The text that the parts make."""
    return "".join(part.text[part.start : part.end] for part in parts)


def _included(file: Path, above: tuple[Path, ...], project: Path) -> Iterator[Part]:
    text, start = _text_in_project(file, project), 0
    for found in _INCLUDE.finditer(text):
        yield Part(file, text, start, found.start())
        yield from _named_at(found, file, (*above, file), project)
        start = found.end()
    yield Part(file, text, start, len(text.removesuffix("\n")) if above else len(text))


def _named_at(found: re.Match[str], file: Path, above: tuple[Path, ...], project: Path) -> Iterator[Part]:
    """Of what is included at a place of a file; what is wrong with it is told there."""
    inner = file.parent / found[1]
    if any(inner.resolve() == each.resolve() for each in above):
        chain = " -> ".join(map(str, (*above, inner)))
        raise FileError(str(file), f"includes itself: {chain}", None, *spot(found.string, found.start()))
    try:
        yield from _included(inner, above, project)
    except FileError as error:
        if error.line is not None:
            raise
        place = spot(found.string, found.start())
        raise FileError(str(file), f"{error.file}: {error.what}", error.remedy, *place) from None


def _text_in_project(file: Path, project: Path) -> str:
    if not _lies_in(file, project):
        raise FileError(str(file), f"{OUTSIDE} {project}", "keep a copy there")
    return text_of(file)


def _lies_in(file: Path, project: Path) -> bool:
    """Also of a path that is none: why, whoever reads it says."""
    try:
        return file.resolve().is_relative_to(project)
    except (OSError, RuntimeError, ValueError):
        return True
