"""Which prompts of a registry a program can adopt unchanged, and why not the others."""

from collections.abc import Collection, Mapping, Sequence
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
    """A prompt that a program can adopt.

    Attributes:
        inputs: The content of its file: the prompt's content, description, tags and metadata.
        digest: The digest of the content.
        version: The newest version with this content; None if there is none.
        aliases: The aliases that a program can adopt, with their versions.
        left_out: The other aliases, each with the reason.
        owner: The owner in the registry's note; None if there is no note.
    """

    inputs: Mapping[str, Any]
    digest: str
    version: str | None
    aliases: Mapping[str, str] = field(default_factory=dict)
    left_out: Sequence[str] = ()
    owner: str | None = None


@dataclass(frozen=True)
class LeftOut:
    """A prompt that is not imported.

    Attributes:
        reason: Why not.
    """

    reason: str


def candidate(backend: Backend, target: Target, listed: Listed, former: str | None = None) -> Candidate | LeftOut:
    """Read a prompt and decide. Raises the errors of the registry.

    Args:
        backend: The registry.
        target: The settings of the registry.
        listed: The prompt.
        former: A stack, `organization/project/stack`, whose prompts are imported, too.
    """
    whole = listed.whole() if listed.whole else None
    head = whole.head if whole else listed.read()
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
    aliases = whole.aliases if whole else _told_or_asked(backend, head.id, listed)
    there = {version, *(each.version for each in whole.versions)} if whole else {version}
    reasons = {each: _why_left_out(backend, head.id, each, there, former) for each in aliases}
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
    """The message for a prompt or an alias that another resource manages."""
    return f"it belongs to {marker}"


def _why_not_declared(target: Target, inputs: Mapping[str, Any], digest: str) -> str:
    """Why a program cannot declare this content: what a preview would refuse, or that the digest would differ."""
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


def _why_left_out(
    backend: Backend, prompt_id: str, alias: Alias, there: Collection[str | None], former: str | None
) -> str:
    if _is_of_others(alias.marker, former):
        return owned(alias.marker)
    refused = [failure.reason for failure in backend.support.alias_failures(alias.name)]
    if refused or alias.version in there:
        return "; ".join(refused)
    try:
        backend.read_version(prompt_id, alias.version)
    except AccessError:
        raise
    except (NotFoundError, RejectedError):  # a tag is an alias here: its value may be anything
        return f"there is no version {alias.version}"
    return ""
