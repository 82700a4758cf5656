"""No ordinary change of a program deletes a prompt or a version that somebody relies on: who may remove what."""

from typing import Any

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.prepared import bring_up
from acceptance.programs import BE_BRIEF, BE_KIND, BE_STRICT, CREATED_FIRST, TRIAGE, program, prompt
from acceptance.registries.local import LocalWorld
from acceptance.stack import Stack

OURS = "organization/acme/dev/triage"
OTHERS = "organization/acme/other/triage"
OTHER_FILE = {"kind": "local", "path": "other.db"}
LEAVE = "PULUMI_PROMPTS_LEAVE"


@pytest.fixture
def deployed(stack: Stack) -> Stack:
    bring_up(stack, TRIAGE, prompt=prompt(), version={})
    return stack


@pytest.fixture
def other_registry(stack: Stack) -> LocalRegistry:
    return LocalRegistry(stack.folder / "other.db")


RENAMED_VERSION = program("""
    triage = Prompt("triage", **given["prompt"])
    published = PromptVersion("published", prompt=triage)
    pulumi.export("version", published.version)
""")

VERSION_IN_A_COMPONENT = program("""
    class Desk(pulumi.ComponentResource):
        def __init__(self) -> None:
            super().__init__("acme:llm:Desk", "desk")

    triage = Prompt("triage", **given["prompt"])
    published = PromptVersion("triage", ResourceOptions(parent=Desk()), prompt=triage)
    pulumi.export("version", published.version)
""")


class TestVersionResources:
    """Applications pin versions: they stay, whatever becomes of the resource that published them."""

    @pytest.mark.parametrize("changed", [RENAMED_VERSION, VERSION_IN_A_COMPONENT], ids=["renamed", "moved"])
    def test_one_of_another_name_uses_the_version(self, deployed: Stack, registry: LocalRegistry, changed: str) -> None:
        before = registry.prompts
        deployed.write(changed, prompt=prompt())
        deployed.up()
        assert registry.prompts == before
        assert deployed.outputs() == {"version": "1"}
        deployed.assert_settled()
        deployed.destroy()
        assert registry.prompts == []

    def test_one_that_leaves_the_program_leaves_its_versions(self, deployed: Stack, registry: LocalRegistry) -> None:
        before = registry.prompts
        deployed.give(prompt=prompt())
        assert deployed.up().steps == {"delete PromptVersion triage"}
        assert registry.prompts == before
        deployed.destroy()
        assert registry.prompts == []

    def test_by_force_those_that_it_published_go(self, deployed: Stack, registry: LocalRegistry) -> None:
        """But those of others, and the one with the content of the head."""
        for text in (BE_KIND, BE_STRICT):
            deployed.give(prompt=prompt(text), version={"force_destroy": True})
            deployed.up()
        registry.execute("UPDATE versions SET marker = ? WHERE version = 2", OTHERS)
        deployed.assert_settled()
        deployed.give(prompt=prompt(BE_STRICT))
        assert deployed.up().steps == {"delete PromptVersion triage"}
        assert registry.only_prompt.published == {2: BE_KIND, 3: BE_STRICT}


class TestPromptOfAnotherStack:
    """It is taken by a word of its own, and then it is no more its former owner's to change or to remove."""

    @pytest.fixture
    def other(self, stack: Stack) -> Stack:
        other = stack.beside("other")
        bring_up(other, TRIAGE, prompt=prompt(), version={})
        return other

    @pytest.mark.usefixtures("other")
    @pytest.mark.parametrize("adopt", [True, "overwrite"])
    def test_adopt_is_refused_and_names_the_owner(
        self, stack: Stack, registry: LocalRegistry, adopt: bool | str
    ) -> None:
        before = registry.prompts
        stack.give(prompt=prompt(adopt=adopt), version={})
        (said,) = stack.up(fails=True).diagnostics("Prompt triage")
        assert said.startswith("creating support-triage on local prompts.db: ")
        assert OTHERS in said
        assert "take_over_from" in said
        assert registry.prompts == before

    def test_its_former_owner_neither_changes_nor_removes_it(
        self, stack: Stack, other: Stack, registry: LocalRegistry
    ) -> None:
        before = registry.only_prompt
        stack.give(prompt=prompt(adopt=True, take_over_from=OTHERS), version={})
        stack.up()
        taken = registry.only_prompt
        assert (taken.id, taken.versions, taken.marker) == (before.id, before.versions, OURS)
        stack.assert_settled()

        other.give(prompt=prompt(BE_KIND), version={})
        (said,) = other.up(fails=True).diagnostics("Prompt triage")
        assert said.startswith("updating support-triage on local prompts.db: ")
        assert OURS in said
        assert registry.prompts == [taken]

        (said,) = other.destroy().diagnostics("Prompt triage")
        assert OURS in said
        assert other.resources() == {}
        assert registry.prompts == [taken]
        stack.give(prompt=prompt(), version={})
        stack.assert_settled()


