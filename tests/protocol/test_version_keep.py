"""How many versions are kept: which are removed, and which stay."""

from dataclasses import replace
from pathlib import Path

import pytest

from protocol.engine import Engine
from protocol.lifecycle import CheckFailedError
from protocol.somebody_else import forbid_deleting, publish, remove
from protocol.version_program import Program, names
from pulumi_prompts.program.markers import NO_PROMPT_OF_OURS
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.local import Local
from pulumi_prompts.registries.session import Session


def test_keep_counts_only_ours_and_never_takes_the_superseded(program: Program, registry: Local) -> None:
    program.up("One.", keep=1)
    publish(registry, program.prompt.id)
    kept = []
    for text in ("Two.", "Three.", "Four."):
        program.up(text, keep=1)
        kept.append(names(registry, program))
    assert kept == [["1", "2", "3"], ["2", "3", "4"], ["2", "4", "5"]]
    assert program.history == ["4", "5"]


def test_keep_never_takes_what_an_alias_holds(program: Program, registry: Local) -> None:
    """Whoever's it is; once it has moved on, the version goes."""
    program.up("One.", keep=1)
    held = Alias("production", "1", "acme/shop/prod/live", "n")
    registry.set_alias(program.prompt.id, held, None)
    for text in ("Two.", "Three.", "Four."):
        program.up(text, keep=1)
    assert names(registry, program) == ["1", "3", "4"]
    registry.set_alias(program.prompt.id, replace(held, version="4"), held)
    program.up("Five.", keep=1)
    assert names(registry, program) == ["4", "5"]


def test_keep_unset_removes_nothing(program: Program, registry: Local) -> None:
    for number in range(12):
        program.up(f"{number}.")
    assert len(names(registry, program)) == 12


def test_less_keep_removes_the_oldest_without_publishing(program: Program, registry: Local) -> None:
    for text in ("One.", "Two.", "Three.", "Four."):
        program.up(text)
    assert program.up("Four.", keep=2) == ("same", "update")
    assert names(registry, program) == ["3", "4"]
    assert (program.current, program.history) == ("4", ["3", "4"])


def test_what_re_use_made_current_and_superseded_both_stay(program: Program, registry: Local) -> None:
    for text in ("One.", "Two.", "Three."):
        program.up(text)
    program.up("One.", keep=1)
    assert names(registry, program) == ["1", "3"]
    assert program.current == "1"


@pytest.mark.parametrize(("keep", "why"), [(0, "must be at least 1"), (1.5, "must be an integer")])
def test_keep_is_a_count(program: Program, keep: float, why: str) -> None:
    with pytest.raises(CheckFailedError) as failed:
        program.up("One.", keep=keep)
    assert failed.value.failures == [f"keep: {why}"]


def test_versions_that_no_state_knows_are_pruned(program: Program, registry: Local) -> None:
    """The plugin died after it had published, and the program went on to another text."""
    program.up("One.", keep=2)
    for text in ("Two.", "Three."):
        program.prompt.up(program.of_prompt(text))
        program.version.client.update(program.version.id, program.version.outputs, program.of_version(keep=2))
    program.up("Four.", keep=2)
    assert names(registry, program) == ["1", "3", "4"]  # the first one was superseded, as far as the state knows
    program.up("Five.", keep=2)
    assert names(registry, program) == ["4", "5"]


def test_versions_of_a_namesake_are_not_pruned(program: Program, registry: Local) -> None:
    """A stack of the name that ours had before publishes on our prompt: its notes say of which prompt."""
    program.up("One.", keep=1)
    theirs = publish(registry, program.prompt.id, "acme/shop/dev/published", of_prompt=NO_PROMPT_OF_OURS)
    for text in ("Two.", "Three.", "Four."):
        program.up(text, keep=1)
    assert theirs.version in names(registry, program)


def test_the_content_of_the_prompt_is_never_pruned(program: Program, registry: Local) -> None:
    """A frozen version may be another."""
    for text in ("One.", "Two.", "Three."):
        program.up(text)
    frozen = program.of_version(keep=1)
    program.prompt.up(program.of_prompt("One."))
    program.version.up(frozen)
    assert names(registry, program) == ["1", "3"]


def test_what_cannot_be_pruned_is_no_reason_to_fail(
    program: Program, registry: Local, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The publication stands; the rest is done with the next one."""
    program.up("One.", keep=1)
    program.up("Two.", keep=1)
    forbid_deleting(file)
    assert program.up("Three.", keep=1) == ("update", "update")
    assert (program.current, program.history) == ("3", ["1", "2", "3"])
    forbid_deleting(file, forbidden=False)
    program.up("Four.", keep=1)
    assert names(registry, program) == ["3", "4"]


def test_two_that_keep_different_numbers_of_one_prompt_are_refused(program: Program) -> None:
    program.prompt.up(program.of_prompt("One."))
    check = program.version.client.check
    assert check({}, program.of_version(keep=3)).failures == []
    assert check({}, program.of_version(keep=3, marker="acme/shop/dev/other")).failures == []
    for other, number in ((4, "3"), (None, "3")):
        failures = check({}, program.of_version(keep=other, marker="acme/shop/dev/third")).failures
        assert failures == [
            f"keep: 'acme/shop/dev/published' keeps {number} versions of this prompt; say the same on both"
        ]


class Vanishing(Local):
    """A registry in which somebody deletes the prompt just before a version is removed."""

    def delete_unheld_version(self, prompt_id: str, version: str) -> None:
        remove(self, prompt_id)
        super().delete_unheld_version(prompt_id, version)


def test_a_prompt_that_is_gone_is_no_version_that_is_gone(
    program: Program, file: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.up("One.")
    program.up("Two.")
    monkeypatch.setattr(Session, "connect", lambda *_: Vanishing(str(file)))
    assert program.up("Two.", keep=1) == ("same", "update")
    gone = f"there is no prompt {program.prompt.id}"
    (warning,) = engine.warnings
    assert warning.endswith(f" were not removed: {gone}")
    assert program.history == ["1", "2"]
