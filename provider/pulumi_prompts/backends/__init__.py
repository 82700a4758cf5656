"""The registries, by kind. A backend's module is imported when a program first uses it."""

from importlib import import_module
from typing import Any, cast

from pulumi_prompts.backends.base import Backend, Settings

KINDS = {
    "local": "pulumi_prompts.backends.local:Local",
    "bedrock": "pulumi_prompts.backends.bedrock:Bedrock",
    "humanloop": "pulumi_prompts.backends.humanloop:Humanloop",
    "mlflow": "pulumi_prompts.backends.mlflow:Mlflow",
    "truefoundry": "pulumi_prompts.backends.truefoundry:TrueFoundry",
}
"""Where the backend of each kind stands, as `module:class`."""


def backend_class(kind: str) -> type[Backend]:
    """The backend of that kind; KeyError where there is none."""
    module, _, name = KINDS[kind].partition(":")
    return cast(type[Backend], getattr(import_module(module), name))


def identity(settings: Settings) -> dict[str, Any]:
    """What of `settings` says which registry is meant."""
    from pulumi_prompts._model import Identity, fields_marked

    return {
        "kind": settings.kind,
        **{name: getattr(settings, name, None) for name in fields_marked(type(settings), Identity)},
    }
