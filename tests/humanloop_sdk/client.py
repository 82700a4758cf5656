"""The SDK as tests hold it: a process that stays for many calls, because importing the SDK takes seconds."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import venvs

VERSION = "0.8.38"
_SPEAKER = Path(__file__).with_name("speaker.py")
_REQUIREMENTS = Path(__file__).with_name("requirements.txt")


class SdkRefusedError(Exception):
    """The service refused; `status` and `body` are what the SDK tells of it."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body


class Sdk:
    """Calls the SDK with JSON, and answers with JSON."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def client(self, url: str, key: str) -> "SdkClient":
        """The SDK's client of the registry at `url`."""
        return SdkClient(self, url, key)

    def say(self, *call: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(call) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the process of the SDK has ended"
        answer = json.loads(line)
        if "refused" in answer:
            raise SdkRefusedError(**answer["refused"])
        assert "error" not in answer, answer["error"]
        return answer["result"]


class SdkClient:
    """One client: `call("prompts.upsert", path=..., model=...)` is `client.prompts.upsert(path=..., model=...)`."""

    def __init__(self, sdk: Sdk, url: str, key: str) -> None:
        self._sdk = sdk
        self._to = (url, key)

    def call(self, function: str, **arguments: Any) -> Any:
        """What the SDK's own model makes of the answer."""
        return self._sdk.say(*self._to, function, arguments)

    def upsert(self, **arguments: Any) -> dict[str, Any]:
        return dict(self.call("prompts.upsert", **arguments))

    def get(self, id: str, **arguments: Any) -> dict[str, Any]:
        return dict(self.call("prompts.get", id=id, **arguments))

    def versions(self, id: str) -> list[dict[str, Any]]:
        return list(self.call("prompts.list_versions", id=id)["records"])


@contextmanager
def started(folder: Path) -> Iterator[Sdk]:
    """The SDK's process, with `folder` as its home."""
    python = venvs.installed(f"humanloop-{VERSION}", _REQUIREMENTS)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [str(python), "-P", str(_SPEAKER)],
            cwd=folder,
            env={"PATH": os.defpath, "HOME": str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        with process:
            try:
                yield Sdk(process)
            finally:
                process.kill()  # left alone, its telemetry takes ten seconds to end
