"""A prompt in a registry, made through its adapter, and the state of a stack that has it."""

from collections.abc import Mapping, Sequence
from typing import Any

from cli.project import alias, digest, prompt, version
from pulumi_prompts.content.model import Content
from pulumi_prompts.registries.base import Alias, Backend, Change, Desired, KeepsAliases, Publication, Ref

MARKER = "acme/desk/dev/triage"
_CONTENT_CHANGES = Change(frozenset({"content"}))


def published(registry: Backend, contents: Sequence[Mapping[str, Any]], name: str = "triage") -> Ref:
    """A prompt with a version of each content."""
    ref = registry.create(_desired(contents[0], name))
    for content in contents:
        write(registry, ref, content, name)
        registry.publish(ref.id, Publication(digest(content), MARKER, MARKER))
    return ref


def write(registry: Backend, ref: Ref, content: Mapping[str, Any], name: str = "triage") -> None:
    """Another head."""
    registry.update(registry.read(ref.id), _desired(content, name), _CONTENT_CHANGES)


def point(registry: Backend, ref: Ref, name: str, at: str) -> None:
    """An alias that a person sets, or moves."""
    assert isinstance(registry, KeepsAliases)
    seen = {each.name: each for each in registry.aliases(ref.id)}
    registry.set_alias(ref.id, Alias(name, at), seen.get(name))


def deployed(
    ref: Ref, content: Mapping[str, Any], number: str, backend: Mapping[str, Any], aliases: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The state of the stack dev: a prompt, its version, and aliases on versions whose content is the same."""
    of = {**prompt("dev", content, backend=backend), "id": ref.id}
    of["outputs"]["uri"] = ref.uri
    return [of, version(of, number), *(alias(of, name, at) for name, at in aliases.items())]


def _desired(content: Mapping[str, Any], name: str) -> Desired:
    return Desired(name, Content.model_validate(content), digest(content), MARKER)
