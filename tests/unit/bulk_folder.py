"""A folder in bulk on the embedded registry, driven as the engine would."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from acceptance.local_registry import LocalRegistry
from pulumi_prompts.errors import PromptsError
from pulumi_prompts.lifecycle.answers import Diffed
from pulumi_prompts.lifecycle.folder import FolderLifecycle
from pulumi_prompts.lifecycle.folder_entry import Owner
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.program.urns import BULK
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.session import Session

URN = f"urn:pulumi:dev::acme::prompts:index:PromptFolder${BULK}::all"
OWNER = Owner("organization/acme/dev", "prompts:index:PromptFolder", "all")


class Folder:
    """A folder with its state, of which each command is a run of its own, as the engine has them."""

    def __init__(self, file: Path) -> None:
        self.backend = {"kind": "local", "path": str(file)}
        self.registry = LocalRegistry(file)
        self.inputs: dict[str, Any] = {}
        self.outputs: dict[str, Any] = {}
        self.id = ""
        self.said: list[str] = []

    def run(self) -> Run:
        return Run(Session(Environment()), self.said.append, self.said.append)

    def entry(self, name: str, text: str, **more: Any) -> dict[str, Any]:
        prompt = {"name": name, "template": text, "model": "m", "backend": self.backend}
        return {"prompt": {**prompt, **more}, "keep": 5, "aliases": ["live"]}

    def checked(self, of: FolderLifecycle, entries: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        checked = of.check(self.inputs, {"owner": OWNER._asdict(), "entries": entries, **more})
        assert checked.failures == ()
        return dict(checked.inputs)

    def diff(self, entries: Mapping[str, Any], **more: Any) -> Diffed:
        of = FolderLifecycle(self.run())
        return of.diff(self.id, self.outputs, self.checked(of, entries, **more))

    def up(self, entries: Mapping[str, Any], **more: Any) -> bool:
        """Whether anything was due. What is left by one that fails enters the state."""
        of = FolderLifecycle(self.run())
        inputs = self.checked(of, entries, **more)
        if self.id and not of.diff(self.id, self.outputs, inputs).is_due:
            return False
        try:
            stored = of.update(self.id, self.outputs, inputs) if self.id else of.create(inputs)
        except PromptsError as error:
            if error.left is not None:
                self.id, self.outputs, self.inputs = error.left[0], dict(error.left[1]), inputs
            raise
        self.id, self.outputs, self.inputs = stored.id, dict(stored.outputs), inputs
        return True

    def refresh(self) -> None:
        self.outputs = dict(FolderLifecycle(self.run()).read(self.id, self.outputs).outputs)

    def destroy(self) -> None:
        FolderLifecycle(self.run()).delete(self.id, self.outputs)

    def export(self) -> dict[str, Any]:
        """What `pulumi stack export` says."""
        said = {"inputs": self.inputs, "outputs": self.outputs, "modified": "2026-11-29T08:00:00.123456789Z"}
        return {"deployment": {"resources": [{"urn": URN, "type": BULK, "id": self.id, **said}]}}

    def preview(self, op: str, entries: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """A step of `pulumi preview --json`."""
        old = {"oldState": {"inputs": self.inputs, "outputs": self.outputs, "id": self.id}} if self.id else {}
        if entries is None:
            return {"op": op, "urn": URN, **old}
        return {"op": op, "urn": URN, **old, "newState": {"inputs": self.checked(FolderLifecycle(self.run()), entries)}}

    @property
    def stored(self) -> dict[str, dict[int, str]]:
        """The published texts of each prompt."""
        return {prompt.name: prompt.published for prompt in self.registry.prompts}


def bug(*_: Any) -> None:
    """Takes the place of a method that has one."""
    raise KeyError("bug")
