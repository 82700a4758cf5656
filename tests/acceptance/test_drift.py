"""What changes behind our back is seen by a refresh and mended by the next `up`."""

from collections.abc import Callable

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.programs import BE_BRIEF, BE_KIND, TRIAGE, prompt
from acceptance.stack import Stack

DECLARED = prompt(description="Sorts tickets", tags={"team": "support"})


@pytest.fixture
def deployed(stack: Stack) -> Stack:
    stack.write(TRIAGE, prompt=DECLARED, version={"description": "First"})
    stack.up()
    return stack


@pytest.mark.parametrize(
    ("change", "diffs"),
    [
        (
            lambda registry: registry.edit_head("Be brief", "Be rude"),
            {"Prompt triage": {"digest", "messages[0].content"}},
        ),
        (
            lambda registry: registry.execute("UPDATE prompts SET description = 'Another'"),
            {"Prompt triage": {"description"}},
        ),
        (
            lambda registry: registry.execute("UPDATE prompts SET description = NULL"),
            {"Prompt triage": {"description"}},
        ),
        (
            lambda registry: registry.execute("""UPDATE prompts SET tags = '{"team":"sales"}'"""),
            {"Prompt triage": {"tags.team"}},
        ),
        (
            lambda registry: registry.execute("UPDATE prompts SET name = 'another'"),
            {"Prompt triage": {"name"}},
        ),
        (
            lambda registry: registry.execute("UPDATE versions SET description = 'Another'"),
            {"PromptVersion triage": {"description"}},
        ),
    ],
    ids=["content", "description", "no-description", "tag", "name", "version-description"],
)
def test_drift_is_seen_and_mended(
    deployed: Stack,
    registry: LocalRegistry,
    change: Callable[[LocalRegistry], None],
    diffs: dict[str, set[str]],
) -> None:
    before = registry.prompts
    change(registry)
    assert registry.prompts != before
    assert deployed.refresh().diffs == diffs
    assert deployed.up().diffs == diffs
    assert registry.prompts == before
    assert deployed.refresh().steps == set()
    assert deployed.preview().steps == set()


def test_drift_of_the_text_is_a_line_diff(deployed: Stack, registry: LocalRegistry) -> None:
    registry.edit_head("Be brief", "Be rude")
    refresh = deployed.refresh("--diff")
    assert "- Be brief.\n" in refresh.text
    assert "+ Be rude.\n" in refresh.text
    preview = deployed.preview("--diff")
    assert "- Be rude.\n" in preview.text
    assert "+ Be brief.\n" in preview.text


def test_tags_of_others_are_no_drift_and_are_left_alone(deployed: Stack, registry: LocalRegistry) -> None:
    tags = {"team": "support", "cost-centre": "42"}
    registry.execute("UPDATE prompts SET tags = ?", '{"team":"support","cost-centre":"42"}')
    deployed.assert_settled()
    deployed.give(prompt=DECLARED | prompt(BE_KIND), version={})
    deployed.up()
    assert registry.only_prompt.tags == tags


def test_an_altered_version_is_published_again(deployed: Stack, registry: LocalRegistry) -> None:
    registry.edit_version(1, "Be brief", "Be rude")
    assert deployed.refresh().diffs == {"PromptVersion triage": {"lost"}}
    assert deployed.up().diffs == {"PromptVersion triage": {"lost"}}
    assert registry.only_prompt.published == {1: BE_BRIEF.replace("Be brief", "Be rude"), 2: BE_BRIEF}
    deployed.assert_settled()


def test_a_removed_version_is_published_again(deployed: Stack, registry: LocalRegistry) -> None:
    registry.execute("DELETE FROM versions")
    assert deployed.refresh().diffs == {"PromptVersion triage": {"lost"}}
    assert deployed.up().diffs == {"PromptVersion triage": {"lost"}}
    assert registry.only_prompt.published == {2: BE_BRIEF}
    deployed.assert_settled()


def test_a_removed_prompt_is_created_again(deployed: Stack, registry: LocalRegistry) -> None:
    registry.execute("DELETE FROM prompts")
    assert deployed.refresh().steps == {"delete Prompt triage", "delete PromptVersion triage"}
    assert deployed.up().steps == {"create Prompt triage", "create PromptVersion triage"}
    assert registry.only_prompt.published == {1: BE_BRIEF}
    deployed.assert_settled()


def test_one_up_with_refresh_mends(deployed: Stack, registry: LocalRegistry) -> None:
    registry.edit_head("Be brief", "Be rude")
    deployed.up("--refresh")
    assert registry.only_prompt.text == BE_BRIEF


def test_a_removed_prompt_that_nobody_noticed_says_so(deployed: Stack, registry: LocalRegistry) -> None:
    prompt_id = registry.only_prompt.id
    registry.execute("DELETE FROM prompts")
    deployed.give(prompt=DECLARED | prompt(BE_KIND), version={})
    assert deployed.up(fails=True).diagnostics("Prompt triage") == [
        f"updating support-triage on local prompts.db: there is no prompt {prompt_id}; "
        "run `pulumi refresh`, look at what changed, then `pulumi up` again"
    ]
    assert registry.prompts == []


def test_what_is_gone_already_is_no_hindrance_to_destroy(deployed: Stack, registry: LocalRegistry) -> None:
    registry.execute("DELETE FROM prompts")
    deployed.destroy()
    assert deployed.resources() == {}
