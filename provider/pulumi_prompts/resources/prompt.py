"""`Prompt`: an entry of a registry and its head."""

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any, ClassVar, Self, Unpack

from pulumi import Input, Output, ResourceOptions

from pulumi_prompts.errors import InputError
from pulumi_prompts.files.keys import refuse_wrong_keys
from pulumi_prompts.files.loading import load
from pulumi_prompts.program.arguments import PromptArgs
from pulumi_prompts.program.configuration import backend_of_program
from pulumi_prompts.program.inputs import Backend
from pulumi_prompts.program.slips import ProgramError, refuse_no_path, refuse_slips, refuse_unreadable
from pulumi_prompts.resources.arguments import given, marker_of, merged, secret_names, warn_of_delete_before_replace
from pulumi_prompts.resources.provider import Provider
from pulumi_prompts.resources.resource import OfOneType

_COMPUTED = frozenset({"uri", "digest", "marker", "secret", "nonce", "former_stacks", "parked"})


class PromptProvider(Provider):
    """Stands in every user's state as `pulumi_prompts.resources.prompt.PromptProvider`; never changes its name."""

    lifecycle: ClassVar[str] = "pulumi_prompts.lifecycle.prompts:PromptLifecycle"


class Prompt(OfOneType, module="prompts", name="Prompt"):
    """A prompt in a registry: its name, and its head, which is what `PromptVersion` publishes.

    Attributes:
        name: Its name in the registry.
        uri: Where applications find it (an ARN on Bedrock).
        digest: The identity of its content, `sha256:...`; the same on every registry.
        variables: The names that its text uses as `{{name}}`.
        backend: The registry it is in.
        marker: Our note of ownership in the registry: organization, project, stack and resource.
    """

    name: Output[str]
    uri: Output[str]
    digest: Output[str]
    variables: Output[list[str]]
    backend: Output[dict[str, Any]]
    marker: Output[str]
    _literal_id: Input[str] | None = None
    _declared_name: Input[str] | None = None

    def __init__(self, resource_name: str, opts: ResourceOptions | None = None, **inputs: Unpack[PromptArgs]) -> None:
        """Declare a prompt.

        Args:
            resource_name: The name in the program and the state.
            opts: Options of any Pulumi resource. With `id` the prompt is only read (`get`), and of the inputs only
                `backend` counts.
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
            adopt: True takes over a prompt of this name that has the same content; `"overwrite"` one of any content.
                What the program does not declare (a description, tags) stays as it is.
            take_over_from: With `adopt`, the owner from whose stack it is taken, as the refusal names it
                (`organization/project/stack/name`); without, a prompt of another stack is never taken.
            force_destroy: Delete it even while somebody else relies on a version of it.
            backend: The registry; unset, that of the stack's configuration (`prompts:backend`), else the embedded one.
        """
        refuse_slips(resource_name, opts, inputs)
        if opts is not None and opts.id is not None:
            self._literal_id = opts.id
            super().__init__(PromptProvider(), resource_name, _props_of_get(inputs), opts)
            return
        props = _props(resource_name, opts, inputs)
        super().__init__(PromptProvider(), resource_name, props, opts)
        self._declared_name = props["name"]
        warn_of_delete_before_replace(self, opts)

    @classmethod
    def from_file(
        cls,
        resource_name: str,
        path: str | PathLike[str],
        opts: ResourceOptions | None = None,
        **overrides: Unpack[PromptArgs],
    ) -> Self:
        """Declare a prompt whose text stands in a file of its own; `files` describes what such a file may be.

        Args:
            resource_name: The name in the program and the state.
            path: The file; a relative path starts at the program's folder.
            opts: Options of any Pulumi resource.
            overrides: Inputs that win over the file's, each as a whole; None leaves the file's.

        Raises:
            InputError: There is no such file, or it is not what its suffix says.
        """
        return cls(resource_name, opts, **{**_inputs_of_file(resource_name, path), **given(overrides)})

    @classmethod
    def get(
        cls,
        resource_name: str,
        id: str,
        opts: ResourceOptions | None = None,
        *,
        backend: Input[Backend] | None = None,
    ) -> Self:
        """A prompt that this stack only reads. This is the one call to a registry that a preview makes.

        Args:
            resource_name: The name in the program and the state.
            id: The identifier in the registry.
            opts: Options of any Pulumi resource.
            backend: The registry; unset, that of the stack's configuration. It must be known in a preview.
        """
        refuse_slips(resource_name, opts, {})
        refuse_unreadable(resource_name, id)
        return cls(resource_name, merged(ResourceOptions(id=id), opts), backend=backend)

    @property
    def is_only_read(self) -> bool:
        """Whether another stack owns it (`get`)."""
        return self._literal_id is not None

    @property
    def declared_name(self) -> Input[str] | None:
        """The name as the program says it; None where it is only read."""
        return self._declared_name

    @property
    def id(self) -> Output[str]:
        """The identifier in the registry.

        The engine does not tell it in a preview for a prompt that is only read, so that dependents would show
        replacements; `get` knows it.
        """
        known = self._literal_id
        return super().id if known is None else self.urn.apply(lambda _: known)


def _props(resource_name: str, opts: ResourceOptions | None, inputs: Mapping[str, Any]) -> dict[str, Any]:
    if computed := _COMPUTED & inputs.keys():
        raise ProgramError(f"{resource_name}: {', '.join(sorted(computed))} cannot be declared; leave it out")
    props = {
        "name": resource_name,
        **given(inputs),
        "backend": backend_of_program(inputs.get("backend")),
        "marker": marker_of(resource_name, opts.parent if opts else None),
        **given({"secret": secret_names(inputs)}),
    }
    return {"uri": None, "digest": None, "variables": None, **props}


def _props_of_get(inputs: Mapping[str, Any]) -> dict[str, Any]:
    backend = backend_of_program(inputs.get("backend"))
    return {"backend": backend, "name": None, "uri": None, "digest": None, "variables": None}


def _inputs_of_file(resource_name: str, path: str | PathLike[str]) -> dict[str, Any]:
    refuse_no_path(resource_name, path)
    try:
        inputs = load(path)
        refuse_wrong_keys(Path(path), {k: v for k, v in inputs.items() if k not in _COMPUTED}, PromptArgs)
        return inputs
    except InputError as error:
        raise ProgramError(error.said, error.remedy) from None
