"""A prompt's versions: published, re-used, described, refused."""

from pathlib import Path

import pytest

from protocol.client import UNKNOWN, Diffed, HookError
from protocol.somebody_else import publish, remove, write_head
from protocol.version_program import Program, names
from pulumi_prompts.lifecycle.publishing import NOT_FROZEN, frozen_at
from pulumi_prompts.program.outputs import OUTPUT_AS_TEXT, REASON
from pulumi_prompts.registries.kinds import KINDS
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import process
from remedies import ANOTHER_NAME, REFRESH


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


def test_numbers_are_not_used_again(program: Program, registry: Local) -> None:
    program.up("One.", force_destroy=True)
    program.up("Two.", force_destroy=True)
    registry.delete_version(program.prompt.id, "2")
    program.up("Three.", force_destroy=True)
    assert program.current == "3"


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
