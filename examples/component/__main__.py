"""Two prompts of a help desk. How a prompt is published, and who gets it, the component says once for all."""

import pulumi
from team_prompt import TeamPrompt

from pulumi_prompts import Parameters, system, user

config = pulumi.Config()

triage = TeamPrompt(
    "triage",
    production=config.get("triage-in-production"),
    messages=[system("You sort support tickets.\nAnswer with one word: billing, bug or other.\n"), user("{{ticket}}")],
    parameters=Parameters(temperature=0),
)
summary = TeamPrompt("summary", template="Sum up this ticket in five sentences:\n\n{{ticket}}\n")

pulumi.export("versions", {"triage": triage.version, "summary": summary.version})
