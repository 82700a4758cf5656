"""Runs in MLflow's environment, alone: reads a call a line, `[function, arguments]`, and answers a line of JSON."""

import json
import sys
import threading
from typing import Any

import mlflow  # type: ignore[import-not-found]
from mlflow import MlflowClient

genai = mlflow.genai


def described(version: Any) -> dict[str, Any]:
    """All that an application can see of a version."""
    names = ("name", "template", "commit_message", "tags", "aliases", "response_format", "model_config", "uri")
    return {
        "version": str(version.version),
        "variables": sorted(version.variables),
        **{name: getattr(version, name) for name in names},
    }


def load_prompt(**arguments: Any) -> Any:
    return described(genai.load_prompt(**arguments, cache_ttl_seconds=0))


def register_prompt(**arguments: Any) -> Any:
    return described(genai.register_prompt(**arguments))


def format_prompt(uri: str, values: dict[str, str]) -> Any:
    return genai.load_prompt(uri, cache_ttl_seconds=0).format(**values)


def search_prompts() -> Any:
    return [{"name": each.name, "description": each.description, "tags": each.tags} for each in genai.search_prompts()]


def parsed_model_config(uri: str) -> Any:
    """The configuration, held against the client's own model of one."""
    config = genai.load_prompt(uri, cache_ttl_seconds=0).model_config
    return mlflow.entities.model_registry.PromptModelConfig.from_dict(config).model_dump(exclude_none=True)


def delete_prompt(name: str) -> None:
    MlflowClient().delete_prompt(name)


def delete_prompt_version(name: str, version: str) -> None:
    MlflowClient().delete_prompt_version(name, version)


def create_registered_model(name: str) -> None:
    MlflowClient().create_registered_model(name)


OWN = (
    load_prompt,
    register_prompt,
    format_prompt,
    search_prompts,
    parsed_model_config,
    delete_prompt,
    delete_prompt_version,
    create_registered_model,
)
FUNCTIONS = {function.__name__: function for function in OWN}


def answer(line: str) -> dict[str, Any]:
    function, arguments = json.loads(line)
    try:
        return {"result": (FUNCTIONS.get(function) or getattr(genai, function))(**arguments)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    finally:
        finish_what_goes_on_in_the_background()


def finish_what_goes_on_in_the_background() -> None:
    """A prompt is tagged after it was registered or loaded; the server answers 400 to who deletes it meanwhile."""
    for thread in threading.enumerate():
        if thread.name.startswith("link_prompt_"):
            thread.join()


if __name__ == "__main__":
    answers, sys.stdout = sys.stdout, sys.stderr  # the client prints
    for line in sys.stdin:
        print(json.dumps(answer(line), default=list), file=answers, flush=True)  # protobuf has lists of its own
