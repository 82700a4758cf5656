"""`Prompt`: an entry of a registry and its head."""

from collections.abc import Mapping
from os import PathLike
from typing import Any, ClassVar, Self, Unpack

from pulumi import Input, Output, ResourceOptions

from pulumi_prompts.files.promoted import PromptFile
from pulumi_prompts.files.refusing import COMPUTED, NOT_DECLARED
from pulumi_prompts.program.arguments import CONTENT_NAMES, PromptArgs
from pulumi_prompts.program.configuration import backend_of_program
from pulumi_prompts.program.inputs import Backend
from pulumi_prompts.program.slips import ProgramError, refuse_slips, refuse_unreadable
from pulumi_prompts.resources.arguments import given, marker_of, merged, secret_names, warn_of_delete_before_replace
from pulumi_prompts.resources.prompt_files import (
    DECIDING,
    gates_of,
    read_prompt_file,
    served_of,
    tell_what_waits,
)
from pulumi_prompts.resources.provider import Provider
from pulumi_prompts.resources.resource import OfOneType


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
    _declared_content: Mapping[str, Any] | None = None
    _published: Output[dict[str, str]] | None = None
    _promoted: PromptFile | None = None

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
        self._declared_content = {name: props[name] for name in CONTENT_NAMES if name in props}
        warn_of_delete_before_replace(self, opts)

    @classmethod
    def from_file(
        cls,
        resource_name: str,
        path: str | PathLike[str],
        opts: ResourceOptions | None = None,
        *,
        after: Input[Mapping[str, Any] | str] | None = None,
        evidence: str | PathLike[str] | None = None,
        source: Input[Mapping[str, Any]] | None = None,
        **overrides: Unpack[PromptArgs],
    ) -> Self:
        """Declare a prompt whose text stands in a file of its own; `files` describes what such a file may be.

        Args:
            resource_name: The name in the program and the state.
            path: The file; a relative path starts at the program's folder.
            opts: Options of any Pulumi resource.
            after: Of a promoted prompt: what another stack exports of its own (`served`, or a digest alone). A content
                that this one does not serve yet must be one that the other serves, or served before.
            evidence: A file with `{"digest": ..., "passed": true, "by": ..., "at": ...}` that vouches for the content;
                without, the prompt does not take it. A relative path starts at the program's folder.
            source: What another stack exports of its own (`served`). A preview says where that has another content,
                which waits to be promoted; nothing fails by it, and nothing depends on it.
            overrides: Inputs that win over the file's, each as a whole; None leaves the file's. In a promoted prompt
                they are overrides like those of the file.

        Raises:
            InputError: There is no such file, or it is not what its suffix says.
        """
        found = read_prompt_file(resource_name, path)
        prompt = cls(
            resource_name, opts, **{**found.declared(given(overrides), DECIDING), **gates_of(found, after, evidence)}
        )
        if found.promoted is not None:
            prompt._promoted = found
        if source is not None:
            tell_what_waits(prompt, found, source)
        return prompt

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
    def content(self) -> Output[dict[str, Any]]:
        """The inputs that decide how a model answers, as the program says them; of one that is only read, as found.

        Made in the program: no state grows by it.
        """
        if self._declared_content is None:
            read = {name: self.__dict__[name] for name in CONTENT_NAMES}
            return Output.all(**read).apply(given)
        return Output.from_input(dict(self._declared_content))

    @property
    def served(self) -> Output[dict[str, Any]]:
        """What another stack asks for, to promote it or to wait for it: export it under the name of the prompt.

        A mapping with `digest` and `content` (without overrides), `since` where that is known, and `before`: the
        digests of the versions that were published. Made in the program: no state grows by it but by the export.
        """
        return served_of(self, self._promoted)

    @property
    def promoted(self) -> PromptFile | None:
        """The file that it was promoted to, with its head and overrides; None of any other prompt."""
        return self._promoted

    @property
    def history(self) -> Output[dict[str, str]] | None:
        """The digests of the versions that a `PromptVersion` of this program published; None where there is none."""
        return self._published

    def publishes(self, history: Output[dict[str, str]]) -> None:
        """Say that a `PromptVersion` publishes this prompt; the first one's history is told."""
        self._published = self._published or history

    @property
    def id(self) -> Output[str]:
        """The identifier in the registry.

        The engine does not tell it in a preview for a prompt that is only read, so that dependents would show
        replacements; `get` knows it.
        """
        known = self._literal_id
        return super().id if known is None else self.urn.apply(lambda _: known)


def refuse_another_thing(resource_name: str, prompt: Any) -> None:
    """Raise ProgramError where what should be a prompt is none."""
    if not isinstance(prompt, Prompt):
        raise ProgramError(f"{resource_name}: `prompt` must be a Prompt, and not {type(prompt).__name__}")


def known_of(prompt: Prompt) -> dict[str, Input[str]]:
    """What versions and aliases of a prompt note of it: whose it is, and its name for messages."""
    if prompt.is_only_read:
        return {}
    name = prompt.declared_name
    return {"prompt_marker": prompt.marker, **({"prompt_name": name} if isinstance(name, str) else {})}


def going_with(prompt: Prompt, opts: ResourceOptions | None) -> ResourceOptions:
    """The options of what goes with its prompt.

    One that is only read leaves the state without being deleted, and would take nothing along.
    """
    return merged(ResourceOptions(deleted_with=None if prompt.is_only_read else prompt), opts)


def _props(resource_name: str, opts: ResourceOptions | None, inputs: Mapping[str, Any]) -> dict[str, Any]:
    if computed := COMPUTED & inputs.keys():
        raise ProgramError(f"{resource_name}: {', '.join(sorted(computed))} {NOT_DECLARED}")
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
    return {"backend": backend, **dict.fromkeys(("name", "uri", "digest", *CONTENT_NAMES))}
