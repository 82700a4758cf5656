"""What an import has done so far: one line of a file for each prompt, so that one that was interrupted goes on."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pulumi_prompts.errors import InputError


@dataclass(frozen=True)
class Done:
    """What became of a prompt.

    Attributes:
        key: What tells it from others of the registry.
        name: In the registry.
        resource: Its name in the program; None where it is left out.
        is_published: Whether a version has its content.
        aliases: The versions that they point at, by their names.
        left_out: Why it is, or which of its aliases are, and why.
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
    """The file, which is gone once the import is complete.

    Args:
        path: Of the file.
        place: Which registry is read; another one's journal is not gone on with.
        former: Whose prompts are taken over, too; nor is the journal of an import that differs in this.
    """

    def __init__(self, path: Path, place: str, former: str | None = None) -> None:
        self._path = path
        self._head = {"registry": place, **({"take_over_from": former} if former else {})}

    def read(self) -> dict[str, Done]:
        """By the keys of the prompts. A line that was cut off does not count.

        Raises:
            InputError: It is that of another import, or cannot be read.
        """
        lines = [*self._lines()]
        if lines and lines[0] != self._head:
            remedy = "go on with that one, or remove the file"
            raise InputError(f"{self._path} is of another import that is not complete", remedy)
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
        """Note one. A line begins with its line break: what was cut off before stays apart.

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
        """There is nothing left to go on with."""
        self._path.unlink(missing_ok=True)
