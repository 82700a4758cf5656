"""The prompt, its versions, and what an application needs to be allowed to use them."""

from typing import Any

import pulumi

from pulumi_prompts import Parameters, Prompt, PromptAlias, PromptVersion, system, user

MODEL = "anthropic.claude-3-haiku-20240307-v1:0"

triage = Prompt(
    "triage",
    model=MODEL,
    messages=[
        system("You sort support tickets.\nAnswer with one word: billing, bug or other.\n"),
        user("Ticket: {{ticket}}"),
    ],
    parameters=Parameters(temperature=0, max_tokens=200),
)
published = PromptVersion("triage", prompt=triage, keep=5)
PromptAlias("production", prompt=triage, alias="production", version=published)


def may_use(prompt_arn: str) -> dict[str, Any]:
    """A policy: read which version the alias names, fill that in, and call the model, but change nothing."""
    _, partition, _, region, *_ = prompt_arn.split(":")
    model = f"arn:{partition}:bedrock:{region}::foundation-model/{MODEL}"
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "bedrock:ListTagsForResource", "Resource": prompt_arn},
            {"Effect": "Allow", "Action": "bedrock:RenderPrompt", "Resource": [prompt_arn, f"{prompt_arn}:*"]},
            {"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": model},
        ],
    }


policy = pulumi.Output.json_dumps(triage.uri.apply(may_use))

pulumi.export("uri", triage.uri)
pulumi.export("policy", policy)
