"""How large a resource is in the state."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.contents import prompts
from benchmarks.programs import Side
from benchmarks.stack import Stack
from benchmarks.timing import BACKEND

SIZE = 20

_CONTENT = ("messages", "model", "parameters")


@dataclass(frozen=True)
class ResourceBytes:
    """Mean bytes of a resource of one type in the exported state, written without white space.

    Attributes:
        total: All of it.
        content_once: The same resource with nothing in its inputs but the content, and nothing in its outputs.
        stack_trace: Of both, what the SDK notes about the program's call stack, whatever the resource.
    """

    total: float
    content_once: float
    stack_trace: float

    @property
    def beyond(self) -> float:
        """What is more than the content once."""
        return self.total - self.content_once


def state_bytes() -> dict[str, ResourceBytes]:
    """Of ours and of the floor, by side and type."""
    return {f"{side} {kind}": found for side in ("ours", "floor") for kind, found in _measured(side).items()}


def _measured(side: Side) -> Mapping[str, ResourceBytes]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        stack = Stack(Path(folder) / side, side, BACKEND)
        stack.give(prompts(SIZE))
        stack.run("up")
        resources = stack.resources()
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for resource in resources:
        by_kind.setdefault(resource["type"].rpartition(":")[2], []).append(resource)
    return {kind: _mean_bytes(members) for kind, members in sorted(by_kind.items())}


def _mean_bytes(resources: list[dict[str, Any]]) -> ResourceBytes:
    return ResourceBytes(
        total=mean(map(_size, resources)),
        content_once=mean(_size(_content_once(resource)) for resource in resources),
        stack_trace=mean(_size(resource.get("stackTrace", [])) for resource in resources),
    )


def _content_once(resource: Mapping[str, Any]) -> dict[str, Any]:
    provider = {"__provider": resource["inputs"]["__provider"]}
    content = {name: value for name, value in resource["inputs"].items() if name in _CONTENT}
    return {**resource, "inputs": {**provider, **content}, "outputs": provider}


def _size(value: object) -> int:
    return len(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())
