"""Which prompts of a registry a program can take over as they are, and why not the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pulumi_prompts.errors import AccessError, NotFoundError, RejectedError
from pulumi_prompts.files.writing import declaration_of
from pulumi_prompts.lifecycle.choosing import newest_with
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.lifecycle.questions import labels_of
from pulumi_prompts.registries.base import Alias, Backend, Head, KeepsAliases, Listed
from pulumi_prompts.registries.session import Target

OTHERWISE = "a program that declares what it says would write another content"
"""Said of a content that has a digest of its own in spite of that."""

NOBODY_YET = "-/-/-/-"
"""Stands for the marker of the resource that is to take a prompt over: which it will be, its program says."""


@dataclass(frozen=True)
class Candidate:
    """A prompt that a program can take over.

    Attributes:
        inputs: What a file says of it: its content, and what stands beside it.
        digest: Of the content.
        version: The newest with that content; None where none was published.
        aliases: The versions that those point at which a program can take over, by their names.
        left_out: Of the other aliases, each with the reason.
    """

    inputs: Mapping[str, Any]
    digest: str
    version: str | None
    aliases: Mapping[str, str] = field(default_factory=dict)
    left_out: Sequence[str] = ()


@dataclass(frozen=True)
class LeftOut:
    """A prompt that stays as it is.

    Attributes:
        reason: Why.
    """

    reason: str


def candidate(backend: Backend, target: Target, listed: Listed) -> Candidate | LeftOut:
    """Look at a prompt. Raises what the registry raises."""
    head = listed.read()
    labels = labels_of(backend, head)
    if labels.marker:
        return LeftOut(owned(labels.marker))
    if head.content is None:
        return LeftOut(head.obstacle)
    beside = {"name": listed.name, "description": head.description, "tags": dict(labels.tags)}
    inputs = declaration_of(head.content, head.options, {**beside, "metadata": dict(head.metadata)})
    if reason := _why_not_declared(target, inputs, head.digest):
        return LeftOut(reason)
    version = head.version or _published(backend, head)
    taken, left_out = _aliases(backend, head.id, listed.aliases, version)
    return Candidate(inputs, head.digest, version, taken, left_out)


def owned(marker: str) -> str:
    """Said of what another resource manages."""
    return f"it belongs to {marker}"


def _why_not_declared(target: Target, inputs: Mapping[str, Any], digest: str) -> str:
    """What a preview of it would refuse, or why it would declare another content."""
    declared = Declaration.of({**inputs, "backend": target.given, "marker": NOBODY_YET})
    if declared.failures:
        return "; ".join(map(str, declared.failures))
    return "" if declared.digest == digest else OTHERWISE


def _published(backend: Backend, head: Head) -> str | None:
    found = newest_with(backend, head.id, head.digest)
    return found.version if found else None


def _aliases(
    backend: Backend, prompt_id: str, told: Sequence[Alias] | None, known: str | None
) -> tuple[dict[str, str], list[str]]:
    if not isinstance(backend, KeepsAliases):
        return {}, []
    aliases = backend.aliases(prompt_id) if told is None else told
    reasons = {each: _why_left_out(backend, prompt_id, each, known) for each in aliases}
    left_out = [f"alias {each.name!r}: {reason}" for each, reason in reasons.items() if reason]
    return {each.name: each.version for each, reason in reasons.items() if not reason}, left_out


def _why_left_out(backend: Backend, prompt_id: str, alias: Alias, known: str | None) -> str:
    if alias.marker:
        return owned(alias.marker)
    refused = [failure.reason for failure in backend.support.alias_failures(alias.name)]
    if refused or alias.version == known:
        return "; ".join(refused)
    try:
        backend.read_version(prompt_id, alias.version)
    except AccessError:
        raise
    except (NotFoundError, RejectedError):  # where a tag is an alias, a person may have written anything
        return f"there is no version {alias.version}"
    return ""
