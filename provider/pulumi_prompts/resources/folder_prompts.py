"""The resources of one prompt of a folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pulumi
from pulumi import Alias, Input, Output, ResourceOptions

from pulumi_prompts.program.arguments import PromptArgs
from pulumi_prompts.program.prompt_folders import PromptOverrides
from pulumi_prompts.resources.folder_files import FolderFile
from pulumi_prompts.resources.prompt import Prompt, declared_by
from pulumi_prompts.resources.prompt_alias import PromptAlias
from pulumi_prompts.resources.prompt_files import DECIDING, gates_of
from pulumi_prompts.resources.prompt_version import PromptVersion

_BESIDE: Final = PromptOverrides.__annotations__.keys() - PromptArgs.__annotations__
"""What a program may say of a prompt of a folder that is no argument of `Prompt`."""


class FolderResources(NamedTuple):
    """The resources of a prompt of a folder."""

    prompt: Prompt
    published: PromptVersion
    aliases: Mapping[str, PromptAlias]


@dataclass(frozen=True)
class FolderPrompt:
    """A prompt of a folder. `resources` has its `prompt`, its `published` versions and its `aliases` by name.

    Attributes:
        name: The name of the prompt in the folder.
        uri: The address of the prompt for applications, such as the ARN on Bedrock.
        digest: The identity of the content.
        version: The number or the name of the current version in the registry.
    """

    name: str
    uri: Output[str]
    digest: Output[str]
    version: Output[str]
    resources: FolderResources


class Common(NamedTuple):
    """What all prompts of a folder have in common.

    Attributes:
        folder: Their parent.
        defaults: The arguments of each `Prompt`, unless its file says otherwise.
        keep: Of each `PromptVersion`.
        prompt_aliases: The names of the aliases of each.
        from_loop: Whether they were resources at the top level of the program before.
    """

    folder: pulumi.Resource
    defaults: Mapping[str, Any]
    keep: Input[int] | None
    prompt_aliases: Sequence[str]
    from_loop: bool

    def declared(self, name: str, found: FolderFile, said: PromptOverrides) -> FolderPrompt:
        """Declare the prompt of a file, with what the program says of it alone."""
        resource_name = f"{self.folder.pulumi_resource_name}-{name}"
        file = found.file.over(self.defaults, DECIDING)
        overrides = {key: value for key, value in said.items() if key not in _BESIDE}
        prompt = declared_by(Prompt, resource_name, file, self._child(name), gates_of(file, None, None), overrides)
        keep = said.get("keep", self.keep)
        published = PromptVersion(resource_name, prompt=prompt, keep=keep, opts=self._child(name))
        names = said.get("prompt_aliases")
        names = self.prompt_aliases if names is None else names
        aliases = {each: self._alias(name, each, prompt, published) for each in names}
        resources = FolderResources(prompt, published, aliases)
        return FolderPrompt(name, prompt.uri, prompt.digest, published.version, resources)

    def _alias(self, name: str, alias: str, prompt: Prompt, published: PromptVersion) -> PromptAlias:
        """In a loop the alias was called by its prompt, if it was the only one, or by both."""
        resource_name = f"{self.folder.pulumi_resource_name}-{name}@{alias}"
        former = [f"{name}-{alias}", *([name] if len(self.prompt_aliases) == 1 else [])]
        return PromptAlias(resource_name, prompt=prompt, alias=alias, version=published, opts=self._child(*former))

    def _child(self, *former_names: str) -> ResourceOptions:
        former = [Alias(name=each, parent=pulumi.ROOT_STACK_RESOURCE) for each in former_names]
        return ResourceOptions(parent=self.folder, aliases=former if self.from_loop else None)
