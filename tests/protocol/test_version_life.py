"""A prompt's versions: published, re-used, described, mended, removed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from protocol.client import UNKNOWN, Client, Diffed, HookError
from protocol.lifecycle import CheckFailedError, Resource
from protocol.somebody_else import (
    alter_note_of_version,
    alter_version,
    describe_version,
    forbid_deleting,
    publish,
    remove,
    write_head,
)
from pulumi_prompts.lifecycle.publishing import NOT_FROZEN, frozen_at
from pulumi_prompts.lifecycle.versions import VERSION
from pulumi_prompts.program.markers import NO_PROMPT_OF_OURS
from pulumi_prompts.program.outputs import OUTPUT_AS_TEXT, REASON
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.kinds import KINDS
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import process
from remedies import ANOTHER_NAME, REFRESH


class Program:
    """A program with a prompt and its version."""

    def __init__(self, prompts: Client, versions: Client, inputs: dict[str, Any]) -> None:
        self.prompt = Resource(prompts)
        self.version = Resource(versions)
        self._inputs = inputs

    def up(self, template: str, **version: Any) -> tuple[str, str]:
        """The steps for a text and what the program says of its version."""
        first = self.prompt.up(self.of_prompt(template))
        return first, self.version.up(self.of_version(**version))

    def of_prompt(self, template: str) -> dict[str, Any]:
        return {**self._inputs, "template": template, "parameters": None}

    def of_version(self, **more: Any) -> dict[str, Any]:
        digest = self.prompt.inputs["digest"]
        backend = self.prompt.outputs["backend"]
        fixed = {"prompt_id": self.prompt.id, "digest": digest, "backend": backend, "marker": "acme/shop/dev/published"}
        fixed["prompt_marker"] = "acme/shop/dev/triage"
        return {**fixed, **more}

    @property
    def current(self) -> str:
        return str(self.version.outputs["version"])

    @property
    def history(self) -> list[str]:
        return sorted(self.version.outputs["history"])


@pytest.fixture
def program(prompts: Client, versions: Client, inputs: dict[str, Any]) -> Program:
    return Program(prompts, versions, inputs)


def names(registry: Local, program: Program) -> list[str]:
    return [version.version for version in registry.versions(program.prompt.id)]


def test_publishes_and_says_where(program: Program, registry: Local) -> None:
    assert program.up("One.", description="The first.", version_name="first", keep=3) == ("create", "create")
    prompt_id, digest = program.prompt.id, program.prompt.inputs["digest"]
    declared = program.of_version(description="The first.", version_name="first", keep=3)
    computed = {"version": "1", "uri": f"{registry.read(prompt_id).uri}:1", "history": {"1": digest}}
    assert program.version.id == f"{prompt_id}/versions"
    assert program.version.outputs == declared | computed
    published = registry.read_version(prompt_id, "1")
    assert (published.digest, published.description, published.version_name) == (digest, "The first.", "first")
    assert published.labels is not None
    assert published.labels.marker == "acme/shop/dev/published"


def test_a_second_up_and_a_refresh_change_nothing(program: Program, registry: Local) -> None:
    program.up("One.", keep=3)
    assert program.up("One.", keep=3) == ("same", "same")
    assert not program.version.refresh()
    assert program.up("One.", keep=3) == ("same", "same")
    assert names(registry, program) == ["1"]


def test_new_content_is_published_in_place(program: Program, registry: Local) -> None:
    program.up("One.")
    before = program.version.id
    assert program.up("Two.") == ("update", "update")
    assert (program.version.id, program.current, program.history) == (before, "2", ["1", "2"])
    assert names(registry, program) == ["1", "2"]


def test_an_old_text_re_uses_its_version(program: Program, registry: Local) -> None:
    for text in ("One.", "Two.", "One."):
        program.up(text)
    assert (program.current, program.history) == ("1", ["1", "2"])
    assert names(registry, program) == ["1", "2"]
    assert not program.version.refresh()


def test_a_creation_that_was_interrupted_is_not_published_twice(program: Program, registry: Local) -> None:
    program.up("One.")
    again = program.version.client.create(program.version.inputs)
    assert again.outputs == program.version.outputs
    assert names(registry, program) == ["1"]


def test_a_state_that_was_lost_is_found_again(program: Program, registry: Local) -> None:
    """As after a destroy that was refused: the engine drops a version before the prompt that it is deleted with."""
    for text in ("One.", "Two.", "Three."):
        program.up(text)
    program.version.outputs = program.version.client.create(program.version.inputs).outputs
    assert (program.current, program.history) == ("3", ["1", "2", "3"])
    program.up("Three.", keep=1)
    assert names(registry, program) == ["3"]


def test_a_version_of_somebody_else_is_re_used_and_stays(program: Program, registry: Local) -> None:
    program.prompt.up(program.of_prompt("One."))
    publish(registry, program.prompt.id)
    program.up("One.", keep=1)
    assert (program.current, program.version.outputs["reused"]) == ("1", ["1"])
    for text in ("Two.", "Three.", "Four."):
        program.up(text, keep=1)
    assert names(registry, program) == ["1", "3", "4"]
    program.version.destroy()
    assert names(registry, program) == ["1", "3", "4"]


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


def test_a_description_alone_is_edited_where_the_registry_can(program: Program, registry: Local) -> None:
    program.up("One.", description="Frist.")
    assert program.up("One.", description="First.", version_name="first") == ("same", "update")
    published = registry.read_version(program.prompt.id, "1")
    assert (published.description, published.version_name) == ("First.", "first")
    assert names(registry, program) == ["1"]
    assert not program.version.refresh()


def test_a_version_that_is_re_used_gets_the_description_that_is_declared(program: Program, registry: Local) -> None:
    program.up("One.", description="First.")
    program.up("Two.", description="Second.")
    program.up("One.", description="The first again.")
    assert registry.read_version(program.prompt.id, "1").description == "The first again."
    assert not program.version.refresh()
    assert program.up("One.", description="The first again.") == ("same", "same")


def test_a_version_of_somebody_else_keeps_its_description(program: Program, registry: Local) -> None:
    program.prompt.up(program.of_prompt("One."))
    publish(registry, program.prompt.id)
    program.up("One.", description="Ours.")
    assert registry.read_version(program.prompt.id, "1").description is None
    assert not program.version.refresh()
    assert program.up("One.", description="Ours.") == ("same", "same")
    program.up("One.", description="Still ours.")
    assert registry.read_version(program.prompt.id, "1").description is None


def test_a_name_that_is_taken(program: Program, registry: Local, file: Path) -> None:
    program.up("One.")
    publish(registry, program.prompt.id, version_name="first")
    prompt_id = program.prompt.id
    with pytest.raises(HookError) as failed:
        program.up("One.", version_name="first")
    assert str(failed.value) == (
        f"publishing a version of {prompt_id} on local {file}: the name 'first' is taken; {ANOTHER_NAME}"
    )


@pytest.mark.parametrize("is_first", [True, False])
def test_a_prompt_that_is_gone_has_drifted(program: Program, registry: Local, file: Path, is_first: bool) -> None:
    if not is_first:
        program.up("One.")
    program.prompt.up(program.of_prompt("Two."))
    remove(registry, program.prompt.id)
    with pytest.raises(HookError) as failed:
        program.version.up(program.of_version())
    assert str(failed.value) == (
        f"publishing a version of {program.prompt.id} on local {file}: there is no prompt {program.prompt.id};"
        f" {REFRESH}"
    )


def test_nothing_is_published_in_another_registry(program: Program, file: Path) -> None:
    program.up("One.")
    program.prompt.up(program.of_prompt("Two."))
    process.forget()
    file.rename(file.with_name("elsewhere.db"))
    Local(str(file)).find("triage")
    with pytest.raises(
        HookError, match=rf"^publishing a version .*: {file} is not the file that its prompts were made"
    ):
        program.version.up(program.of_version())


def test_an_unknown_digest_is_an_update_and_no_replacement(program: Program) -> None:
    program.up("One.")
    assert program.version.preview(program.of_version(digest=UNKNOWN)) == "update"
    assert program.version.preview(program.of_version(prompt_id=UNKNOWN)) == "update"


def test_another_prompt_replaces(program: Program) -> None:
    program.up("One.")
    checked = program.version.client.check(program.version.inputs, program.of_version(prompt_id="another")).inputs
    diff = program.version.client.diff(program.version.id, program.version.outputs, checked)
    assert diff == Diffed("unknown", ["prompt_id"])


def test_anothers_head_is_never_published(program: Program, registry: Local, file: Path) -> None:
    program.up("One.")
    program.prompt.up(program.of_prompt("Two."))
    declared = program.of_version()
    write_head(registry, program.prompt.id, "Theirs.")
    with pytest.raises(HookError) as failed:
        program.version.up(declared)
    assert str(failed.value) == (
        f"publishing a version of {program.prompt.id} on local {file}: the prompt's content in the registry is not the"
        f" one that this program wrote; {REFRESH}"
    )
    assert names(registry, program) == ["1"]


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


def test_delete_leaves_the_versions(program: Program, registry: Local) -> None:
    """Applications may rely on them; they go with the prompt."""
    program.up("One.")
    program.up("Two.")
    program.version.destroy()
    assert names(registry, program) == ["1", "2"]
    program.prompt.destroy()
    assert registry.find("triage") is None


def test_a_renamed_resource_leaves_the_version_that_is_served(program: Program, registry: Local) -> None:
    program.up("One.", keep=1)
    renamed = Resource(program.version.client)
    renamed.up(program.of_version(marker="acme/shop/dev/renamed", keep=1))
    program.version.destroy()
    assert names(registry, program) == [renamed.outputs["version"]] == ["1"]
    assert not renamed.refresh()
    assert renamed.up(program.of_version(marker="acme/shop/dev/renamed", keep=1)) == "same"


def test_by_force_it_removes_what_it_published(program: Program, registry: Local) -> None:
    """Not what others did, nor what has the content of the prompt."""
    for text in ("One.", "Two.", "Three."):
        program.up(text, force_destroy=True)
    publish(registry, program.prompt.id)
    program.version.destroy()
    assert names(registry, program) == ["3", "4"]


@pytest.mark.parametrize("gone", ["1", "2"])
def test_force_goes_on_after_one_that_is_gone(program: Program, registry: Local, gone: str) -> None:
    for text in ("One.", "Two.", "Three."):
        program.up(text, force_destroy=True)
    registry.delete_version(program.prompt.id, gone)
    program.version.destroy()
    assert names(registry, program) == ["3"]


@pytest.mark.parametrize("what", ["version", "prompt"])
def test_delete_of_what_is_gone_is_fine(program: Program, registry: Local, what: str) -> None:
    program.up("One.", force_destroy=True)
    if what == "prompt":
        remove(registry, program.prompt.id)
    else:
        registry.delete_version(program.prompt.id, "1")
    program.version.destroy()


def test_not_even_force_removes_what_the_environment_names(
    program: Program, registry: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.up("One.", force_destroy=True)
    program.up("Two.", force_destroy=True)
    monkeypatch.setenv("PULUMI_PROMPTS_LEAVE", program.prompt.id)
    program.version.destroy()
    assert names(registry, program) == ["1", "2"]


def test_numbers_are_not_used_again(program: Program, registry: Local) -> None:
    program.up("One.", force_destroy=True)
    program.up("Two.", force_destroy=True)
    registry.delete_version(program.prompt.id, "2")
    program.up("Three.", force_destroy=True)
    assert program.current == "3"


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


def test_a_version_frozen_at_another_content_cannot_be_published(program: Program, registry: Local, file: Path) -> None:
    program.prompt.up(program.of_prompt("One."))
    frozen = program.of_version()
    program.prompt.up(program.of_prompt("Two."))
    with pytest.raises(HookError) as failed:
        program.version.up(frozen)
    assert str(failed.value).endswith(f"{frozen_at(frozen['digest'])}; {NOT_FROZEN}")


def test_a_version_frozen_at_another_content_cannot_be_replaced(program: Program) -> None:
    """Said in a preview already. What the engine ignores is in the first check of a replacement, not in the second."""
    program.up("One.")
    held = program.version.inputs
    new = program.of_version(digest=f"sha256:{'0' * 64}")
    check = program.version.client.check
    assert check(held, {**new, "digest": held["digest"]}).failures == []
    assert check({}, new).failures == [f"digest: {frozen_at(held['digest'])}; {NOT_FROZEN}"]
    assert check(held, new).failures == []
    assert check({}, new).failures == []


def test_a_frozen_version_that_was_removed_is_published_again(program: Program, registry: Local) -> None:
    """The engine puts the digest of the state into the inputs."""
    program.up("One.")
    registry.delete_version(program.prompt.id, "1")
    program.version.refresh()
    frozen = program.of_version(digest=program.version.inputs["digest"])
    assert program.version.up(frozen) == "update"
    assert (program.current, program.version.inputs["digest"]) == ("2", program.prompt.inputs["digest"])
    assert not program.version.refresh()


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


def test_a_lost_note_of_the_current_version_is_restored(program: Program, registry: Local, file: Path) -> None:
    program.up("One.")
    before = registry.read_version(program.prompt.id, "1").labels
    alter_note_of_version(file, marker="", of_prompt=None)
    assert program.version.refresh()
    assert program.up("One.") == ("same", "update")
    assert registry.read_version(program.prompt.id, "1").labels == before
    assert not program.version.refresh()
    assert program.up("One.") == ("same", "same")


def test_another_registry_replaces(program: Program, tmp_path: Path) -> None:
    program.up("One.")
    elsewhere = {"kind": "local", "path": str(tmp_path / "other.db")}
    assert program.version.preview(program.of_version(backend=elsewhere, prompt_id=UNKNOWN)) == "replace"


def test_a_wrong_backend_and_more_are_said_at_once(program: Program) -> None:
    program.up("One.")
    wrong = program.of_version(backend={"kind": "redis"}, keep=0, descripton="x", version_name=5)
    assert program.version.client.check({}, wrong).failures == [
        "version_name: must be a string",
        "keep: must be at least 1",
        "descripton: is not a known property; did you mean `description`?",
        f"backend.kind: must be one of {', '.join(KINDS)}",
    ]


def test_a_text_that_pulumi_made_of_an_output(program: Program) -> None:
    program.up("One.")
    stray = {"description": OUTPUT_AS_TEXT, "version_name": f"v-{OUTPUT_AS_TEXT}."}
    checked = program.version.client.check({}, program.of_version(**stray))
    assert sorted(checked.failures) == [f"description: {REASON}", f"version_name: {REASON}"]


def test_an_empty_description_in_the_registry_is_no_drift(program: Program, file: Path) -> None:
    program.up("One.")
    describe_version(file, "")
    assert not program.version.refresh()
    assert program.up("One.", description="") == ("same", "same")
