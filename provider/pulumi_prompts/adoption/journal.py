"""The journal of an import: one line for each finished prompt, so that an interrupted import can continue."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pulumi_prompts.errors import InputError


@dataclass(frozen=True)
class Done:
    """The result of one prompt.

    Attributes:
        key: Identifies the prompt in its registry.
        name: The name in the registry.
        resource: The name in the program; None if the prompt is left out.
        is_published: Whether a version has its content.
        aliases: The imported aliases with their versions.
        left_out: Why the prompt is left out, or which of its aliases are, and why.
        owner: Whose it is, by the note in the registry; None of what is nobody's.
    """

    key: str
    name: str
    resource: str | None = None
    is_published: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    owner: str | None = None


class Journal:
    """The file. It is removed when the import is complete.

    Args:
        path: The path of the file.
        place: The registry. The journal of another registry is an error.
        former: Whose prompts are taken over, too; nor is the journal of an import that differs in this.
    """

    def __init__(self, path: Path, place: str, former: str | None = None) -> None:
        self._path = path
        self._head = {"registry": place, **({"take_over_from": former} if former else {})}

    def read(self) -> dict[str, Done]:
        """The results by the keys of the prompts. An incomplete line is ignored.

        Raises:
            InputError: The journal is of another import, or cannot be read.
        """
        lines = [*self._lines()]
        if lines and lines[0] != self._head:
            remedy = "complete that import, or remove the file"
            raise InputError(f"{self._path} belongs to another import, which is not complete", remedy)
        done = (Done(**{**line, "left_out": tuple(line["left_out"])}) for line in lines[1:])
        return {each.key: each for each in done}

    def _lines(self) -> Iterator[Any]:
        try:
            text = self._path.read_text(encoding="utf-8") if self._path.exists() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{self._path}: cannot be read: {error}", "remove it") from None
        for line in text.splitlines():
            with suppress(json.JSONDecodeError):
                yield json.loads(line)

    def add(self, done: Done) -> None:
        """Add a result. The line break comes first, so an incomplete line before it stays separate.

        Raises:
            InputError: The file cannot be written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                lines = [asdict(done)] if file.tell() else [self._head, asdict(done)]
                file.writelines(f"\n{json.dumps(line)}" for line in lines)
        except OSError as error:
            raise InputError(f"{self._path}: cannot be written: {error.strerror}") from None

    def remove(self) -> None:
        """Remove the file: the import is complete."""
        self._path.unlink(missing_ok=True)
