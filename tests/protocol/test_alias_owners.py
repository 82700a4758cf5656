"""Whose an alias is: somebody else's, or what an earlier run of this resource left."""

import pytest

from protocol.alias_program import (
    NONCE,
    STACK,
    THEIRS,
    AliasProgram,
    alias_of,
    error_of,
    moved_by,
    removed_by_hand,
    version_of,
    what,
)
from protocol.client import HookError
from protocol.engine import Engine
from pulumi_prompts.lifecycle.giving_up import left_as_found
from pulumi_prompts.lifecycle.ownership import left_to_owner
from pulumi_prompts.lifecycle.pointing import of_a_declared_alias, of_another
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.local import Local


class TestSomebodyElses:
    @pytest.mark.parametrize("marker", [None, THEIRS, f"{STACK}/renamed"])
    def test_is_refused(self, alias_program: AliasProgram, registry: Local, marker: str | None) -> None:
        program = alias_program
        program.publish("Two.")
        moved_by(registry, program, "staging", "1", marker)
        with pytest.raises(HookError) as raised:
            program.up("staging")
        expected = of_another(Alias("staging", "1", marker))
        assert str(raised.value) == error_of(expected, "setting", program)
        assert (marker or "a person") in str(raised.value)
        assert version_of(registry, program, "staging") == "1"

    @pytest.mark.parametrize("marker", [None, THEIRS])
    def test_is_adopted(self, alias_program: AliasProgram, registry: Local, marker: str | None) -> None:
        program = alias_program
        program.publish("Two.")
        moved_by(registry, program, "staging", "1", marker)
        assert program.up("staging", adopt=True) == "create"
        found = alias_of(registry, program, "staging")
        assert found == Alias("staging", "2", f"{STACK}/staging", program.of("staging").outputs["nonce"])
        assert found.nonce != NONCE
        assert program.up("staging", adopt=True) == "same"

    @pytest.mark.parametrize("marker", [None, THEIRS])
    def test_on_the_wanted_version_is_used(
        self, alias_program: AliasProgram, registry: Local, engine: Engine, marker: str | None
    ) -> None:
        """It is recorded as found, and never removed."""
        program = alias_program
        moved_by(registry, program, "staging", "1", marker)
        before = alias_of(registry, program, "staging")
        assert program.up("staging") == "create"
        staging = program.of("staging")
        assert staging.outputs["found"] is True
        assert program.up("staging") == "same"
        assert not staging.refresh()
        staging.destroy()
        assert alias_of(registry, program, "staging") == before
        assert [each.message for each in engine.said] == [left_as_found(what(program))]

    @pytest.mark.parametrize("marker", [None, THEIRS])
    def test_which_was_used_and_moves_on(
        self, alias_program: AliasProgram, registry: Local, marker: str | None
    ) -> None:
        """Its owner moves it; this program follows or is refused, and never takes it unasked."""
        program = alias_program
        moved_by(registry, program, "staging", "1", marker)
        program.up("staging")
        program.publish("Two.")
        with pytest.raises(HookError) as raised:
            program.up("staging")
        expected = of_another(Alias("staging", "1", marker))
        assert str(raised.value) == error_of(expected, "moving", program)
        moved_by(registry, program, "staging", "2", marker)
        assert program.up("staging") == "update"
        assert program.of("staging").outputs["found"] is True

    def test_which_was_used_and_is_removed_becomes_ours(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        moved_by(registry, program, "staging", "1", THEIRS)
        program.up("staging")
        removed_by_hand(registry, program, "staging")
        assert program.of("staging").refresh()
        assert program.up("staging") == "update"
        assert "found" not in program.of("staging").outputs
        found = alias_of(registry, program, "staging")
        assert found is not None
        assert found.marker == f"{STACK}/staging"

    def test_which_was_used_is_adopted_later(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        moved_by(registry, program, "staging", "1", THEIRS)
        program.up("staging")
        assert program.up("staging", adopt=True) == "update"
        found = alias_of(registry, program, "staging")
        assert found is not None
        assert found.marker == f"{STACK}/staging"
        assert "found" not in program.of("staging").outputs
        assert program.up("staging", adopt=True) == "same"

    def test_taken_away_from_this_stack(self, alias_program: AliasProgram, registry: Local, engine: Engine) -> None:
        """It is neither moved nor removed."""
        program = alias_program
        program.up("staging")
        moved_by(registry, program, "staging", "1", THEIRS)
        theirs = Alias("staging", "1", THEIRS, NONCE)
        program.publish("Two.")
        with pytest.raises(HookError) as raised:
            program.up("staging")
        assert str(raised.value) == error_of(of_another(theirs), "moving", program)
        program.of("staging").destroy()
        assert alias_of(registry, program, "staging") == theirs
        assert engine.warnings == [left_to_owner(what(program), THEIRS)]

    def test_taken_away_from_this_stack_and_adopted_again(self, alias_program: AliasProgram, registry: Local) -> None:
        """With a note of its own: what deletes by the former one leaves it."""
        program = alias_program
        program.up("staging")
        before = program.of("staging").outputs["nonce"]
        moved_by(registry, program, "staging", "1", THEIRS)
        program.publish("Two.")
        assert program.up("staging", adopt=True) == "update"
        found = alias_of(registry, program, "staging")
        assert found == Alias("staging", "2", f"{STACK}/staging", program.of("staging").outputs["nonce"])
        assert found.nonce != before

    def test_that_the_program_declares_is_never_adopted(self, alias_program: AliasProgram, registry: Local) -> None:
        """The other resource may give the name up in this very run."""
        program = alias_program
        program.up("staging")
        program.publish("Two.")
        other = f"{STACK}/staging"
        program.go_on("staging")
        found = alias_of(registry, program, "staging")
        with pytest.raises(HookError) as raised:
            program.of("another").client.create(
                program.of("another").client.check({}, program.said_of("staging", adopt=True, marker="m")).inputs
            )
        assert str(raised.value) == error_of(of_a_declared_alias(found or Alias("", "", other)), "setting", program)


class TestOfThisResource:
    def test_a_killed_creation_is_finished(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        moved_by(registry, program, "staging", "1", f"{STACK}/staging")
        assert program.up("staging") == "create"
        found = alias_of(registry, program, "staging")
        assert found == Alias("staging", "1", f"{STACK}/staging", program.of("staging").outputs["nonce"])

    def test_a_killed_creation_is_finished_after_an_edit(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        moved_by(registry, program, "staging", "1", f"{STACK}/staging")
        program.publish("Two.")
        assert program.up("staging") == "create"
        assert version_of(registry, program, "staging") == "2"

    def test_a_namesake_on_the_prompt_of_another_stack_is_refused(
        self, alias_program: AliasProgram, registry: Local
    ) -> None:
        """Stacks of two backends may have one name; the prompt, which is only read, tells nothing."""
        program = alias_program
        program.publish("Two.")
        moved_by(registry, program, "staging", "1", f"{STACK}/staging")
        with pytest.raises(HookError) as raised:
            program.up("staging", prompt_marker=None)
        expected = of_another(Alias("staging", "1", f"{STACK}/staging"))
        assert str(raised.value) == error_of(expected, "setting", program)
        assert program.up("staging", prompt_marker=None, version="1") == "create"
        found = alias_of(registry, program, "staging")
        assert found == Alias("staging", "1", f"{STACK}/staging", program.of("staging").outputs["nonce"])

    def test_a_killed_move_is_finished(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        program.up("staging")
        state = dict(program.of("staging").outputs)
        inputs = dict(program.of("staging").inputs)
        program.publish("Two.")
        program.up("staging")
        program.of("staging").outputs, program.of("staging").inputs = state, inputs
        assert program.up("staging") == "update"
        assert program.of("staging").outputs["nonce"] == state["nonce"]
        assert version_of(registry, program, "staging") == "2"

    def test_a_replacement_creates_first(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        program.up("staging")
        staging = program.of("staging")
        before = staging.outputs["nonce"]
        staging.replace(program.said_of("staging"))
        found = alias_of(registry, program, "staging")
        assert found is not None
        assert found.nonce == staging.outputs["nonce"] != before

    def test_a_replacement_on_the_prompt_of_another_stack_is_known_by_its_state(
        self, alias_program: AliasProgram, registry: Local
    ) -> None:
        program = alias_program
        program.publish("Two.")
        program.up("staging", prompt_marker=None, version="1")
        assert program.preview("staging", prompt_marker=None, version="2") == "update"
        program.of("staging").replace(program.said_of("staging", prompt_marker=None, version="2"))
        assert version_of(registry, program, "staging") == "2"

    def test_a_renamed_stack_takes_back_what_it_left_by_its_former_name(
        self, alias_program: AliasProgram, registry: Local
    ) -> None:
        """A replacement that died, and then the rename."""
        program = alias_program
        program.up("staging")
        moved_by(registry, program, "staging", "1", f"{STACK}/staging")
        program.publish("Two.")
        assert program.up("staging", marker="acme/shop/prod/staging") == "update"
        found = alias_of(registry, program, "staging")
        assert found is not None
        assert (found.version, found.marker) == ("2", "acme/shop/prod/staging")

    def test_another_name_is_another_alias(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        program.up("staging")
        assert program.of("staging").up(program.said_of("next", marker=f"{STACK}/staging")) == "replace"
        assert [each.name for each in registry.aliases(program.prompt.id)] == ["next"]

    def test_a_renamed_stack_moves_it_and_renews_the_note(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        program.up("staging")
        assert program.up("staging", marker="acme/shop/prod/staging") == "same"
        program.publish("Two.")
        assert program.up("staging", marker="acme/shop/prod/staging") == "update"
        found = alias_of(registry, program, "staging")
        assert found is not None
        assert found.marker == "acme/shop/prod/staging"
        program.of("staging").destroy()
        assert alias_of(registry, program, "staging") is None
