"""Clients of others as tests hold them: a process of its own, which stays for many calls: importing them takes seconds.

A speaker is a script that reads a question a line, and answers each with a line; all of them are JSON.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any


class Speaker:
    """The process of one client."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self._process = process
        self._log = log
        self._lock = Lock()

    def ask(self, question: Any) -> dict[str, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        with self._lock:
            stdin.write(json.dumps(question) + "\n")
            stdin.flush()
            line = stdout.readline()
        assert line, f"{self._log.name} has ended. The end of its log:\n{self._log.read_text()[-2000:]}"
        return dict(json.loads(line))


@contextmanager
def speaking(python: Path, script: Path, folder: Path, environ: Mapping[str, str] | None = None) -> Iterator[Speaker]:
    """The script, in an environment that knows nothing of ours, with `folder` as its home."""
    log = folder / f"log of {script.parent.name}"
    with log.open("w") as file:
        process = subprocess.Popen(
            [str(python), "-P", str(script)],
            cwd=folder,
            env={"PATH": os.defpath, "HOME": str(folder), "DO_NOT_TRACK": "true", **(environ or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        )
    with process:
        try:
            yield Speaker(process, log)
        finally:
            process.kill()  # left alone, what some of them have in the background takes ten seconds to end
