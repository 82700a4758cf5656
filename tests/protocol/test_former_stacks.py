"""A stack that was renamed: what it published under its former name stays its own, also where a state is forgotten."""

from typing import Any

import pytest

from protocol.client import Client, HookError
from protocol.engine import Engine
from protocol.lifecycle import Resource
from protocol.somebody_else import publish
from pulumi_prompts import errors
from pulumi_prompts.lifecycle.deleting import keeps_former_note
from pulumi_prompts.lifecycle.ownership import IN_USE
from pulumi_prompts.lifecycle.taking_over import of_a_declared_resource, of_the_same_program
from pulumi_prompts.program.markers import NO_PROMPT_OF_OURS
from pulumi_prompts.registries.base import Labels
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import process

FORMER = "acme/shop/dev/triage"
PUBLISHER = "acme/shop/dev/published"
TODAY = "acme/shop/prod/triage"


@pytest.fixture
def simple(inputs: dict[str, Any]) -> dict[str, Any]:
    return {**inputs, "parameters": None, "marker": TODAY}


@pytest.fixture
def prompt(prompts: Client, simple: dict[str, Any], registry: Local) -> Resource:
    """With a version, of a stack that is going to be renamed."""
    prompt = Resource(prompts)
    prompt.up({**simple, "marker": FORMER})
    publish(registry, prompt.id, PUBLISHER, of_prompt=FORMER)
    process.forget()
    return prompt


@pytest.fixture
def renamed(prompt: Resource, simple: dict[str, Any]) -> Resource:
    """A write has told the registry so."""
    prompt.up({**simple, "description": "Renamed."})
    process.forget()
    return prompt


def is_destroyed(prompt: Resource, registry: Local) -> bool:
    process.forget()
    prompt.destroy()
    return registry.find("triage") is None


def test_replaced_on_demand(renamed: Resource, simple: dict[str, Any], registry: Local) -> None:
    renamed.replace(simple)
    (version,) = registry.versions(renamed.id)
    assert version.labels == Labels(marker=PUBLISHER, of_prompt=TODAY)
    assert is_destroyed(renamed, registry)


def test_replaced_on_demand_before_any_write(prompt: Resource, simple: dict[str, Any], registry: Local) -> None:
    """Nothing tells that the former name is its own: the user does."""
    with pytest.raises(HookError, match="acme/shop/dev/triage") as raised:
        prompt.replace(simple)
    assert str(of_the_same_program(FORMER)) in str(raised.value)
    prompt.replace({**simple, "adopt": True, "take_over_from": FORMER})
    assert is_destroyed(prompt, registry)


def test_under_another_name_of_its_resource(
    renamed: Resource, prompts: Client, simple: dict[str, Any], registry: Local
) -> None:
    other = Resource(prompts)
    other.up({**simple, "marker": "acme/shop/prod/sorting", "adopt": True})
    renamed.destroy()
    assert is_destroyed(other, registry)


def test_what_the_program_declares_is_not_adopted(prompt: Resource, prompts: Client, simple: dict[str, Any]) -> None:
    """Two resources exchange their names, on a registry that cannot rename: the note has still the former stack."""
    other = Resource(prompts)
    before = {**simple, "name": "sorting", "marker": "acme/shop/dev/sorting"}
    other.up(before)
    process.forget()
    assert prompt.preview({**simple, "name": "sorting"}) == "update"
    said = {**before, "name": "triage", "marker": "acme/shop/prod/sorting", "adopt": True}
    assert other.preview(said) == "update"
    with pytest.raises(HookError) as raised:
        other.replace(said)
    assert str(of_a_declared_resource(FORMER)) in str(raised.value)


def test_what_others_published_stays_theirs(renamed: Resource, simple: dict[str, Any], registry: Local) -> None:
    """Also a new stack of the former name, and whoever left no note."""
    publish(registry, renamed.id, "acme/shop/dev/shared", of_prompt=NO_PROMPT_OF_OURS)
    publish(registry, renamed.id, "", of_prompt="")
    renamed.replace(simple)
    with pytest.raises(HookError) as raised:
        renamed.destroy()
    said = "version 2 was published by acme/shop/dev/shared, version 3 carries no note of who published it"
    assert f"{said}; {IN_USE}" in str(raised.value)


def test_a_note_that_cannot_be_written(
    renamed: Resource, simple: dict[str, Any], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TrueFoundry rewrites the newest version alone."""

    def refuse(*_: object) -> None:
        raise errors.RejectedError("only the newest version can be written anew")

    monkeypatch.setattr(Local, "mark_version", refuse)
    renamed.replace(simple)
    said = keeps_former_note("1", Labels(of_prompt=FORMER))
    assert engine.warnings == [f"{said}: only the newest version can be written anew"]
