"""What the states of stacks say of each environment. Values in an unexpected form are ignored."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pulumi_prompts.content.model import CONTENT, Content
from pulumi_prompts.errors import UsageError
from pulumi_prompts.lifecycle.unfinished import UNFINISHED
from pulumi_prompts.program.markers import stack_of
from pulumi_prompts.program.signs import SIGNATURE
from pulumi_prompts.program.urns import ALIAS, PROMPT, VERSION, name_of, parents_of, project_and_stack_of
from pulumi_prompts.promotion.state import content_with
from pulumi_prompts.registries.session import Target
from pulumi_prompts.report.previews.folder_parts import with_parts
from pulumi_prompts.report.previews.parsing import mapping, mappings
from pulumi_prompts.status.model import Served
from pulumi_prompts.status.seen import Called, PromptKey, Seen, Where, key_of
from pulumi_prompts.status.times import time_in

_DECIDING = CONTENT - {"variables"}


@dataclass(frozen=True)
class Resource:
    """A prompt, a version or an alias in a state.

    Attributes:
        target: The registry.
        is_read: Whether another stack owns it, and this one only reads it (`get`).
    """

    type: str
    urn: str
    id: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    target: Target
    modified: str | None
    is_read: bool

    @property
    def prompt(self) -> PromptKey:
        """The prompt itself, or the prompt that it belongs to."""
        return key_of(self.target, self.prompt_id)

    @property
    def prompt_id(self) -> str:
        """The identifier of that prompt."""
        return self.id if self.type == PROMPT else self.said("prompt_id") or ""

    @property
    def called(self) -> Called:
        """The name in the program."""
        return Called(parents_of(self.urn), name_of(self.urn))

    def said(self, name: str) -> str | None:
        """A text output; None if there is none, or if it is a secret."""
        value = self.outputs.get(name)
        return value if isinstance(value, str) and value else None


class State:
    """The state of one stack.

    Args:
        name: The name that the command gives it.
        export: The output of `pulumi stack export`.

    Raises:
        UsageError: It is not such an output.
    """

    def __init__(self, name: str, export: object) -> None:
        told = [each for each in with_parts(resources_in(name, export)) if not each.get("delete")]
        self.resources = [*_resources(told)]
        self.stack = _stack(str(told[0].get("urn")), self.resources) if told else name

    def of(self, type_: str) -> Iterator[Resource]:
        """The resources of one type that the stack owns."""
        return (each for each in self.resources if each.type == type_ and not each.is_read)


NO_EXPORT = "this is no state of a stack"
HOW_TO_EXPORT = "write one with `pulumi stack export --file FILE`"


def resources_in(name: str, export: object) -> Iterable[Mapping[str, Any]]:
    """All resources in the output of `pulumi stack export`. Raises UsageError, with `name`, if it is none."""
    deployment = mapping(export).get("deployment")
    if not isinstance(deployment, Mapping):
        raise UsageError(f"{name}: {NO_EXPORT}", HOW_TO_EXPORT)
    return mappings(deployment.get("resources"))


def seen_in(states: Sequence[State]) -> list[Seen]:
    """What each environment of these stacks has, in the order of the stacks."""
    called = _names(states)
    return [seen for state in states for seen in (*_heads(state), *_aliases(state, called))]


def content_in(states: Iterable[State], digest: str) -> Content | None:
    """The content with this digest, if a state has it in plain text."""
    prompts = (each for state in states for each in state.of(PROMPT) if each.said("digest") == digest)
    contents = (_content(each, digest) for each in prompts)
    return next((each for each in contents if each is not None), None)


def keeps_secret(states: Iterable[State], prompt: PromptKey) -> bool:
    """Whether a part of the prompt's content is secret in a state."""
    declared = (each for state in states for each in state.of(PROMPT) if each.prompt == prompt)
    return any(SIGNATURE in mapping(each.inputs.get(name)) for each in declared for name in _DECIDING)


def _content(prompt: Resource, digest: str) -> Content | None:
    said = {name: value for name, value in prompt.inputs.items() if name in _DECIDING}
    return content_with(said, mapping(prompt.outputs.get("backend")).get("kind"), digest)


def _resources(told: Iterable[Mapping[str, Any]]) -> Iterator[Resource]:
    """The resources of a state. Each registry is parsed once."""
    target_of = cache(_target)
    for each in told:
        if each.get("type") in (PROMPT, VERSION, ALIAS):
            outputs = mapping(each.get("outputs"))
            yield Resource(
                str(each["type"]),
                str(each.get("urn")),
                str(each.get("id")),
                mapping(each.get("inputs")),
                outputs,
                target_of(json.dumps(mapping(outputs.get("backend")), sort_keys=True)),
                time_in(each.get("modified")),
                bool(each.get("external")),
            )


def _target(backend: str) -> Target:
    return Target.of(json.loads(backend))


def _stack(urn: str, resources: Iterable[Resource]) -> str:
    """The name of the stack: from the URNs, which follow each rename, with the organization from the markers."""
    project, stack = project_and_stack_of(urn)
    markers = (each.said("marker") for each in resources if not each.is_read)
    organization = next((stack_of(each).partition("/")[0] for each in markers if each), None)
    return "/".join(filter(None, (organization, project, stack)))


def _names(states: Iterable[State]) -> Mapping[PromptKey, Called]:
    """The name of each prompt: in its owner's program, else in the program that reads it."""
    everywhere = [each for state in states for each in state.resources if each.type == PROMPT]
    everywhere.sort(key=lambda each: not each.is_read)
    return {each.prompt: each.called for each in everywhere}


def _heads(state: State) -> Iterator[Seen]:
    versions = {(each.prompt, each.said("digest")): each for each in state.of(VERSION)}
    for prompt in state.of(PROMPT):
        digest = None if UNFINISHED in prompt.outputs else prompt.said("digest")
        version = versions.get((prompt.prompt, digest)) if digest else None
        yield Seen(
            Where(state.stack),
            prompt.called,
            prompt.target,
            prompt.id,
            prompt.said("name") or prompt.called.name,
            Served(version.said("version") if version else None, digest),
            prompt.said("uri"),
            _earliest(prompt, version),
        )


def _earliest(prompt: Resource, version: Resource | None) -> str | None:
    """The earlier time: a new description or a new `keep` writes only one of the two, and changes no content."""
    return min((each.modified for each in (prompt, version) if each and each.modified), default=None)


def _aliases(state: State, called: Mapping[PromptKey, Called]) -> Iterator[Seen]:
    for alias in state.of(ALIAS):
        name = alias.said("prompt_name") or alias.prompt_id
        yield Seen(
            Where(state.stack, alias.said("alias") or alias.called.name),
            called.get(alias.prompt, Called("", name)),
            alias.target,
            alias.prompt_id,
            name,
            Served(alias.said("version"), alias.said("digest")),
            alias.said("prompt_uri"),
            alias.modified,
        )
