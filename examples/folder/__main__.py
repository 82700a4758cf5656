"""Each file in prompts/ is a prompt of its own: who writes prompts edits no program."""

import pulumi

from pulumi_prompts import PromptFolder

prompts = PromptFolder("prompts", "prompts/", keep=5, prompt_aliases=["production"])

pulumi.export("versions", {name: prompt.version for name, prompt in prompts.items()})
