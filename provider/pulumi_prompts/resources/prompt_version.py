"""`PromptVersion`: the published, immutable form of a prompt's content."""

from typing import ClassVar

from pulumi import Input, Output, ResourceOptions

from pulumi_prompts.program.slips import ProgramError, refuse_slips
from pulumi_prompts.resources.arguments import given, marker_of, merged, secret_names, warn_of_delete_before_replace
from pulumi_prompts.resources.prompt import Prompt
from pulumi_prompts.resources.provider import Provider
from pulumi_prompts.resources.resource import OfOneType


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
            opts: Options of any Pulumi resource; `deleted_with` is the prompt unless they say otherwise.
            prompt: The prompt whose content is published.
            description: Of the next version that is published; editable afterwards where the registry can.
            version_name: A name for the next version, unique within the prompt, where the registry keeps one.
            keep: How many versions of ours to keep, at least 1; unset, none is ever removed. The current version, the
                one it superseded, pinned ones and those of others always stay.
            force_destroy: When this resource is deleted, remove the versions that it published, except the one with the
                content of the prompt and those that an alias pins. Unset, all stay as long as the prompt.
        """
        described = {"description": description, "version_name": version_name}
        refuse_slips(resource_name, opts, {**described, "keep": keep})
        if not isinstance(prompt, Prompt):
            raise ProgramError(f"{resource_name}: `prompt` must be a Prompt, and not {type(prompt).__name__}")
        props = {
            "prompt_id": prompt.id,
            "digest": prompt.digest,
            "backend": prompt.backend,
            **given({**described, "keep": keep, "force_destroy": force_destroy, "secret": secret_names(described)}),
            **_of(prompt),
            "marker": marker_of(resource_name, opts.parent if opts else None),
            "version": None,
            "uri": None,
            "history": None,
        }
        # A prompt that is only read leaves the state without being deleted, and would take no version along.
        defaults = ResourceOptions(deleted_with=None if prompt.is_only_read else prompt)
        super().__init__(PromptVersionProvider(), resource_name, props, merged(defaults, opts))
        warn_of_delete_before_replace(self, opts)


def _of(prompt: Prompt) -> dict[str, Input[str]]:
    """What of the prompt a version is published with: whose it is, and its name for messages."""
    if prompt.is_only_read:
        return {}
    name = prompt.declared_name
    return {"prompt_marker": prompt.marker, **({"prompt_name": name} if isinstance(name, str) else {})}
