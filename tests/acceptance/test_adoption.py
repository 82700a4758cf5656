"""Taking over a prompt that exists, and refusing to."""

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.programs import BE_BRIEF, BE_KIND, TRIAGE, prompt
from acceptance.stack import Stack

MARKER = "organization/acme/dev/triage"


@pytest.fixture
def theirs(stack: Stack, registry: LocalRegistry) -> Stack:
    """A stack that has made the prompt, and published it, before."""
    theirs = stack.beside("theirs")
    theirs.write(TRIAGE, prompt=prompt(BE_BRIEF, description="Theirs"), version={})
    theirs.up()
    assert registry.only_prompt.marker == "organization/acme/theirs/triage"
    return theirs


@pytest.mark.usefixtures("theirs")
def test_what_exists_is_not_taken_unasked(stack: Stack, registry: LocalRegistry) -> None:
    before = registry.prompts
    stack.give(prompt=prompt(BE_BRIEF))
    refused = stack.up(fails=True)
    assert refused.diagnostics("Prompt triage") == [
        "creating support-triage on local prompts.db: it exists already; "
        "set adopt=True to take it over, or use another name"
    ]
    assert registry.prompts == before


@pytest.mark.usefixtures("theirs")
def test_the_same_content_is_adopted(stack: Stack, registry: LocalRegistry) -> None:
    (before,) = registry.prompts
    stack.give(prompt=prompt(BE_BRIEF, description="Ours", adopt=True), version={})
    assert stack.up().steps == {"create Prompt triage", "create PromptVersion triage"}
    adopted = registry.only_prompt
    assert (adopted.id, adopted.description, adopted.marker) == (before.id, "Ours", MARKER)
    assert adopted.versions == before.versions
    stack.assert_settled()
    stack.give(prompt=prompt(BE_BRIEF, description="Ours"), version={})
    assert stack.preview().steps == set()


@pytest.mark.usefixtures("theirs")
def test_another_content_is_refused_with_its_diff(stack: Stack, registry: LocalRegistry) -> None:
    before = registry.prompts
    stack.give(prompt=prompt(BE_KIND, adopt=True, parameters={"temperature": 0.5}))
    refused = stack.up(fails=True)
    (message,) = refused.diagnostics("Prompt triage")
    lines = message.splitlines()
    assert "-    Be brief." in lines
    assert "+    Be kind." in lines
    assert "+parameters.temperature: 0.5" in lines
    assert "     Answer with one word." in lines
    assert lines[-1] == (
        "creating support-triage on local prompts.db: it exists with another content, so it is not adopted; "
        "make the program say the same, or set adopt='overwrite' to replace what the registry has"
    )
    assert "Traceback" not in refused.text
    assert registry.prompts == before


@pytest.mark.usefixtures("theirs")
def test_another_content_is_overwritten_on_demand(stack: Stack, registry: LocalRegistry) -> None:
    (before,) = registry.prompts
    stack.give(prompt=prompt(BE_KIND, adopt="overwrite"), version={})
    assert stack.up().steps == {"create Prompt triage", "create PromptVersion triage"}
    adopted = registry.only_prompt
    assert (adopted.id, adopted.marker, adopted.description) == (before.id, MARKER, None)
    assert adopted.published == {1: BE_BRIEF, 2: BE_KIND}
    stack.assert_settled()


@pytest.mark.parametrize("adopt", [True, "overwrite"])
def test_nothing_to_adopt_is_a_creation(stack: Stack, registry: LocalRegistry, adopt: bool | str) -> None:
    stack.write(TRIAGE, prompt=prompt(adopt=adopt), version={})
    stack.up()
    assert registry.only_prompt.published == {1: BE_BRIEF}
    stack.assert_settled()


@pytest.mark.usefixtures("theirs")
def test_a_prompt_with_a_version_of_others_is_destroyed_only_by_force(stack: Stack, registry: LocalRegistry) -> None:
    stack.give(prompt=prompt(BE_BRIEF, adopt=True))
    stack.up()
    assert stack.destroy(fails=True).diagnostics("Prompt triage") == [
        "deleting support-triage on local prompts.db: version 1 was published by somebody else; "
        "remove what relies on it, or set force_destroy=True and run `pulumi up` before you destroy it"
    ]
    assert registry.only_prompt.published == {1: BE_BRIEF}
    stack.give(prompt=prompt(BE_BRIEF, adopt=True, force_destroy=True))
    assert stack.up().diffs == {"Prompt triage": {"force_destroy"}}
    stack.destroy()
    assert registry.prompts == []


def test_destroying_what_was_adopted_leaves_the_versions_of_others(
    stack: Stack, theirs: Stack, registry: LocalRegistry
) -> None:
    stack.give(prompt=prompt(BE_BRIEF, adopt=True), version={})
    stack.up()
    stack.give(prompt=prompt(BE_BRIEF, adopt=True))
    assert stack.up().steps == {"delete PromptVersion triage"}
    assert registry.only_prompt.published == {1: BE_BRIEF}
    theirs.give(prompt=prompt(BE_BRIEF, description="Theirs"), version={})
    assert theirs.refresh().steps == {"update Prompt triage"}
