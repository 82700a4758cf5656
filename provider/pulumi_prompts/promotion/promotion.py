"""The promotion of one content into one file: whether it is due, what changes, and why it is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pulumi_prompts.content.digest import canonical
from pulumi_prompts.content.lines import tree_diff
from pulumi_prompts.content.model import CONTENT
from pulumi_prompts.files.evidence import read_evidence
from pulumi_prompts.files.promoted import FileHead, PromptFile, rendered
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.lifecycle.gates import not_proved_by
from pulumi_prompts.lifecycle.promoted import is_stack, place_of, skipped
from pulumi_prompts.promotion.source import Source
from pulumi_prompts.promotion.target import DECIDING, TargetFile

_JUDGED = CONTENT | {"promoted", "overrides"}
"""The properties that a promotion writes. A program may add others."""


@dataclass(frozen=True)
class Promotion:
    """The promotion of one content into one file.

    Attributes:
        backend: The registry of the target, as its configuration says it.
    """

    source: Source
    target: TargetFile
    backend: Any

    @property
    def is_due(self) -> bool:
        """Whether the file must be written."""
        return not self.target.has(self.source.digest)

    @property
    def origin(self) -> str:
        """The origin of the content, in one line."""
        return place_of(self.source.origin.entries)

    def diff(self) -> list[str]:
        """The line diff from the file to the source, both without overrides."""
        names = (str(self.target.path), self.origin)
        return list(tree_diff(self.target.tree, canonical(self.source.content), names))

    def refusals(self) -> list[str]:
        """Why it is refused: closed gates, and properties that the registry of the target cannot express."""
        failures = (each for each in self._declaration().failures if _property(each.path) in _JUDGED)
        return [*self._closed_gates(), *map(str, failures)]

    def text(self, now: datetime) -> bytes:
        """The new text of the file. Raises InputError if the rest of the file cannot be kept."""
        return rendered(self.target.path, self._head(now), canonical(self.source.content), self.source.beside)

    def _head(self, now: datetime) -> FileHead:
        return FileHead(
            self.source.digest, self.source.origin, now.isoformat(timespec="seconds").replace("+00:00", "Z")
        )

    def _declaration(self) -> Declaration:
        """What a program would declare with the new file."""
        file, head = self.target.found or PromptFile({}), self._head(datetime.min)
        beside = {name: value for name, value in file.inputs.items() if name not in CONTENT}
        promoted = PromptFile({**beside, **canonical(self.source.content)}, head.entries, file.overrides)
        of_program = {"backend": self.backend, "marker": self.target.stack}
        return Declaration.of({"name": self.source.name, **promoted.declared(of_program, DECIDING)})

    def _closed_gates(self) -> Iterator[str]:
        file, stack = self.target.found or PromptFile({}), self.source.origin.stack
        comes_right = any(is_stack(stack, str(each)) for each in (file.after, self.target.stack))
        if file.after is not None and not comes_right:
            yield f"after: {skipped(str(file.after), self.origin)}"
        if file.evidence is not None and (why := not_proved_by(read_evidence(file.evidence), self.source.digest)):
            yield f"evidence: {why}"


def _property(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]
