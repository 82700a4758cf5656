"""Text of files, as people save it on any system."""

from pathlib import Path

from pulumi_prompts.errors import InputError


def text_of(file: Path) -> str:
    """The text, with plain line breaks. Raises InputError, which names the file, where it cannot be read."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        remedy = "" if file.is_absolute() else f"its path starts at {Path.cwd()}"
        raise InputError(f"{file}: {error.strerror}", remedy) from None
    return decoded(raw, str(file))


def decoded(raw: bytes, name: str) -> str:
    """The same of bytes that are there."""
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(f"{name}, line {line}: is not UTF-8", "save it in that encoding") from None
