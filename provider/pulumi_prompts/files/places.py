"""Where the inputs of a prompt stand: in its file, or in another one whose text it takes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from pulumi_prompts.content.properties import Step, steps_of
from pulumi_prompts.files.dotprompt import messages_at
from pulumi_prompts.files.fragments import Part, parts_of
from pulumi_prompts.files.header import HEADED, document_in, headed
from pulumi_prompts.files.loading import DOCUMENTS
from pulumi_prompts.files.nodes import Entry, entries_on, texts_in
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


class Places:
    """The places of one file.

    Args:
        file: One that can be read; its suffix says of what form it is.
    """

    def __init__(self, file: Path) -> None:
        self._file, self._text, suffix = file, text_of(file), file.suffix.lower()
        self._root = document_in(self._text, suffix) if suffix in DOCUMENTS else None
        header = headed(self._text) if suffix in HEADED else None
        self._body = header.start if header else None
        self._is_prompt_text = suffix == ".prompt"
        self._messages = messages_at(self._text, header.start) if header and self._is_prompt_text else []

    def of_property(self, path: str) -> Place:
        """Where a property stands, or else what it would stand in: at worst, the file."""
        part = self._parts(steps_of(path))[0]
        return _place(part, part.start)

    def of_variable(self, path: str, name: str) -> Place | None:
        """Where a variable is mentioned first: in that property, else in any text; None where it is not."""
        variable = re.compile(rf"\{{\{{\s*{re.escape(name)}\s*\}}\}}")
        parts = (part for steps in (steps_of(path), *self._texts()) for part in self._parts(steps))
        found = ((part, variable.search(part.text, part.start, part.end)) for part in parts)
        return next((_place(part, mention.start()) for part, mention in found if mention), None)

    def _texts(self) -> Iterator[_Steps]:
        """The properties that hold texts."""
        if self._root is None or self._body is not None or entries_on(self._root, ("template",)):
            yield ("template",)
        messages = entries_on(self._root, ("messages",))
        count = len(self._messages or (messages[0].value.value if messages else ()))
        yield from (("messages", index, "content") for index in range(count))

    def _parts(self, steps: _Steps) -> list[Part]:
        """What says one property: of this file, or of those whose text it takes."""
        value = texts_in(self._root, steps) if steps in self._texts() else None
        start, end = self._of_body(steps) or self._of_document(steps)
        return parts_of(value, self._file.parent) or [Part(self._file, self._text, start, end)]

    def _of_body(self, steps: _Steps) -> tuple[int, int] | None:
        """Of a text below a header."""
        match steps:
            case ("messages", int(index), *_) if index < len(self._messages):
                return self._messages[index], [*self._messages, len(self._text)][index + 1]
            case ("template" | "messages", *_) if self._body is not None:
                return self._body, len(self._text)
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
        if self._is_prompt_text or entries_on(self._root, ("type",)):
            inner = {"parameters": steps[1:], "options": steps[2:]}.get(str(steps[0]) if steps else "", steps)
            yield from ((holder, each) for each in (steps, inner) for holder in _HOLDERS)


def _place(part: Part, at: int) -> Place:
    return Place(part.file, *spot(part.text, at))
