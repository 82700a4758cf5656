"""A stack of its own on a real engine, for one of the programs."""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from benchmarks.programs import FILES, GIVEN, Given, Side, main_module

ROOT = Path(__file__).resolve().parents[1]
PROJECT = "bench"
STACK = "dev"

Operation = Literal["up", "preview", "edit", "update", "refresh", "destroy"]
OPERATIONS: tuple[Operation, ...] = ("up", "preview", "update", "refresh", "destroy")
"""What is measured; `edit`, of one text, only in bulk."""

_COMMANDS: Mapping[Operation, Sequence[str]] = {
    "up": ("up", "--yes", "--skip-preview"),
    "preview": ("preview",),
    "edit": ("up", "--yes", "--skip-preview"),
    "update": ("up", "--yes", "--skip-preview"),
    "refresh": ("refresh", "--yes", "--skip-preview"),
    "destroy": ("destroy", "--yes", "--skip-preview"),
}


class EngineError(Exception):
    """The engine is missing, or a command of it failed."""


class Spent(NamedTuple):
    """Seconds on the clock, and seconds of all processors together, which other work on the machine blurs less."""

    wall: float
    cpu: float


class Stack:
    def __init__(
        self,
        folder: Path,
        side: Side,
        backend: Mapping[str, Any],
        env: Mapping[str, str] | None = None,
        options: Sequence[str] = (),
    ) -> None:
        """`options` are given to each command that is measured."""
        if shutil.which("pulumi") is None:
            raise EngineError("no `pulumi` on PATH: run `make bench`, which puts one there")
        self._folder = folder
        self._state = folder / "state"
        self._env = _environment(folder) | dict(env or {})
        self._state.mkdir(parents=True)
        self._options = tuple(options)
        python = {"toolchain": "pip", "virtualenv": sys.prefix} if sys.prefix != sys.base_prefix else {}
        project = {"name": PROJECT, "runtime": {"name": "python", "options": python}}
        (folder / "Pulumi.yaml").write_text(json.dumps(project))
        (folder / "__main__.py").write_text(main_module(side))
        config = {"config": {"prompts:backend": backend}}
        (folder / f"Pulumi.{STACK}.yaml").write_text(json.dumps(config))
        self._pulumi("stack", "init", STACK)

    def give(self, prompts: Sequence[Given]) -> None:
        (self._folder / GIVEN).write_text(json.dumps(prompts))
        (self._folder / FILES).mkdir(exist_ok=True)
        for each in prompts:
            (self._folder / FILES / f"{each['name']}.json").write_text(json.dumps(each["inputs"]))

    def run(self, operation: Operation) -> Spent:
        """What a command of the engine takes."""
        wall, cpu = time.perf_counter(), _cpu_of_children()
        self._pulumi(*_COMMANDS[operation], *self._options, "--stack", STACK)
        return Spent(time.perf_counter() - wall, _cpu_of_children() - cpu)

    def resources(self) -> list[dict[str, Any]]:
        """The state of the resources that are not the engine's own."""
        state = json.loads(self._pulumi("stack", "export", "--stack", STACK))
        resources: list[dict[str, Any]] = state["deployment"].get("resources", [])
        return [each for each in resources if not each["type"].startswith("pulumi:")]

    def _pulumi(self, *arguments: str) -> str:
        command = ["pulumi", *arguments, "--non-interactive", "--color", "never"]
        done = subprocess.run(command, cwd=self._folder, env=self._env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise EngineError(f"`pulumi {arguments[0]}` failed:\n{done.stdout}{done.stderr}")
        return done.stdout


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _environment(folder: Path) -> dict[str, str]:
    """That of the benchmark, without what would lead the engine elsewhere, and with this checkout to import."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PULUMI_")}
    return inherited | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "provider")]),
        "PULUMI_BACKEND_URL": (folder / "state").as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": PROJECT,
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
    }
