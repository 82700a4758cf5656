"""`BulkPrompts`: all prompts of a folder as one resource."""

from collections.abc import Mapping
from typing import Any, ClassVar

import pulumi
from pulumi import Output, ResourceOptions

from pulumi_prompts.resources.arguments import owner_of
from pulumi_prompts.resources.folder_prompts import FolderPrompt
from pulumi_prompts.resources.provider import Provider
from pulumi_prompts.resources.resource import OfOneType

MOST = 10_000
"""Prompts of 4 kB with which all commands were tried: the engine then takes 1.1 GB, and the state 55 MB."""


def too_many(number: int) -> str:
    """Said of a folder that may be too large for the engine."""
    return (
        f"{number:,} prompts are too many for one resource, which may have {MOST:,}: divide them into several folders"
    )


class BulkPromptsProvider(Provider):
    """Stands in every user's state as `pulumi_prompts.resources.bulk_prompts.BulkPromptsProvider`."""

    lifecycle: ClassVar[str] = "pulumi_prompts.lifecycle.folder:FolderLifecycle"


class BulkPrompts(OfOneType, module="prompts", name="BulkPrompts"):
    """The prompts of a `PromptFolder` with `bulk`, each with its versions and aliases. It has the name of the folder.

    Attributes:
        prompts: Of each prompt, by its name: `id`, `uri`, `digest` and `version`.
    """

    prompts: Output[dict[str, Any]]

    def __init__(self, folder: pulumi.Resource, entries: Mapping[str, Any], *, is_in_part: bool, retains: bool) -> None:
        """Declare them.

        Args:
            folder: Their parent.
            entries: What the program says of each, by its name.
            is_in_part: Whether some files could not be read. What the state has beside the entries stays then.
            retains: Whether what goes stays in the registry.
        """
        options = {"is_in_part": is_in_part, "protect": folder._protect, "retain_on_delete": retains}
        told = {name: True for name, is_set in options.items() if is_set}
        props = {"owner": owner_of(folder), "entries": {**entries}, **told, "prompts": None}
        super().__init__(BulkPromptsProvider(), folder.pulumi_resource_name, props, ResourceOptions(parent=folder))

    def of(self, name: str) -> FolderPrompt:
        """One of them; without values where the state does not have it yet (`--target`)."""

        def told(what: str) -> Output[str]:
            return self.prompts.apply(lambda prompts: prompts.get(name, {}).get(what))

        return FolderPrompt(name, told("uri"), told("digest"), told("version"))
