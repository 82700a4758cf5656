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
case "$1 $2 $3" in
  "stack export --stack") name="$4" ;;
  "stack export --non-interactive") name=selected ;;
  *) exit 64 ;;
esac
test -f "exports/$name.json" || { echo "error: no stack named '$name' found" >&2; exit 6; }
cat "exports/$name.json"
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
        (self.folder / "exports" / f"{stack}.json").write_text(json.dumps(state(*resources)))

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
        "outputs": {
            "prompt_id": of["id"],
            "backend": of["inputs"]["backend"],
            "digest": of["inputs"]["digest"],
            "version": number,
        },
    }


def alias(of: Mapping[str, Any], name: str, number: str, content: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """An alias of it on a version, which has the content of the prompt unless another one is given."""
    stack = of["urn"].removeprefix("urn:pulumi:").partition("::")[0]
    return {
        "urn": f"urn:pulumi:{stack}::desk::pulumi-python:dynamic/prompts:PromptAlias::{of['inputs']['name']}-{name}",
        "id": f"{of['id']}/aliases/{name}",
        "type": "pulumi-python:dynamic/prompts:PromptAlias",
        "inputs": {},
        "outputs": {
            "alias": name,
            "backend": of["inputs"]["backend"],
            "digest": of["inputs"]["digest"] if content is None else digest(content),
            "marker": f"acme/desk/{stack}/{of['inputs']['name']}-{name}",
            "prompt_id": of["id"],
            "prompt_name": of["inputs"]["name"],
            "version": number,
        },
        "modified": "2026-11-28T08:00:00Z",
    }


def state(*resources: Mapping[str, Any]) -> dict[str, Any]:
    """As `pulumi stack export` writes it."""
    return {"version": 3, "deployment": {"manifest": {}, "resources": [*resources]}}
