"""The arguments of the resources as types, for authors of components.

Made by `make generate` from the models that parse what a program wrote; changes belong there.
"""

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, Literal, TypedDict

from pulumi import Input

from pulumi_prompts.program.inputs import Backend, Message, NamedTool, Options, Parameters, ResponseFormat, Tool

CONTENT_NAMES = (
    "template",
    "messages",
    "model",
    "provider",
    "endpoint",
    "parameters",
    "tools",
    "tool_choice",
    "response_format",
    "variables",
    "options",
)
"""The arguments of a `Prompt` that decide how a model answers."""


class PromptArgs(TypedDict, total=False):
    """All arguments of a `Prompt`.

    Attributes:
        template: A text with `{{variables}}`. Set this or `messages`.
        messages: A chat: messages with `{{variables}}`. Set this or `template`.
        model: The identifier of the model, as the registry knows it.
        provider: The company that serves the model, if the identifier of the model does not say it.
        endpoint: The interface of the model (`chat`, `complete`). Only some registries keep it.
        parameters: Sampling parameters, such as `temperature`.
        tools: Functions that the model may call.
        tool_choice: Whether the model must call a tool: `auto`, `required`, `none`, or `{"name": ...}` for one tool.
        response_format: The form of the answer.
        variables: The names of the variables in the text. If you list them, a preview compares them with the text.
        options: Options that only one registry has, in a block for each registry.
        name: The name in the registry. If unset, it is the name of the resource.
        description: A text for people. It is not part of the content.
        tags: Labels for people and billing. They are not part of the content. Tags that others set stay.
        metadata: Data that the registry keeps with the prompt. It is not part of the content.
        adopt: Take over a prompt of this name that exists. True requires that it has the same content; `"overwrite"`
            replaces any content. What the program does not declare (a description, tags) stays.
        take_over_from: The owner of a prompt that belongs to another stack: `organization/project/stack/name`, as the
            error message names it. It allows `adopt` to take over that prompt.
        force_destroy: Delete the prompt even if an alias points at a version, or somebody else published one.
        backend: The registry. If unset, it is `prompts:backend` of the stack's configuration, or else the embedded
            registry.
    """

    template: Input[str] | None
    """A text with `{{variables}}`. Set this or `messages`."""
    messages: Input[Sequence[Input[Message]]] | None
    """A chat: messages with `{{variables}}`. Set this or `template`."""
    model: Input[str] | None
    """The identifier of the model, as the registry knows it."""
    provider: Input[str] | None
    """The company that serves the model, if the identifier of the model does not say it."""
    endpoint: Input[str] | None
    """The interface of the model (`chat`, `complete`). Only some registries keep it."""
    parameters: Input[Parameters] | None
    """Sampling parameters, such as `temperature`."""
    tools: Input[Sequence[Input[Tool]]] | None
    """Functions that the model may call."""
    tool_choice: Input[Literal["auto", "required", "none"] | NamedTool] | None
    """Whether the model must call a tool: `auto`, `required`, `none`, or `{"name": ...}` for one tool."""
    response_format: Input[ResponseFormat] | None
    """The form of the answer."""
    variables: Input[str | Sequence[Input[str]]] | None
    """The names of the variables in the text. If you list them, a preview compares them with the text."""
    options: Input[Options] | None
    """Options that only one registry has, in a block for each registry."""
    name: Input[str] | None
    """The name in the registry. If unset, it is the name of the resource."""
    description: Input[str] | None
    """A text for people. It is not part of the content."""
    tags: Input[Mapping[str, Input[str]]] | None
    """Labels for people and billing. They are not part of the content. Tags that others set stay."""
    metadata: Input[Mapping[str, Any]] | None
    """Data that the registry keeps with the prompt. It is not part of the content."""
    adopt: Input[bool | Literal["overwrite"]] | None
    """Take over a prompt of this name that exists. True requires that it has the same content; `"overwrite"` replaces
    any content. What the program does not declare (a description, tags) stays."""
    take_over_from: Input[str] | None
    """The owner of a prompt that belongs to another stack: `organization/project/stack/name`, as the error message
    names it. It allows `adopt` to take over that prompt."""
    force_destroy: Input[bool] | None
    """Delete the prompt even if an alias points at a version, or somebody else published one."""
    backend: Input[Backend] | None
    """The registry. If unset, it is `prompts:backend` of the stack's configuration, or else the embedded registry."""


