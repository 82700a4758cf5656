"""Virtual environments for programs of others: built once in the user's cache, complete or not there at all."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class VenvUnavailableError(Exception):
    """The environment is not here and cannot be made. Tests that need it fail and say why: they never skip."""


@dataclass(frozen=True)
class Venv:
    """An environment with exactly these requirements, named after its package and the version that they pin.

    Attributes:
        without_dependencies: More requirements, of which nothing is installed but themselves.
        by_uv: Whether uv installs it, which for hundreds of megabytes takes seconds where pip takes minutes.
    """

    package: str
    requirements: Path
    without_dependencies: Path | None = None
    by_uv: bool = False

    @property
    def name(self) -> str:
        pins = dict(pin.split("==") for pin in self._pins())
        return f"{self.package}-{pins[self.package]}"

    def python(self) -> Path:
        """Its Python; it is made where there is none. Safe in parallel."""
        folder = self._folder()
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _lock(folder.with_name(f"{folder.name}.lock")):
            if not ((folder / "complete").exists() and _python(folder).exists()):
                self._build(folder)
        return _python(folder)

    def _folder(self) -> Path:
        """One for each Python and each list of pins: no checkout makes anew what the tests of another are using."""
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        made_of = hashlib.sha256("\n".join((sys.version, *self._pins())).encode()).hexdigest()
        return Path(base) / "pulumi-prompts" / "venvs" / f"{self.name}-{made_of[:12]}"

    def _pins(self) -> list[str]:
        files = (self.requirements, self.without_dependencies)
        lines = [line for file in files if file for line in file.read_text(encoding="utf-8").splitlines()]
        return [line.strip() for line in lines if "==" in line and not line.startswith("#")]

    def _build(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self._run([sys.executable, "-m", "venv", str(folder)])
        install = self._installer(_python(folder))
        self._run([*install, "--requirement", str(self.requirements)])
        if self.without_dependencies:
            self._run([*install, "--no-deps", "--requirement", str(self.without_dependencies)])
        (folder / "complete").touch()

    def _installer(self, python: Path) -> list[str]:
        if self.by_uv:
            return [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(python)]
        return [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or ["nothing"]
            raise VenvUnavailableError(
                f"{self.name} could not be installed. `{' '.join(command)}` failed and said: {said[-1]} "
                "Tests with programs of others need a package registry once, to fill the cache."
            )


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
