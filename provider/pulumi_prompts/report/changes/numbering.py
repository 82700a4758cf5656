"""Which version an update of a `PromptVersion` will give, as far as a preview can know it."""

from dataclasses import dataclass

from pulumi_prompts.lifecycle.versions import VERSION as CURRENT_IS_LOST
from pulumi_prompts.program.signs import UNKNOWN
from pulumi_prompts.report.changes.families import Family
from pulumi_prompts.report.changes.texts import digest_in
from pulumi_prompts.report.previews.parsing import mapping
from pulumi_prompts.report.previews.steps import State, Step


@dataclass(frozen=True)
class Publication:
    """A version that is published, or used again.

    Attributes:
        digest: The digest of its content; `UNKNOWN` if that is known only at `pulumi up`.
        name: Its name in the registry; None if it cannot be known. A preview does not see what others publish: then
            the number becomes higher.
        words: The same for a person, after a verb.
        is_reused: Whether it exists already.
    """

    digest: str | None
    name: str | None
    words: str
    is_reused: bool = False

    @property
    def as_target(self) -> str:
        """The same, as the target of an alias."""
        return f"{self.words} ({self.name})" if self.name and self.words == NEXT else self.words


FIRST, NEXT = "the first version", "the next version"
PERHAPS = "a version with this content, which is made unless there is one"


def publication_of(step: Step, family: Family) -> Publication | None:
    """What a `PromptVersion` publishes in this step; None if it publishes nothing."""
    if step.new is None or step.is_quiet:
        return None
    history = history_of(step.old) if step.op == "update" else {}
    digest = digest_in(step.new)
    if history and digest == digest_in(step.old) and not _is_lost(step.old):
        return None
    if family.is_update and isinstance(done := step.new.outputs.get("version"), str):
        is_known = done in history or done in (step.new.outputs.get("reused") or ())
        return Publication(digest, done, NEXT, is_reused=is_known)
    if digest == UNKNOWN:
        return Publication(UNKNOWN, None, NEXT)
    return _after(history, digest, family) if history else _first(digest, family)


def history_of(state: State | None) -> dict[str, str]:
    """The digests of the versions that were current, by their names."""
    said = mapping(state.outputs.get("history")) if state else {}
    return {name: digest for name, digest in said.items() if isinstance(digest, str)}


def _is_lost(state: State | None) -> bool:
    return state is not None and state.said("lost") == CURRENT_IS_LOST


def _after(history: dict[str, str], digest: str | None, family: Family) -> Publication:
    """If each write makes a version, so does a write of a content that was there before."""
    known = [name for name, each in history.items() if each == digest]
    if known and not family.registry.support.versions_every_write:
        return Publication(digest, known[-1], f"version {known[-1]}", is_reused=True)
    are_numbers = all(name.isdecimal() for name in history)
    return Publication(digest, str(max(map(int, history)) + 1) if are_numbers else None, NEXT)


def _first(digest: str | None, family: Family) -> Publication:
    if not _is_new(family.prompt):
        return Publication(digest, None, PERHAPS)
    return Publication(digest, *(("1", "version 1") if family.registry.support.numbers_versions else (None, FIRST)))


def _is_new(prompt: Step | None) -> bool:
    """Whether the registry has no version yet: the prompt is created, and not taken over."""
    if prompt is None or prompt.new is None or prompt.new.said("adopt"):
        return False
    return prompt.op == "create" or (prompt.op == "replace" and "backend" in prompt.replacing)
