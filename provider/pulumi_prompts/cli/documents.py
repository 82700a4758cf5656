"""The texts that a command reads and writes: in files, or on standard input and output, which `-` means."""

import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

from pulumi_prompts.cli.progress import doing
from pulumi_prompts.errors import FileError, UsageError
from pulumi_prompts.files.text import decoded, text_of

STREAM = "-"
STANDARD_INPUT = "standard input"


def read_all(names: Iterable[str]) -> list[tuple[str, str]]:
    """Each text with the name of its source. Raises UsageError if one cannot be read."""
    return [(STANDARD_INPUT if name == STREAM else name, read_one(name)) for name in names]


def read_one(name: str) -> str:
    """The text of a file, or of standard input. Raises UsageError if it cannot be read."""
    try:
        return _standard_input() if name == STREAM else text_of(Path(name))
    except FileError as error:
        raise UsageError(error.said, error.remedy) from None


def _standard_input() -> str:
    """The command that writes to the pipe may also write to the terminal: only a person at the keyboard is told."""
    with doing("waiting for standard input") if sys.stdin.isatty() else nullcontext():
        return decoded(sys.stdin.buffer.read(), STANDARD_INPUT)


def write_one(name: str, text: str) -> None:
    """Write to a file, or to standard output. Raises UsageError if the file cannot be written."""
    raw = text.encode("utf-8", "backslashreplace")  # half a character of UTF-16, which JSON can say
    if name == STREAM:
        sys.stdout.buffer.write(raw)
        return
    try:
        Path(name).write_bytes(raw)
    except OSError as error:
        raise UsageError(f"{name}: cannot be written: {error.strerror}") from None
