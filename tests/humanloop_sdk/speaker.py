"""Runs in the SDK's environment, alone: reads a call a line, `[url, key, function, arguments]`, answers a line of JSON.

An answer is held against the SDK's own model of it, which the SDK itself does not do.
"""

import functools
import json
import operator
import sys
from typing import Any

from humanloop import Humanloop  # type: ignore[import-not-found]
from humanloop.core.api_error import ApiError  # type: ignore[import-not-found]
from pydantic import BaseModel

LIST = "prompts.list"


def read(data: Any, raw: Any) -> Any:
    """What the SDK's model makes of an answer, of which it must know every member."""
    if isinstance(data, list):
        return [read(one, each) for one, each in zip(data, raw, strict=True)]
    if not isinstance(data, BaseModel):
        return raw
    parsed = type(data).model_validate(raw)
    assert not parsed.model_extra, f"{type(data).__name__} knows no {', '.join(parsed.model_extra)}"
    return parsed.model_dump(mode="json", by_alias=True)


@functools.cache
def connected(url: str, key: str) -> Humanloop:
    """One client for each registry: each starts threads of telemetry."""
    return Humanloop(base_url=url, api_key=key)


def called(client: Humanloop, function: str, arguments: dict[str, Any]) -> Any:
    group, _, method = function.partition(".")
    if function == LIST:
        return [each.model_dump(mode="json", by_alias=True) for each in client.prompts.list(**arguments)]
    response = operator.attrgetter(f"{group}.with_raw_response.{method}")(client)(**arguments)
    if response.data is None or isinstance(response.data, str):
        return response.data
    return read(response.data, response._response.json())


def answer(line: str) -> dict[str, Any]:
    url, key, function, arguments = json.loads(line)
    try:
        return {"result": called(connected(url, key), function, arguments)}
    except ApiError as error:
        body = error.body.model_dump() if isinstance(error.body, BaseModel) else error.body
        return {"refused": {"status": error.status_code, "body": body}}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        print(json.dumps(answer(line)), file=answers, flush=True)
