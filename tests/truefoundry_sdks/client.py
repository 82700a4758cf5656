"""The SDKs as tests hold them: a process of each, which stays for many calls."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import venvs

OLD, LAST_OLD, NEW = "0.1.20", "0.3.4", "0.6.0"
PREFIXES: Mapping[str, str] = {OLD: "api/ml/v1", LAST_OLD: "api/ml/v1", NEW: "api/svc/v1"}
"""The released SDKs that are tried, and the prefix that each speaks."""

_HERE = Path(__file__).parent


class SdkError(Exception):
    """The SDK raised."""

    def __init__(self, kind: str, status: int | None, body: Any) -> None:
        super().__init__(f"{kind} {status}: {body}")
        self.kind = kind
        self.status = status
        self.body = body


@dataclass(frozen=True)
class Speaker:
    """The process of one SDK."""

    process: subprocess.Popen[str]
    lock: Lock

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        with self.lock:
            stdin.write(json.dumps(question) + "\n")
            stdin.flush()
            line = stdout.readline()
        assert line, "the process of the SDK has ended"
        return dict(json.loads(line))


@dataclass(frozen=True)
class Sdk:
    """One SDK, connected to one control plane.

    `call` also asserts that the SDK's models know every member of the answer: a fake that invents some is wrong.
    """

    version: str
    url: str
    token: str
    speaker: Speaker

    def call(self, name: str, /, **arguments: Any) -> Any:
        """What the SDK answers, as JSON. Raises SdkError."""
        question = {"url": self.url, "token": self.token, "call": name, "arguments": arguments}
        answer = self.speaker.ask(question)
        if "error" in answer:
            raise SdkError(**answer["error"])
        assert answer["unknown"] == []
        return answer["result"]


@contextmanager
def speaking(version: str) -> Iterator[Speaker]:
    """The process of that SDK, in an environment that knows nothing of ours."""
    python = venvs.installed(f"truefoundry-sdk-{version}", _HERE / f"requirements-{version}.txt")
    process = subprocess.Popen(
        [str(python), "-P", str(_HERE / "speaker.py")],
        env={"PATH": os.defpath},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield Speaker(process, Lock())
        assert process.stdin is not None
        process.stdin.close()
