"""A prompt from its creation to its replacement, on the embedded registry."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from protocol.client import Client, HookError
from protocol.engine import Engine
from protocol.lifecycle import CheckFailedError, Resource
from protocol.somebody_else import Writes, write_head
from pulumi_prompts.lifecycle import writing
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import process
from remedies import ANOTHER_NAME


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


def test_a_name_that_another_of_this_stack_has_is_had_in_the_next_up(
    prompt: Resource,
    prompts: Client,
    inputs: dict[str, Any],
    registry: Local,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two that exchange their names would wait for each other for ever."""
    monkeypatch.setattr(writing, "PAUSES", ())
    prompt.up(inputs)
    other = Resource(prompts)
    other.up({**inputs, "name": "sorting", "marker": "acme/shop/dev/sorting"})
    process.forget()
    renamed = {**inputs, "name": "sorting"}
    assert prompt.up(renamed) == "update"
    parked = registry.read(prompt.id).name
    assert prompt.outputs["parked"] == parked
    assert engine.warnings == [writing.parked_as("sorting", parked)]
    other.destroy()
    assert prompt.up(renamed) == "update"
    assert registry.read(prompt.id).name == "sorting"
    assert prompt.up(renamed) == "same"


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


def test_a_number_in_the_metadata_is_no_truth_value(prompt: Resource, inputs: dict[str, Any], registry: Local) -> None:
    prompt.up({**inputs, "metadata": {"level": 1, "list": [1]}})
    news = prompt.client.check(prompt.inputs, {**inputs, "metadata": {"level": True, "list": [1]}}).inputs
    assert prompt.client.diff(prompt.id, prompt.outputs, news).changes == "unknown"
    prompt.client.update(prompt.id, prompt.outputs, news)
    assert registry.read(prompt.id).metadata["level"] is True


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
