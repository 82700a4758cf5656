"""Prompts move from AWS's own packages to this one, by the steps that `import --export` tells."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from acceptance.aws_plugin import URL, installed
from acceptance.registries.bedrock import BedrockWorld
from acceptance.stack import Stack
from fakes.bedrock import ACCESS_KEY, REGION, SECRET_KEY
from github_actions.example import run

THEIRS = """\
import json
from pathlib import Path

from pulumi import CustomResource, ResourceOptions

given = json.loads(Path("given.json").read_text())
opts = ResourceOptions(**given["opts"])
for name in given["names"]:
    said = {"name": name, "text": "Sort {{ticket}}.", "arn": None}
    prompt = CustomResource("aws:bedrock/agentPrompt:AgentPrompt", name, said, opts)
    CustomResource("aws-native:bedrock:PromptVersion", name, {"promptArn": prompt.arn}, opts)
"""
NAMES = ["triage", "reply"]


@pytest.fixture
def infra(tmp_path: Path, bedrock_world: BedrockWorld) -> Stack:
    """The stack of AWS's packages."""
    plugins = os.pathsep.join([str(installed(tmp_path / "plugins")), str(Path(sys.executable).parent)])
    keys = {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY, URL: bedrock_world.fake.url}
    (tmp_path / "infra").mkdir()
    return Stack(tmp_path / "infra", env={**keys, "PATH": os.pathsep.join([plugins, os.environ["PATH"]])})


def kept(world: BedrockWorld) -> dict[str, Any]:
    """All that Bedrock has of contents."""
    prompts = world.fake.registry().prompts.values()
    return {each.id: (each.draft.fields, [version.fields for version in each.versions.values()]) for each in prompts}


def test_the_prompts_stay_all_the_time(tmp_path: Path, infra: Stack, bedrock_world: BedrockWorld) -> None:
    infra.write(THEIRS, names=NAMES, opts={"protect": True})
    infra.up()
    before = kept(bedrock_world)
    (tmp_path / "ours").mkdir()
    ours = Stack(tmp_path / "ours", env=bedrock_world.variables)
    (ours.folder / "infra.json").write_text(infra.export())
    where = ["--setting", f"region={REGION}", "--setting", f"endpoint_url={bedrock_world.fake.url}"]
    command = ["pulumi-prompts", "import", "--export", "infra.json", "--registry", "bedrock", *where]
    told = run(command, ours.folder, ours.env)
    assert told.returncode == 0, told.stderr
    assert all(resource["urn"] in told.stdout for resource in infra.resources().values())

    infra.give(names=NAMES, opts={"retain_on_delete": True, "protect": False})
    infra.up()
    infra.give(names=[], opts={})
    assert len(infra.up().steps) == 2 * len(NAMES)
    assert (infra.resources(), kept(bedrock_world)) == ({}, before)

    ours.write("import imported\n")
    ours.up()
    assert ours.preview().steps == set()
    assert kept(bedrock_world) == before
