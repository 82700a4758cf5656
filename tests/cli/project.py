"""A Pulumi project in a folder, whose stacks are what a test says that they have deployed."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from pulumi_prompts.cli.app import app
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.parsing import parse_content
from pulumi_prompts.registries.kinds import OPTIONS

PULUMI = """\
#!/bin/sh
test "$1 $2 $3" = "stack export --stack" || exit 64
test -f "exports/$4.json" || { echo "error: no stack named '$4' found" >&2; exit 6; }
cat "exports/$4.json"
"""


def digest(content: Mapping[str, Any]) -> str:
    return digest_of(parse_content(content, OPTIONS)[0])


@dataclass(frozen=True)
class Project:
    folder: Path

    @classmethod
    def made(cls, folder: Path, monkeypatch: pytest.MonkeyPatch) -> "Project":
        (folder / "bin").mkdir()
        (folder / "exports").mkdir()
        (folder / "Pulumi.yaml").write_text("name: desk\nruntime: python\n")
        script = folder / "bin" / "pulumi"
        script.write_text(PULUMI)
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.chdir(folder)
        return cls(folder)

    def deploy(self, stack: str, *resources: Mapping[str, Any]) -> None:
        """As the state of a stack has it."""
        export = {"version": 3, "deployment": {"manifest": {}, "resources": [*resources]}}
        (self.folder / "exports" / f"{stack}.json").write_text(json.dumps(export))

    def configure(self, stack: str, backend: Any) -> None:
        text = yaml.safe_dump({"config": {"prompts:backend": backend}})
        (self.folder / f"Pulumi.{stack}.yaml").write_text(text)

    def write(self, stack: str, text: str, name: str = "triage") -> Path:
        file = self.file(stack, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def file(self, stack: str, name: str = "triage") -> Path:
        return self.folder / "prompts" / stack / f"{name}.yaml"

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(app, [*arguments])

    def promote(self, *arguments: str) -> Result:
        return self.run("promote", *arguments)


def prompt(
    stack: str, content: Mapping[str, Any], name: str = "triage", backend: Any = None, **inputs: Any
) -> dict[str, Any]:
    """A prompt in a state; `inputs` are further ones, those of None are left out."""
    said = {
        "name": name,
        **content,
        "backend": backend or {"kind": "local"},
        "marker": f"acme/desk/{stack}/{name}",
        "digest": digest(content),
        **inputs,
    }
    said = {key: value for key, value in said.items() if value is not None}
    return {
        "urn": f"urn:pulumi:{stack}::desk::pulumi-python:dynamic/prompts:Prompt::{name}",
        "custom": True,
        "id": f"id-of-{name}",
        "type": "pulumi-python:dynamic/prompts:Prompt",
        "inputs": said,
        "outputs": {key: value for key, value in said.items() if key not in content},
        "modified": "2026-11-29T08:00:00.667092904Z",
    }


def version(of: Mapping[str, Any], number: str) -> dict[str, Any]:
    """A version of it that is current."""
    return {
        "urn": of["urn"].replace(":Prompt::", ":PromptVersion::"),
        "id": f"{of['id']}/versions",
        "type": "pulumi-python:dynamic/prompts:PromptVersion",
        "outputs": {"prompt_id": of["id"], "digest": of["inputs"]["digest"], "version": number},
    }
