"""The backend on the fake of Humanloop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from clock import Time
from fakes.humanloop import KEY, HumanloopFake, Registry
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.registries.base import Desired, Environment
from pulumi_prompts.registries.humanloop import Humanloop
from pulumi_prompts.registries.humanloop.settings import HumanloopSettings
from pulumi_prompts.registries.kinds import content_from

MARKER = "acme/shop/dev/triage"


@dataclass
class World:
    """The backend on the fake, what it finds in the environment and the configuration, and what it tells people."""

    fake: HumanloopFake
    time: Time = field(default_factory=Time)
    environ: dict[str, str] = field(default_factory=lambda: {"HUMANLOOP_API_KEY": KEY})
    secrets: dict[str, str] = field(default_factory=dict)
    progress: list[str] = field(default_factory=list)

    def connect(self, transport: httpx.BaseTransport | None = None, **settings: Any) -> Humanloop:
        parsed = HumanloopSettings.model_validate({"kind": "humanloop", "url": self.fake.url, **settings})
        environment = Environment(self.secrets.get, self.environ.get, self.progress.append, self.time)
        return Humanloop.connect(parsed, environment, transport)

    @property
    def registry(self) -> Registry:
        return self.fake.registry()

    def calls_of(self, operation: Callable[..., object], *arguments: Any) -> list[str]:
        """What an operation sends."""
        self.fake.clear_calls()
        operation(*arguments)
        return [call.operation for call in self.fake.calls]


def desired(text: str = "Sort {{ticket}}.", **more: Any) -> Desired:
    """A prompt with that text."""
    return declared({"model": "gpt-4o", "template": text}, **more)


def declared(content: Mapping[str, Any], **more: Any) -> Desired:
    """A prompt with that content, as a program writes it."""
    parsed = content_from(content)
    return Desired(content=parsed, digest=digest_of(parsed), **{"name": "triage", "marker": MARKER, **more})
