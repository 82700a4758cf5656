"""An alias: set, moved, mended, rolled back, removed; and whose it is."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from protocol.alias_program import (
    NONCE,
    STACK,
    THEIRS,
    AliasProgram,
    alias_of,
    moved_by,
    removed_by_hand,
    version_of,
)
from protocol.client import HookError
from protocol.engine import Engine
from protocol.somebody_else import alter_version, publish, remove
from pulumi_prompts import errors
from pulumi_prompts.lifecycle.choosing import no_such_version
from pulumi_prompts.lifecycle.giving_up import left_as_found
from pulumi_prompts.lifecycle.ownership import IN_USE, LEAVE, NOTE, left_on_demand, left_to_owner
from pulumi_prompts.lifecycle.pointing import of_a_declared_alias, of_another
from pulumi_prompts.lifecycle.previewing import NOT_HERE
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.local import Local
from pulumi_prompts.registries.session import Session
from pulumi_prompts.resources import process


def place(program: AliasProgram) -> str:
    return f"triage on local {program.backend['path']}"


def what(program: AliasProgram, alias: str = "staging") -> str:
    return f"the alias {alias!r} of {place(program)}"


def error_of(error: errors.PromptsError, verb: str, program: AliasProgram, alias: str = "staging") -> str:
    return str(error.at(f"{verb} {what(program, alias)}"))


def test_is_set_and_follows_the_version(alias_program: AliasProgram, registry: Local) -> None:
    program = alias_program
    assert program.up("staging") == "create"
    staging = program.of("staging")
    found = alias_of(registry, program, "staging")
    assert found == Alias("staging", "1", f"{STACK}/staging", staging.outputs["nonce"])
    assert staging.id == f"{program.prompt.id}/aliases/staging"
    assert (staging.outputs["version"], staging.outputs["digest"]) == ("1", program.digest("1"))
    assert program.up("staging") == "same"
    assert not staging.refresh()
    assert program.publish("Two.") == "2"
    assert program.up("staging") == "update"
    assert version_of(registry, program, "staging") == "2"
    assert program.up("staging") == "same"
    assert not staging.refresh()


def test_a_rollback_makes_no_version(alias_program: AliasProgram, registry: Local) -> None:
    program = alias_program
    program.publish("Two.")
    program.up("staging")
    for declared in ("1", "2", program.digest("1")):
        assert program.up("staging", version=declared) == "update"
        assert program.up("staging", version=declared) == "same"
        assert not program.of("staging").refresh()
    assert version_of(registry, program, "staging") == "1"
    assert [each.version for each in registry.versions(program.prompt.id)] == ["1", "2"]


@pytest.mark.parametrize("known", [True, False])
def test_a_version_by_its_number_where_the_program_publishes_none(
    alias_program: AliasProgram, registry: Local, known: bool
) -> None:
    """Then the registry tells the digest."""
    program = alias_program
    program.publish("Two.")
    digest = program.digest("1") if known else None
    assert program.up("staging", version="1", digest=digest) == "create"
    assert program.of("staging").outputs["digest"] == program.digest("1")
    assert program.up("staging", version="1", digest=digest) == "same"
    assert version_of(registry, program, "staging") == "1"


def test_a_version_by_its_own_name(alias_program: AliasProgram, registry: Local) -> None:
    program = alias_program
    registry.describe_version(program.prompt.id, "1", None, "first")
    program.publish("Two.")
    program.up("staging")
    assert program.up("staging", version="first") == "update"
    assert program.of("staging").outputs["version"] == "1"
    assert program.up("staging", version="first") == "same"
    assert program.up("staging", version="1") == "same"


def test_a_number_wins_over_the_name_of_another_version(alias_program: AliasProgram, registry: Local) -> None:
    program = alias_program
    program.publish("Two.")
    registry.describe_version(program.prompt.id, "2", None, "1")
    program.up("staging", version="1", digest=None)
    assert version_of(registry, program, "staging") == "1"


@pytest.mark.parametrize(("version", "digest"), [("7", None), (None, "sha256:" + 64 * "0")])
def test_a_version_that_is_gone(
    alias_program: AliasProgram, registry: Local, version: str | None, digest: str | None
) -> None:
    program = alias_program
    program.publish("Two.")
    with pytest.raises(HookError) as raised:
        program.up("staging", version=version or digest)
    expected = no_such_version(registry, program.prompt.id, version, digest)
    assert str(raised.value) == error_of(expected, "setting", program)
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    assert expected.remedy == f"it has 1 ({program.digest('1')}, {day}), 2 ({program.digest('2')}, {day})"
    assert version_of(registry, program, "staging") is None


def test_a_version_that_the_program_knows_and_that_is_gone(alias_program: AliasProgram, registry: Local) -> None:
    program = alias_program
    program.publish("Two.")
    registry.delete_version(program.prompt.id, "1")
    with pytest.raises(HookError) as raised:
        program.up("staging", version="1")
    expected = no_such_version(registry, program.prompt.id, "1", program.digest("1"))
    assert str(raised.value) == error_of(expected, "setting", program)


def test_a_prompt_that_is_gone(alias_program: AliasProgram, registry: Local) -> None:
    program = alias_program
    program.up("staging")
    staging = program.of("staging")
    remove(registry, program.prompt.id)
    with pytest.raises(HookError) as raised:
        program.up("staging", version="9")
    assert errors.DriftError.default_remedy in str(raised.value)
    staging.client.delete(staging.id, staging.outputs)
    assert staging.refresh()
    assert staging.id == ""


class TestDrift:
    def test_moved_by_hand(self, alias_program: AliasProgram, registry: Local) -> None:
        """The next `up` after a refresh moves it back; its preview shows from where."""
        program = alias_program
        program.publish("Two.")
        program.up("staging")
        moved_by(registry, program, "staging", "1")
        staging = program.of("staging")
        assert staging.refresh()
        drifted = {name: staging.inputs[name] for name in ("version", "digest", "content", "lost")}
        lost = program.digest("2")
        assert drifted == {"version": "1", "digest": program.digest("1"), "content": NOT_HERE, "lost": lost}
        assert not staging.refresh()
        assert program.up("staging") == "update"
        found = alias_of(registry, program, "staging")
        assert found == Alias("staging", "2", f"{STACK}/staging", staging.outputs["nonce"])
        assert "lost" not in staging.outputs
        assert program.up("staging") == "same"

    def test_moved_by_hand_to_another_version_of_the_same_content(
        self, alias_program: AliasProgram, registry: Local
    ) -> None:
        program = alias_program
        registry.describe_version(program.prompt.id, "1", None, "first")
        program.up("staging", version="first")
        publish(registry, program.prompt.id)
        ours = alias_of(registry, program, "staging")
        assert ours is not None
        registry.set_alias(program.prompt.id, Alias("staging", "2", *ours.owner), ours)
        assert program.of("staging").refresh()
        assert program.up("staging", version="first") == "update"
        assert version_of(registry, program, "staging") == "1"

    def test_moved_by_hand_to_where_it_is_to_go(self, alias_program: AliasProgram, registry: Local) -> None:
        """It was ours, and is again."""
        program = alias_program
        program.up("staging")
        program.publish("Two.")
        moved_by(registry, program, "staging", "2")
        assert program.up("staging") == "update"
        found = alias_of(registry, program, "staging")
        assert found == Alias("staging", "2", f"{STACK}/staging", program.of("staging").outputs["nonce"])

    def test_moved_by_hand_elsewhere_is_looked_at_first(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        program.publish("Two.")
        program.up("staging")
        moved_by(registry, program, "staging", "1")
        program.publish("Three.")
        with pytest.raises(HookError, match=re.escape(errors.DriftError.default_remedy)):
            program.up("staging")
        program.of("staging").refresh()
        assert program.up("staging") == "update"
        assert version_of(registry, program, "staging") == "3"

    def test_moved_by_hand_and_back(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        program.publish("Two.")
        program.up("staging")
        before = program.of("staging").outputs
        ours = alias_of(registry, program, "staging")
        moved_by(registry, program, "staging", "1")
        program.of("staging").refresh()
        registry.set_alias(program.prompt.id, ours or Alias("", ""), alias_of(registry, program, "staging"))
        program.of("staging").refresh()
        assert program.of("staging").outputs == before
        assert program.up("staging") == "same"

    @pytest.mark.parametrize("refreshed", [True, False])
    def test_removed_by_hand(self, alias_program: AliasProgram, registry: Local, refreshed: bool) -> None:
        program = alias_program
        program.up("staging")
        removed_by_hand(registry, program, "staging")
        if refreshed:
            assert program.of("staging").refresh()
            assert (program.of("staging").outputs["version"], program.of("staging").outputs["digest"]) == ("", "")
        else:
            program.publish("Two.")
        assert program.up("staging") == "update"
        assert version_of(registry, program, "staging") == program.version.outputs["version"]
        assert not program.of("staging").refresh()

    def test_dangling(self, alias_program: AliasProgram, registry: Local) -> None:
        """Nothing that applications can use is there; who says by number which one it wants is told so."""
        program = alias_program
        program.publish("Two.")
        program.up("staging", version="1")
        registry.delete_version(program.prompt.id, "1")
        assert program.of("staging").refresh()
        outputs = program.of("staging").outputs
        assert (outputs["version"], outputs["digest"], outputs["lost"]) == ("1", "", program.digest("1"))
        assert program.preview("staging", version="1", digest=None) == "update"
        assert program.up("staging") == "update"
        assert version_of(registry, program, "staging") == "2"

    @pytest.mark.parametrize("known", [True, False])
    def test_dangling_and_pinned(self, alias_program: AliasProgram, registry: Local, known: bool) -> None:
        """The history of the program may still have the version."""
        program = alias_program
        program.publish("Two.")
        said = {"version": "1"} if known else {"version": "1", "digest": None}
        digest = program.digest("1") if known else None
        program.up("staging", **said)
        registry.delete_version(program.prompt.id, "1")
        assert program.of("staging").refresh()
        with pytest.raises(HookError) as raised:
            program.up("staging", **said)
        expected = no_such_version(registry, program.prompt.id, "1", digest)
        assert str(raised.value) == error_of(expected, "moving", program)

    def test_a_version_that_was_altered(self, alias_program: AliasProgram, registry: Local, file: Path) -> None:
        program = alias_program
        program.up("staging", version="1")
        alter_version(file, "1")
        assert program.of("staging").refresh()
        with pytest.raises(HookError) as raised:
            program.up("staging", version="1")
        expected = no_such_version(registry, program.prompt.id, None, program.digest("1"))
        assert str(raised.value) == error_of(expected, "moving", program)

    def test_moved_meanwhile_is_not_moved_again_unseen(self, alias_program: AliasProgram, registry: Local) -> None:
        """Somebody may have rolled it back for a reason."""
        program = alias_program
        program.publish("Two.")
        program.up("staging")
        moved_by(registry, program, "staging", "1", f"{STACK}/staging")
        registry.set_alias(
            program.prompt.id,
            Alias("staging", "1", f"{STACK}/staging", program.of("staging").outputs["nonce"]),
            alias_of(registry, program, "staging"),
        )
        program.publish("Three.")
        with pytest.raises(HookError) as raised:
            program.up("staging")
        changed = errors.DriftError("the alias 'staging' was moved meanwhile, to version 1")
        assert str(raised.value) == error_of(changed, "moving", program)
        assert version_of(registry, program, "staging") == "1"
        program.of("staging").refresh()
        assert program.up("staging") == "update"
        assert version_of(registry, program, "staging") == "3"

    def test_a_lost_note_is_written_again(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        program.up("staging")
        moved_by(registry, program, "staging", "1")
        assert program.of("staging").refresh()
        assert program.of("staging").inputs["lost"] == NOTE
        assert program.up("staging") == "update"
        found = alias_of(registry, program, "staging")
        assert found is not None
        assert found.owner == (f"{STACK}/staging", program.of("staging").outputs["nonce"])
        assert program.up("staging") == "same"

    def test_another_owner_is_shown(self, alias_program: AliasProgram, registry: Local, engine: Engine) -> None:
        program = alias_program
        program.up("staging")
        moved_by(registry, program, "staging", "1", THEIRS)
        assert not program.of("staging").refresh()
        assert engine.warnings == [f"{what(program)} belongs to {THEIRS} now"]


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

    def test_which_was_used_and_moves_on(self, alias_program: AliasProgram, registry: Local) -> None:
        """Its owner moves it; this program follows or is refused, and never takes it unasked."""
        program = alias_program
        moved_by(registry, program, "staging", "1", THEIRS)
        program.up("staging")
        program.publish("Two.")
        with pytest.raises(HookError) as raised:
            program.up("staging")
        expected = of_another(Alias("staging", "1", THEIRS))
        assert str(raised.value) == error_of(expected, "moving", program)
        moved_by(registry, program, "staging", "2", THEIRS)
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


class TestDelete:
    def test_removes_the_name_only(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        program.up("staging")
        program.of("staging").destroy()
        assert registry.aliases(program.prompt.id) == []
        assert [each.version for each in registry.versions(program.prompt.id)] == ["1"]

    def test_of_one_that_is_gone(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        program.up("staging")
        removed_by_hand(registry, program, "staging")
        program.of("staging").destroy()

    def test_of_one_that_was_moved_by_hand(self, alias_program: AliasProgram, registry: Local) -> None:
        """Ours wherever it points."""
        program = alias_program
        program.publish("Two.")
        program.up("staging")
        ours = alias_of(registry, program, "staging")
        assert ours is not None
        registry.set_alias(program.prompt.id, Alias("staging", "1", *ours.owner), ours)
        program.of("staging").destroy()
        assert registry.aliases(program.prompt.id) == []

    def test_leaves_what_whoever_runs_it_wants_to_stay(
        self, alias_program: AliasProgram, registry: Local, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        program = alias_program
        program.up("staging")
        monkeypatch.setenv(LEAVE, program.prompt.id)
        program.of("staging").destroy()
        assert version_of(registry, program, "staging") == "1"
        assert [each.message for each in engine.said] == [left_on_demand(what(program))]


class Pointed:
    """A registry in which somebody points an alias at version 1 just after each look at the aliases."""

    support = Local.support

    def __init__(self, registry: Local, program: AliasProgram) -> None:
        self._registry = registry
        self._program = program

    def __getattr__(self, name: str) -> Any:
        return getattr(self._registry, name)

    def aliases(self, prompt_id: str) -> Sequence[Alias]:
        found = self._registry.aliases(prompt_id)
        moved_by(self._registry, self._program, "production", "1", THEIRS)
        return found


class TestWhatItHolds:
    @pytest.mark.parametrize("marker", [None, THEIRS, f"{STACK}/production"])
    def test_a_version_that_it_holds_is_never_pruned(
        self, alias_program: AliasProgram, registry: Local, marker: str | None
    ) -> None:
        program = alias_program
        program.keep = 1
        moved_by(registry, program, "production", "1", marker)
        for text in ("Two.", "Three.", "Four."):
            program.publish(text)
        assert [each.version for each in registry.versions(program.prompt.id)] == ["1", "3", "4"]

    def test_a_version_that_it_gets_while_versions_are_pruned_stays(
        self, alias_program: AliasProgram, registry: Local, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        program = alias_program
        for text in ("Two.", "Three."):
            program.publish(text)
        program.keep = 1
        monkeypatch.setattr(Session, "connect", lambda *_: Pointed(registry, program))
        assert program.publish("Four.") == "4"
        assert [each.version for each in registry.versions(program.prompt.id)] == ["1", "3", "4"]
        assert program.version.outputs["history"].keys() == {"1", "3", "4"}

    def test_what_an_alias_has_left_is_pruned(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        program.keep = 1
        for text in ("Two.", "Three.", "Four."):
            program.up("staging")
            program.publish(text)
        program.up("staging")
        program.publish("Five.")
        assert [each.version for each in registry.versions(program.prompt.id)] == ["4", "5"]

    def test_the_prompt_goes_with_the_aliases_of_this_stack(self, alias_program: AliasProgram, registry: Local) -> None:
        """The engine does not call their delete: they are `deleted_with` the prompt."""
        program = alias_program
        program.up("staging")
        program.prompt.destroy()
        assert registry.find("triage") is None

    @pytest.mark.parametrize("marker", [None, THEIRS])
    def test_the_prompt_stays_for_the_alias_of_another(
        self, alias_program: AliasProgram, registry: Local, marker: str | None
    ) -> None:
        program = alias_program
        program.up("staging")
        moved_by(registry, program, "production", "1", marker)
        with pytest.raises(HookError) as raised:
            program.prompt.destroy()
        of_whom = f" of {marker}" if marker else ""
        assert f"version 1 is pinned by alias 'production'{of_whom}; {IN_USE}" in str(raised.value)


class TestGet:
    """A version that this stack only reads."""

    def read(self, program: AliasProgram, which: str) -> Any:
        process.forget()
        client, id_ = program.version.client, f"{program.prompt.id}/versions/{which}"
        said = {"prompt_id": program.prompt.id, "backend": program.backend}
        found = client.read(id_, said)
        assert client.read(id_, found.outputs).outputs == found.outputs
        return found.outputs

    @pytest.mark.parametrize("which", ["version/1", "version/first", "alias/production", "digest"])
    def test_by(self, alias_program: AliasProgram, registry: Local, which: str) -> None:
        program = alias_program
        registry.describe_version(program.prompt.id, "1", None, "first")
        program.up("production")
        program.publish("Two.")
        digest = program.digest("1")
        found = self.read(program, f"digest/{digest}" if which == "digest" else which)
        assert (found["version"], found["digest"], found["content_found"]) == ("1", digest, {"template": "One."})
        assert found["uri"] == registry.read_version(program.prompt.id, "1").uri

    def test_what_is_not_there(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        with pytest.raises(HookError) as raised:
            self.read(program, "version/7")
        doing = f"`PromptVersion.get` of version 7 of {program.prompt.id} on local {program.backend['path']}"
        assert str(raised.value) == str(no_such_version(registry, program.prompt.id, "7", None).at(doing))
        with pytest.raises(HookError, match="the prompt has no alias 'production'"):
            self.read(program, "alias/production")


def test_the_state_has_the_content_once_and_little_beside(alias_program: AliasProgram) -> None:
    program = alias_program
    program.publish("A text that would be seen twice. " * 100)
    program.up("staging")
    evidence = {"path": "evals/triage.json", "digest": program.digest("2"), "passed": True, "by": "ci", "at": "today"}
    program.up("production", version="2", evidence=evidence, **program.after("staging"))
    production = program.of("production")
    assert "content" not in production.outputs
    short = {"backend": {"kind": "local", "path": "prompts.db"}}  # that of a test is as long as its name
    inputs, outputs = {**production.inputs, **short}, {**production.outputs, **short}
    assert bytes_of(inputs) + bytes_of(outputs) - bytes_of(inputs["content"]) <= 640


def bytes_of(values: Any) -> int:
    return len(json.dumps(values, separators=(",", ":")))


@pytest.mark.parametrize("said", [{}, {"adopt": True}, {"version": "1"}])
def test_a_preview_asks_nothing(
    alias_program: AliasProgram, monkeypatch: pytest.MonkeyPatch, said: dict[str, Any]
) -> None:
    """A hundred aliases, new and standing: the registry cannot be reached."""
    program = alias_program
    program.publish("Two.")
    for number in range(3):
        program.up(f"standing-{number}")

    def unreachable(*_: object) -> None:
        raise AssertionError("the registry was asked")

    monkeypatch.setattr(Local, "connect", unreachable)
    for number in range(100):
        name = f"standing-{number}" if number < 3 else f"new-{number}"
        program.preview(name, **said)
