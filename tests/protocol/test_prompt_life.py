"""A prompt from its creation to its end, on the embedded registry."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime.rpc import is_rpc_secret

from protocol.client import Client, HookError
from protocol.lifecycle import CheckFailedError, Resource
from protocol.somebody_else import (
    THEIRS,
    Writes,
    alter_head,
    alter_note,
    describe,
    desired,
    publish,
    publish_as_the_first_release,
    remove,
    write_head,
)
from pulumi_prompts.lifecycle.ownership import IN_USE, NOTE, way_out
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import process
from remedies import ANOTHER_NAME, REFRESH


@pytest.fixture
def prompt(prompts: Client) -> Resource:
    return Resource(prompts)


@pytest.fixture
def writes(prompt: Resource, inputs: dict[str, Any], file: Path) -> Iterator[Writes]:
    """Writes to the registry after the first `up`."""
    prompt.up(inputs)
    with closing(Writes(file)) as writes:
        yield writes


def test_outputs_repeat_no_content(prompt: Resource, inputs: dict[str, Any], registry: Local) -> None:
    beside = {"description": "For the desk.", "tags": {"team": "support"}, "metadata": {"level": 2}, "adopt": True}
    prompt.up({**inputs, **beside})
    content = ("template", "parameters")
    declared = {name: value for name, value in {**inputs, **beside}.items() if name not in content}
    head = registry.read(prompt.id)
    assert head.labels is not None
    computed = {"digest": prompt.inputs["digest"], "variables": ["ticket"], "uri": head.uri, "nonce": head.labels.nonce}
    assert prompt.outputs == declared | computed


def test_the_registry_has_what_was_declared(prompt: Resource, inputs: dict[str, Any], registry: Local) -> None:
    beside = {"description": "For the desk.", "tags": {"team": "support"}, "metadata": {"level": 2}}
    prompt.up({**inputs, **beside})
    head = registry.read(prompt.id)
    assert (head.name, head.digest) == ("triage", prompt.inputs["digest"])
    assert (head.description, head.metadata) == (beside["description"], beside["metadata"])
    assert head.labels is not None
    assert (head.labels.tags, head.labels.marker) == (beside["tags"], "acme/shop/dev/triage")


def test_a_second_up_and_a_refresh_change_nothing(prompt: Resource, inputs: dict[str, Any], writes: Writes) -> None:
    assert prompt.up(inputs) == "same"
    assert not prompt.refresh()
    assert prompt.up(inputs) == "same"
    assert not writes.happened()


def test_options_of_another_registry_are_no_drift(prompt: Resource, inputs: dict[str, Any]) -> None:
    prompt.up({**inputs, "options": {"bedrock": {"kms_key_arn": "a key", "agent": "an agent"}}})
    assert not prompt.refresh()


def test_an_edit_writes_the_head(prompt: Resource, inputs: dict[str, Any], registry: Local) -> None:
    prompt.up(inputs)
    assert prompt.up({**inputs, "template": "Sort {{ticket}} by {{key}}."}) == "update"
    assert prompt.outputs["digest"] == registry.read(prompt.id).digest == prompt.inputs["digest"]
    assert prompt.outputs["variables"] == ["ticket", "key"]
    assert not prompt.refresh()


def test_a_rename_keeps_the_prompt(prompt: Resource, inputs: dict[str, Any], registry: Local) -> None:
    prompt.up(inputs)
    before = prompt.id
    assert prompt.up({**inputs, "name": "sorting"}) == "update"
    assert (prompt.id, registry.read(before).name) == (before, "sorting")


def test_a_rename_to_a_name_that_is_taken(
    prompt: Resource, prompts: Client, inputs: dict[str, Any], file: Path
) -> None:
    prompt.up(inputs)
    Resource(prompts).up({**inputs, "name": "sorting", "marker": "acme/other/dev/sorting"})
    process.forget()
    renamed = prompts.check(prompt.inputs, {**inputs, "name": "sorting"}).inputs
    with pytest.raises(HookError) as failed:
        prompts.update(prompt.id, prompt.outputs, renamed)
    assert str(failed.value) == f"updating sorting on local {file}: the name 'sorting' is taken; {ANOTHER_NAME}"


def test_tags_that_are_gone_from_the_program_are_removed(
    prompt: Resource, inputs: dict[str, Any], registry: Local
) -> None:
    prompt.up({**inputs, "tags": {"team": "support", "cost": "5"}})
    assert prompt.up({**inputs, "tags": {"cost": "6"}}) == "update"
    labels = registry.read(prompt.id).labels
    assert labels is not None
    assert labels.tags == {"cost": "6"}
    assert prompt.outputs["tags"] == {"cost": "6"}


@pytest.mark.parametrize(("setting", "value"), [("adopt", "overwrite"), ("force_destroy", True)])
def test_what_only_we_read_is_not_written(
    prompt: Resource, inputs: dict[str, Any], writes: Writes, setting: str, value: object
) -> None:
    checked = prompt.client.check(prompt.inputs, {**inputs, setting: value}).inputs
    outputs = prompt.client.update(prompt.id, prompt.outputs, checked)
    assert outputs[setting] == value
    assert outputs["uri"] == prompt.outputs["uri"]
    assert not writes.happened()


def test_another_marker_goes_with_the_next_write(prompt: Resource, inputs: dict[str, Any], registry: Local) -> None:
    prompt.up(inputs)
    process.forget()
    assert prompt.up({**inputs, "marker": "acme/shop/new/triage"}) == "same"
    assert prompt.up({**inputs, "marker": "acme/shop/new/triage", "description": "Now."}) == "update"
    labels = registry.read(prompt.id).labels
    assert labels is not None
    assert labels.marker == "acme/shop/new/triage"


def test_another_marker_is_written_even_where_only_we_read_the_change(
    prompt: Resource, inputs: dict[str, Any], registry: Local
) -> None:
    prompt.up(inputs)
    process.forget()
    assert prompt.up({**inputs, "marker": "acme/shop/new/triage", "force_destroy": True}) == "update"
    labels = registry.read(prompt.id).labels
    assert labels is not None
    assert labels.marker == "acme/shop/new/triage"


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ({"template": "Theirs."}, {"template": "Theirs.", "variables": []}),
        ({"description": "Theirs."}, {"description": "Theirs."}),
        ({"description": None}, {"description": None}),
        ({"name": "theirs"}, {"name": "theirs"}),
        ({"tags": {"team": "theirs", "more": "theirs"}}, {"tags": {"team": "theirs"}}),
        ({"tags": {}}, {"tags": None}),
        ({"metadata": {"by": "them"}}, {"metadata": {"by": "them"}}),
    ],
)
def test_drift_shows_in_the_inputs_and_is_mended(
    prompt: Resource, inputs: dict[str, Any], registry: Local, change: dict[str, Any], seen: dict[str, Any]
) -> None:
    beside = {"tags": {"team": "support"}, "description": "Ours.", "metadata": {"by": "us"}}
    declared = {**inputs, **beside, "parameters": None}
    ours = {"template": inputs["template"], "name": "triage", **beside}
    prompt.up(declared)
    digest = prompt.inputs["digest"]
    write_head(registry, prompt.id, **(ours | change))
    assert prompt.refresh()
    for name, value in seen.items():
        assert prompt.inputs.get(name) == value
    assert prompt.up(declared) == "update"
    assert registry.read(prompt.id).digest == prompt.outputs["digest"] == digest
    assert not prompt.refresh()


def test_what_the_program_does_not_declare_is_no_drift_and_stays(
    prompt: Resource, inputs: dict[str, Any], registry: Local
) -> None:
    simple = {**inputs, "parameters": None}
    prompt.up(simple)
    write_head(registry, prompt.id, inputs["template"], description="Theirs.", metadata={"by": "them"})
    assert not prompt.refresh()
    assert prompt.up({**simple, "tags": {"team": "support"}}) == "update"
    head = registry.read(prompt.id)
    assert (head.description, head.metadata) == ("Theirs.", {"by": "them"})


@pytest.mark.parametrize("lost", [{"marker": "", "nonce": None}, {"marker": ""}, {"nonce": None}])
def test_a_note_that_was_lost_is_restored(
    prompt: Resource, inputs: dict[str, Any], registry: Local, file: Path, lost: dict[str, Any]
) -> None:
    prompt.up(inputs)
    before = registry.read(prompt.id).labels
    alter_note(file, **lost)
    assert prompt.refresh()
    assert prompt.inputs["lost"] == NOTE
    assert prompt.up(inputs) == "update"
    assert registry.read(prompt.id).labels == before
    assert not prompt.refresh()
    assert prompt.up(inputs) == "same"


def test_a_prompt_that_is_another_s_now_is_no_drift(
    prompt: Resource, inputs: dict[str, Any], registry: Local, file: Path
) -> None:
    prompt.up(inputs)
    nonce = prompt.outputs["nonce"]
    alter_note(file, marker=THEIRS, nonce="theirs")
    assert not prompt.refresh()
    assert prompt.outputs["nonce"] == nonce


def test_another_run_of_the_same_stack_that_took_it_over_gives_it_back(
    prompt: Resource, inputs: dict[str, Any], registry: Local, file: Path
) -> None:
    """A replacement that died before its state was written; but not where that run wrote another content."""
    prompt.up(inputs)
    alter_note(file, nonce="of a replacement")
    assert prompt.up({**inputs, "description": "Ours."}) == "update"
    labels = registry.read(prompt.id).labels
    assert labels is not None
    assert labels.nonce == prompt.outputs["nonce"]
    alter_note(file, nonce="of another")
    write_head(registry, prompt.id, "Another.", marker="acme/shop/dev/triage", nonce="of another")
    with pytest.raises(HookError, match="another run of this stack took it over, with another content; run `pulumi"):
        prompt.up({**inputs, "description": "Ours again."})


def test_an_empty_description_in_the_registry_is_no_drift(prompt: Resource, inputs: dict[str, Any], file: Path) -> None:
    prompt.up({**inputs, "description": ""})
    describe(file, "")
    assert not prompt.refresh()
    assert prompt.up({**inputs, "description": ""}) == "same"
    describe(file, "Theirs.")
    assert prompt.refresh()
    assert prompt.up({**inputs, "description": ""}) == "update"
    assert not prompt.refresh()


def test_a_number_in_the_metadata_is_no_truth_value(prompt: Resource, inputs: dict[str, Any], registry: Local) -> None:
    prompt.up({**inputs, "metadata": {"level": 1, "list": [1]}})
    news = prompt.client.check(prompt.inputs, {**inputs, "metadata": {"level": True, "list": [1]}}).inputs
    assert prompt.client.diff(prompt.id, prompt.outputs, news).changes == "unknown"
    prompt.client.update(prompt.id, prompt.outputs, news)
    assert registry.read(prompt.id).metadata["level"] is True


def test_tags_of_others_are_no_drift_and_stay(prompt: Resource, inputs: dict[str, Any], registry: Local) -> None:
    simple = {**inputs, "parameters": None}
    prompt.up({**simple, "tags": {"team": "support"}})
    write_head(registry, prompt.id, inputs["template"], tags={"team": "support", "theirs": "yes"})
    assert not prompt.refresh()
    assert prompt.up(simple) == "update"
    labels = registry.read(prompt.id).labels
    assert labels is not None
    assert labels.tags == {"theirs": "yes"}


def test_gone_is_read_as_gone_and_made_again(prompt: Resource, inputs: dict[str, Any], registry: Local) -> None:
    prompt.up(inputs)
    remove(registry, prompt.id)
    prompt.refresh()
    assert (prompt.id, prompt.outputs) == ("", {})
    assert prompt.up(inputs) == "create"


def test_an_update_of_what_is_gone_asks_for_a_refresh(
    prompt: Resource, inputs: dict[str, Any], registry: Local, file: Path
) -> None:
    prompt.up(inputs)
    remove(registry, prompt.id)
    with pytest.raises(HookError) as failed:
        prompt.up({**inputs, "description": "New."})
    assert str(failed.value) == f"updating triage on local {file}: there is no prompt {prompt.id}; {REFRESH}"


def test_get_reads_a_prompt_of_which_only_the_id_is_known(
    prompt: Resource, prompts: Client, inputs: dict[str, Any]
) -> None:
    prompt.up({**inputs, "description": "For the desk."})
    found = prompts.read(prompt.id, {"backend": inputs["backend"]})
    assert found.id == prompt.id
    content = {"template": inputs["template"], "parameters": inputs["parameters"]}
    beside = {"name": "triage", "description": "For the desk.", "backend": inputs["backend"]}
    computed = {"uri": prompt.outputs["uri"], "digest": prompt.outputs["digest"], "variables": ["ticket"]}
    assert found.outputs == content | beside | computed


@pytest.mark.parametrize("written", ["Sort.", "Sort {{ ticket.name }}."])
def test_a_text_without_variables_has_an_empty_list_of_them(
    prompt: Resource, prompts: Client, inputs: dict[str, Any], registry: Local, written: str
) -> None:
    without = {**inputs, "template": written}
    prompt.up(without)
    assert (prompt.inputs["variables"], prompt.outputs["variables"]) == ([], [])
    assert prompt.up({**without, "description": "New."}) == "update"
    assert prompt.outputs["variables"] == []
    assert prompts.read(prompt.id, {"backend": inputs["backend"]}).outputs["variables"] == []
    write_head(registry, prompt.id, f"{written} Theirs.")
    assert prompt.refresh()
    assert (prompt.inputs["variables"], prompt.outputs["variables"]) == ([], [])


def test_a_state_without_the_list_of_variables_is_filled_by_a_refresh(prompt: Resource, inputs: dict[str, Any]) -> None:
    without = {**inputs, "template": "Sort."}
    prompt.up(without)
    del prompt.outputs["variables"]
    assert prompt.preview(without) == "same"
    found = prompt.client.read(prompt.id, prompt.outputs)
    assert (found.outputs, found.inputs) == ({**prompt.outputs, "variables": []}, None)


def test_variables_of_a_secret_text_that_a_refresh_fills_in_are_secret(
    prompt: Resource, inputs: dict[str, Any], registry: Local
) -> None:
    prompt.up({**inputs, "secret": ["template"]})
    del prompt.outputs["variables"]
    assert is_rpc_secret(prompt.client.read(prompt.id, prompt.outputs).outputs["variables"])
    write_head(registry, prompt.id, "Theirs {{whose}}.")
    found = prompt.client.read(prompt.id, prompt.outputs)
    assert found.inputs is not None
    assert is_rpc_secret(found.outputs["variables"])
    assert is_rpc_secret(found.inputs["variables"])


def test_get_of_what_is_not_there_says_so(
    prompt: Resource, prompts: Client, inputs: dict[str, Any], file: Path
) -> None:
    prompt.up(inputs)
    with pytest.raises(HookError) as failed:
        prompts.read("nowhere", {"backend": inputs["backend"]})
    assert str(failed.value) == (
        f"`Prompt.get` of nowhere on local {file}: there is no prompt nowhere; check its id and its backend"
    )


@pytest.mark.parametrize(
    ("backend", "said"),
    [
        (
            {"kind": "local", "file": "x"},
            "nowhere on local prompts.db: backend.file: is not a known property; ",
        ),
        ({"kind": "bedrock"}, "nowhere on bedrock: backend.region: is required; set it, or "),
    ],
)
def test_get_says_what_is_wrong_with_its_backend(prompts: Client, backend: dict[str, Any], said: str) -> None:
    with pytest.raises(HookError) as failed:
        prompts.read("nowhere", {"backend": backend})
    assert str(failed.value).startswith(f"`Prompt.get` of {said}")


def test_get_that_meets_a_broken_registry_says_so(prompts: Client, inputs: dict[str, Any], file: Path) -> None:
    file.write_text("This is no database, but a text of some length.")
    with pytest.raises(HookError) as failed:
        prompts.read("nowhere", {"backend": inputs["backend"]})
    assert str(failed.value).startswith(f"`Prompt.get` of nowhere on local {file}: {file}: file is not a database; ")


def test_a_content_that_this_release_does_not_know_is_drift_and_mended(
    prompt: Resource, inputs: dict[str, Any], registry: Local, file: Path
) -> None:
    prompt.up(inputs)
    alter_head(file, '{"template": "x", "sound": "y"}')
    assert prompt.refresh()
    assert (prompt.outputs["digest"], prompt.inputs["digest"]) == ("", "")
    assert prompt.up(inputs) == "update"
    assert registry.read(prompt.id).digest == prompt.outputs["digest"]


def test_replacing_moves_to_the_other_registry(
    prompt: Resource, inputs: dict[str, Any], registry: Local, tmp_path: Path
) -> None:
    prompt.up(inputs)
    before = prompt.id
    other = tmp_path / "other.db"
    assert prompt.up({**inputs, "backend": {"kind": "local", "path": str(other)}}) == "replace"
    assert registry.find("triage") is None
    assert Local(str(other)).read(prompt.id).digest == prompt.outputs["digest"]
    assert prompt.id != before


def test_delete_removes_the_prompt_with_its_own_versions(
    prompt: Resource, inputs: dict[str, Any], registry: Local
) -> None:
    prompt.up(inputs)
    publish(registry, prompt.id, "acme/shop/dev/its-version", of_prompt="acme/shop/dev/triage")
    prompt.destroy()
    assert registry.find("triage") is None


@pytest.mark.parametrize("force_destroy", [False, True])
@pytest.mark.parametrize(
    "note", [{"marker": THEIRS, "nonce": "newer"}, {"nonce": "newer"}, {"marker": THEIRS, "nonce": None}]
)
def test_delete_leaves_what_is_another_s_by_now(
    prompt: Resource, inputs: dict[str, Any], registry: Local, file: Path, note: dict[str, Any], force_destroy: bool
) -> None:
    prompt.up({**inputs, "force_destroy": force_destroy})
    alter_note(file, **note)
    prompt.destroy()
    assert registry.find("triage") is not None


@pytest.mark.parametrize("note", [{"marker": "", "nonce": None}, {"marker": ""}, {"nonce": None}])
def test_delete_of_what_lost_its_note_removes_it_where_nobody_else_relies_on_it(
    prompt: Resource, inputs: dict[str, Any], registry: Local, file: Path, note: dict[str, Any]
) -> None:
    prompt.up(inputs)
    publish(registry, prompt.id, "acme/shop/dev/ours", of_prompt="acme/shop/dev/triage")
    alter_note(file, **note)
    prompt.destroy()
    assert registry.find("triage") is None


def test_not_even_force_destroy_takes_versions_of_others_where_the_note_is_lost(
    prompt: Resource, inputs: dict[str, Any], registry: Local, file: Path
) -> None:
    prompt.up({**inputs, "force_destroy": True})
    publish(registry, prompt.id)
    alter_note(file, marker="", nonce=None)
    with pytest.raises(HookError, match=f"version 1 was published by {THEIRS}"):
        prompt.destroy()
    assert registry.find("triage") is not None


def test_what_the_first_release_made_has_no_nonce(
    prompt: Resource, inputs: dict[str, Any], registry: Local, file: Path
) -> None:
    prompt.up(inputs)
    alter_note(file, nonce=None)
    del prompt.outputs["nonce"]
    assert not prompt.refresh()
    assert prompt.up({**inputs, "description": "New."}) == "update"
    labels = registry.read(prompt.id).labels
    assert labels is not None
    assert labels.nonce is None
    prompt.destroy()
    assert registry.find("triage") is None


def test_a_delete_leaves_what_the_environment_names(
    prompt: Resource, inputs: dict[str, Any], registry: Local, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a call: the registry may be out of reach for ever."""
    prompt.up(inputs)
    publish(registry, prompt.id)
    with pytest.raises(HookError, match=re.escape(way_out(prompt.id)) + "$"):
        prompt.destroy()
    monkeypatch.setenv("PULUMI_PROMPTS_LEAVE", f"another, {prompt.id}")
    process.forget()
    file.rename(file.with_name("elsewhere.db"))
    prompt.destroy()


