"""The backend on a real MLflow server."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from backends.wire import Wire
from clock import Time
from mlflow_server.registry import MlflowRegistry
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.registries.base import Desired, Environment
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.mlflow import Mlflow
from pulumi_prompts.registries.mlflow.settings import MlflowSettings

MARKER = "acme/shop/dev/triage"
API = "/api/2.0/mlflow/"


@dataclass
class World:
    """The backend on the server."""

    registry: MlflowRegistry
    time: Time = field(default_factory=Time)
    wire: Wire = field(default_factory=lambda: Wire(API))
    environ: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def connect(self, transport: httpx.BaseTransport | None = None, **settings: Any) -> Mlflow:
        parsed = MlflowSettings.model_validate({"kind": "mlflow", "url": self.registry.url, **settings})
        environment = Environment(secret=self.secrets.get, variable=self.environ.get, clock=self.time)
        return Mlflow.connect(parsed, environment, transport=transport or self.wire)

    def calls_of(self, operation: Any, *arguments: Any) -> list[str]:
        """What an operation sends."""
        return self.wire.calls_of(operation, *arguments)


def desired(text: str = "Sort {{ticket}}.", **more: Any) -> Desired:
    """A prompt with that text."""
    return declared({"template": text}, **more)


def declared(content: Mapping[str, Any], **more: Any) -> Desired:
    """A prompt with that content, as a program writes it."""
    parsed = content_from(content)
    return Desired(content=parsed, digest=digest_of(parsed), **{"name": "triage", "marker": MARKER, **more})
