"""A prompt that was changed behind our back: what is shown, what is mended, and what is nobody's drift."""

from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime.rpc import is_rpc_secret

from protocol.client import HookError
from protocol.engine import Engine
from protocol.lifecycle import Resource
from protocol.somebody_else import THEIRS, alter_head, alter_note, describe, desired, remove, write_head
from pulumi_prompts.lifecycle.ownership import NOTE, now_of
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import process
from remedies import REFRESH


def test_options_of_another_registry_are_no_drift(prompt: Resource, inputs: dict[str, Any]) -> None:
    prompt.up({**inputs, "options": {"bedrock": {"kms_key_arn": "a key", "agent": "an agent"}}})
    assert not prompt.refresh()


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


def test_what_the_program_declares_by_now_takes_the_place_of_theirs(
    prompt: Resource, inputs: dict[str, Any], registry: Local
) -> None:
    prompt.up(inputs)
    write_head(registry, prompt.id, inputs["template"], description="Theirs.", metadata={"by": "them"})
    assert prompt.up({**inputs, "description": "Ours.", "metadata": {"by": "us"}}) == "update"
    head = registry.read(prompt.id)
    assert (head.description, head.metadata) == ("Ours.", {"by": "us"})


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


@pytest.mark.parametrize("owner", [THEIRS, "acme/shop/dev/triage"])
def test_a_prompt_that_is_another_s_now_is_no_drift(
    prompt: Resource, inputs: dict[str, Any], file: Path, engine: Engine, owner: str
) -> None:
    """People are told, but not where another run of this stack has it."""
    prompt.up(inputs)
    nonce = prompt.outputs["nonce"]
    alter_note(file, marker=owner, nonce="theirs")
    assert not prompt.refresh()
    assert prompt.outputs["nonce"] == nonce
    assert engine.warnings == ([now_of(f"triage on local {file}", THEIRS)] if owner == THEIRS else [])


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


def test_a_content_that_this_release_does_not_know_is_drift_and_mended(
    prompt: Resource, inputs: dict[str, Any], registry: Local, file: Path
) -> None:
    prompt.up(inputs)
    alter_head(file, '{"template": "x", "sound": "y"}')
    assert prompt.refresh()
    assert (prompt.outputs["digest"], prompt.inputs["digest"]) == ("", "")
    assert prompt.up(inputs) == "update"
    assert registry.read(prompt.id).digest == prompt.outputs["digest"]


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
