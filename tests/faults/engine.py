"""A program with a prompt and its version, and what the engine does with it: which hook follows which."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from faults.registries import Registry, Stored
from protocol.client import Client
from protocol.lifecycle import Resource
from pulumi_prompts.resources import _registry

Props = Mapping[str, Any]


@dataclass(frozen=True)
class Program:
    """What a program declares.

    Attributes:
        text: Of the prompt.
        prompt: Further inputs of the prompt.
        version: Inputs of its version; None where it declares none.
        suffix: Of the prompt's name.
    """

    text: str
    prompt: Props = field(default_factory=dict)
    version: Props | None = None
    suffix: str = ""


class World:
    """The state of one stack. What raises leaves in it what the engine leaves: nothing new.

    Args:
        prompts: The hooks of prompts.
        versions: The hooks of versions.
        registry: Where they are.
        url: Its address, as the program says it.
        name: Of the prompt; no other world has it.
        timeout: Of the backend.
    """

    def __init__(
        self, prompts: Client, versions: Client, registry: Registry, url: str, name: str, timeout: float
    ) -> None:
        self.prompt, self.version = Resource(prompts), Resource(versions)
        traits = registry.traits
        self.registry = registry
        self.name = name
        self.timeout = timeout
        self.marker = f"acme/shop/dev/{name}"
        self._backend = {"kind": traits.kind, traits.address: url, "timeout": timeout, **_named(name, traits.settings)}

    def up(self, program: Program) -> None:
        """`pulumi up`, in a process of its own."""
        _registry.forget()
        self.up_prompt(program)
        if program.version is not None:
            self.version.up(self._of_version(program.version))
        elif self.version.id:
            self.version.destroy()

    def up_prompt(self, program: Program) -> None:
        """`pulumi up --target` of the prompt."""
        self.prompt.up(self._of_prompt(program))

    def refresh(self) -> list[str]:
        """`pulumi refresh`: what differed."""
        _registry.forget()
        resources = {"prompt": self.prompt, "version": self.version}
        return [name for name, resource in resources.items() if resource.id and resource.refresh()]

    def refresh_version(self) -> None:
        """`pulumi refresh --target` of the version."""
        _registry.forget()
        self.version.refresh()

    def preview(self, program: Program) -> list[str]:
        """What `pulumi up` would do."""
        steps = [self.prompt.preview(self._of_prompt(program))]
        if program.version is not None:
            steps.append(self.version.preview(self._of_version(program.version)))
        return [step for step in steps if step != "same"]

    def destroy(self) -> None:
        """`pulumi destroy`: a version is `deleted_with` its prompt."""
        _registry.forget()
        self.prompt.destroy()
        self.forget(self.version)

    def forget(self, *resources: Resource) -> None:
        """The state loses resources."""
        for resource in resources:
            resource.id, resource.inputs, resource.outputs = "", {}, {}

    @property
    def state(self) -> list[tuple[str, Props, Props]]:
        """What the engine would write into its file."""
        return [(each.id, each.inputs, each.outputs) for each in (self.prompt, self.version)]

    @property
    def kept(self) -> Mapping[str, Stored]:
        """What the registry has of this stack, by the rest of the name."""
        found = self.registry.prompts(self.name)
        return {name.removeprefix(self.name): _without(self.name, stored) for name, stored in found.items()}

    def _of_prompt(self, program: Program) -> dict[str, Any]:
        fixed = {"name": f"{self.name}{program.suffix}", "template": program.text, "marker": self.marker}
        model = {"model": "gpt-4o", "parameters": {"temperature": 0.5}, **self.registry.traits.provider}
        return {**fixed, **model, "backend": self._backend, **program.prompt}

    def _of_version(self, more: Props) -> dict[str, Any]:
        digest, backend = self.prompt.inputs["digest"], self.prompt.outputs["backend"]
        fixed = {"prompt_id": self.prompt.id, "digest": digest, "backend": backend, "marker": f"{self.marker}-version"}
        fixed["prompt_marker"] = self.marker
        return {**fixed, **more}


def _named(name: str, settings: Mapping[str, str]) -> dict[str, str]:
    return {key: value.format(name=name) for key, value in settings.items()}


def _without(name: str, stored: Stored) -> Stored:
    """Our marker holds the name of the world, which differs from run to run."""
    return Stored(_replaced(stored.beside, name), tuple((text, _replaced(d, name)) for text, d in stored.versions))


def _replaced(tree: Any, name: str) -> Any:
    if isinstance(tree, Mapping):
        return {key: _replaced(value, name) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_replaced(value, name) for value in tree]
    return tree.replace(name, "NAME") if isinstance(tree, str) else tree
