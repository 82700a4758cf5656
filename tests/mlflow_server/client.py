"""MLflow's own client, in a process of its own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from speakers import Speaker, speaking

from .server import VENV

_NO_CACHE = {"MLFLOW_ALIAS_PROMPT_CACHE_TTL_SECONDS": "0", "MLFLOW_VERSION_PROMPT_CACHE_TTL_SECONDS": "0"}


class MlflowError(Exception):
    """MLflow's client raised; the message is its own."""


class MlflowClient:
    """Calls functions of `mlflow.genai` with JSON, and answers with JSON."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker

    def call(self, function: str, **arguments: Any) -> Any:
        """What the function of speaker.py answers."""
        answer = self._speaker.ask([function, arguments])
        if "error" in answer:
            raise MlflowError(answer["error"])
        return answer["result"]

    def register(self, name: str, template: str | list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        """`mlflow.genai.register_prompt`: a new prompt, or a new version of it."""
        return dict(self.call("register_prompt", name=name, template=template, **more))

    def load(self, uri: str) -> dict[str, Any]:
        """`mlflow.genai.load_prompt`: all that an application sees of a version."""
        return dict(self.call("load_prompt", name_or_uri=uri))

    def format(self, uri: str, **values: str) -> Any:
        """What an application gets when it fills the variables in."""
        return self.call("format_prompt", uri=uri, values=values)

    def search(self) -> dict[str, Mapping[str, Any]]:
        """`mlflow.genai.search_prompts`: what the list of prompts shows, by name."""
        return {prompt["name"]: prompt for prompt in self.call("search_prompts")}


@contextmanager
def connected(url: str, folder: Path) -> Iterator[MlflowClient]:
    """MLflow's client of the server at `url`, with `folder` as its home."""
    speaker = Path(__file__).with_name("speaker.py")
    with speaking(VENV.python(), speaker, folder, {"MLFLOW_TRACKING_URI": url, **_NO_CACHE}) as process:
        yield MlflowClient(process)
