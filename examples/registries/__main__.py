"""The prompts of a help desk. Where they are kept, and which model answers, the stack's configuration says."""

import pulumi

from pulumi_prompts import Options, Parameters, Prompt, PromptAlias, PromptVersion, Tool, system, user

config = pulumi.Config()
model = config.require("model")
provider = config.get("provider")  # on Bedrock the ID of the model says it, so that there is none

# A chat. Its answer is a call of the tool, which every registry carries; `response_format` is not for all of them.
triage = Prompt(
    "ticket-triage",
    description="Sorts a new ticket",
    model=model,
    provider=provider,
    parameters=Parameters(temperature=0, max_tokens=200),
    messages=[
        system("""\
You sort the tickets of a help desk.
Call sort_ticket once, and say nothing else.
A ticket is urgent if the customer cannot work.
"""),
        user("{{ticket}}"),
    ],
    tools=[
        Tool(
            name="sort_ticket",
            description="Puts the ticket into the queue of those who can answer it",
            parameters={
                "type": "object",
                "properties": {
                    "queue": {"type": "string", "enum": ["billing", "bug", "how-to", "other"]},
                    "urgent": {"type": "boolean"},
                    "reason": {"type": "string", "description": "One sentence, for the person who takes it"},
                },
                "required": ["queue", "urgent", "reason"],
                "additionalProperties": False,
            },
            strict=True,
        )
    ],
)

# A text, in a file of its own.
summary = Prompt.from_file(
    "ticket-summary",
    "prompts/ticket-summary.md",
    description="For a colleague who takes a ticket over",
    model=model,
    provider=provider,
    parameters=Parameters(temperature=0.2, max_tokens=300),
)

# A chat in Humanloop's text form. Each registry applies its own block of the options, and passes over the others.
reply = Prompt.from_file(
    "ticket-reply",
    "prompts/ticket-reply.prompt",
    description="Drafts the answer to a customer",
    model=model,
    provider=provider,
    options=Options(
        bedrock={"cache_points": ["messages[0]"]},
        humanloop={"readme": "A person reads every reply before it is sent."},
        langfuse={"config": {"reviewed_by": "a person"}},
        mlflow={"extra_params": {"service_tier": "flex"}},
        truefoundry={"variable_defaults": {"language": "English"}},
    ),
)

# An edited text makes the next version. Applications ask for what `staging` points at.
for name, prompt in {"triage": triage, "summary": summary, "reply": reply}.items():
    published = PromptVersion(name, prompt=prompt)
    PromptAlias(name, prompt=prompt, alias="staging", version=published)
    pulumi.export(name, {"uri": published.uri, "version": published.version, "digest": published.digest})
