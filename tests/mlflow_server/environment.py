"""The virtual environment of MLflow: built once in the user's cache, complete or not there at all."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
WITHOUT_DEPENDENCIES = Path(__file__).with_name("requirements-without-dependencies.txt")


class MlflowUnavailableError(Exception):
    """There is no MLflow here, and the message says why. Tests that need it fail: they never skip."""


def version() -> str:
    """The pinned version of MLflow."""
    pins = dict(line.split("==") for line in _requirements().splitlines() if "==" in line)
    return pins["mlflow"].strip()


def installed() -> Path:
    """The Python of a virtual environment with MLflow; built where there is none. Safe in parallel."""
    folder = _cache_folder() / f"mlflow-{version()}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _lock(folder.with_name(f"{folder.name}.lock")):
        if not _is_complete(folder):
            _build(folder)
    return _python(folder)


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "pulumi-prompts" / "venvs"


def _requirements() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in (REQUIREMENTS, WITHOUT_DEPENDENCIES))


def _stamp() -> str:
    """What a complete environment is for: another Python, or other pins, make another one."""
    return f"{sys.version}\n{_requirements()}"


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"


def _is_complete(folder: Path) -> bool:
    stamp = folder / "complete"
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _stamp() and _python(folder).exists()


def _build(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(folder)])
    pip = [str(_python(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--requirement", str(REQUIREMENTS)])
    _run([*pip, "--no-deps", "--requirement", str(WITHOUT_DEPENDENCIES)])
    (folder / "complete").write_text(_stamp(), encoding="utf-8")


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing"]
        raise MlflowUnavailableError(
            f"mlflow {version()} could not be installed. `{' '.join(command)}` failed and said: {said[-1]} "
            "These tests need a package registry once, to fill the cache; see tests/mlflow_server/environment.py."
        )


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
