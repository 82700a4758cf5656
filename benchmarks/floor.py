"""The floor: resources with the inputs, outputs, types and options of ours, whose hooks do nothing, or only wait.

What ours compute (digest, variables) the program of the floor is given. A hook returns what the engine needs, no more.
"""

import json
import os
import time
from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi import ResourceOptions
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, Resource, ResourceProvider, UpdateResult

CONTENT = frozenset({"messages", "model", "provider", "parameters", "__provider"})


WAITS = "BENCH_WAITS"
"""The variable that says, as JSON, how many seconds each hook waits; unset, none does."""

_WAITS: Mapping[str, float] = json.loads(os.environ.get(WAITS, "{}"))


def _wait(hook: str) -> None:
    if seconds := _WAITS.get(hook):
        time.sleep(seconds)


class FloorProvider(ResourceProvider):
    serialize_as_secret_always = False

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        return DiffResult(changes=False if _olds["digest"] == _news["digest"] else None)


class FloorPromptProvider(FloorProvider):
    def create(self, props: dict[str, Any]) -> CreateResult:
        _wait("create")
        return CreateResult("0123456789ab", _beside_content(props))

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        _wait("read")
        return ReadResult(id_, props)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        _wait("update")
        return UpdateResult(_beside_content(_news))

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        _wait("delete")


class FloorVersionProvider(FloorProvider):
    """Versions go with their prompts: nobody asks for their deletion."""

    def create(self, props: dict[str, Any]) -> CreateResult:
        _wait("publish")
        return CreateResult("0123456789ab/versions", _published(props, {}, "1"))

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        _wait("read version")
        return ReadResult(id_, props)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        _wait("publish next")
        return UpdateResult(_published(_news, _olds["history"], str(int(_olds["version"]) + 1)))


def _beside_content(props: Mapping[str, Any]) -> dict[str, Any]:
    return {**{name: value for name, value in props.items() if name not in CONTENT}, "uri": "local:0123456789ab"}


def _published(props: Mapping[str, Any], history: Mapping[str, str], version: str) -> dict[str, Any]:
    inputs = {name: value for name, value in props.items() if name != "__provider"}
    history = {**history, version: props["digest"]}
    return {**inputs, "version": version, "uri": f"local:0123456789ab:{version}", "history": history}


class FloorPrompt(Resource, module="prompts", name="Prompt"):
    name: pulumi.Output[str]
    uri: pulumi.Output[str]
    digest: pulumi.Output[str]
    variables: pulumi.Output[list[str]]
    backend: pulumi.Output[dict[str, Any]]

    def __init__(self, resource_name: str, **inputs: Any) -> None:
        props = {**inputs, "marker": _marker(resource_name), "uri": None}
        super().__init__(FloorPromptProvider(), resource_name, props, ResourceOptions(delete_before_replace=True))


class FloorVersion(Resource, module="prompts", name="PromptVersion"):
    version: pulumi.Output[str]
    uri: pulumi.Output[str]
    digest: pulumi.Output[str]
    history: pulumi.Output[dict[str, str]]
    prompt_id: pulumi.Output[str]

    def __init__(self, resource_name: str, prompt: FloorPrompt, keep: int) -> None:
        props = {
            "prompt_id": prompt.id,
            "digest": prompt.digest,
            "backend": prompt.backend,
            "keep": keep,
            "marker": _marker(resource_name),
            "version": None,
            "uri": None,
            "history": None,
        }
        opts = ResourceOptions(delete_before_replace=True, deleted_with=prompt)
        super().__init__(FloorVersionProvider(), resource_name, props, opts)


def _marker(resource_name: str) -> str:
    return f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}/{resource_name}"
