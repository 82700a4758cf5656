"""`Prompt`: an entry of a registry and its head."""

from collections.abc import Mapping
from os import PathLike
from typing import Any, ClassVar, Self, TypeVar, Unpack

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

_Prompt = TypeVar("_Prompt", bound="Prompt")


class PromptProvider(Provider):
    """Stands in every user's state as `pulumi_prompts.resources.prompt.PromptProvider`; never changes its name."""

    lifecycle: ClassVar[str] = "pulumi_prompts.lifecycle.prompts:PromptLifecycle"


class Prompt(OfOneType, module="prompts", name="Prompt"):
    """A prompt in a registry: its name and its current content. `PromptVersion` publishes that content.

    Attributes:
        name: The name in the registry.
        uri: The address for applications, such as the ARN on Bedrock.
        digest: The identity of the content, `sha256:...`. The same content has the same digest on every registry.
        variables: The names of the variables in the text.
        backend: The registry of the prompt, with its settings.
        marker: The owner that the registry notes for the prompt: organization, project, stack and resource.
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
            resource_name: The name of the resource in Pulumi.
            opts: The options of every Pulumi resource. With `id` the prompt is only read, as `Prompt.get` does, and all
                arguments except `backend` are ignored.
            template: A text with `{{variables}}`. Set this or `messages`.
            messages: A chat: messages with `{{variables}}`. Set this or `template`.
            model: The identifier of the model, as the registry knows it.
            provider: The company that serves the model, if the identifier of the model does not say it.
            endpoint: The interface of the model (`chat`, `complete`). Only some registries keep it.
            parameters: Sampling parameters, such as `temperature`.
            tools: Functions that the model may call.
            tool_choice: Whether the model must call a tool: `auto`, `required`, `none`, or `{"name": ...}` for one
                tool.
            response_format: The form of the answer.
            variables: The names of the variables in the text. If you list them, a preview compares them with the text.
            options: Options that only one registry has, in a block for each registry.
            name: The name in the registry. If unset, it is the name of the resource.
            description: A text for people. It is not part of the content.
            tags: Labels for people and billing. They are not part of the content. Tags that others set stay.
            metadata: Data that the registry keeps with the prompt. It is not part of the content.
            adopt: Take over a prompt of this name that exists. True requires that it has the same content;
                `"overwrite"` replaces any content. What the program does not declare (a description, tags) stays.
            take_over_from: The owner of a prompt that belongs to another stack: `organization/project/stack/name`, as
                the error message names it. It allows `adopt` to take over that prompt.
            force_destroy: Delete the prompt even if an alias points at a version, or somebody else published one.
            backend: The registry. If unset, it is `prompts:backend` of the stack's configuration, or else the embedded
                registry.
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
        """Declare a prompt from a file. The reference of prompt files tells which files there are.

        Args:
            resource_name: The name of the resource in Pulumi.
            path: The file. A relative path starts at the folder of the program.
            opts: The options of every Pulumi resource.
            after: For a promoted prompt: the `served` of this prompt in another stack, or its digest. The prompt takes
                a new content only if the other stack serves it, or served it before.
            evidence: A file that confirms the content: `{"digest": ..., "passed": true, "by": ..., "at": ...}`. If it
                does not confirm a new content, the prompt does not take it. A relative path starts at the folder of the
                program.
            source: The `served` of this prompt in another stack. If that stack has another content, a preview says that
                it waits to be promoted. It never makes anything fail.
            overrides: Arguments that replace those of the file. An argument that is None does not. In a promoted prompt
                they are overrides, like those of the file.

        Raises:
            InputError: The file cannot be read, or does not have the form that its suffix says.
        """
        found = read_prompt_file(resource_name, path)
        prompt = declared_by(cls, resource_name, found, opts, gates_of(found, after, evidence), overrides)
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
        """Read a prompt that another stack, or a person, manages. A preview reads it from the registry.

        Args:
            resource_name: The name of the resource in Pulumi.
            id: The identifier in the registry.
            opts: The options of every Pulumi resource.
            backend: The registry. If unset, it is `prompts:backend` of the stack's configuration, or else the embedded
                registry. A preview must know it.
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
        """The arguments that decide how the model answers. If the prompt is only read, they come from the registry.

        It adds nothing to the state.
        """
        if self._declared_content is None:
            read = {name: self.__dict__[name] for name in CONTENT_NAMES}
            return Output.all(**read).apply(given)
        return Output.from_input(dict(self._declared_content))

    @property
    def served(self) -> Output[dict[str, Any]]:
        """What another stack needs to promote this prompt, or to wait for it. Export it under the name of the prompt.

        It has `digest` and `content` (without overrides). It may have `since` (when the content was promoted) and
        `before` (the digests of the versions that were published). It adds nothing to the state unless you export it.
        """
        return served_of(self, self._promoted)

    @property
    def promoted(self) -> PromptFile | None:
        """The file that it was promoted to, with its head and overrides; None of any other prompt."""
        return self._promoted

    @property
    def history(self) -> Output[dict[str, str]] | None:
        """The digest of each version that a `PromptVersion` of this program published. None without a PromptVersion."""
        return self._published

    def publishes(self, history: Output[dict[str, str]]) -> None:
        """Say that a `PromptVersion` publishes this prompt; the first one's history is told."""
        self._published = self._published or history

    @property
    def id(self) -> Output[str]:
        """The identifier in the registry."""
        # In a preview the engine does not tell it of a prompt that is only read: dependents would show replacements.
        known = self._literal_id
        return super().id if known is None else self.urn.apply(lambda _: known)


def declared_by(
    of: type[_Prompt],
    resource_name: str,
    file: PromptFile,
    opts: ResourceOptions | None,
    gates: Mapping[str, Any],
    overrides: Mapping[str, Any],
) -> _Prompt:
    """The prompt that a file declares, with what the program says over it."""
    prompt = of(resource_name, opts, **inputs_declared(file, gates, overrides))
    if file.promoted is not None:
        prompt._promoted = file
    return prompt


def inputs_declared(file: PromptFile, gates: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of a prompt that a file declares, with what the program says over it."""
    return {**file.declared(given(overrides), DECIDING), **gates}


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
    props = {
        **inputs_of(resource_name, {"name": resource_name, **given(inputs)}),
        "marker": marker_of(resource_name, opts.parent if opts else None),
    }
    return {"uri": None, "digest": None, "variables": None, **props}


def inputs_of(resource_name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs as the provider takes them, but for the marker. Raises ProgramError where one cannot be declared."""
    if computed := COMPUTED & inputs.keys():
        raise ProgramError(f"{resource_name}: {', '.join(sorted(computed))} {NOT_DECLARED}")
    backend = backend_of_program(inputs.get("backend"))
    return {**inputs, "backend": backend, **given({"secret": secret_names(inputs)})}


def _props_of_get(inputs: Mapping[str, Any]) -> dict[str, Any]:
    backend = backend_of_program(inputs.get("backend"))
    return {"backend": backend, **dict.fromkeys(("name", "uri", "digest", *CONTENT_NAMES))}
