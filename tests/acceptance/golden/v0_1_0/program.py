"""Three prompts of different shape with versions. Recorded with the release; never changed afterwards."""

import pulumi

from pulumi_prompts import NamedTool, Parameters, Prompt, PromptVersion, ResponseFormat, Tool, assistant, system, user

summary = Prompt(
    "summary",
    template="Summarise in {{language}}, in {{words}} words:\n\n{{text}}\n",
    model="small",
    parameters=Parameters(temperature=0.9, top_p=0.1, max_tokens=300, stop=["END"]),
    description="Summaries of tickets",
    tags={"team": "support"},
)
summary_versions = PromptVersion("summary", prompt=summary, keep=3, description="First")

triage = Prompt(
    "triage",
    name="support-triage",
    messages=[
        system("You sort support tickets.\nAnswer by a call of the tool."),
        user("The printer is on fire."),
        assistant("urgent"),
        user("Ticket: {{ticket}}"),
    ],
    model="large",
    provider="acme",
    parameters=Parameters(temperature=0, reasoning_effort="low", seed=7),
    tools=[
        Tool(
            name="sort",
            description="Sorts a ticket",
            parameters={"type": "object", "properties": {"queue": {"type": "string"}, "weight": {"type": "number"}}},
            strict=False,
        )
    ],
    tool_choice=NamedTool(name="sort"),
    response_format=ResponseFormat(type="json_object"),
    variables=["ticket"],
    metadata={"owner": {"name": "desk", "rotas": [1, 2.5]}},
    backend={"kind": "local", "path": "prompts.db"},
)
triage_versions = PromptVersion("triage", prompt=triage, version_name="first")

confidential = Prompt("confidential", template=pulumi.Output.secret("What {{customer}} must not know."))
confidential_versions = PromptVersion("confidential", prompt=confidential)

pulumi.export("digests", {each._name: each.digest for each in (summary, triage, confidential)})
pulumi.export("version", triage_versions.version)
