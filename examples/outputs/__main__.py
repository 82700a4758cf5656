"""A prompt whose text holds an output of another resource: the address that the platform team exports."""

import pulumi

from pulumi_prompts import Prompt, PromptVersion, system, user

platform = pulumi.StackReference(f"{pulumi.get_organization()}/platform/{pulumi.get_stack()}")
help_center = platform.require_output("help_center")

# `concat`, and no f-string: the value of an output is known later than this line runs.
instructions = pulumi.Output.concat(
    "You answer customers of our shop.\nIf you do not know the answer, send them to ", help_center, ".\n"
)

answer = Prompt("answer", messages=[system(instructions), user("{{question}}")])
published = PromptVersion("answer", prompt=answer, keep=5)

pulumi.export("version", published.version)
