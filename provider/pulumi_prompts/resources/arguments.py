"""What all resources do with their options and their inputs."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi import ResourceOptions

from pulumi_prompts.program.markers import marker_for

DELETE_BEFORE_REPLACE = (
    "delete_before_replace deletes live prompts and versions before their successors stand; leave it out: "
    "what is replaced in place is taken over with its versions"
)
_STACK = "pulumi:pulumi:Stack"


def merged(defaults: ResourceOptions, opts: ResourceOptions | None) -> ResourceOptions:
    """`opts` over `defaults`: what the user says wins."""
    return defaults if opts is None else ResourceOptions.merge(defaults, opts)


def given(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs that a program gives. Of each of the others the SDK would make an output, which takes its time."""
    return {name: value for name, value in inputs.items() if value is not None}


def warn_of_delete_before_replace(resource: pulumi.Resource, opts: ResourceOptions | None) -> None:
    """A creation that fails after the delete leaves nothing; one that goes first takes over what is there."""
    if opts and opts.delete_before_replace:
        pulumi.log.warn(DELETE_BEFORE_REPLACE, resource)


def marker_of(resource_name: str, parent: pulumi.Resource | None) -> pulumi.Input[str]:
    """The note of ownership of a resource. Of one with a parent it is known when the parent's URN is."""
    stack = _stack()
    if parent is None:
        return marker_for(stack, resource_name)
    return pulumi.Output.from_input(_marker_below(parent, stack, resource_name))


def owner_of(folder: pulumi.Resource) -> dict[str, pulumi.Input[str]]:
    """What the markers of children of a folder are made of."""
    types: pulumi.Output[str] = pulumi.Output.from_input(_types_of(folder))
    return {"stack": _stack(), "types": types, "folder": folder.pulumi_resource_name}


def _stack() -> str:
    organization = pulumi.get_organization() or "organization"  # None under `pulumi.runtime.set_mocks`
    return "/".join((organization, pulumi.get_project(), pulumi.get_stack()))


async def _marker_below(parent: pulumi.Resource, stack: str, resource_name: str) -> str:
    return marker_for(stack, resource_name, parent.pulumi_resource_name, await _types_of(parent))


async def _types_of(resource: pulumi.Resource) -> str:
    """The qualified types of a resource and its parents; the stack, of which all are children, has no part in them.

    As a future, and not as an output of it: its children would depend on it, and through it on themselves.
    """
    types = str(await resource.urn.future()).split("::")[2]
    return "" if types == _STACK else types.removeprefix(f"{_STACK}$")  # mocks have the stack among the parents


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
