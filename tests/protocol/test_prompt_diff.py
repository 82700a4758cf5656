"""`diff` of a prompt: what is an update, what replaces, and what is neither."""

from pathlib import Path
from typing import Any

import pytest

from protocol.client import UNKNOWN, Client, Diffed
from protocol.lifecycle import Resource
from pulumi_prompts.resources import process

NOTHING = Diffed("none", [])
UPDATE = Diffed("unknown", [])


@pytest.fixture
def prompt(prompts: Client, inputs: dict[str, Any]) -> Resource:
    prompt = Resource(prompts)
    prompt.up(inputs)
    return prompt


def diffed(prompt: Resource, news: dict[str, Any]) -> Diffed:
    process.forget()
    checked = prompt.client.check(prompt.inputs, news)
    assert checked.failures == []
    return prompt.client.diff(prompt.id, prompt.outputs, checked.inputs)


@pytest.mark.parametrize(
    "same",
    [
        {},
        {"adopt": True},
        {"adopt": "overwrite"},
        {"marker": "acme/shop/renamed/triage"},
        {"variables": ["ticket"]},
        {"parameters": {"temperature": 0.5, "stop": []}},
        {"parameters": {"temperature": 0.5000000001}},
        {"description": None, "tags": {}, "metadata": {}},
        {"options": {"bedrock": {"kms_key_arn": "a key of another registry"}}},
    ],
)
def test_nothing_to_do(prompt: Resource, inputs: dict[str, Any], same: dict[str, Any]) -> None:
    assert diffed(prompt, {**inputs, **same}) == NOTHING


@pytest.mark.parametrize(
    "change",
    [
        {"template": "Sort {{ticket}} quickly."},
        {"parameters": {"temperature": 0}},
        {"model": ""},
        {"name": "sorting"},
        {"description": "For the support desk."},
        {"tags": {"team": "support"}},
        {"metadata": {"reviewed": True}},
        {"force_destroy": True},
        {"template": UNKNOWN},
        {"parameters": {"temperature": UNKNOWN}},
        {"description": UNKNOWN},
        {"name": UNKNOWN},
        {"tags": {"team": UNKNOWN}},
        {"options": {"bedrock": {"kms_key_arn": UNKNOWN}}},
    ],
)
def test_the_engine_compares_the_inputs_of_an_update(
    prompt: Resource, inputs: dict[str, Any], change: dict[str, Any]
) -> None:
    assert diffed(prompt, {**inputs, **change}) == UPDATE


def test_another_registry_replaces(prompt: Resource, inputs: dict[str, Any], tmp_path: Path) -> None:
    elsewhere = {"kind": "local", "path": str(tmp_path / "other.db")}
    assert diffed(prompt, {**inputs, "backend": elsewhere}) == Diffed("unknown", ["backend"])


def test_the_same_registry_said_in_other_words_does_not_replace(
    prompts: Client, inputs: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    prompt = Resource(prompts)
    prompt.up({**inputs, "backend": {"kind": "local"}})
    assert diffed(prompt, {**inputs, "backend": {"kind": "local", "path": "prompts.db"}}) == UPDATE


@pytest.mark.parametrize("backend", [UNKNOWN, {"kind": UNKNOWN}, {"kind": "local", "path": UNKNOWN}])
def test_what_is_unknown_never_replaces(prompt: Resource, inputs: dict[str, Any], backend: object) -> None:
    assert diffed(prompt, {**inputs, "backend": backend}) == UPDATE
