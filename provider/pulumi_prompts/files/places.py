"""Where the inputs of a prompt stand: in its file, or in another one whose text it takes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from pulumi_prompts.content.properties import Step, steps_of
from pulumi_prompts.files.dotprompt import texts_at
from pulumi_prompts.files.loading import DOCUMENTS
from pulumi_prompts.files.nodes import Entry, composed, entries_on
from pulumi_prompts.files.promoted import OVERRIDES
from pulumi_prompts.files.text import spot, text_of

_Steps = tuple[Step, ...]

_MODEL: Final = "model_configuration"
_HOLDERS: Final[tuple[_Steps, ...]] = ((), (_MODEL,), (_MODEL, "extra_parameters"))
"""What holds parameters and options in a file of another form than the inputs: a manifest, or a header."""


class Place(NamedTuple):
    """A character of a file; line and column count from 1."""

    file: Path
    line: int = 1
    column: int = 1


class _Passage(NamedTuple):
    """The part of a file that says one property."""

    file: Path
    text: str
    start: int
    end: int

    @property
    def place(self) -> Place:
        return Place(self.file, *spot(self.text, self.start))

    def place_of_variable(self, name: str) -> Place | None:
        found = re.compile(rf"\{{\{{\s*{re.escape(name)}\s*\}}\}}").search(self.text, self.start, self.end)
        return Place(self.file, *spot(self.text, found.start())) if found else None


class Places:
    """The places of one file.

    Args:
        file: One that can be read; its suffix says of what form it is.
    """

    def __init__(self, file: Path) -> None:
        self._file, self._text = file, text_of(file)
        self._has_header = file.suffix.lower() == ".prompt"
        is_document = file.suffix.lower() in DOCUMENTS
        self._root = composed(self._text, is_json=file.suffix.lower() == ".json") if is_document else None

    def of_property(self, path: str) -> Place:
        """Where a property stands, or else what it would stand in: at worst, the file."""
        return self._passage(steps_of(path)).place

    def of_variable(self, path: str, name: str) -> Place | None:
        """Where a variable is mentioned first: in that property, else in any text; None where it is not."""
        passages = (self._passage(steps) for steps in (steps_of(path), *self._texts()))
        return next((place for each in passages if (place := each.place_of_variable(name))), None)

    def of_name(self, taken: str) -> Place | None:
        """Where the file is named whose text is taken; None where it is not."""
        named = (self._entry_of_name(steps) for steps in self._texts())
        found = next((each for each in named if each and str(self._taken(each)) == taken), None)
        return Place(self._file, *found.spot) if found else None

    def _texts(self) -> Iterator[_Steps]:
        """The properties that hold texts."""
        if self._root is None or self._has_header or entries_on(self._root, ("template",)):
            yield ("template",)
        messages = entries_on(self._root, ("messages",))
        count = len(texts_at(self._text)[1]) if self._has_header else len(messages[0].value.value) if messages else 0
        yield from (("messages", index, "content") for index in range(count))

    def _entry_of_name(self, steps: _Steps) -> Entry | None:
        entries = entries_on(self._root, (*steps, "file"))
        return entries[-1] if len(entries) > len(steps) else None

    def _taken(self, name: Entry) -> Path:
        return self._file.parent / str(name.value.value)

    def _passage(self, steps: _Steps) -> _Passage:
        if steps in self._texts() and (name := self._entry_of_name(steps)):
            text = text_of(self._taken(name))
            return _Passage(self._taken(name), text, 0, len(text))
        start, end = self._of_body(steps) or self._of_document(steps)
        return _Passage(self._file, self._text, start, end)

    def _of_body(self, steps: _Steps) -> tuple[int, int] | None:
        """Of a text below a header."""
        start, messages = texts_at(self._text) if self._has_header else (0, [])
        match steps:
            case ("messages", int(index), *_) if index < len(messages):
                return messages[index], [*messages, len(self._text)][index + 1]
            case ("template" | "messages", *_) if self._has_header:
                return start, len(self._text)
            case _:
                return None

    def _of_document(self, steps: _Steps) -> tuple[int, int]:
        _, entries = min(self._found(steps), key=lambda each: each[0], default=(0, []))
        if not entries:
            return 0, len(self._text)
        return entries[-1].key.start_mark.index, entries[-1].value.end_mark.index

    def _found(self, steps: _Steps) -> Iterator[tuple[int, list[Entry]]]:
        """Each way to say it that leads further than to what holds it: how much is missing, and what is there."""
        for holder, inner in self._ways(steps):
            entries = entries_on(self._root, (*holder, *inner))
            if len(entries) > len(holder):
                yield len(holder) + len(inner) - len(entries), entries

    def _ways(self, steps: _Steps) -> Iterator[tuple[_Steps, _Steps]]:
        yield (OVERRIDES,), steps
        yield (), steps
        if self._has_header or entries_on(self._root, ("type",)):
            inner = {"parameters": steps[1:], "options": steps[2:]}.get(str(steps[0]) if steps else "", steps)
            yield from ((holder, each) for each in (steps, inner) for holder in _HOLDERS)
