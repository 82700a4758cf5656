"""Runs in Phoenix's environment, alone: reads a call a line, `[function, arguments]`, and answers a line of JSON."""

import json
import sys
from typing import Any

from phoenix.client import Client  # type: ignore[import-not-found]
from phoenix.client.types import PromptVersion  # type: ignore[import-not-found]

prompts = Client().prompts


def get(**which: str) -> Any:
    version = prompts.get(**which)
    return {"id": version.id, **version._dumps()}


def format(variables: dict[str, str], **which: str) -> Any:
    formatted = prompts.get(**which).format(variables=variables)
    return {"messages": formatted.messages, "parameters": formatted.kwargs}


def create(name: str, messages: list[dict[str, Any]], description: str = "", **metadata: Any) -> Any:
    return _created(PromptVersion(messages, model_name="small", model_provider="OPENAI"), name, description, metadata)


def create_from_openai(name: str, completion: dict[str, Any], description: str = "", **metadata: Any) -> Any:
    return _created(PromptVersion.from_openai(completion), name, description, metadata)


def _created(version: Any, name: str, description: str, metadata: dict[str, Any]) -> Any:
    written = prompts.create(name=name, version=version, prompt_description=description, prompt_metadata=metadata)
    return written.id


def tag(version: str, name: str) -> None:
    prompts.tags.create(prompt_version_id=version, name=name)


def delete(name: str) -> None:
    prompts.delete(prompt_identifier=name)


FUNCTIONS = {function.__name__: function for function in (get, format, create, create_from_openai, tag, delete)}


def answer(line: str) -> dict[str, Any]:
    function, arguments = json.loads(line)
    try:
        return {"result": FUNCTIONS[function](**arguments)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    answers, sys.stdout = sys.stdout, sys.stderr  # the client prints
    for line in sys.stdin:
        print(json.dumps(answer(line)), file=answers, flush=True)
