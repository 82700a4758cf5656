"""A real ministack: its own virtual environment (built once, cached), its own process group, 127.0.0.1 only."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
_STARTS = 3  # a free port may be taken by another before ministack binds it
_SECONDS_TO_START = 60
# Without these three it listens on every interface, and on more ports than one.
_LOOPBACK_ONLY = {"BIND_HOST": "127.0.0.1", "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0"}


class MinistackUnavailable(Exception):
    """There is no ministack here, and the message says why. Tests that need it fail: they never skip."""


def version() -> str:
    """The pinned version of ministack."""
    pins = dict(line.split("==") for line in _requirements().splitlines() if "==" in line)
    return pins["ministack"].strip()


def cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "pulumi-prompts" / "venvs"


def installed() -> Path:
    """The Python of a virtual environment with ministack; built where there is none. Safe in parallel."""
    folder = cache_folder() / f"ministack-{version()}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _lock(folder.with_name(f"{folder.name}.lock")):
        if not _is_complete(folder):
            _build(folder)
    return _python(folder)


@contextmanager
def running() -> Iterator[str]:
    """The URL of a ministack that lives as long as the block."""
    python = installed()
    with tempfile.TemporaryDirectory(prefix="ministack-") as folder:
        process, url = _started(python, Path(folder))
        try:
            yield url
        finally:
            _stop(process)


# the virtual environment: complete is one whose stamp names the same requirements and the same Python


def _requirements() -> str:
    return REQUIREMENTS.read_text(encoding="utf-8")


def _stamp() -> str:
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
    (folder / "complete").write_text(_stamp(), encoding="utf-8")


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing"]
        raise MinistackUnavailable(
            f"ministack {version()} could not be installed. `{' '.join(command)}` failed and said: {said[-1]} "
            "These tests need a package registry once, to fill the cache; see tests/ministack/server.py."
        )


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


# the server


def _started(python: Path, folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    for _ in range(_STARTS):
        port = _free_port()
        url = f"http://127.0.0.1:{port}"
        process = _spawn(python, folder, port)
        if _becomes_ready(process, url):
            return process, url
        _stop(process)
    log = (folder / "log").read_text(encoding="utf-8", errors="replace")
    raise MinistackUnavailable(f"ministack {version()} did not start. The end of its log:\n{log[-2000:]}")


def _spawn(python: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    """With an environment of its own: no credentials, no settings, no proxies of ours."""
    environ = {"PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder), "GATEWAY_PORT": str(port)}
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [str(python), "-m", "ministack"],
            cwd=folder,
            env={**environ, **_LOOPBACK_ONLY},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _becomes_ready(process: subprocess.Popen[bytes], url: str) -> bool:
    deadline = time.monotonic() + _SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        if _is_healthy(url):
            return True
        time.sleep(0.05)
    return False


def _is_healthy(url: str) -> bool:
    try:
        with urlopen(f"{url}/_ministack/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ends the whole group, politely first."""
    for polite_or_not in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, polite_or_not)
            _wait(process)


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        return
