"""Taking over a prompt that exists, and refusing to."""

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.prepared import bring_up
from acceptance.programs import BE_BRIEF, TRIAGE, prompt
from acceptance.stack import Stack
from pulumi_prompts.lifecycle.taking_over import of_the_same_program

MARKER = "organization/acme/dev/triage"
THEIRS = "organization/acme/theirs/triage"


@pytest.fixture
def theirs(stack: Stack, registry: LocalRegistry) -> Stack:
    """A stack that has made the prompt, and published it, before."""
    theirs = stack.beside("theirs")
    bring_up(theirs, TRIAGE, prompt=prompt(BE_BRIEF, description="Theirs"), version={})
    assert registry.only_prompt.marker == THEIRS
    return theirs


def test_what_is_another_stack_s_is_taken_with_its_permission_and_its_versions_stay(
    stack: Stack, theirs: Stack, registry: LocalRegistry
) -> None:
    before = registry.prompts
    stack.give(prompt=prompt(BE_BRIEF, adopt=True))
    refused = f"creating support-triage on local prompts.db: {of_the_same_program(THEIRS)}"
    assert stack.up(fails=True).diagnostics("Prompt triage") == [refused]
    assert registry.prompts == before
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
