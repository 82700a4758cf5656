"""The SDK as tests hold it, in a process of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from speakers import Speaker, speaking
from venvs import Venv

_HERE = Path(__file__).parent
VENV = Venv("humanloop", _HERE / "requirements.txt")


class SdkRefusedError(Exception):
    """The service refused; `status` and `body` are what the SDK tells of it."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body


class Sdk:
    """Calls the SDK with JSON, and answers with JSON."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker

    def client(self, url: str, key: str) -> "SdkClient":
        """The SDK's client of the registry at `url`."""
        return SdkClient(self, url, key)

    def say(self, *call: Any) -> Any:
        answer = self._speaker.ask(call)
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
    with speaking(VENV.python(), _HERE / "speaker.py", folder) as speaker:
        yield Sdk(speaker)
