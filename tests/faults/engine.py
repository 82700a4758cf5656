"""A program with a prompt, its version and an alias, and what the engine does with it: which hook follows which."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from faults.registries import Registry, Stored
from protocol.client import Client
from protocol.lifecycle import Resource
from pulumi_prompts.content.model import CONTENT
from pulumi_prompts.resources import process

Props = Mapping[str, Any]
ALIAS = "staging"
"""An environment that Humanloop has, and where nothing is deployed before."""

_ANY_NONCE = r"\b[0-9a-f]{16}\b"


@dataclass(frozen=True)
class Program:
    """What a program declares.

    Attributes:
        text: Of the prompt.
        prompt: Further inputs of the prompt.
        version: Inputs of its version; None where it declares none.
        suffix: Of the prompt's name.
        alias: Further inputs of an alias at its version; None where it declares none.
    """

    text: str
    prompt: Props = field(default_factory=dict)
    version: Props | None = None
    suffix: str = ""
    alias: Props | None = None


class Tracked(Resource):
    """A resource with what it replaced: each delete that fails is tried again by the next run.

    Attributes:
        pending: The id and the outputs of each that is still to be deleted.
    """

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self.pending: list[tuple[str, Props]] = []

    def replace(self, inputs: Props) -> None:
        """Create the successor, or a part of it; what it replaces is deleted at the end of a run that succeeds."""
        old = self.id, self.outputs
        try:
            self._create(self.client.check({}, inputs).inputs)
        finally:
            if self.outputs is not old[1]:
                self.pending.append(old)

    def delete_pending(self) -> None:
        """As a run of the engine ends."""
        while self.pending:
            self.client.delete(*self.pending[0])
            del self.pending[0]


class World:
    """The state of one stack. What raises leaves in it what the engine leaves: nothing new.

    Args:
        prompts: The hooks of prompts.
        versions: The hooks of versions.
        aliases: The hooks of aliases.
        registry: Where they are.
        url: Its address, as the program says it.
        name: Of the prompt; no other world has it.
        timeout: Of the backend.
    """

    def __init__(
        self,
        prompts: Client,
        versions: Client,
        aliases: Client,
        registry: Registry,
        url: str,
        name: str,
        timeout: float,
    ) -> None:
        self.prompt, self.version, self.alias = Tracked(prompts), Tracked(versions), Tracked(aliases)
        traits = registry.traits
        self.registry = registry
        self.name = name
        self.timeout = timeout
        self.marker = f"acme/shop/dev/{name}"
        self._backend = {"kind": traits.kind, traits.address: url, "timeout": timeout, **_named(name, traits.settings)}

    def up(self, program: Program) -> None:
        """`pulumi up`, in a process of its own."""
        process.forget()
        self.up_prompt(program)
        if program.version is not None:
            self.version.up(self._of_version(program.version))
        if program.alias is not None:
            self.up_alias(program.alias)
        elif self.alias.id:
            self.alias.destroy()
        if program.version is None and self.version.id:
            self.version.destroy()
        self.version.delete_pending()
        self.prompt.delete_pending()

    def up_prompt(self, program: Program) -> None:
        """`pulumi up --target` of the prompt."""
        self.prompt.up(self._of_prompt(program))

    def up_version(self, program: Program) -> None:
        """`pulumi up --target` of the prompt and its version."""
        self.up_prompt(program)
        self.version.up(self._of_version(program.version or {}))

    def up_alias(self, more: Props) -> None:
        """`pulumi up --target` of the alias."""
        self.alias.up(self.of_alias(more))

    def refresh(self) -> list[str]:
        """`pulumi refresh`: what differed."""
        process.forget()
        resources = {"prompt": self.prompt, "version": self.version, "alias": self.alias}
        return [name for name, resource in resources.items() if resource.id and resource.refresh()]

    def refresh_version(self) -> None:
        """`pulumi refresh --target` of the version."""
        process.forget()
        self.version.refresh()

    def preview(self, program: Program) -> list[str]:
        """What `pulumi up` would do."""
        steps = [self.prompt.preview(self._of_prompt(program))]
        if program.version is not None:
            steps.append(self.version.preview(self._of_version(program.version)))
        if program.alias is not None:
            steps.append(self.alias.preview(self.of_alias(program.alias)))
        return [step for step in steps if step != "same"]

    def destroy(self) -> None:
        """`pulumi destroy`: a version and an alias are `deleted_with` their prompt."""
        process.forget()
        self.prompt.delete_pending()
        self.prompt.destroy()
        self.forget(self.version, self.alias)

    def forget(self, *resources: Resource) -> None:
        """The state loses resources."""
        for resource in resources:
            resource.id, resource.inputs, resource.outputs = "", {}, {}

    @property
    def is_unfinished(self) -> bool:
        """Whether a hook that failed has left something in the state."""
        return self.prompt.is_unfinished or self.version.is_unfinished

    @property
    def state(self) -> list[tuple[str, Props, Props, list[tuple[str, Props]]]]:
        """What the engine would write into its file."""
        resources = (self.prompt, self.version, self.alias)
        return [(each.id, each.inputs, each.outputs, [*each.pending]) for each in resources]

    @property
    def kept(self) -> Mapping[str, Stored]:
        """What the registry has of this stack, by the rest of the name."""
        found = self.registry.prompts(self.name)
        return {name.removeprefix(self.name): self._without_what_differs(stored) for name, stored in found.items()}

    def _without_what_differs(self, stored: Stored) -> Stored:
        """From run to run: the name in our notes, and nonces, of which those of the state are told apart."""
        named = _replaced(stored.beside, self.name, "NAME")
        for nonce, by in ((self.prompt, "NONCE OF THE STATE"), (self.alias, "NONCE OF THE ALIAS IN THE STATE")):
            named = _replaced(named, nonce.outputs.get("nonce") or _ANY_NONCE, by)
        versions = (
            (text, re.sub(_ANY_NONCE, "NONCE", note.replace(self.name, "NAME"))) for text, note in stored.versions
        )
        return Stored(_replaced(named, _ANY_NONCE, "ANOTHER NONCE"), tuple(versions))

    def _of_prompt(self, program: Program) -> dict[str, Any]:
        fixed = {"name": f"{self.name}{program.suffix}", "template": program.text, "marker": self.marker}
        model = {"model": "gpt-4o", "parameters": {"temperature": 0.5}, **self.registry.traits.provider}
        return {**fixed, **model, "backend": self._backend, **program.prompt}

    def _of_version(self, more: Props) -> dict[str, Any]:
        digest, backend = self.prompt.inputs["digest"], self.prompt.outputs["backend"]
        fixed = {"prompt_id": self.prompt.id, "digest": digest, "backend": backend, "marker": f"{self.marker}-version"}
        fixed["prompt_marker"] = self.marker
        return {**fixed, **more}

    def of_alias(self, more: Props) -> dict[str, Any]:
        """What the program says of the alias."""
        of_prompt = {name: self.prompt.inputs[name] for name in CONTENT if name in self.prompt.inputs}
        return {
            "alias": ALIAS,
            "prompt_id": self.prompt.id,
            "prompt_uri": self.prompt.outputs["uri"],
            "prompt_name": self.name,
            "prompt_marker": self.prompt.inputs["marker"],
            "backend": self.prompt.outputs["backend"],
            "content": of_prompt,
            "content_digest": self.prompt.inputs["digest"],
            "marker": f"{self.marker}-alias",
            "version": self.version.outputs["version"],
            "digest": self.prompt.inputs["digest"],
            **more,
        }


def _named(name: str, settings: Mapping[str, str]) -> dict[str, str]:
    return {key: value.format(name=name) for key, value in settings.items()}


def _replaced(tree: Any, pattern: str, by: str) -> Any:
    if isinstance(tree, Mapping):
        return {key: _replaced(value, pattern, by) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_replaced(value, pattern, by) for value in tree]
    return re.sub(pattern, by, tree) if isinstance(tree, str) else tree
