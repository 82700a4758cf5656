"""A component: a prompt as one team wants all of them."""

from typing import Unpack

import pulumi

from pulumi_prompts import Prompt, PromptAlias, PromptArgs, PromptVersion

HOUSE_MODEL = "anthropic.claude-3-haiku-20240307-v1:0"
KEPT_VERSIONS = 5


class TeamPrompt(pulumi.ComponentResource):
    """A prompt with its versions, and an alias for each environment.

    `staging` follows each edit. `production` stays at the version that the program names.

    Args:
        resource_name: Of the component and of all that it makes.
        production: The version that production gets; without one there is no alias `production` yet.
        opts: Those of any component; its prompt, version and aliases inherit `protect` and the provider.
        prompt: All arguments of a `Prompt`. The model is that of the house unless one is given.
    """

    def __init__(
        self,
        resource_name: str,
        production: str | None = None,
        opts: pulumi.ResourceOptions | None = None,
        **prompt: Unpack[PromptArgs],
    ) -> None:
        super().__init__("help-desk:index:TeamPrompt", resource_name, None, opts)
        inside = pulumi.ResourceOptions(parent=self)
        prompt.setdefault("model", HOUSE_MODEL)
        self.prompt = Prompt(resource_name, inside, **prompt)
        self.published = PromptVersion(resource_name, prompt=self.prompt, keep=KEPT_VERSIONS, opts=inside)
        PromptAlias(
            f"{resource_name}-staging", prompt=self.prompt, alias="staging", version=self.published, opts=inside
        )
        if production:
            PromptAlias(
                f"{resource_name}-production", prompt=self.prompt, alias="production", version=production, opts=inside
            )
        self.version = self.published.version
        self.register_outputs({"uri": self.prompt.uri, "version": self.version})
