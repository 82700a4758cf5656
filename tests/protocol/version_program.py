"""A program with a prompt and its version, driven hook by hook."""

from typing import Any

from protocol.client import Client
from protocol.lifecycle import Resource
from pulumi_prompts.registries.local import Local


class Program:
    """A program with a prompt and its version."""

    def __init__(self, prompts: Client, versions: Client, inputs: dict[str, Any]) -> None:
        self.prompt = Resource(prompts)
        self.version = Resource(versions)
        self._inputs = inputs

    def up(self, template: str, **version: Any) -> tuple[str, str]:
        """The steps for a text and what the program says of its version."""
        first = self.prompt.up(self.of_prompt(template))
        return first, self.version.up(self.of_version(**version))

    def of_prompt(self, template: str) -> dict[str, Any]:
        return {**self._inputs, "template": template, "parameters": None}

    def of_version(self, **more: Any) -> dict[str, Any]:
        digest = self.prompt.inputs["digest"]
        backend = self.prompt.outputs["backend"]
        fixed = {"prompt_id": self.prompt.id, "digest": digest, "backend": backend, "marker": "acme/shop/dev/published"}
        fixed["prompt_marker"] = "acme/shop/dev/triage"
        return {**fixed, **more}

    @property
    def current(self) -> str:
        return str(self.version.outputs["version"])

    @property
    def history(self) -> list[str]:
        return sorted(self.version.outputs["history"])


def names(registry: Local, program: Program) -> list[str]:
    return [version.version for version in registry.versions(program.prompt.id)]
