"""The sources of a promotion: the content that a stack has deployed, or a version in a registry."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pulumi_prompts.content.model import Content
from pulumi_prompts.errors import InputError
from pulumi_prompts.files.promoted import Origin
from pulumi_prompts.lifecycle.choosing import chosen
from pulumi_prompts.registries.base import Backend, Head, KeepsAliases
from pulumi_prompts.registries.session import Session, Target

_DIGEST = "sha256:"
_CALLED = re.compile(rf"(?P<name>.+?)(?:@(?P<alias>[^@:]+)|:(?P<version>{_DIGEST}\w+|[^:]+))")


@dataclass(frozen=True)
class Source:
    """A content, with its origin.

    Attributes:
        name: The name of the resource, and of the file.
        content: The content, without overrides.
        since: When the stack last wrote it; None if not known.
        overrides: The properties that the source overrides. They are not promoted.
        beside: What a new file has besides the content: the name in the registry, the description.
    """

    name: str
    content: Content
    digest: str
    origin: Origin
    since: str | None = None
    overrides: tuple[str, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)


def of_registry(session: Session, target: Target, name: str, called: str) -> Source:
    """A version of a prompt in a registry, whoever made it.

    Raises:
        InputError: The registry has no prompt with that name, or no such version, or its kind is not known.
    """
    backend = session.connect(target)
    head = backend.find(name)
    if head is None:
        raise no_such_prompt(target, name)
    content, digest, found = version_of(backend, head.id, called)
    return Source(name, content, digest, Origin(registry=target.place, prompt=name, **found))


def no_such_prompt(target: Target, name: str) -> InputError:
    """The error if the registry does not have the prompt."""
    return InputError(f"{target.place} has no prompt {name!r}", "use its name in the registry")


def content_called(session: Session, target: Target, called: str) -> tuple[str, Content]:
    """The name of the prompt, and the content, that `NAME`, `NAME@ALIAS` or `NAME:VERSION` means.

    Raises:
        InputError: The registry does not have it, or it cannot be declared.
    """
    backend = session.connect(target)
    readings = _readings(called)
    for name, version in readings:
        if head := backend.find(name):
            return name, version_of(backend, head.id, version)[0] if version else _declared(head)
    raise no_such_prompt(target, readings[0][0])


def _readings(called: str) -> list[tuple[str, str | None]]:
    """The possible readings: a name with a version, or all of it as a name, which may contain `@` or `:`."""
    parts = _CALLED.fullmatch(called)
    return [*([(parts["name"], parts["alias"] or parts["version"])] if parts else []), (called, None)]


def _declared(head: Head) -> Content:
    if head.content is None:
        raise InputError(f"the content of {head.name!r} cannot be declared: {head.obstacle}", "choose a version")
    return head.content


def version_of(backend: Backend, prompt_id: str, called: str) -> tuple[Content, str, dict[str, str]]:
    """The content, the digest and the name of a version, which an alias, a number, a name or a digest selects.

    Raises:
        InputError: There is no such version, or its content cannot be declared.
        NotFoundError: The prompt is gone.
    """
    aliases = backend.aliases(prompt_id) if isinstance(backend, KeepsAliases) else ()
    pointing = next((each.version for each in aliases if each.name == called), None)
    named, digest = (None, called) if called.startswith(_DIGEST) else (pointing or called, None)
    version = chosen(backend, prompt_id, named, digest).version
    whole = backend.read_version(prompt_id, version)
    if whole.content is None or not whole.digest:
        raise InputError(f"version {version} has a content that cannot be declared", "choose another one")
    return whole.content, whole.digest, {"version": version, **({} if pointing is None else {"alias": called})}
