"""Virtual environments for clients of others: built once in the user's cache, complete or not there at all."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class VenvUnavailableError(Exception):
    """The environment is not here and cannot be made. Tests that need it fail and say why: they never skip."""


def installed(name: str, requirements: Path) -> Path:
    """The Python of an environment with exactly these requirements; made where there is none. Safe in parallel."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "pulumi-prompts" / "venvs" / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    stamp = f"{sys.version}\n{requirements.read_text(encoding='utf-8')}"
    with _lock(folder.with_name(f"{name}.lock")):
        if not _is_complete(folder, stamp):
            _build(folder, requirements)
            (folder / "complete").write_text(stamp, encoding="utf-8")
    return _python(folder)


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"


def _is_complete(folder: Path, stamp: str) -> bool:
    """Whether it is for the same Python and the same requirements."""
    file = folder / "complete"
    return file.is_file() and file.read_text(encoding="utf-8") == stamp and _python(folder).exists()


def _build(folder: Path, requirements: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(folder)])
    pip = [str(_python(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--requirement", str(requirements)])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing"]
        raise VenvUnavailableError(
            f"`{' '.join(command)}` failed and said: {said[-1]} "
            "Tests with clients of others need a package registry once, to fill the cache."
        )


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
