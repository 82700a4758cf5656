"""Each kind of change shows exactly its steps, and on each step exactly the properties that change."""

import re
from pathlib import Path
from typing import Any

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.prepared import bring_up
from acceptance.programs import BE_BRIEF, BE_KIND, TRIAGE, program, prompt
from acceptance.stack import Stack

DECLARED = prompt(description="Sorts tickets", tags={"team": "support"})


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Stack:
    """One stack for all the cases: a preview changes nothing."""
    stack = Stack(tmp_path_factory.mktemp("previews"))
    stack.write(TRIAGE, prompt=DECLARED, version={"keep": 5})
    stack.up()
    return stack


@pytest.mark.parametrize(
    ("changed", "keep", "diffs"),
    [
        ({}, 5, {}),
        (
            prompt(BE_KIND),
            5,
            {"Prompt triage": {"digest", "messages[0].content"}, "PromptVersion triage": {"digest"}},
        ),
        (
            {"parameters": {"temperature": 0}},
            5,
            {"Prompt triage": {"digest", "parameters"}, "PromptVersion triage": {"digest"}},
        ),
        ({"description": "Sorts all tickets"}, 5, {"Prompt triage": {"description"}}),
        ({"tags": {"team": "sales"}}, 5, {"Prompt triage": {"tags.team"}}),
        ({}, 3, {"PromptVersion triage": {"keep"}}),
    ],
    ids=["no-op", "text", "parameter", "description", "tag", "keep"],
)
def test_a_change_shows_exactly_its_steps(
    deployed: Stack, changed: dict[str, Any], keep: int, diffs: dict[str, set[str]]
) -> None:
    deployed.give(prompt=DECLARED | changed, version={"keep": keep})
    preview = deployed.preview("--diff")
    assert preview.diffs == diffs
    assert preview.steps == {f"update {key}" for key in diffs}


FROM_ANOTHER_RESOURCE = program("""
    from echo import Echo

    chat = [system(Echo("echo", given["seed"]).value), user("Ticket: {{ticket}}")]
    triage = Prompt("triage", name="support-triage", model="small", messages=chat)
    published = PromptVersion("triage", prompt=triage)
    pulumi.export("version", published.version)
""")


@pytest.fixture
def echoing(stack: Stack) -> Stack:
    echo = Path(__file__).with_name("echo.py")
    (stack.folder / "echo.py").write_text(echo.read_text())
    bring_up(stack, FROM_ANOTHER_RESOURCE, seed=BE_BRIEF)
    return stack


def test_unknown_content_shows_as_unknown_all_the_way(echoing: Stack, registry: LocalRegistry) -> None:
    assert registry.only_prompt.published == {1: BE_BRIEF}
    echoing.give(seed=f"{BE_BRIEF}# the same text")
    preview = echoing.preview("--diff")
    assert preview.steps == {"update Echo echo", "update Prompt triage", "update PromptVersion triage"}
    assert preview.diff("Prompt triage") == {"digest", "messages[0].content", "variables"}
    assert preview.diff("PromptVersion triage") == {"digest"}
    assert len(re.findall(r'~ digest *: "sha256:\w+" => \[unknown\]', preview.text)) == 2


def test_unknown_content_that_stays_the_same_touches_nothing(echoing: Stack, registry: LocalRegistry) -> None:
    before = registry.prompts
    echoing.give(seed=f"{BE_BRIEF}# the same text")
    assert echoing.up().steps == {"update Echo echo"}
    assert registry.prompts == before


def test_unknown_content_that_changes_is_published(echoing: Stack, registry: LocalRegistry) -> None:
    echoing.give(seed=BE_KIND)
    assert echoing.up().steps == {"update Echo echo", "update Prompt triage", "update PromptVersion triage"}
    assert registry.only_prompt.published == {1: BE_BRIEF, 2: BE_KIND}
    assert echoing.preview().steps == set()
