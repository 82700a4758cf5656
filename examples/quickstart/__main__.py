"""The prompts of a help desk, with their versions. Without any configuration they go to the embedded registry."""

import pulumi

from pulumi_prompts import Parameters, Prompt, PromptAlias, PromptVersion, Tool, system, user

model = pulumi.Config().get("model", "anthropic.claude-3-haiku-20240307-v1:0")

# A text with variables.
summary = Prompt(
    "ticket-summary",
    description="One paragraph for whoever takes a ticket over",
    model=model,
    parameters=Parameters(temperature=0.2, max_tokens=300),
    template="""\
Sum up the support ticket below for a colleague who takes it over, in {{language}}.
Begin with what the customer wants, then say what was tried, and end with the next step.
At most five sentences. Name no person and no address.

<ticket>
{{ticket}}
</ticket>
""",
)

# A chat, with parameters and a tool that the model may call.
orders = Prompt(
    "order-assistant",
    description="Answers customers who ask where their order is",
    model=model,
    parameters=Parameters(temperature=0, max_tokens=500, stop=["</answer>"]),
    messages=[
        system("""\
You answer customers of an online shop who ask about their orders.
Look an order up before you say anything about it, and never guess a date.
If you cannot help, say so in one sentence and offer to pass the question on to a person.
"""),
        user("The customer is signed in as {{customer}} and asks:\n\n{{question}}"),
    ],
    tools=[
        Tool(
            name="look_up_order",
            description="State, carrier and expected day of delivery of one order",
            parameters={
                "type": "object",
                "properties": {"order": {"type": "string", "description": "Its number, like 2024-00815"}},
                "required": ["order"],
            },
        )
    ],
    tool_choice="auto",
)

# A prompt in a file of its own, which people review as text. What the program says wins over the file.
review = Prompt.from_file("reply-review", "prompts/reply-review.yaml", model=model)

# Publishing makes a version of each. An edited text makes the next one; the five newest are kept. An alias is the name
# that applications ask for: it moves to the new version, and the preview shows the text that moves.
made = []
for name, prompt in {"ticket-summary": summary, "order-assistant": orders, "reply-review": review}.items():
    version = PromptVersion(name, prompt=prompt, keep=5)
    PromptAlias(name, prompt=prompt, alias="staging", version=version)
    made.append({"name": prompt.name, "uri": version.uri, "version": version.version, "digest": version.digest})

pulumi.export("prompts", made)
