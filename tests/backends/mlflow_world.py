"""The backend on a real MLflow server, and what goes over its wire."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from clock import Time
from mlflow_server.registry import MlflowRegistry
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.registries.base import Desired, Environment
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.mlflow import Mlflow
from pulumi_prompts.registries.mlflow.settings import MlflowSettings

MARKER = "acme/shop/dev/triage"
API = "/api/2.0/mlflow/"


class Wire(httpx.BaseTransport):
    """The network, with a list of the requests that went over it, and answers that get lost where a test says so."""

    def __init__(self) -> None:
        self._network = httpx.HTTPTransport()
        self.requests: list[httpx.Request] = []
        self.to_break: dict[str, str] = {}

    @property
    def calls(self) -> list[str]:
        """The requests as `METHOD path`."""
        return [_name_of(request) for request in self.requests]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        name = _name_of(request)
        broken = self.to_break.get(name) if self.to_break.get(name) == "for good" else self.to_break.pop(name, None)
        if broken in ("before", "for good"):
            raise httpx.ReadError("broken before it was carried out", request=request)
        response = self._network.handle_request(request)
        response.read()
        if broken == "after":
            raise httpx.ReadError("broken after it was carried out", request=request)
        return response

    def close(self) -> None:
        self._network.close()


def _name_of(request: httpx.Request) -> str:
    return f"{request.method} {request.url.path.removeprefix(API)}"


@dataclass
class World:
    """The backend on the server."""

    registry: MlflowRegistry
    time: Time = field(default_factory=Time)
    wire: Wire = field(default_factory=Wire)
    environ: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def connect(self, **settings: Any) -> Mlflow:
        parsed = MlflowSettings.model_validate({"kind": "mlflow", "url": self.registry.url, **settings})
        environment = Environment(secret=self.secrets.get, variable=self.environ.get, clock=self.time)
        return Mlflow.connect(parsed, environment, transport=self.wire)

    def calls_of(self, operation: Any, *arguments: Any) -> list[str]:
        """What an operation sends."""
        self.wire.requests.clear()
        operation(*arguments)
        return self.wire.calls


def desired(text: str = "Sort {{ticket}}.", **more: Any) -> Desired:
    """A prompt with that text."""
    return declared({"template": text}, **more)


def declared(content: Mapping[str, Any], **more: Any) -> Desired:
    """A prompt with that content, as a program writes it."""
    parsed = content_from(content)
    return Desired(content=parsed, digest=digest_of(parsed), **{"name": "triage", "marker": MARKER, **more})
