"""Versions that were changed or removed behind our back: shown, and mended."""

from pathlib import Path

from protocol.somebody_else import alter_note_of_version, alter_version, describe_version, remove
from protocol.version_program import Program
from pulumi_prompts.lifecycle.versions import VERSION
from pulumi_prompts.registries.local import Local


def test_a_version_that_was_removed_is_published_again(program: Program, registry: Local) -> None:
    program.up("One.")
    registry.delete_version(program.prompt.id, "1")
    assert program.version.refresh()
    assert (program.version.outputs["lost"], program.version.inputs["lost"]) == (VERSION, VERSION)
    assert program.up("One.") == ("same", "update")
    assert (program.current, program.history) == ("2", ["2"])
    assert not program.version.refresh()


def test_what_was_removed_is_forgotten_without_a_refresh(program: Program, registry: Local) -> None:
    program.up("One.")
    program.up("Two.")
    registry.delete_version(program.prompt.id, "1")
    program.up("Three.")
    assert program.history == ["2", "3"]


def test_a_version_that_was_altered_is_published_again(program: Program, file: Path) -> None:
    program.up("One.")
    alter_version(file, "1")
    assert program.version.refresh()
    assert (program.version.outputs["lost"], program.version.inputs["lost"]) == (VERSION, VERSION)
    assert program.up("One.") == ("same", "update")
    assert program.current == "2"
    assert not program.version.refresh()


def test_a_description_that_was_edited_is_drift(program: Program, registry: Local) -> None:
    program.up("One.", description="Ours.")
    registry.describe_version(program.prompt.id, "1", "Theirs.", None)
    assert program.version.refresh()
    assert program.version.inputs["description"] == "Theirs."
    assert program.up("One.", description="Ours.") == ("same", "update")
    assert registry.read_version(program.prompt.id, "1").description == "Ours."


def test_gone_only_with_the_prompt(program: Program, registry: Local) -> None:
    program.up("One.")
    remove(registry, program.prompt.id)
    program.version.refresh()
    assert (program.version.id, program.version.outputs) == ("", {})


def test_a_frozen_version_that_was_removed_is_published_again(program: Program, registry: Local) -> None:
    """The engine puts the digest of the state into the inputs."""
    program.up("One.")
    registry.delete_version(program.prompt.id, "1")
    program.version.refresh()
    frozen = program.of_version(digest=program.version.inputs["digest"])
    assert program.version.up(frozen) == "update"
    assert (program.current, program.version.inputs["digest"]) == ("2", program.prompt.inputs["digest"])
    assert not program.version.refresh()


def test_a_lost_note_of_the_current_version_is_restored(program: Program, registry: Local, file: Path) -> None:
    program.up("One.")
    before = registry.read_version(program.prompt.id, "1").labels
    alter_note_of_version(file, marker="", of_prompt=None)
    assert program.version.refresh()
    assert program.up("One.") == ("same", "update")
    assert registry.read_version(program.prompt.id, "1").labels == before
    assert not program.version.refresh()
    assert program.up("One.") == ("same", "same")


def test_an_empty_description_in_the_registry_is_no_drift(program: Program, file: Path) -> None:
    program.up("One.")
    describe_version(file, "")
    assert not program.version.refresh()
    assert program.up("One.", description="") == ("same", "same")
