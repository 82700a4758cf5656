"""The arguments of the resources, for whoever hands them on: authors of components.

Made by `make generate` from the models that parse what a program wrote; changes belong there.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict

from pulumi import Input

from pulumi_prompts.program.inputs import Backend, Message, NamedTool, Options, Parameters, ResponseFormat, Tool


class PromptArgs(TypedDict, total=False):
    """All arguments of a `Prompt`.

    Attributes:
        template: A text template with `{{variables}}`. Give this or `messages`.
        messages: A chat template with `{{variables}}`.
        model: The identifier of the model, as the registry knows it.
        provider: Who serves the model, where that is not part of the identifier.
        endpoint: The kind of interface of the model (`chat`, `complete`), where a registry asks for it.
        parameters: Sampling parameters.
        tools: Functions that the model may call.
        tool_choice: Whether the model must call one: `auto`, `required`, `none`, or `{"name": ...}`.
        response_format: The form of the answer.
        variables: The names that the text uses; given, they are checked against it.
        options: Options that only one registry has, in a block named after it.
        name: The name in the registry; unset, the name of the resource.
        description: For people; not part of the content.
        tags: Labels for people and billing; keys that others set are left alone.
        metadata: Data kept with the prompt; not part of the content.
        adopt: True takes over a prompt of this name that has the same content; `"overwrite"` one of any content. What
            the program does not declare (a description, tags) stays as it is.
        take_over_from: With `adopt`, the owner from whose stack it is taken, as the refusal names it
            (`organization/project/stack/name`); without, a prompt of another stack is never taken.
        force_destroy: Delete it even while somebody else relies on a version of it.
        backend: The registry; unset, that of the stack's configuration (`prompts:backend`), else the embedded one.
    """

    template: Input[str] | None
    """A text template with `{{variables}}`. Give this or `messages`."""
    messages: Input[Sequence[Input[Message]]] | None
    """A chat template with `{{variables}}`."""
    model: Input[str] | None
    """The identifier of the model, as the registry knows it."""
    provider: Input[str] | None
    """Who serves the model, where that is not part of the identifier."""
    endpoint: Input[str] | None
    """The kind of interface of the model (`chat`, `complete`), where a registry asks for it."""
    parameters: Input[Parameters] | None
    """Sampling parameters."""
    tools: Input[Sequence[Input[Tool]]] | None
    """Functions that the model may call."""
    tool_choice: Input[Literal["auto", "required", "none"] | NamedTool] | None
    """Whether the model must call one: `auto`, `required`, `none`, or `{"name": ...}`."""
    response_format: Input[ResponseFormat] | None
    """The form of the answer."""
    variables: Input[str | Sequence[Input[str]]] | None
    """The names that the text uses; given, they are checked against it."""
    options: Input[Options] | None
    """Options that only one registry has, in a block named after it."""
    name: Input[str] | None
    """The name in the registry; unset, the name of the resource."""
    description: Input[str] | None
    """For people; not part of the content."""
    tags: Input[Mapping[str, Input[str]]] | None
    """Labels for people and billing; keys that others set are left alone."""
    metadata: Input[Mapping[str, Any]] | None
    """Data kept with the prompt; not part of the content."""
    adopt: Input[bool | Literal["overwrite"]] | None
    """True takes over a prompt of this name that has the same content; `"overwrite"` one of any content. What the
    program does not declare (a description, tags) stays as it is."""
    take_over_from: Input[str] | None
    """With `adopt`, the owner from whose stack it is taken, as the refusal names it
    (`organization/project/stack/name`); without, a prompt of another stack is never taken."""
    force_destroy: Input[bool] | None
    """Delete it even while somebody else relies on a version of it."""
    backend: Input[Backend] | None
    """The registry; unset, that of the stack's configuration (`prompts:backend`), else the embedded one."""


class PromptVersionArgs(TypedDict, total=False):
    """All arguments of a `PromptVersion`, but for its prompt.

    Attributes:
        description: Of the next version that is published; editable afterwards where the registry can.
        version_name: A name for the next version, unique within the prompt, where the registry keeps one.
        keep: How many versions of ours to keep, at least 1; unset, none is ever removed. The current version, the one
            it superseded, pinned ones and those of others always stay.
        force_destroy: When this resource is deleted, remove the versions that it published, except the one with the
            content of the prompt and those that an alias pins. Unset, all stay as long as the prompt.
    """

    description: Input[str] | None
    """Of the next version that is published; editable afterwards where the registry can."""
    version_name: Input[str] | None
    """A name for the next version, unique within the prompt, where the registry keeps one."""
    keep: Input[int] | None
    """How many versions of ours to keep, at least 1; unset, none is ever removed. The current version, the one it
    superseded, pinned ones and those of others always stay."""
    force_destroy: Input[bool] | None
    """When this resource is deleted, remove the versions that it published, except the one with the content of the
    prompt and those that an alias pins. Unset, all stay as long as the prompt."""
