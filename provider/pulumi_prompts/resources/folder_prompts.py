"""The resources of one prompt of a folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pulumi
from pulumi import Alias, Input, Output, ResourceOptions

from pulumi_prompts.program.arguments import PromptArgs
from pulumi_prompts.program.prompt_folders import PromptOverrides
from pulumi_prompts.program.slips import ProgramError, refuse_slips
from pulumi_prompts.resources.arguments import given
from pulumi_prompts.resources.folder_files import FolderFile
from pulumi_prompts.resources.prompt import Prompt, declared_by, inputs_declared, inputs_of
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

    With `bulk` it has no resources of its own.

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
    _resources: FolderResources | None = None

    @property
    def resources(self) -> FolderResources:
        """Its `prompt`, its `published` versions and its `aliases` by name. Raises ProgramError in bulk."""
        if self._resources is None:
            raise ProgramError(f"{self.name}: {NO_RESOURCES}")
        return self._resources


NO_RESOURCES = "with `bulk` no prompt has a resource of its own; its `uri`, `digest` and `version` are there"


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
        resource_name, file = self._resource_name(name), found.file.over(self.defaults, DECIDING)
        gates, overrides = gates_of(file, None, None), _of_the_prompt(said)
        prompt = declared_by(Prompt, resource_name, file, self._child(name), gates, overrides)
        published = PromptVersion(resource_name, prompt=prompt, keep=self._keep(said), opts=self._child(name))
        aliases = {each: self._alias(name, each, prompt, published) for each in self._aliases(said)}
        resources = FolderResources(prompt, published, aliases)
        return FolderPrompt(name, prompt.uri, prompt.digest, published.version, resources)

    def entry(self, name: str, found: FolderFile, said: PromptOverrides) -> dict[str, Any]:
        """The same as an entry of the one resource that all prompts of a folder are."""
        resource_name, file = self._resource_name(name), found.file.over(self.defaults, DECIDING)
        inputs = inputs_declared(file, gates_of(file, None, None), _of_the_prompt(said))
        refuse_slips(resource_name, None, inputs)
        keep, aliases = self._keep(said), list(self._aliases(said))
        return given({"prompt": inputs_of(resource_name, given(inputs)), "keep": keep, "aliases": aliases})

    def _resource_name(self, name: str) -> str:
        return f"{self.folder.pulumi_resource_name}-{name}"

    def _keep(self, said: PromptOverrides) -> Input[int] | None:
        return said.get("keep", self.keep)

    def _aliases(self, said: PromptOverrides) -> Sequence[str]:
        names = said.get("prompt_aliases")
        return self.prompt_aliases if names is None else names

    def _alias(self, name: str, alias: str, prompt: Prompt, published: PromptVersion) -> PromptAlias:
        """In a loop the alias was called by its prompt, if it was the only one, or by both."""
        resource_name = f"{self._resource_name(name)}@{alias}"
        former = [f"{name}-{alias}", *([name] if len(self.prompt_aliases) == 1 else [])]
        return PromptAlias(resource_name, prompt=prompt, alias=alias, version=published, opts=self._child(*former))

    def _child(self, *former_names: str) -> ResourceOptions:
        former = [Alias(name=each, parent=pulumi.ROOT_STACK_RESOURCE) for each in former_names]
        return ResourceOptions(parent=self.folder, aliases=former if self.from_loop else None)


def _of_the_prompt(said: PromptOverrides) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key not in _BESIDE}
