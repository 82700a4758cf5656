"""The backend on a real Phoenix server."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from backends.wire import Wire
from clock import Time
from phoenix_server.registry import PhoenixRegistry
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.registries.base import Desired, Environment
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.phoenix import Phoenix
from pulumi_prompts.registries.phoenix.settings import PhoenixSettings

MARKER = "acme/shop/dev/triage"
MODEL = {"model": "gpt-4o", "provider": "openai"}

_GLOBAL_IDS = r"UHJvbXB0[^/]*"
"""Base64 of what begins with `Prompt`."""


@dataclass
class World:
    """The backend on the server."""

    registry: PhoenixRegistry
    time: Time = field(default_factory=Time)
    wire: Wire = field(default_factory=lambda: Wire("/v1/", _GLOBAL_IDS))
    environ: dict[str, str] = field(default_factory=dict)

    def connect(self, transport: httpx.BaseTransport | None = None) -> Phoenix:
        """Over the wire, or another transport."""
        parsed = PhoenixSettings.model_validate({"kind": "phoenix", "url": self.registry.url})
        environment = Environment(variable=self.environ.get, clock=self.time)
        return Phoenix.connect(parsed, environment, transport or self.wire)


def desired(text: str = "Sort {{ticket}}.", **more: Any) -> Desired:
    """A prompt with that text."""
    return declared({"template": text, **MODEL}, **more)


def declared(content: Mapping[str, Any], **more: Any) -> Desired:
    """A prompt with that content, as a program writes it."""
    parsed = content_from(content)
    return Desired(content=parsed, digest=digest_of(parsed), **{"name": "triage", "marker": MARKER, **more})
