"""An alias: set, moved, rolled back, removed; what its state has, and what its preview asks."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from protocol.alias_program import STACK, AliasProgram, alias_of, error_of, removed_by_hand, version_of, what
from protocol.client import HookError
from protocol.engine import Engine
from protocol.somebody_else import remove
from pulumi_prompts import errors
from pulumi_prompts.lifecycle.choosing import no_such_version
from pulumi_prompts.lifecycle.ownership import LEAVE, left_on_demand
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.local import Local


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
