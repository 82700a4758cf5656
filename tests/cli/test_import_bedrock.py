"""What people write into tags of Bedrock, where aliases are tags."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from backends.bedrock_world import desired, log_in
from clock import Time
from fakes.bedrock import REGION, BedrockFake
from fakes.bedrock.fixtures import bedrock_fake
from pulumi_prompts.cli.app import app
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.bedrock import Bedrock
from pulumi_prompts.registries.bedrock.settings import BedrockSettings

__all__ = ["bedrock_fake"]


def test_an_alias_that_points_at_nothing_is_left_out(
    bedrock_fake: BedrockFake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a number that is no version, and at what is no number."""
    log_in(monkeypatch, tmp_path, bedrock_fake)
    monkeypatch.chdir(tmp_path)
    settings = BedrockSettings(kind="bedrock", region=REGION, endpoint_url=bedrock_fake.url)
    ref = Bedrock.connect(settings, Environment(clock=Time())).create(desired())
    bedrock_fake.registry().tags[ref.uri] = {"alias/gone": "7", "alias/wrong": "the best one", "team": "support"}
    where = ["--setting", f"region={REGION}", "--setting", f"endpoint_url={bedrock_fake.url}"]
    done = CliRunner().invoke(app, ["import", "triage", "--registry", "bedrock", *where])
    assert (done.exit_code, done.output.splitlines()) == (
        Exit.DONE,
        [
            "triage: left out: alias 'gone': there is no version 7",
            "triage: left out: alias 'wrong': there is no version the best one",
            "wrote imported.py, and 1 file in prompts; left out 0",
        ],
    )
    assert "tags:\n  team: support\n" in Path("prompts/triage.yaml").read_text()