def test_delete_of_what_is_gone_is_fine(prompt: Resource, inputs: dict[str, Any], registry: Local) -> None:
    prompt.up(inputs)
    remove(registry, prompt.id)
    prompt.destroy()


def test_delete_is_refused_while_others_published_versions(
    prompt: Resource, inputs: dict[str, Any], registry: Local, file: Path
) -> None:
    prompt.up(inputs)
    publish(registry, prompt.id, "acme/shop/dev/ours", of_prompt="acme/shop/dev/triage")
    publish(registry, prompt.id, "acme/shop/prod/theirs")
    publish(registry, prompt.id, "")
    with pytest.raises(HookError) as failed:
        prompt.destroy()
    assert str(failed.value) == (
        f"deleting triage on local {file}: version 2 was published by acme/shop/prod/theirs, version 3 carries no note"
        f" of who published it; {IN_USE}; {way_out(prompt.id)}"
    )
    assert registry.find("triage") is not None


def test_delete_is_refused_while_aliases_hold_versions(
    prompt: Resource, inputs: dict[str, Any], registry: Local, file: Path
) -> None:
    """Each is named, with its stack where it has one; one whose version is gone holds nothing."""
    prompt.up(inputs)
    for _ in range(2):
        publish(registry, prompt.id, "acme/shop/dev/ours", of_prompt="acme/shop/dev/triage")
    for alias in (
        Alias("production", "1", "acme/shop/prod/live", "n"),
        Alias("by-hand", "1"),
        Alias("dangling", "2"),
    ):
        registry.set_alias(prompt.id, alias, None)
    registry.delete_version(prompt.id, "2")
    with pytest.raises(HookError) as failed:
        prompt.destroy()
    assert str(failed.value) == (
        f"deleting triage on local {file}: version 1 is pinned by alias 'by-hand' and 'production' of "
        f"acme/shop/prod/live; {IN_USE}; {way_out(prompt.id)}"
    )
    assert prompt.up({**inputs, "force_destroy": True}) == "update"
    prompt.destroy()
    assert registry.find("triage") is None