class PromptVersionArgs(TypedDict, total=False):
    """All arguments of a `PromptVersion` except `prompt`.

    Attributes:
        description: A text for people about the next version. Some registries can change it later.
        version_name: A name for the next version, unique within the prompt. Not every registry keeps it.
        keep: The number of versions to keep, at least 1. If unset, all stay. These always stay: the current version,
            the version before it, versions that an alias points at, and versions that others published.
        force_destroy: Delete the versions that this resource published when the resource is deleted. The version with
            the content of the prompt stays, and so do versions that an alias points at. If unset, all versions stay as
            long as the prompt exists.
    """

    description: Input[str] | None
    """A text for people about the next version. Some registries can change it later."""
    version_name: Input[str] | None
    """A name for the next version, unique within the prompt. Not every registry keeps it."""
    keep: Input[int] | None
    """The number of versions to keep, at least 1. If unset, all stay. These always stay: the current version, the
    version before it, versions that an alias points at, and versions that others published."""
    force_destroy: Input[bool] | None
    """Delete the versions that this resource published when the resource is deleted. The version with the content of
    the prompt stays, and so do versions that an alias points at. If unset, all versions stay as long as the prompt
    exists."""


class PromptAliasArgs(TypedDict, total=False):
    """All arguments of a `PromptAlias` except `prompt`, `version` and `after`.

    Attributes:
        alias: The name in the registry, such as `production`. Some registries reserve names. On Humanloop it is an
            environment, which must exist.
        adopt: Take over an alias that a person or another stack made. If unset, such an alias is used (and never
            deleted) if it already points at the right version; otherwise `up` fails.
        evidence: A file that confirms the content: `{"digest": ..., "passed": true, "by": ..., "at": ...}`. If it does
            not confirm the new content, the alias does not move. A relative path starts at the folder of the program.
    """

    alias: Input[str] | None
    """The name in the registry, such as `production`. Some registries reserve names. On Humanloop it is an environment,
    which must exist."""
    adopt: Input[bool] | None
    """Take over an alias that a person or another stack made. If unset, such an alias is used (and never deleted) if it
    already points at the right version; otherwise `up` fails."""
    evidence: str | PathLike[str] | None
    """A file that confirms the content: `{"digest": ..., "passed": true, "by": ..., "at": ...}`. If it does not confirm
    the new content, the alias does not move. A relative path starts at the folder of the program."""


class PromptFolderArgs(TypedDict, total=False):
    """What holds for all prompts of a `PromptFolder`.

    Attributes:
        model: The identifier of the model, as the registry knows it.
        provider: The company that serves the model, if the identifier of the model does not say it.
        endpoint: The interface of the model (`chat`, `complete`). Only some registries keep it.
        parameters: Sampling parameters, such as `temperature`.
        tools: Functions that the model may call.
        tool_choice: Whether the model must call a tool: `auto`, `required`, `none`, or `{"name": ...}` for one tool.
        response_format: The form of the answer.
        options: Options that only one registry has, in a block for each registry.
        tags: Labels for people and billing. They are not part of the content. Tags that others set stay.
        metadata: Data that the registry keeps with the prompt. It is not part of the content.
        adopt: Take over a prompt of this name that exists. True requires that it has the same content; `"overwrite"`
            replaces any content. What the program does not declare (a description, tags) stays.
        force_destroy: Delete the prompt even if an alias points at a version, or somebody else published one.
        backend: The registry. If unset, it is `prompts:backend` of the stack's configuration, or else the embedded
            registry.
    """

    model: Input[str] | None
    """The identifier of the model, as the registry knows it."""
    provider: Input[str] | None
    """The company that serves the model, if the identifier of the model does not say it."""
    endpoint: Input[str] | None
    """The interface of the model (`chat`, `complete`). Only some registries keep it."""
    parameters: Input[Parameters] | None
    """Sampling parameters, such as `temperature`."""
    tools: Input[Sequence[Input[Tool]]] | None
    """Functions that the model may call."""
    tool_choice: Input[Literal["auto", "required", "none"] | NamedTool] | None
    """Whether the model must call a tool: `auto`, `required`, `none`, or `{"name": ...}` for one tool."""
    response_format: Input[ResponseFormat] | None
    """The form of the answer."""
    options: Input[Options] | None
    """Options that only one registry has, in a block for each registry."""
    tags: Input[Mapping[str, Input[str]]] | None
    """Labels for people and billing. They are not part of the content. Tags that others set stay."""
    metadata: Input[Mapping[str, Any]] | None
    """Data that the registry keeps with the prompt. It is not part of the content."""
    adopt: Input[bool | Literal["overwrite"]] | None
    """Take over a prompt of this name that exists. True requires that it has the same content; `"overwrite"` replaces
    any content. What the program does not declare (a description, tags) stays."""
    force_destroy: Input[bool] | None
    """Delete the prompt even if an alias points at a version, or somebody else published one."""
    backend: Input[Backend] | None
    """The registry. If unset, it is `prompts:backend` of the stack's configuration, or else the embedded registry."""
