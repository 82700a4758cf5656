"""One content on its way into one file: whether it is due, what differs, and what stands in the way."""

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
"""The properties that a promotion is responsible for: a program may say others than the file."""


@dataclass(frozen=True)
class Promotion:
    """One content on its way into one file.

    Attributes:
        backend: The registry of the target, as its configuration says it.
    """

    source: Source
    target: TargetFile
    backend: Any

    @property
    def is_due(self) -> bool:
        """Whether the file is to be written."""
        return not self.target.has(self.source.digest)

    @property
    def origin(self) -> str:
        """Where the content comes from, in one line."""
        return place_of(self.source.origin.entries)

    def diff(self) -> list[str]:
        """A line diff from what the file has to what the source has, both without overrides."""
        names = (str(self.target.path), self.origin)
        return list(tree_diff(self.target.tree, canonical(self.source.content), names))

    def refusals(self) -> list[str]:
        """What stands in the way: gates that are closed, and what the registry of the target cannot express."""
        failures = (each for each in self._declaration().failures if _property(each.path) in _JUDGED)
        return [*self._closed_gates(), *map(str, failures)]

    def text(self, now: datetime) -> bytes:
        """What the file is to hold. Raises InputError where it cannot be kept around another content."""
        return rendered(self.target.path, self._head(now), canonical(self.source.content), self.source.beside)

    def _head(self, now: datetime) -> FileHead:
        return FileHead(
            self.source.digest, self.source.origin, now.isoformat(timespec="seconds").replace("+00:00", "Z")
        )

    def _declaration(self) -> Declaration:
        """What a program would declare by the file, once it is written."""
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
