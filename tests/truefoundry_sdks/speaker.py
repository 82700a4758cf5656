"""Runs in the SDK's environment, alone: reads `{url, token, call, arguments}` a line, and answers a line of JSON."""

import json
import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from truefoundry_sdk import ChatPromptManifest, TrueFoundry  # type: ignore[import-not-found]
from truefoundry_sdk.core.api_error import ApiError  # type: ignore[import-not-found]

CALLS: dict[str, Callable[..., Any]] = {
    "apply": lambda client, manifest: client.prompts.create_or_update(manifest=ChatPromptManifest(**manifest)),
    "apply_dict": lambda client, manifest: client.prompts.create_or_update(manifest=manifest),
    "prompts": lambda client, **filters: list(client.prompts.list(**filters)),
    "prompt": lambda client, id: client.prompts.get(id),
    "prompt_by_fqn": lambda client, fqn: client.prompts.get_by_fqn(fqn),
    "delete_prompt": lambda client, id: client.prompts.delete(id),
    "versions": lambda client, **filters: list(client.prompt_versions.list(**filters)),
    "first_page_of_versions": lambda client, **filters: client.prompt_versions.list(**filters).items,
    "version": lambda client, id: client.prompt_versions.get(id),
    "version_by_fqn": lambda client, fqn: client.prompt_versions.get_by_fqn(fqn),
    "delete_version": lambda client, id: client.prompt_versions.delete(id),
    "apply_tags": lambda client, **tags: client.prompt_versions.apply_tags(**tags),
    "ml_repos": lambda client, **filters: list(client.ml_repos.list(**filters)),
}


def plain(value: Any) -> Any:
    """A model of the SDK as JSON, with what the SDK fills in."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.model_dump(mode="json", by_alias=True)


def not_in_the_sdk(path: str, value: Any) -> Iterator[str]:
    """The members of an answer that the SDK's models do not have; a null says no more than an absence does."""
    if isinstance(value, list | dict):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from not_in_the_sdk(f"{path}[{key}]", item)
    elif hasattr(value, "model_fields_set"):
        yield from (f"{path}.{name}" for name, item in (value.model_extra or {}).items() if item is not None)
        for name in type(value).model_fields:
            yield from not_in_the_sdk(f"{path}.{name}", getattr(value, name))


@cache
def connected(url: str, token: str) -> Any:
    return TrueFoundry(base_url=url, api_key=token)


def answer(url: str, token: str, call: str, arguments: dict[str, Any]) -> dict[str, Any]:
    try:
        result = CALLS[call](connected(url, token), **arguments)
    except ApiError as error:
        return {"error": {"kind": type(error).__name__, "status": error.status_code, "body": plain_body(error.body)}}
    except Exception as error:
        return {"error": {"kind": type(error).__name__, "status": None, "body": str(error)}}
    return {"result": plain(result), "unknown": list(not_in_the_sdk("", result))}


def plain_body(body: Any) -> Any:
    return body if isinstance(body, dict | list | str | None) else plain(body)


for line in sys.stdin:
    print(json.dumps(answer(**json.loads(line))), flush=True)
