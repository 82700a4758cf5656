"""The SDK as tests hold it, in a process of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fakes.langfuse import PUBLIC_KEY, SECRET_KEY
from speakers import Speaker, speaking
from venvs import Venv

_HERE = Path(__file__).parent
VENV = Venv("langfuse", _HERE / "requirements.txt")


class SdkRefusedError(Exception):
    """The server refused; `status` and `body` are what the SDK tells of it."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body


class Sdk:
    """One client: `call("create_prompt", name=..., prompt=...)` is `client.create_prompt(name=..., prompt=...)`."""

    def __init__(self, speaker: Speaker, url: str) -> None:
        self._speaker = speaker
        self._to = (url, (PUBLIC_KEY, SECRET_KEY))

    def call(self, function: str, **arguments: Any) -> Any:
        answer = self._speaker.ask((*self._to, function, arguments))
        if "refused" in answer:
            raise SdkRefusedError(**answer["refused"])
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def get(self, name: str, **arguments: Any) -> dict[str, Any]:
        """The prompt as an application has it."""
        return dict(self.call("get_prompt", name=name, **arguments))


@contextmanager
def started(folder: Path) -> Iterator[Speaker]:
    """The SDK's process, with `folder` as its home."""
    with speaking(VENV.python(), _HERE / "speaker.py", folder) as speaker:
        yield speaker
