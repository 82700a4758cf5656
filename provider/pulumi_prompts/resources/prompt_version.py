"""`PromptVersion`: the published, immutable form of a prompt's content."""

from typing import Any, ClassVar, Self

from pulumi import Input, Output, ResourceOptions

from pulumi_prompts.program.slips import ProgramError, refuse_slips
from pulumi_prompts.resources.arguments import given, marker_of, merged, secret_names, warn_of_delete_before_replace
from pulumi_prompts.resources.prompt import Prompt, going_with, known_of, refuse_another_thing
from pulumi_prompts.resources.provider import Provider
from pulumi_prompts.resources.resource import OfOneType

ONE_OF_THREE = "say which version: one of `version`, `alias` and `digest`"


class PromptVersionProvider(Provider):
    """Stands in every user's state as `pulumi_prompts.resources.prompt_version.PromptVersionProvider`."""

    lifecycle: ClassVar[str] = "pulumi_prompts.lifecycle.versions:VersionLifecycle"


class PromptVersion(OfOneType, module="prompts", name="PromptVersion"):
    """The published content of a prompt. New content publishes the next version in place; the old ones stay.

    Attributes:
        version: The registry's name of the current version.
        uri: Where applications find it (an ARN on Bedrock).
        digest: The identity of its content.
        history: The digests of the versions that were current, by their names.
        prompt_id: The identifier of the prompt.
    """

    version: Output[str]
    uri: Output[str]
    digest: Output[str]
    history: Output[dict[str, str]]
    prompt_id: Output[str]
    _prompt: Prompt
    _is_only_read: bool = False

    def __init__(
        self,
        resource_name: str,
        opts: ResourceOptions | None = None,
        *,
        prompt: Prompt,
        description: Input[str] | None = None,
        version_name: Input[str] | None = None,
        keep: Input[int] | None = None,
        force_destroy: Input[bool] | None = None,
    ) -> None:
        """Publish a prompt.

        Args:
            resource_name: The name in the program and the state.
            opts: Options of any Pulumi resource; `deleted_with` is the prompt unless they say otherwise. With `id` the
                version is only read (`get`), and nothing but `prompt` counts.
            prompt: The prompt whose content is published.
            description: Of the next version that is published; editable afterwards where the registry can.
            version_name: A name for the next version, unique within the prompt, where the registry keeps one.
            keep: How many versions of ours to keep, at least 1; unset, none is ever removed. The current version, the
                one it superseded, pinned ones and those of others always stay.
            force_destroy: When this resource is deleted, remove the versions that it published, except the one with the
                content of the prompt and those that an alias pins. Unset, all stay as long as the prompt.
        """
        self._prompt = prompt
        if isinstance(opts, ResourceOptions) and opts.id is not None:
            self._is_only_read = True
            super().__init__(PromptVersionProvider(), resource_name, _props_of_get(prompt), opts)
            return
        described = {"description": description, "version_name": version_name}
        refuse_slips(resource_name, opts, {**described, "keep": keep})
        refuse_another_thing(resource_name, prompt)
        props = {
            "prompt_id": prompt.id,
            "digest": prompt.digest,
            "backend": prompt.backend,
            **given({**described, "keep": keep, "force_destroy": force_destroy, "secret": secret_names(described)}),
            **known_of(prompt),
            "marker": marker_of(resource_name, opts.parent if opts else None),
            "version": None,
            "uri": None,
            "history": None,
        }
        super().__init__(PromptVersionProvider(), resource_name, props, going_with(prompt, opts))
        prompt.publishes(self.history)
        warn_of_delete_before_replace(self, opts)

    @classmethod
    def get(
        cls,
        resource_name: str,
        prompt: Prompt,
        opts: ResourceOptions | None = None,
        *,
        version: Input[str] | None = None,
        alias: Input[str] | None = None,
        digest: Input[str] | None = None,
    ) -> Self:
        """A version that this stack only reads, in a preview as well. Say one of `version`, `alias` and `digest`.

        Args:
            resource_name: The name in the program and the state.
            prompt: Its prompt, which may be only read, too.
            opts: Options of any Pulumi resource.
            version: Its number or its name in the registry.
            alias: An alias that points at it.
            digest: The identity of its content; the newest version that has it.
        """
        chosen = given({"version": version, "alias": alias, "digest": digest})
        refuse_slips(resource_name, opts, chosen)
        refuse_another_thing(resource_name, prompt)
        if len(chosen) != 1:
            raise ProgramError(f"{resource_name}: {ONE_OF_THREE}")
        ((by, which),) = chosen.items()
        id_ = Output.concat(prompt.id, "/versions/", by, "/", which)
        return cls(resource_name, merged(ResourceOptions(id=id_), opts), prompt=prompt)

    @property
    def prompt(self) -> Prompt:
        """The prompt that it is a version of."""
        return self._prompt

    @property
    def content(self) -> Output[dict[str, Any]]:
        """The inputs that decide how a model answers: those of the prompt; of one that is only read, as found.

        Made in the program: no state of what is published grows by it.
        """
        found: Output[dict[str, Any]] = self.__dict__["content_found"] if self._is_only_read else self._prompt.content
        return found

    @property
    def is_only_read(self) -> bool:
        """Whether this stack does not publish it (`get`)."""
        return self._is_only_read


def _props_of_get(prompt: Prompt) -> dict[str, Any]:
    found = dict.fromkeys(("version", "uri", "digest", "history", "content_found"))
    return {"prompt_id": prompt.id, "backend": prompt.backend, **found}
