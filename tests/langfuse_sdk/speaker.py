"""Runs in the SDK's environment, alone: reads a call a line, `[url, keys, function, arguments]`, and answers each.

`get_prompt` is told as an application sees it: what stands there, and what `compile` makes of it.
"""

import functools
import json
import operator
import sys
from typing import Any

from langfuse import Langfuse  # type: ignore[import-not-found]
from langfuse._client.resource_manager import LangfuseResourceManager  # type: ignore[import-not-found]
from langfuse.api.core import ApiError  # type: ignore[import-not-found]
from pydantic import BaseModel


@functools.lru_cache(maxsize=1)
def connected(url: str, public_key: str, secret_key: str) -> Langfuse:
    """A client that traces nothing. The SDK would give the former one to each that has its key, wherever that was."""
    LangfuseResourceManager.reset()
    return Langfuse(base_url=url, public_key=public_key, secret_key=secret_key, tracing_enabled=False)


def called(client: Langfuse, function: str, arguments: dict[str, Any]) -> Any:
    if function == "get_prompt":
        return read(client, **arguments)
    answer = operator.attrgetter(function)(client)(**arguments)
    if isinstance(answer, BaseModel):
        return json.loads(answer.model_dump_json(by_alias=True))
    return None if answer is None else shown(answer)


def read(client: Langfuse, compile: dict[str, Any] | None = None, **arguments: Any) -> dict[str, Any]:
    """Asked of the registry each time: the SDK would answer from its memory for a minute."""
    prompt = client.get_prompt(**arguments, cache_ttl_seconds=0, max_retries=0)
    compiled = {} if compile is None else {"compiled": prompt.compile(**compile)}
    return {**shown(prompt), "variables": prompt.variables, **compiled}


def shown(prompt: Any) -> dict[str, Any]:
    names = ("name", "version", "prompt", "config", "labels", "tags", "commit_message")
    return {"is": type(prompt).__name__, **{name: getattr(prompt, name) for name in names}}


def answer(line: str) -> dict[str, Any]:
    url, keys, function, arguments = json.loads(line)
    try:
        return {"result": called(connected(url, *keys), function, arguments)}
    except ApiError as error:
        return {"refused": {"status": error.status_code, "body": error.body}}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        print(json.dumps(answer(line)), file=answers, flush=True)
