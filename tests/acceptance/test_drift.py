"""What changes behind our back is seen by a refresh and mended by the next `up`."""

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.prepared import bring_up
from acceptance.programs import BE_BRIEF, TRIAGE, prompt
from acceptance.stack import Stack

DECLARED = prompt(description="Sorts tickets", tags={"team": "support"})


@pytest.fixture
def deployed(stack: Stack) -> Stack:
    bring_up(stack, TRIAGE, prompt=DECLARED, version={"description": "First"})
    return stack


def test_drift_is_seen_and_mended(deployed: Stack, registry: LocalRegistry) -> None:
    """All that can be another in a registry, at once; a text shows as lines."""
    before = registry.prompts
    registry.edit_head("Be brief", "Be rude")
    registry.execute("""UPDATE prompts SET name = 'another', description = 'Another', tags = '{"team":"sales"}'""")
    registry.execute("UPDATE versions SET description = 'Another'")
    diffs = {
        "Prompt triage": {"digest", "messages[0].content", "name", "description", "tags.team"},
        "PromptVersion triage": {"description"},
    }
    refresh = deployed.refresh("--diff")
    assert refresh.diffs == diffs
    assert "- Be brief.\n" in refresh.text
    assert "+ Be rude.\n" in refresh.text
    preview = deployed.preview("--diff")
    assert "- Be rude.\n" in preview.text
    assert "+ Be brief.\n" in preview.text
    assert deployed.up().diffs == diffs
    assert registry.prompts == before
    deployed.assert_settled()


def test_one_up_with_refresh_mends(deployed: Stack, registry: LocalRegistry) -> None:
    registry.edit_head("Be brief", "Be rude")
    deployed.up("--refresh")
    assert registry.only_prompt.text == BE_BRIEF
