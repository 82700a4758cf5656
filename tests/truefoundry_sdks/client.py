"""The SDKs as tests hold them, each in a process of its own."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import speakers
from speakers import Speaker
from venvs import Venv

__all__ = ["LAST_OLD", "NEW", "OLD", "PREFIXES", "Sdk", "SdkError", "Speaker", "speaking", "venv"]

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


def venv(version: str) -> Venv:
    """The environment of that SDK."""
    return Venv("truefoundry-sdk", _HERE / f"requirements-{version}.txt")


def speaking(version: str, folder: Path) -> AbstractContextManager[Speaker]:
    """The process of that SDK."""
    return speakers.speaking(venv(version).python(), _HERE / "speaker.py", folder)
