"""Taking over a prompt that exists, and refusing to."""

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.programs import BE_BRIEF, BE_KIND, TRIAGE, prompt
from acceptance.stack import Stack
from pulumi_prompts.lifecycle.ownership import IN_USE, way_out
from pulumi_prompts.lifecycle.taking_over import of_another_stack

MARKER = "organization/acme/dev/triage"
THEIRS = "organization/acme/theirs/triage"


@pytest.fixture
def theirs(stack: Stack, registry: LocalRegistry) -> Stack:
    """A stack that has made the prompt, and published it, before."""
    theirs = stack.beside("theirs")
    theirs.write(TRIAGE, prompt=prompt(BE_BRIEF, description="Theirs"), version={})
    theirs.up()
    assert registry.only_prompt.marker == THEIRS
    return theirs


@pytest.mark.usefixtures("theirs")
def test_what_exists_is_not_taken_unasked(stack: Stack, registry: LocalRegistry) -> None:
    before = registry.prompts
    for more in ({}, {"adopt": True}, {"adopt": "overwrite", "take_over_from": MARKER}):
        stack.give(prompt=prompt(BE_BRIEF, **more))
        refused = f"creating support-triage on local prompts.db: {of_another_stack(THEIRS)}"
        assert stack.up(fails=True).diagnostics("Prompt triage") == [refused]
    assert registry.prompts == before


@pytest.mark.usefixtures("theirs")
def test_the_same_content_is_adopted(stack: Stack, registry: LocalRegistry) -> None:
    (before,) = registry.prompts
    stack.give(prompt=prompt(BE_BRIEF, description="Ours", adopt=True, take_over_from=THEIRS), version={})
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
    stack.give(prompt=prompt(BE_KIND, adopt=True, take_over_from=THEIRS, parameters={"temperature": 0.5}))
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
    stack.give(prompt=prompt(BE_KIND, adopt="overwrite", take_over_from=THEIRS), version={})
    assert stack.up().steps == {"create Prompt triage", "create PromptVersion triage"}
    adopted = registry.only_prompt
    assert (adopted.id, adopted.marker, adopted.description) == (before.id, MARKER, "Theirs")
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
    stack.give(prompt=prompt(BE_BRIEF, adopt=True, take_over_from=THEIRS))
    stack.up()
    assert stack.destroy(fails=True).diagnostics("Prompt triage") == [
        f"deleting support-triage on local prompts.db: version 1 was published by {THEIRS}; "
        f"{IN_USE}; {way_out(registry.only_prompt.id)}"
    ]
    assert registry.only_prompt.published == {1: BE_BRIEF}
    stack.give(prompt=prompt(BE_BRIEF, adopt=True, take_over_from=THEIRS, force_destroy=True))
    assert stack.up().diffs == {"Prompt triage": {"force_destroy"}}
    stack.destroy()
    assert registry.prompts == []


def test_destroying_what_was_adopted_leaves_the_versions_of_others(
    stack: Stack, theirs: Stack, registry: LocalRegistry
) -> None:
    stack.give(prompt=prompt(BE_BRIEF, adopt=True, take_over_from=THEIRS), version={})
    stack.up()
    stack.give(prompt=prompt(BE_BRIEF, adopt=True, take_over_from=THEIRS))
    assert stack.up().steps == {"delete PromptVersion triage"}
    assert registry.only_prompt.published == {1: BE_BRIEF}
    theirs.give(prompt=prompt(BE_BRIEF, description="Theirs"), version={})
    assert theirs.refresh().diagnostics("Prompt triage") == [
        f"support-triage on local prompts.db belongs to {MARKER} now"
    ]
    theirs.destroy()
    assert registry.only_prompt.published == {1: BE_BRIEF}
