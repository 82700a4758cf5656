"""A state in which another release wrote what this one does not know, or would refuse, is read and left as well."""

from pathlib import Path
from typing import Any

import pytest

from protocol.client import Client
from protocol.lifecycle import Resource
from protocol.somebody_else import alter_options
from pulumi_prompts.content.parsing import remembered
from pulumi_prompts.registries.bedrock.settings import BedrockSettings
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import process


@pytest.fixture
def prompt(prompts: Client, inputs: dict[str, Any]) -> Resource:
    prompt = Resource(prompts)
    prompt.up(inputs)
    return prompt


@pytest.mark.parametrize(
    "unknown",
    [
        {"options": {"bedrock": {"sound": "hunter2"}, "phoenix": {"project": "x"}}},
        {"color": "red"},
        {"backend": {"mode": "rw"}},
    ],
)
def test_what_this_release_does_not_know_is_no_obstacle(
    prompt: Resource, inputs: dict[str, Any], registry: Local, unknown: dict[str, Any]
) -> None:
    for name, value in unknown.items():
        known = prompt.outputs.get(name)
        prompt.outputs[name] = {**known, **value} if isinstance(known, dict) else value
    assert not prompt.refresh()
    process.forget()
    assert prompt.up({**inputs, "description": "New."}) == "update"
    assert registry.read(prompt.id).description == "New."
    prompt.destroy()
    assert registry.find("triage") is None


def test_an_option_that_this_release_does_not_know_is_drift_and_mended(prompts: Client, inputs: dict[str, Any]) -> None:
    bedrock = {"kind": "bedrock", "region": "eu-west-1"}
    news = {**inputs, "backend": bedrock, "options": {"bedrock": {"variant_name": "main"}}, "digest": "x"}
    olds = {**news, "options": {"bedrock": {"variant_name": "main", "sound": "hunter2"}}}
    assert prompts.diff("an id", news, news).changes == "none"
    assert prompts.diff("an id", olds, news).changes == "unknown"


def test_an_option_in_the_registry_that_this_release_does_not_know(
    prompt: Resource, inputs: dict[str, Any], file: Path, registry: Local
) -> None:
    alter_options(file, '{"local": {"sound": "hunter2"}}')
    assert not prompt.refresh()
    assert prompt.up({**inputs, "description": "New."}) == "update"


def test_another_registry_replaces_whatever_else_the_old_settings_say(
    prompt: Resource, inputs: dict[str, Any], tmp_path: Path
) -> None:
    prompt.outputs["backend"] = {**prompt.outputs["backend"], "mode": "rw"}
    assert prompt.preview({**inputs, "backend": {"kind": "local", "path": str(tmp_path / "other.db")}}) == "replace"


def test_settings_that_are_refused_today_stay_as_they_were() -> None:
    said = {"kind": "bedrock", "region": "moon", "timeout": 5.0, "allowed_account_ids": ["1"], "sound": "x"}
    settings = remembered(BedrockSettings, said)
    assert (settings.region, settings.timeout, settings.allowed_account_ids) == ("moon", 5.0, ("1",))
    assert hash(settings) == hash(remembered(BedrockSettings, said))
