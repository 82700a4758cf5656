"""A real MLflow server: its own process group, 127.0.0.1 only, its store in a folder that the caller owns."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from . import environment

_STARTS = 3  # a free port may be taken by another before the server binds it
_SECONDS_TO_START = 90
_QUIET = {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The URL of a server that keeps its prompts in `folder` and lives as long as the block."""
    process, url = _started(environment.installed(), folder)
    try:
        yield url
    finally:
        _stop(process)


def _started(python: Path, folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    for _ in range(_STARTS):
        port = _free_port()
        url = f"http://127.0.0.1:{port}"
        process = _spawn(python, folder, port)
        if _becomes_ready(process, url):
            return process, url
        _stop(process)
    log = (folder / "log").read_text(encoding="utf-8", errors="replace")
    raise environment.MlflowUnavailableError(
        f"mlflow {environment.version()} did not start. The end of its log:\n{log[-2000:]}"
    )


def _spawn(python: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    """With an environment of its own: no credentials, no settings, no proxies of ours."""
    store = [
        "--backend-store-uri",
        f"sqlite:///{folder / 'store.db'}",
        "--artifacts-destination",
        str(folder / "files"),
    ]
    place = ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [str(python), "-m", "mlflow", "server", *store, *place],
            cwd=folder,
            env={"PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder), **_QUIET},
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
        with urlopen(f"{url}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ends the whole group, politely first: the workers outlive a parent that is killed alone."""
    for polite_or_not in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):  # all of it has ended
            os.killpg(process.pid, polite_or_not)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
