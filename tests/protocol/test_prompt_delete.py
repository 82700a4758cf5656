"""The end of a prompt: what goes with it, what stands in the way, and what is left to others."""

import re
from pathlib import Path
from typing import Any

import pytest

from protocol.client import HookError
from protocol.lifecycle import Resource
from protocol.somebody_else import THEIRS, alter_note, publish, publish_as_the_first_release, remove, write_head
from pulumi_prompts.lifecycle.ownership import IN_USE, way_out
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import process


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
