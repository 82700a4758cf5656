"""What the texts of a prompt come to on the engine: their line breaks, and what is a variable in them."""

import json

from acceptance.exposure import exposed
from acceptance.local_registry import LocalRegistry
from acceptance.programs import TRIAGE, program, prompt
from acceptance.stack import Stack

PLAIN, WINDOWS = "You sort tickets.\nBe brief.\n", "You sort tickets.\r\nBe brief.\r\n"


def test_line_breaks_of_windows_in_a_state_stay_until_the_text_is_edited(stack: Stack, registry: LocalRegistry) -> None:
    stack.write(TRIAGE, prompt=prompt(PLAIN), version={})
    stack.up()
    registry.edit_head(r"\n", r"\r\n")
    registry.edit_version(1, r"\n", r"\r\n")
    stack.give(prompt=prompt(WINDOWS))
    stack.refresh()
    assert registry.only_prompt.text == WINDOWS
    assert stack.preview().diff("Prompt triage") == set()
    assert stack.up().steps == {"delete PromptVersion triage"}
    stack.give(prompt=prompt(f"{WINDOWS}Be kind.\r\n"))
    stack.up()
    assert registry.only_prompt.text == f"{PLAIN}Be kind.\n"
    stack.give(prompt=prompt(f"{PLAIN}Be kind.\n"))
    stack.assert_settled()


SECRET = program("""
    Prompt("triage", template=pulumi.Output.secret(given["text"]))
    Prompt("chat", messages=[system("Hi"), user(pulumi.Output.secret(given["text"]))])
""")


def test_a_secret_text_whose_line_breaks_are_made_plain_stays_secret(stack: Stack, registry: LocalRegistry) -> None:
    stack.write(SECRET, text="The code is\r\ncanary-4711.")
    assert exposed(stack, stack.up_after_preview("--diff"), "canary") == []
    inputs = {name: state["inputs"] for name, state in stack.resources().items()}
    assert "ciphertext" in json.dumps(inputs["Prompt triage"]["template"])
    assert "ciphertext" in json.dumps(inputs["Prompt chat"]["messages"])
    assert registry.prompts[1].text == "The code is\ncanary-4711."
    stack.give(text="The code is\ncanary-4711.")
    assert exposed(stack, stack.preview("--diff"), "canary") == []
    stack.assert_settled()


def test_what_looks_like_a_variable_is_warned_of_once_a_resource(stack: Stack) -> None:
    stack.write(
        program("""
        Prompt("triage", messages=[system("{{a.b}}"), user("{{c d}} {{ticket}}")])
        Prompt("meant", template="{{a.b}} {{ticket}}", variables=["ticket"])
    """)
    )
    said = [
        "messages[0].content: `{{a.b}}`, messages[1].content: `{{c d}}`: no variable here, but text that a model is "
        "given as it is; a variable is `{{name}}`, and its name must have letters, digits, `_` and `-`, a letter or a "
        "digit first; if text is meant, list the variables in `variables`"
    ]
    for run in (stack.preview(), stack.up()):
        assert run.diagnostics("Prompt triage") == said
        assert run.diagnostics("Prompt meant") == []


WITHOUT_VARIABLES = program("""
    triage = Prompt("triage", template=given["text"])
    pulumi.export("variables", triage.variables)
    pulumi.export("joined", triage.variables.apply(", ".join))
""")


def test_a_text_without_variables_has_an_empty_list_of_them(stack: Stack) -> None:
    stack.write(WITHOUT_VARIABLES, text="Sort.")
    stack.preview()
    stack.up()
    assert stack.outputs() == {"variables": [], "joined": ""}
    assert "unknown" not in stack.preview("--diff").text
    stack.assert_settled()
    stack.give(text="Sort {{ticket}} by {{key}}.")
    stack.up()
    assert stack.outputs() == {"variables": ["ticket", "key"], "joined": "ticket, key"}
    stack.give(text="Sort it.")
    assert "unknown" not in stack.preview("--diff").text
    stack.up()
    assert stack.outputs() == {"variables": [], "joined": ""}


def test_a_state_without_the_list_of_variables_previews_empty_and_a_refresh_fills_it_in(stack: Stack) -> None:
    stack.write(WITHOUT_VARIABLES.replace('pulumi.export("joined"', "#"), text="Sort.")
    stack.up()
    state = json.loads(stack.export())
    for resource in state["deployment"]["resources"]:
        resource.get("outputs", {}).pop("variables", None)
    old = stack.folder / "old.json"
    old.write_text(json.dumps(state))
    stack.import_state(old)
    assert stack.preview().steps == set()
    stack.refresh()
    assert stack.resources()["Prompt triage"]["outputs"]["variables"] == []
    stack.up()
    assert stack.outputs() == {"variables": []}
