"""Text of files, as people save it on any system."""

from pathlib import Path
from typing import NamedTuple

from pulumi_prompts.errors import FileError


class Spot(NamedTuple):
    """Where in a text, both from 1."""

    line: int
    column: int


def spot(text: str, at: int) -> Spot:
    """Where the character at the index `at` stands."""
    return Spot(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def text_of(file: Path) -> str:
    """The text, with plain line breaks. Raises FileError where it cannot be read."""
    try:
        raw = file.read_bytes()
    except (OSError, ValueError) as error:  # a path with a NUL is a ValueError
        remedy = "" if file.is_absolute() else f"its path starts at {Path.cwd()}"
        raise FileError(str(file), getattr(error, "strerror", None) or str(error), remedy) from None
    return decoded(raw, str(file))


def decoded(raw: bytes, name: str) -> str:
    """The same of bytes that are there. Raises FileError, which names them."""
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()  # without the mark of the byte order
        raise FileError(name, "is not UTF-8", "save it in that encoding", *spot(before, len(before))) from None
