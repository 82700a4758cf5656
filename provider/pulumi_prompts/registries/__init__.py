"""The registries, by kind. A backend's module is imported when a program first uses it."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any, cast

from pulumi_prompts.content.base import Identity
from pulumi_prompts.registries.base import Backend, Settings

KINDS = {
    "local": "pulumi_prompts.registries.local:Local",
    "bedrock": "pulumi_prompts.registries.bedrock:Bedrock",
    "humanloop": "pulumi_prompts.registries.humanloop:Humanloop",
    "mlflow": "pulumi_prompts.registries.mlflow:Mlflow",
    "truefoundry": "pulumi_prompts.registries.truefoundry:TrueFoundry",
}
"""Where the backend of each kind stands, as `module:class`."""


def backend_class(kind: str) -> type[Backend]:
    """The backend of that kind; KeyError where there is none."""
    module, _, name = KINDS[kind].partition(":")
    return cast(type[Backend], getattr(import_module(module), name))


def place(settings: Settings) -> dict[str, Any]:
    """What of `settings` says which registry is meant, as it is written."""
    return {"kind": settings.kind, **{name: getattr(settings, name, None) for name, _ in _identities(settings)}}


def identity(settings: Settings) -> dict[str, Any]:
    """The same in one spelling: equal where the same registry is meant."""
    normal = {name: _normal(mark, getattr(settings, name, None)) for name, mark in _identities(settings)}
    return {"kind": settings.kind, **normal}


def _identities(settings: Settings) -> Iterator[tuple[str, Identity]]:
    for name, field in type(settings).model_fields.items():
        yield from ((name, mark) for mark in field.metadata if isinstance(mark, Identity))


def _normal(mark: Identity, value: Any) -> Any:
    """What is not said has no spelling; nor has what a state says that this release does not take."""
    return None if value is None else mark.normal(value)
