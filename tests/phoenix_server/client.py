"""Phoenix's own client, in a process of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from speakers import Speaker, speaking

from .server import VENV


class PhoenixError(Exception):
    """Phoenix's client raised; the message is its own."""


class PhoenixClient:
    """Calls functions of speaker.py with JSON, and answers with JSON."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker

    def call(self, function: str, **arguments: Any) -> Any:
        """What the function of speaker.py answers."""
        answer = self._speaker.ask([function, arguments])
        if "error" in answer:
            raise PhoenixError(answer["error"])
        return answer["result"]

    def load(self, **which: str) -> dict[str, Any]:
        """`Client().prompts.get`: all that an application sees of a version."""
        return dict(self.call("get", **which))

    def format(self, variables: dict[str, str], **which: str) -> dict[str, Any]:
        """What an application passes on to a model when it has filled the variables in."""
        return dict(self.call("format", variables=variables, **which))


@contextmanager
def connected(url: str, folder: Path) -> Iterator[PhoenixClient]:
    """Phoenix's client of the server at `url`, with `folder` as its home."""
    speaker = Path(__file__).with_name("speaker.py")
    with speaking(VENV.python(), speaker, folder, {"PHOENIX_BASE_URL": url}) as process:
        yield PhoenixClient(process)
