"""A stack on a real engine, with its own program, state and PULUMI_HOME, driven through the CLI as a person would."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from copy import copy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from acceptance.events import Run, key_of, read_events

_NO_ENGINE = (
    "there is no Pulumi engine on PATH: `make test` puts one there, "
    "or add the folder that `python tests/engine/bootstrap.py` prints"
)
_SECONDS = 300
_PROJECT = "Pulumi.yaml"
_LOG = "events.json"
_HOME = "home"
IN_PLACE_OF_PIP = str(Path(__file__).parent / "listed_once")
_TESTS = str(Path(__file__).parents[1])
PIP_LIST = ("list", "-v", "--format", "json")
"""What the engine asks pip at each command."""

Files = Mapping[str, bytes]
"""Of a folder, by their paths."""


class Stack:
    """A stack of the project in `folder`; where there is none, it is made.

    Every command that changes or looks asserts that it succeeded, or with `fails=True` that it did not, so that a test
    goes on from where it believes to be.
    """

    def __init__(self, folder: Path, name: str = "dev", env: Mapping[str, str] | None = None) -> None:
        if shutil.which("pulumi") is None:
            pytest.fail(_NO_ENGINE)
        self.folder = folder
        self.name = name
        self._env = environment_of(folder) | dict(env or {})
        self._is_bare = not (folder / _PROJECT).exists()
        if self._is_bare:
            put(_initialised(name), folder)
        else:
            self._done("stack", "init", name)

    def beside(self, name: str) -> "Stack":
        """Another stack of the same project, program and state."""
        if not self._is_bare:
            return Stack(self.folder, name, self._env)
        put(_initialised(name), self.folder)
        stack = copy(self)
        stack.name = name
        return stack

    @property
    def env(self) -> Mapping[str, str]:
        """The environment of whoever works with the stack."""
        return self._env

    def write(self, program: str, **given: Any) -> None:
        """The program, and what it finds in `given.json`."""
        (self.folder / "__main__.py").write_text(program)
        self.give(**given)

    def give(self, **given: Any) -> None:
        """Other values for the same program."""
        (self.folder / "given.json").write_text(json.dumps(given))

    def config_set(self, key: str, value: str, *options: str) -> None:
        self._done("config", "set", key, value, "--stack", self.name, *options)

    def config_remove(self, key: str) -> None:
        self._done("config", "rm", key, "--stack", self.name)

    def preview(self, *options: str, fails: bool = False) -> Run:
        return self._logged("preview", *options, fails=fails)

    def up(self, *options: str, fails: bool = False, env: Mapping[str, str] | None = None) -> Run:
        return self._logged("up", "--yes", "--skip-preview", *options, fails=fails, env=env)

    def up_after_preview(self, *options: str, fails: bool = False) -> Run:
        """As people run it: its text holds the preview's too, its steps are those of the update."""
        return self._logged("up", "--yes", *options, fails=fails)

    def refresh(self, *options: str, fails: bool = False, env: Mapping[str, str] | None = None) -> Run:
        return self._logged("refresh", "--yes", "--skip-preview", *options, fails=fails, env=env)

    def destroy(self, *options: str, fails: bool = False, env: Mapping[str, str] | None = None) -> Run:
        return self._logged("destroy", "--yes", "--skip-preview", *options, fails=fails, env=env)

    def assert_settled(self) -> None:
        """A refresh finds nothing, and a preview after it neither."""
        assert self.preview("--refresh").steps == set()

    def rename(self, name: str) -> None:
        self._done("stack", "rename", name, "--stack", self.name)
        self.name = name

    def taint(self, key: str) -> None:
        """The next `up` replaces the resource."""
        self._done("state", "taint", self.urn(key), "--yes", "--stack", self.name)

    def unprotect(self) -> None:
        self._done("state", "unprotect", "--all", "--yes", "--stack", self.name)

    def export(self) -> str:
        """The state as `pulumi stack export` writes it, secrets encrypted."""
        return self._done("stack", "export", "--stack", self.name).text

    def import_state(self, state: Path) -> None:
        self._done("stack", "import", "--file", str(state), "--stack", self.name)

    def resources(self) -> dict[str, dict[str, Any]]:
        """The state of each resource that is not the engine's own."""
        everything = json.loads(self.export())["deployment"].get("resources", [])
        return {key_of(each["urn"]): each for each in everything if not each["type"].startswith("pulumi:")}

    def urn(self, key: str) -> str:
        return str(self.resources()[key]["urn"])

    def json(self, *arguments: str, env: Mapping[str, str] | None = None) -> str:
        """What `preview` or `up` writes as JSON, on its standard output alone, however it ends."""
        return self._command(*arguments, "--json", "--stack", self.name, stderr=subprocess.DEVNULL, env=env).stdout

    def outputs(self, *options: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(
            self._done("stack", "output", "--json", "--stack", self.name, *options).text
        )
        return answer

    def _logged(self, *arguments: str, fails: bool, env: Mapping[str, str] | None = None) -> Run:
        log = self.folder / _LOG
        log.unlink(missing_ok=True)
        run = self._run(*arguments, "--stack", self.name, "--event-log", str(log), env=env)
        assert run.failed == fails, run.text
        return Run(run.exit_code, run.text, read_events(log))

    def _done(self, *arguments: str) -> Run:
        run = self._run(*arguments)
        assert not run.failed, run.text
        return run

    def _run(self, *arguments: str, env: Mapping[str, str] | None = None) -> Run:
        done = self._command(*arguments, stderr=subprocess.STDOUT, env=env)
        return Run(done.returncode, done.stdout)

    def _command(self, *arguments: str, stderr: int, env: Mapping[str, str] | None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pulumi", *arguments, "--non-interactive", "--color", "never"],
            cwd=self.folder,
            env=self._env | dict(env or {}),
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            timeout=_SECONDS,
            check=False,
        )


def environment_of(folder: Path) -> dict[str, str]:
    """That of the tests, without what would lead the engine elsewhere; its event log is a command for debugging."""
    home, state = folder / _HOME, folder / "state"
    state.mkdir(parents=True, exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PULUMI_")}
    return inherited | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PIP_ANSWERED": _installed_packages(),
        "PIP_WAS_ASKED": " ".join(PIP_LIST),
        "PULUMI_BACKEND_URL": state.as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "of the tests",
        "PULUMI_DEBUG_COMMANDS": "1",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
        "PULUMI_HOME": str(home),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        "PYTHONPATH": os.pathsep.join([IN_PLACE_OF_PIP, _TESTS, *filter(None, [os.environ.get("PYTHONPATH")])]),
    }


@cache
def _installed_packages() -> str:
    """What pip says of this environment."""
    return subprocess.run([sys.executable, "-m", "pip", *PIP_LIST], capture_output=True, text=True, check=True).stdout


def _write_project(folder: Path) -> None:
    """The virtual environment is explicit: one that the engine finds by itself may be another."""
    options = {"toolchain": "pip", "virtualenv": sys.prefix} if sys.prefix != sys.base_prefix else {}
    project = {"name": "acme", "runtime": {"name": "python", "options": options}}
    (folder / _PROJECT).write_text(json.dumps(project))


@cache
def _initialised(name: str) -> Files:
    """The files of a project that has a stack, of which there is no more than a name."""
    with TemporaryDirectory() as folder:
        _write_project(Path(folder))
        Stack(Path(folder), name)
        return files_in(Path(folder))


def files_in(folder: Path) -> Files:
    """All that a project is, and its state; not what the engine keeps of its own, nor the log of its last command."""
    files = (path for path in folder.rglob("*") if path.is_file())
    found = {path.relative_to(folder): path for path in files}
    return {str(name): path.read_bytes() for name, path in found.items() if name.parts[0] not in (_HOME, _LOG)}


def put(files: Files, folder: Path) -> None:
    """Write them there; what is there besides stays."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
