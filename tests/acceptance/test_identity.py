"""What keeps a prompt the same object, what replaces it, and who owns it."""

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.prepared import bring_up
from acceptance.programs import BE_BRIEF, BE_KIND, TRIAGE, prompt
from acceptance.stack import Stack
from pulumi_prompts.lifecycle.ownership import left_to_owner
from pulumi_prompts.lifecycle.taking_over import of_the_same_program
from pulumi_prompts.resources.arguments import DELETE_BEFORE_REPLACE

REPLACED = {f"{op} {key} triage" for op in ("replace", "create-replacement") for key in ("Prompt", "PromptVersion")}
DELETED = {"delete-replaced Prompt triage", "delete-replaced PromptVersion triage"}
OTHER_FILE = {"kind": "local", "path": "other.db"}


@pytest.fixture
def deployed(stack: Stack) -> Stack:
    bring_up(stack, TRIAGE, prompt=prompt(), version={})
    return stack


@pytest.fixture
def other_registry(stack: Stack) -> LocalRegistry:
    return LocalRegistry(stack.folder / "other.db")


def test_a_rename_keeps_the_prompt_and_its_versions(deployed: Stack, registry: LocalRegistry) -> None:
    (before,) = registry.prompts
    deployed.give(prompt=prompt(name="support-router"), version={})
    assert deployed.up().diffs == {"Prompt triage": {"name"}}
    after = registry.only_prompt
    assert (after.name, after.id, after.versions) == ("support-router", before.id, before.versions)
    assert deployed.preview().steps == set()


def test_another_registry_replaces(deployed: Stack, registry: LocalRegistry, other_registry: LocalRegistry) -> None:
    """The new one is there before the old one goes, so that a creation that fails takes nothing away."""
    deployed.give(prompt=prompt(backend=OTHER_FILE), version={})
    assert deployed.preview().steps == REPLACED | DELETED
    done = deployed.up()
    assert done.steps == REPLACED | DELETED
    order = done.ordered_steps
    assert order.index("create-replacement Prompt triage") < order.index("delete-replaced Prompt triage")
    assert registry.prompts == []
    assert other_registry.only_prompt.published == {1: BE_BRIEF}
    assert deployed.preview().steps == set()


def test_a_failing_move_takes_nothing_away(deployed: Stack, registry: LocalRegistry) -> None:
    before = registry.prompts
    (deployed.folder / "no-folder").write_text("a file where a folder is needed")
    deployed.give(prompt=prompt(backend={"kind": "local", "path": "no-folder/other.db"}), version={})
    failed = deployed.up(fails=True)
    assert failed.failed_steps == {"create-replacement Prompt triage"}
    (message,) = failed.diagnostics("Prompt triage")
    assert message.startswith("creating support-triage on local no-folder/other.db: no-folder/other.db: ")
    assert message.endswith("; check the path and its permissions, and that no other process holds the file")
    assert registry.prompts == before
    deployed.give(prompt=prompt(), version={})
    assert deployed.preview().steps == set()


def test_a_replacement_that_was_asked_for_takes_over_what_is_there(deployed: Stack, registry: LocalRegistry) -> None:
    before = registry.only_prompt
    done = deployed.up("--replace", deployed.urn("Prompt triage"))
    assert {step for step in done.steps if step.endswith("Prompt triage")} == {
        step for step in REPLACED | DELETED if step.endswith("Prompt triage")
    }
    assert done.diagnostics("Prompt triage") == [left_to_owner("support-triage on local prompts.db", before.marker)]
    assert registry.only_prompt == before
    assert deployed.preview().steps == set()
    deployed.destroy()
    assert registry.prompts == []


def test_a_replacement_of_the_versions_alone_re_uses_them(deployed: Stack, registry: LocalRegistry) -> None:
    before = registry.only_prompt
    deployed.up("--replace", deployed.urn("PromptVersion triage"))
    assert registry.only_prompt == before
    assert deployed.outputs() == {"version": "1"}
    assert deployed.preview().steps == set()


def test_deleting_first_is_warned_of(stack: Stack) -> None:
    stack.write(TRIAGE, prompt=prompt(), opts={"delete_before_replace": True})
    assert stack.preview().diagnostics("Prompt triage") == [DELETE_BEFORE_REPLACE]


def test_only_the_target_changes(deployed: Stack, registry: LocalRegistry) -> None:
    deployed.give(prompt=prompt(BE_KIND), version={})
    assert deployed.up("--target", deployed.urn("Prompt triage")).steps == {"update Prompt triage"}
    assert registry.only_prompt.text == BE_KIND
    assert registry.only_prompt.published == {1: BE_BRIEF}
    assert deployed.up().steps == {"update PromptVersion triage"}
    assert registry.only_prompt.published == {1: BE_BRIEF, 2: BE_KIND}


def test_a_saved_plan_is_followed(deployed: Stack, registry: LocalRegistry) -> None:
    deployed.give(prompt=prompt(BE_KIND), version={})
    plan = str(deployed.folder / "plan.json")
    planned = deployed.preview("--save-plan", plan)
    assert deployed.up("--plan", plan).steps == planned.steps == {"update Prompt triage", "update PromptVersion triage"}
    assert registry.only_prompt.published == {1: BE_BRIEF, 2: BE_KIND}


def test_a_saved_plan_refuses_what_it_did_not_show(deployed: Stack, registry: LocalRegistry) -> None:
    plan = str(deployed.folder / "plan.json")
    deployed.preview("--save-plan", plan)
    deployed.give(prompt=prompt(BE_KIND), version={})
    refused = deployed.up("--plan", plan, fails=True)
    assert "violates plan" in refused.text
    assert registry.only_prompt.published == {1: BE_BRIEF}


class TestRenamedStack:
    """A stack is renamed, and a new one takes its old name."""

    @pytest.fixture
    def renamed(self, deployed: Stack, registry: LocalRegistry) -> Stack:
        """Renamed, and told so by a write."""
        deployed.rename("production")
        deployed.give(prompt=prompt(description="Renamed"), version={})
        deployed.up()
        registry.age(hours=2)
        return deployed

    def test_a_new_stack_of_the_old_name_takes_nothing(self, renamed: Stack, registry: LocalRegistry) -> None:
        before = registry.prompts
        new = renamed.beside("dev")
        refused = of_the_same_program("organization/acme/production/triage")
        assert new.up(fails=True).diagnostics("Prompt triage") == [
            f"creating support-triage on local prompts.db: {refused}"
        ]
        new.destroy()
        assert registry.prompts == before

    def test_goes_on_and_is_destroyed_without_force(self, renamed: Stack, registry: LocalRegistry) -> None:
        assert renamed.preview().steps == set()
        renamed.give(prompt=prompt(BE_KIND), version={})
        renamed.up()
        assert registry.only_prompt.marker == "organization/acme/production/triage"
        assert registry.only_prompt.published == {1: BE_BRIEF, 2: BE_KIND}
        renamed.refresh()
        assert renamed.preview().steps == set()
        renamed.destroy()
        assert registry.prompts == []

    def test_is_destroyed_at_once_without_force(self, renamed: Stack, registry: LocalRegistry) -> None:
        renamed.destroy()
        assert registry.prompts == []
