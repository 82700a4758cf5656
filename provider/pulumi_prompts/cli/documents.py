"""Texts that a command reads and writes: files, or `-` for the standard streams."""

import sys
from collections.abc import Iterable
from pathlib import Path

from pulumi_prompts.cli.progress import doing
from pulumi_prompts.errors import InputError
from pulumi_prompts.files.text import decoded, text_of

STREAM = "-"


def read_all(names: Iterable[str]) -> list[tuple[str, str]]:
    """Each name with its text. Raises InputError where one cannot be read."""
    return [(name, read_one(name)) for name in names]


def read_one(name: str) -> str:
    """The text of a file, or of standard input. Raises InputError where it cannot be read."""
    if name == STREAM:
        with doing("waiting for standard input"):
            return decoded(sys.stdin.buffer.read(), "standard input")
    return text_of(Path(name))


def write_one(name: str, text: str) -> None:
    """To a file, or to standard output, whatever a terminal there can show. Raises InputError where that cannot be."""
    raw = text.encode("utf-8", "backslashreplace")  # half a character of UTF-16, which JSON can say
    if name == STREAM:
        sys.stdout.buffer.write(raw)
        return
    try:
        Path(name).write_bytes(raw)
    except OSError as error:
        raise InputError(f"{name}: cannot be written: {error.strerror}") from None