def test_not_even_force_destroy_takes_aliases_where_the_note_is_lost(
    prompt: Resource, inputs: dict[str, Any], registry: Local, file: Path
) -> None:
    prompt.up({**inputs, "force_destroy": True})
    publish(registry, prompt.id, "acme/shop/dev/ours", of_prompt="acme/shop/dev/triage")
    registry.set_alias(prompt.id, Alias("production", "1"), None)
    alter_note(file, marker="", nonce=None)
    with pytest.raises(HookError, match="version 1 is pinned by alias 'production'"):
        prompt.destroy()


def test_force_destroy_deletes_it_all_the_same(prompt: Resource, inputs: dict[str, Any], registry: Local) -> None:
    prompt.up(inputs)
    publish(registry, prompt.id)
    assert prompt.up({**inputs, "force_destroy": True}) == "update"
    prompt.destroy()
    assert registry.find("triage") is None


def test_versions_of_a_former_name_of_the_stack_are_ours(
    prompt: Resource, inputs: dict[str, Any], registry: Local
) -> None:
    prompt.up(inputs)
    publish(registry, prompt.id, "acme/shop/dev/ours", of_prompt="acme/shop/dev/triage")
    for number, stack in enumerate(("test", "dev", "test", "prod")):
        process.forget()
        moved = {**inputs, "marker": f"acme/shop/{stack}/triage", "description": f"Move {number}."}
        assert prompt.up(moved) == "update"
    former = ["acme/shop/dev", "acme/shop/test"]
    assert prompt.outputs["former_stacks"] == former
    assert not prompt.refresh()
    write_head(registry, prompt.id, "Changed behind our back.", marker="acme/shop/prod/triage")
    assert prompt.refresh()
    assert prompt.outputs["former_stacks"] == former
    prompt.destroy()
    assert registry.find("triage") is None


