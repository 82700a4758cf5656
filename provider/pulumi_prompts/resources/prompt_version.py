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
    """The published versions of a prompt. An update publishes new content as the next version; old versions stay.

    Attributes:
        id: `<id of the prompt>/versions`.
        version: The number or the name of the current version in the registry.
        uri: The address for applications, such as the ARN on Bedrock.
        digest: The identity of the content of the current version.
        history: The digest of each version that was current, by the name of the version.
        prompt_id: The identifier of the prompt in the registry.
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
            resource_name: The name of the resource in Pulumi.
            opts: The options of every Pulumi resource. If `deleted_with` is unset, it is the prompt. With `id` the
                version is only read, as `PromptVersion.get` does, and all arguments except `prompt` are ignored.
            prompt: The prompt whose content is published.
            description: A text for people about the next version. Some registries can change it later.
            version_name: A name for the next version, unique within the prompt. Not every registry keeps it.
            keep: The number of versions to keep, at least 1. If unset, all stay. These always stay: the current
                version, the version before it, versions that an alias points at, and versions that others published.
            force_destroy: Delete the versions that this resource published when the resource is deleted. The version
                with the content of the prompt stays, and so do versions that an alias points at. If unset, all versions
                stay as long as the prompt exists.
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
        """Read a version that is in the registry. A preview reads it too. Set one of `version`, `alias` and `digest`.

        Args:
            resource_name: The name of the resource in Pulumi.
            prompt: The prompt, which may be one of `Prompt.get`.
            opts: The options of every Pulumi resource.
            version: The number or the name of the version in the registry.
            alias: An alias that points at the version.
            digest: The digest of the content. If several versions have it, the newest one is read.
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
        """The arguments that decide how the model answers. If the version is only read, they come from the registry.

        It adds nothing to the state of a version that is published.
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
