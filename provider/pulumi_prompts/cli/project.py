"""The Pulumi project of the working folder: its files, and its stacks, which `pulumi` on PATH exports."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pulumi_prompts.errors import ConfigurationError, InputError
from pulumi_prompts.files.project import project_file
from pulumi_prompts.promotion.state import StackState

_BACKEND = "prompts:backend"
_EMBEDDED = {"kind": "local"}


@dataclass(frozen=True)
class Project:
    """A project.

    Attributes:
        file: Its `Pulumi.yaml`.
        said: The content of that file.
    """

    file: Path
    said: Mapping[str, Any]

    @classmethod
    def around(cls, folder: Path) -> Self:
        """The project with the nearest `Pulumi.yaml`. Raises ConfigurationError if there is none."""
        file = project_file(folder)
        if file is None:
            raise ConfigurationError(f"there is no Pulumi.yaml in {folder} or above", "run this in a Pulumi project")
        return cls(file, _document(file))

    @property
    def program(self) -> Path:
        """The folder of the program. Relative paths start here."""
        folder = self.file.parent / str(self.said.get("main") or "")
        return folder if folder.is_dir() else folder.parent

    def state_of(self, stack: str) -> StackState:
        """What a stack has deployed. Raises ConfigurationError if `pulumi` cannot export it."""
        return StackState(stack, self.export_of(stack))

    def export_of(self, stack: str | None) -> Mapping[str, Any]:
        """The state of a stack (None: the selected one). Raises ConfigurationError if `pulumi` cannot export it."""
        named = [] if stack is None else ["--stack", stack]
        command = ["pulumi", "stack", "export", *named, "--non-interactive"]
        try:
            done = subprocess.run(command, cwd=self.file.parent, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            raise ConfigurationError("there is no `pulumi` on PATH", "install it, or add its folder to PATH") from None
        if done.returncode:
            said = done.stderr.strip().splitlines() or ["it printed no error"]
            raise ConfigurationError(f"`{' '.join(command)}` failed: {said[-1].removeprefix('error: ')}")
        export: Mapping[str, Any] = json.loads(done.stdout)
        return export

    def backend_of(self, stack: str, name: str) -> Any:
        """The registry of a prompt in a stack: from the configuration, else from the state, else the embedded one."""
        configured = self._configured(stack)
        if configured is not None:
            return configured
        try:
            return self.state_of(stack).backend_of(name) or _EMBEDDED
        except ConfigurationError:  # the stack does not exist yet
            return _EMBEDDED

    def _configured(self, stack: str) -> Any:
        folder = self.file.parent / str(self.said.get("stackConfigDir") or "")
        files = (folder / f"Pulumi.{stack.rpartition('/')[2]}{suffix}" for suffix in (".yaml", ".yml", ".json"))
        of_stack = next((_document(each) for each in files if each.is_file()), {})
        for config in (of_stack.get("config"), self.said.get("config")):
            found = config.get(_BACKEND) if isinstance(config, Mapping) else None
            value = found.get("value", found) if isinstance(found, Mapping) else found
            if value is not None:
                return json.loads(value) if isinstance(value, str) and value.startswith("{") else value
        return None


def _document(file: Path) -> Mapping[str, Any]:
    import yaml

    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{file}: cannot be read: {error}") from None
    return document if isinstance(document, Mapping) else {}
