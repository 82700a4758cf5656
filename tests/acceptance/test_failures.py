"""What people read when something is wrong, and that nothing is lost."""

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.prepared import bring_up
from acceptance.programs import BE_BRIEF, TRIAGE, program, prompt
from acceptance.stack import Stack
from remedies import REFRESH

BROKEN = program("""
    if given["early"]:
        raise ValueError("before the prompt")
    triage = Prompt("triage", **given["prompt"])
    raise ValueError("after the prompt")
""")


def test_a_program_that_raises_loses_nothing(stack: Stack, registry: LocalRegistry) -> None:
    bring_up(stack, TRIAGE, prompt=prompt(), version={})
    before = registry.prompts
    stack.write(BROKEN, early=True)
    assert "ValueError: before the prompt" in stack.up(fails=True).text
    stack.give(early=False, prompt=prompt())
    assert "ValueError: after the prompt" in stack.up(fails=True).text
    assert registry.prompts == before
    assert set(stack.resources()) == {"Prompt triage", "PromptVersion triage"}
    stack.write(TRIAGE, prompt=prompt(), version={})
    assert stack.preview().steps == set()


def problem(type_: str, name: str, failure: str) -> str:
    return f"pulumi-python:dynamic/prompts:{type_} resource '{name}' has a problem: {failure}"


WRONG = program("""
    Prompt("wrong", name="", messages=[{"role": "sytem", "content": 7}], modle="large",
           parameters=Parameters(temperature=-1, max_token=5), variables=["customer"], tags={"": "x"})
""")


def test_all_that_is_wrong_is_said_at_once(stack: Stack, registry: LocalRegistry) -> None:
    """In one preview, each failure in one line that begins with the property."""
    stack.write(WRONG)
    preview = stack.preview(fails=True)
    assert sorted(preview.diagnostics("Prompt wrong")) == [
        problem("Prompt", "wrong", failure)
        for failure in (
            "messages[0].content: must be a text, or a list of texts",
            "messages[0].role: must be 'system', 'developer', 'user', 'assistant' or 'tool'",
            "modle: is not a known property; did you mean `model`?",
            "name: must not be empty (local)",
            "parameters.max_token: is not a known property; did you mean `max_tokens`?",
            "parameters.temperature: must be at least 0",
            'tags[""]: the key must not be empty (local)',
        )
    ]
    assert registry.prompts == []


CLAIMED_TWICE = """
first = Prompt("first", name="same", template="One")
Prompt("triage", ResourceOptions(depends_on=first), name="same", template="Two")
"""
KEEP_NONE = 'PromptVersion("triage", prompt=Prompt("good", template="One"), keep=0)'


@pytest.mark.parametrize(
    ("body", "type_", "failures"),
    [
        (
            CLAIMED_TWICE,
            "Prompt",
            ["name: 'same' is claimed by the resource 'organization/acme/dev/first' too; rename one of them"],
        ),
        (KEEP_NONE, "PromptVersion", ["keep: must be at least 1"]),
    ],
    ids=["claimed-twice", "keep-none"],
)
def test_a_mistake_is_said_in_a_preview(stack: Stack, body: str, type_: str, failures: list[str]) -> None:
    stack.write(program(body))
    said = stack.preview(fails=True).diagnostics(f"{type_} triage")
    assert said == [problem(type_, "triage", failure) for failure in failures]


def test_an_output_in_an_f_string_is_said_in_a_preview(stack: Stack) -> None:
    stack.write(
        program("""
        secret = pulumi.Output.secret("4711")
        Prompt("triage", template=f"The code is {secret}.")
    """)
    )
    said = stack.preview(fails=True).diagnostics("Prompt triage")
    assert said == [
        problem(
            "Prompt",
            "triage",
            "template: holds a note of Pulumi's where the value of an Output was meant; build the text with "
            "`pulumi.Output.concat(...)` or `pulumi.Output.format(...)` (there `{{{{name}}}}` stands for `{{name}}`)",
        )
    ]


def test_a_mistake_in_an_update_loses_nothing(stack: Stack, registry: LocalRegistry) -> None:
    bring_up(stack, TRIAGE, prompt=prompt(), version={})
    before = registry.prompts
    stack.give(prompt=prompt(parameters={"temperature": -1}), version={})
    assert stack.up(fails=True).diagnostics("Prompt triage") == [
        problem("Prompt", "triage", "parameters.temperature: must be at least 0")
    ]
    assert registry.prompts == before
    assert set(stack.resources()) == {"Prompt triage", "PromptVersion triage"}


def test_a_registry_that_cannot_be_opened_says_so_in_one_line(stack: Stack) -> None:
    (stack.folder / "prompts.db").write_text("This is no database, but a text of some length.")
    stack.write(TRIAGE, prompt=prompt(), version={})
    failed = stack.up(fails=True)
    assert failed.diagnostics("Prompt triage") == [
        "creating support-triage on local prompts.db: prompts.db: file is not a database; "
        "check the path and its permissions, and that no other process holds the file"
    ]
    assert "Traceback" not in failed.text


def test_a_head_of_somebody_else_is_not_published(stack: Stack, registry: LocalRegistry) -> None:
    bring_up(stack, TRIAGE, prompt=prompt())
    registry.edit_head("Be brief", "Be rude")
    stack.give(prompt=prompt(), version={})
    assert stack.up(fails=True).diagnostics("PromptVersion triage") == [
        "publishing a version of support-triage on local prompts.db: "
        f"the prompt's content in the registry is not the one that this program wrote; {REFRESH}"
    ]
    assert registry.only_prompt.published == {}
    stack.refresh()
    stack.up()
    assert registry.only_prompt.published == {1: BE_BRIEF}
