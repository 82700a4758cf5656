"""The public names: what programs write and declare, and what applications read."""

from pulumi_prompts.application import ServedPrompt, read
from pulumi_prompts.program import inputs
from pulumi_prompts.program.arguments import PromptAliasArgs, PromptArgs, PromptFolderArgs, PromptVersionArgs
from pulumi_prompts.program.inputs import *  # noqa: F403 (all that programs write, which is generated)
from pulumi_prompts.program.messages import assistant, system, user
from pulumi_prompts.program.prompt_folders import PromptOverrides
from pulumi_prompts.resources.folder_prompts import FolderPrompt
from pulumi_prompts.resources.prompt import Prompt
from pulumi_prompts.resources.prompt_alias import PromptAlias
from pulumi_prompts.resources.prompt_folder import PromptFolder
from pulumi_prompts.resources.prompt_version import PromptVersion

__all__: list[str] = ["Prompt", "PromptAlias", "PromptAliasArgs", "PromptArgs", "PromptVersion", "PromptVersionArgs"]
__all__ += ["FolderPrompt", "PromptFolder", "PromptFolderArgs", "PromptOverrides"]
__all__ += ["assistant", "system", "user"]
__all__ += ["ServedPrompt", "read"]
__all__ += inputs.__all__
