"""Which prompts of a registry a program can take over as they are, and why not the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from pulumi_prompts.errors import AccessError, NotFoundError, RejectedError
from pulumi_prompts.files.writing import declaration_of
from pulumi_prompts.lifecycle.choosing import newest_with
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.lifecycle.questions import labels_of
from pulumi_prompts.program.markers import stack_of
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
        owner: Whose it is, by the note in the registry; None of what is nobody's.
    """

    inputs: Mapping[str, Any]
    digest: str
    version: str | None
    aliases: Mapping[str, str] = field(default_factory=dict)
    left_out: Sequence[str] = ()
    owner: str | None = None


@dataclass(frozen=True)
class LeftOut:
    """A prompt that stays as it is.

    Attributes:
        reason: Why.
    """

    reason: str


def candidate(backend: Backend, target: Target, listed: Listed, former: str | None = None) -> Candidate | LeftOut:
    """Look at a prompt. Raises what the registry raises.

    Args:
        backend: The registry.
        target: What names it.
        listed: The prompt.
        former: A stack, `organization/project/stack`, whose prompts are taken over, too.
    """
    head = listed.read()
    labels = labels_of(backend, head)
    if _is_of_others(labels.marker, former):
        return LeftOut(owned(labels.marker))
    if head.content is None:
        return LeftOut(head.obstacle)
    beside = {"name": listed.name, "description": head.description, "tags": dict(labels.tags)}
    inputs = declaration_of(head.content, head.options, {**beside, "metadata": dict(head.metadata)})
    if reason := _why_not_declared(target, inputs, head.digest):
        return LeftOut(reason)
    version = head.version or _published(backend, head)
    aliases = _told_or_asked(backend, head.id, listed)
    reasons = {each: _why_left_out(backend, head.id, each, version, former) for each in aliases}
    return Candidate(
        inputs,
        head.digest,
        version,
        {each.name: each.version for each, reason in reasons.items() if not reason},
        [f"alias {each.name!r}: {reason}" for each, reason in reasons.items() if reason],
        labels.marker,
    )


def _is_of_others(marker: str | None, former: str | None) -> TypeGuard[str]:
    return bool(marker) and stack_of(marker) != former


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


def _told_or_asked(backend: Backend, prompt_id: str, listed: Listed) -> Sequence[Alias]:
    if not isinstance(backend, KeepsAliases):
        return ()
    return backend.aliases(prompt_id) if listed.aliases is None else listed.aliases


def _why_left_out(backend: Backend, prompt_id: str, alias: Alias, known: str | None, former: str | None) -> str:
    if _is_of_others(alias.marker, former):
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
