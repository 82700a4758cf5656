"""What all resources do with their options and their inputs."""

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pulumi
from pulumi import ResourceOptions

_LONGEST_MARKER = 256


def merged(defaults: ResourceOptions, opts: ResourceOptions | None) -> ResourceOptions:
    """`opts` over `defaults`: what the user says wins."""
    return defaults if opts is None else ResourceOptions.merge(defaults, opts)


def given(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs that a program gives. Of each of the others the SDK would make an output, which takes its time."""
    return {name: value for name, value in inputs.items() if value is not None}


def marker_of(resource_name: str, parent: pulumi.Resource | None) -> str:
    """The note of ownership of a resource: organization/project/stack/resource name.

    The name of a parent goes before that of the resource: components may each have a child of the same name.

    Written in letters, digits and ` ._:/=+@-` only (others as `=` and two hexadecimal digits a byte), and at most 256
    of them (a hash then stands for the end), so that every registry can keep it.
    """
    organization = pulumi.get_organization() or "organization"  # None under `pulumi.runtime.set_mocks`
    stack = "/".join((organization, pulumi.get_project(), pulumi.get_stack()))
    names = [resource_name] if parent is None else [parent.pulumi_resource_name, resource_name]
    name = ":".join(quote(each, safe=" .+@").replace("%", "=") for each in names)
    marker = f"{stack}/{name}"
    if len(marker) <= _LONGEST_MARKER:
        return marker
    return f"{marker[: _LONGEST_MARKER - 17]}={hashlib.sha256(marker.encode()).hexdigest()[:16]}"


def secret_names(inputs: Mapping[str, Any]) -> pulumi.Output[list[str] | None] | None:
    """The names of those inputs that are secret, so that no message shows them; None where nothing may be.

    The engine hides from a provider which of its inputs are secret; the program knows.
    """
    uncertain = {name: value for name, value in inputs.items() if _holds_outputs(value)}
    if not uncertain:
        return None
    return pulumi.Output.from_input(_secret_among(uncertain))


async def _secret_among(inputs: Mapping[str, Any]) -> list[str] | None:
    names = [name for name, value in inputs.items() if await pulumi.Output.from_input(value).is_secret()]
    return names or None


def _holds_outputs(value: Any) -> bool:
    if isinstance(value, str):
        return False
    if isinstance(value, Mapping):
        return any(_holds_outputs(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(_holds_outputs(item) for item in value)
    return isinstance(value, pulumi.Output) or hasattr(value, "__await__")
