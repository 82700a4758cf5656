"""MLflow's own client: a process that stays for many calls, because importing it takes seconds."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import environment

_SPEAKER = Path(__file__).with_name("speaker.py")
_NO_CACHE = {"MLFLOW_ALIAS_PROMPT_CACHE_TTL_SECONDS": "0", "MLFLOW_VERSION_PROMPT_CACHE_TTL_SECONDS": "0"}


class MlflowError(Exception):
    """MLflow's client raised; the message is its own."""


class MlflowClient:
    """Calls functions of `mlflow.genai` with JSON, and answers with JSON."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def call(self, function: str, **arguments: Any) -> Any:
        """What the function of speaker.py answers."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([function, arguments]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the process of MLflow's client has ended"
        answer = json.loads(line)
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
    process = subprocess.Popen(
        [str(environment.installed()), "-P", str(_SPEAKER)],
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder), "MLFLOW_TRACKING_URI": url, "DO_NOT_TRACK": "true", **_NO_CACHE},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=(folder / "client-log").open("w"),
        text=True,
    )
    with process:
        yield MlflowClient(process)
        assert process.stdin is not None
        process.stdin.close()
