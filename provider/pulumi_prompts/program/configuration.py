"""What a stack's configuration and the process's environment say; nothing else here reads `os.environ`.

What identifies a registry comes from the program or the stack's configuration, never from the environment of whoever
runs it; credentials do come from there, and nowhere else do they go.
"""

import os
from collections.abc import Mapping
from typing import Any

import pulumi

from pulumi_prompts.program.inputs import Backend

_NAMESPACE = "prompts"


def variable(name: str) -> str | None:
    """A variable of the process's environment; one that is empty is not set."""
    return os.environ.get(name) or None


def backend_of_program(backend: pulumi.Input[Backend] | None) -> pulumi.Input[Mapping[str, Any]]:
    """The backend that a resource gets: the program's, else that of `prompts:backend`, else the embedded one."""
    if backend is None:
        backend = pulumi.Config(_NAMESPACE).get_object("backend", {"kind": "local"})
    chosen: pulumi.Input[Mapping[str, Any]] = (
        backend.apply(_with_aws_settings) if isinstance(backend, pulumi.Output) else _with_aws_settings(backend)
    )
    return chosen


def _with_aws_settings(backend: Any) -> Any:
    """On Bedrock, region and profile fall back on those of the stack's AWS provider; what is no backend stays."""
    if not isinstance(backend, Mapping) or backend.get("kind") != "bedrock":
        return backend
    aws = pulumi.Config("aws")
    fallbacks = {"region": aws.get("region"), "profile": aws.get("profile")}
    return {**{name: value for name, value in fallbacks.items() if value}, **backend}