def test_versions_of_the_first_release_are_ours_by_their_stack(
    prompt: Resource, inputs: dict[str, Any], registry: Local, file: Path
) -> None:
    prompt.up(inputs)
    publish_as_the_first_release(file, registry, prompt.id, "acme/shop/dev/ours")
    publish_as_the_first_release(file, registry, prompt.id, "acme/shop/old/ours")
    prompt.outputs["former_stacks"] = ["acme/shop/old"]
    prompt.destroy()
    assert registry.find("triage") is None


def test_what_was_unknown_in_the_preview_is_checked_before_the_first_call(
    prompts: Client, inputs: dict[str, Any], file: Path
) -> None:
    with pytest.raises(HookError) as failed:
        prompts.create({**inputs, "parameters": {"temperature": -1}, "name": ""})
    assert str(failed.value) == (
        f"creating on local {file}: parameters.temperature: must be at least 0; name: must not be empty (local)"
    )
    assert not file.exists()


def test_a_failed_check_calls_nothing_else(prompt: Resource, inputs: dict[str, Any], file: Path) -> None:
    with pytest.raises(CheckFailedError, match=r"^parameters.temperature: must be a number$"):
        prompt.up({**inputs, "parameters": {"temperature": "hot"}})
    assert not file.exists()


@pytest.mark.parametrize("instead", ["nothing", "another registry"])
def test_another_file_drops_nothing_from_the_state(
    prompt: Resource, inputs: dict[str, Any], file: Path, instead: str
) -> None:
    """As on a colleague's machine, who has the state and not the file."""
    prompt.up(inputs)
    process.forget()
    file.rename(file.with_name("elsewhere.db"))
    if instead == "another registry":
        Local(str(file)).create(desired("Theirs."))
    for call in (prompt.refresh, prompt.destroy):
        with pytest.raises(HookError, match=rf"{file} is not the file that its prompts were made in; correct `backend"):
            call()
    assert file.exists() == (instead == "another registry")
