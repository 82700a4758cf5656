"""All contents in the previews: a content that only one preview has can be shown by its digest everywhere."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pulumi_prompts.content.model import CONTENT
from pulumi_prompts.program.signs import UNKNOWN
from pulumi_prompts.program.urns import ALIAS, PROMPT, VERSION
from pulumi_prompts.report.changes.forming import content_in
from pulumi_prompts.report.differing.contents import contents_of
from pulumi_prompts.report.differing.sides import is_hidden, side
from pulumi_prompts.report.model import Contents, Knowledge, TextChange
from pulumi_prompts.report.previews.steps import State, Step

Digest = str | None
"""None if there is none, `UNKNOWN` if it is known only at `pulumi up`."""

_WHOLE = "content"
_TEXTS = frozenset({"template", "messages"})
"""A content has one of them."""


def digest_in(state: State | None) -> Digest:
    """The digest of a prompt's content, or of the version that is meant; unknown if only the registry knows it."""
    if state is None:
        return None
    digest = state.said("digest")
    return digest if isinstance(digest, str) else UNKNOWN


class Texts:
    """All contents of some steps, each once, and how two of them differ; each difference is computed once."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._by_digest: dict[str, Mapping[str, Any]] = {}
        self._differences: dict[str, Contents] = {}
        for step in steps:
            for state in (step.old, step.new):
                self._note(step.type, state)

    def untold(self, step: Step) -> str:
        """When no preview has the content of a resource: `before`, or `afterwards`; nothing if never."""
        sides = {"before": step.old, "afterwards": step.new}
        untold = (when for when, state in sides.items() if state and self._content(step.type, state) is None)
        return " and ".join(untold)

    def contents(self, step: Step) -> Contents:
        """How a step changes a content; nothing if the previews do not have both."""
        before, after = (self._content(step.type, state) if state else None for state in (step.old, step.new))
        if self.untold(step):
            return Contents()
        if isinstance(before, str) or isinstance(after, str):
            return Contents(texts=(TextChange(_WHOLE, _WHOLE, _knowledge(before), _knowledge(after)),))
        return self._difference(before, after)

    def _note(self, type_: str, state: State | None) -> None:
        content = None if state is None else _told_by(type_, state)
        digest = digest_in(state)
        if isinstance(content, Mapping) and digest not in (None, UNKNOWN):
            self._by_digest.setdefault(str(digest), content)

    def _content(self, type_: str, state: State) -> Mapping[str, Any] | str | None:
        """A content, or the sign that stands for it, or None if it is not known."""
        told = _told_by(type_, state)
        return self._by_digest.get(str(digest_in(state))) if told is None else told

    def _difference(self, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Contents:
        key = json.dumps([before, after], sort_keys=True)
        if key not in self._differences:
            self._differences[key] = contents_of(before, after)
        return self._differences[key]


def _told_by(type_: str, state: State) -> Mapping[str, Any] | str | None:
    if type_ == PROMPT:
        said = state.inputs if CONTENT & state.inputs.keys() else state.outputs
        return content_in(said) if _TEXTS & said.keys() else None
    content = {ALIAS: state.inputs.get("content"), VERSION: state.outputs.get("content_found")}.get(type_)
    if isinstance(content, Mapping):
        return content_in(content)
    return content if is_hidden(content) else None


def _knowledge(content: Mapping[str, Any] | str | None) -> Knowledge:
    return "absent" if content is None else side(content).knowledge
