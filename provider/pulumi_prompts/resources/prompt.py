"""`Prompt`: an entry of a registry and its head."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pulumi import Input, Output, ResourceOptions
from pulumi.dynamic import Resource

from pulumi_prompts.config import backend_of_program
from pulumi_prompts.inputs import Adopt, Backend, Message, NamedTool, Options, Parameters, ResponseFormat, Tool
from pulumi_prompts.resources._options import marker_of, merged, secret_names
from pulumi_prompts.resources._provider import Provider


class PromptProvider(Provider):
    """Stands in every user's state as `pulumi_prompts.resources.prompt.PromptProvider`; never changes its name."""

    lifecycle: ClassVar[str] = "pulumi_prompts.resources._prompt_rules:PromptRules"


class Prompt(Resource, module="prompts", name="Prompt"):
    """A prompt in a registry: its name, and its head, which is what `PromptVersion` publishes.

    Attributes:
        name: Its name in the registry.
        uri: Where applications find it (an ARN on Bedrock).
        digest: The identity of its content, `sha256:...`; the same on every registry.
        variables: The names that its text uses as `{{name}}`.
        backend: The registry it is in.
    """

    name: Output[str]
    uri: Output[str]
    digest: Output[str]
    variables: Output[list[str]]
    backend: Output[dict[str, Any]]
    _literal_id: str | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Keep the type of the resource in a user's subclass."""
        kept = cls._resource_type_name
        super().__init_subclass__(**kwargs)
        cls._resource_type_name = kept

    def __init__(
        self,
        resource_name: str,
        opts: ResourceOptions | None = None,
        *,
        name: Input[str] | None = None,
        template: Input[str] | None = None,
        messages: Input[Sequence[Input[Message]]] | None = None,
        model: Input[str] | None = None,
        provider: Input[str] | None = None,
        endpoint: Input[str] | None = None,
        parameters: Input[Parameters] | None = None,
        tools: Input[Sequence[Input[Tool]]] | None = None,
        tool_choice: Input[str | NamedTool] | None = None,
        response_format: Input[ResponseFormat] | None = None,
        variables: Input[Sequence[Input[str]]] | None = None,
        options: Input[Options] | None = None,
        description: Input[str] | None = None,
        tags: Input[Mapping[str, Input[str]]] | None = None,
        metadata: Input[Mapping[str, Any]] | None = None,
        backend: Input[Backend] | None = None,
        adopt: Input[Adopt] | None = None,
        force_destroy: Input[bool] | None = None,
    ) -> None:
        """Declare a prompt.

        Args:
            resource_name: The name in the program and the state.
            opts: Options of any Pulumi resource; `delete_before_replace` is True unless they say otherwise.
            name: The name in the registry; unset, `resource_name`.
            template: A text template with `{{variables}}`. Give this or `messages`.
            messages: A chat template with `{{variables}}`.
            model: The identifier of the model, as the registry knows it.
            provider: Who serves the model, where the identifier does not say it.
            endpoint: The kind of interface of the model, where a registry asks for it.
            parameters: Sampling parameters.
            tools: Functions that the model may call.
            tool_choice: `auto`, `required`, `none`, or `{"name": ...}`.
            response_format: The form of the answer.
            variables: The names that the text uses; given, they are checked against it.
            options: Options that only one registry has, in a block named after it.
            description: For people; not part of the content.
            tags: Labels for people and billing; keys that others set are left alone.
            metadata: Data kept with the prompt; not part of the content.
            backend: The registry; unset, that of the stack's configuration (`prompts:backend`), else the embedded one.
            adopt: True takes over a prompt of this name that has the same content; `"overwrite"` one of any content.
            force_destroy: Delete it even while somebody else relies on a version of it.
        """
        content = {
            "template": template,
            "messages": messages,
            "model": model,
            "provider": provider,
            "endpoint": endpoint,
            "parameters": parameters,
            "tools": tools,
            "tool_choice": tool_choice,
            "response_format": response_format,
            "variables": variables,
            "options": options,
        }
        props = {
            **content,
            "name": resource_name if name is None else name,
            "description": description,
            "tags": tags,
            "metadata": metadata,
            "backend": backend_of_program(backend),
            "adopt": adopt,
            "force_destroy": force_destroy,
            "marker": marker_of(resource_name),
            "secret": secret_names(content),
            "uri": None,
            "digest": None,
        }
        super().__init__(
            PromptProvider(), resource_name, props, merged(ResourceOptions(delete_before_replace=True), opts)
        )

    @classmethod
    def get(
        cls,
        resource_name: str,
        id: str,
        opts: ResourceOptions | None = None,
        *,
        backend: Input[Backend] | None = None,
    ) -> "Prompt":
        """A prompt that this stack only reads.

        Args:
            resource_name: The name in the program and the state.
            id: The identifier in the registry.
            opts: Options of any Pulumi resource.
            backend: The registry; unset, that of the stack's configuration.
        """
        prompt = cls.__new__(cls)
        props = {"backend": backend_of_program(backend), "name": None, "uri": None, "digest": None, "variables": None}
        Resource.__init__(prompt, PromptProvider(), resource_name, props, merged(ResourceOptions(id=id), opts))
        prompt._literal_id = id
        return prompt

    @property
    def id(self) -> Output[str]:
        """The identifier in the registry.

        The engine does not tell it in a preview for a prompt that is only read, so that dependents would show
        replacements; `get` knows it.
        """
        known = self._literal_id
        return super().id if known is None else self.urn.apply(lambda _: known)
