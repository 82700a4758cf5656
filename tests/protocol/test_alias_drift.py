"""An alias that was moved, removed or left dangling behind our back: shown, and mended."""

import re
from pathlib import Path

import pytest

from protocol.alias_program import (
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
from protocol.somebody_else import alter_version, publish
from pulumi_prompts import errors
from pulumi_prompts.lifecycle.choosing import no_such_version
from pulumi_prompts.lifecycle.ownership import NOTE, now_of
from pulumi_prompts.lifecycle.previewing import NOT_HERE
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.local import Local


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
        assert engine.warnings == [now_of(what(program), THEIRS)]