class TestRenamedStack:
    """What is a renamed stack's own: the versions of its former name, but not those of a new stack of that name."""

    SHARED = program("""
        shared = Prompt.get("shared", given["id"])
        PromptVersion("shared", prompt=shared)
    """)

    def test_a_new_stack_of_its_former_name_keeps_its_version(self, deployed: Stack, registry: LocalRegistry) -> None:
        deployed.rename("dev2")
        deployed.give(prompt=prompt(BE_KIND), version={})
        deployed.up("--target", deployed.urn("Prompt triage"))
        new = deployed.beside("dev")
        new.write(self.SHARED, id=registry.only_prompt.id)
        new.up()
        before = registry.prompts
        assert registry.only_prompt.published == {1: BE_BRIEF, 2: BE_KIND}
        (said,) = deployed.destroy(fails=True).diagnostics("Prompt triage")
        assert said.startswith("deleting support-triage on local prompts.db: version 2 was published by ")
        assert registry.prompts == before

    def test_it_can_be_destroyed_with_a_version_that_it_adds(self, stack: Stack, registry: LocalRegistry) -> None:
        stack.write(TRIAGE, prompt=prompt())
        stack.up()
        stack.rename("dev2")
        stack.give(prompt=prompt(), version={})
        assert stack.up().steps == {"create PromptVersion triage"}
        assert registry.only_prompt.published == {1: BE_BRIEF}
        stack.destroy()
        assert registry.prompts == []

    def test_it_can_be_destroyed_with_a_version_that_it_mends(self, deployed: Stack, registry: LocalRegistry) -> None:
        deployed.rename("dev2")
        registry.execute("DELETE FROM versions")
        deployed.refresh()
        assert deployed.up().steps == {"update PromptVersion triage"}
        assert registry.only_prompt.published == {2: BE_BRIEF}
        deployed.destroy()
        assert registry.prompts == []


class TestWayOut:
    """A delete that is refused can be told to leave the prompt, also that of one which was replaced."""

    @pytest.fixture
    def relied_on(self, deployed: Stack) -> Stack:
        LocalWorld(deployed.folder).rely()
        return deployed

    def test_a_move_leaves_what_somebody_relies_on(
        self, relied_on: Stack, registry: LocalRegistry, other_registry: LocalRegistry
    ) -> None:
        before = registry.only_prompt
        relied_on.give(prompt=prompt(backend=OTHER_FILE), version={}, opts=CREATED_FIRST)
        refused = relied_on.up(fails=True)
        (said,) = refused.diagnostics("Prompt triage")
        assert said.startswith("deleting support-triage on local prompts.db: version 2 was published by ")
        assert f"{LEAVE}={before.id}" in said
        assert other_registry.only_prompt.published == {1: BE_BRIEF}
        assert relied_on.up(fails=True).diagnostics("Prompt triage") == [said]

        (said,) = relied_on.up(env={LEAVE: before.id}).diagnostics("Prompt triage")
        assert LEAVE in said
        assert registry.prompts == [before]
        relied_on.assert_settled()
        relied_on.destroy()
        assert other_registry.prompts == []
        assert registry.prompts == [before]

    def test_destroy_leaves_what_somebody_relies_on(self, relied_on: Stack, registry: LocalRegistry) -> None:
        before = registry.only_prompt
        (said,) = relied_on.destroy(fails=True).diagnostics("Prompt triage")
        assert f"{LEAVE}={before.id}" in said
        (said,) = relied_on.destroy(env={LEAVE: before.id}).diagnostics("Prompt triage")
        assert LEAVE in said
        assert relied_on.resources() == {}
        assert registry.prompts == [before]


FROZEN = program("""
    triage = Prompt("triage", **given["prompt"])
    frozen = PromptVersion("triage", ResourceOptions(ignore_changes=["digest"]), prompt=triage)
    pulumi.export("version", frozen.version)
""")


class TestFrozenVersion:
    """`ignore_changes=["digest"]` holds a version on the content that it has."""

    @pytest.fixture
    def frozen(self, stack: Stack) -> Stack:
        bring_up(stack, FROZEN, prompt=prompt())
        return stack

    def test_one_that_somebody_removed_is_published_again(self, frozen: Stack, registry: LocalRegistry) -> None:
        registry.execute("DELETE FROM versions")
        assert frozen.refresh().steps == {"update PromptVersion triage"}
        assert frozen.preview().steps == {"update PromptVersion triage"}
        frozen.up()
        assert registry.only_prompt.published == {2: BE_BRIEF}
        assert frozen.outputs() == {"version": "2"}
        frozen.assert_settled()

    def test_one_of_an_older_content_does_not_move(
        self, frozen: Stack, registry: LocalRegistry, other_registry: LocalRegistry
    ) -> None:
        """The new registry has nothing that could be published with that content."""
        frozen.give(prompt=prompt(BE_KIND))
        frozen.up()
        before = registry.prompts
        moved: dict[str, Any] = prompt(BE_KIND, backend=OTHER_FILE)
        frozen.give(prompt=moved)
        (said,) = frozen.up(fails=True).diagnostics("PromptVersion triage")
        assert "frozen" in said
        assert "ignore_changes" in said
        assert "pulumi refresh" not in said
        assert registry.prompts == before

        frozen.write(TRIAGE, prompt=moved, version={})
        frozen.up()
        assert other_registry.only_prompt.published == {1: BE_KIND}
        assert registry.prompts == []
        frozen.assert_settled()
