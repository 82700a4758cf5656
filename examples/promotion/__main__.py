"""The prompt of a support desk. Each stack takes its own file: dev's is written by hand, all others by a promotion."""

import pulumi

from pulumi_prompts import Prompt, PromptVersion

stack = pulumi.get_stack()
source = None
if name := pulumi.Config().get("source"):  # only so that a preview says what waits there
    source = pulumi.StackReference(f"{pulumi.get_organization()}/{pulumi.get_project()}/{name}").get_output("triage")

triage = Prompt.from_file("triage", f"prompts/{stack}/triage.yaml", source=source)
published = PromptVersion("triage", prompt=triage, keep=10)

pulumi.export("triage", triage.served)
pulumi.export("version", published.version)
