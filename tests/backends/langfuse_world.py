"""The backend on the fake of Langfuse."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from clock import Time
from fakes.langfuse import PUBLIC_KEY, SECRET_KEY, LangfuseFake, Registry
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.registries.base import Desired, Environment
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.langfuse import Langfuse
from pulumi_prompts.registries.langfuse.client import LangfuseClient
from pulumi_prompts.registries.langfuse.settings import LangfuseSettings

MARKER = "acme/shop/dev/triage"
KEYS = {"LANGFUSE_PUBLIC_KEY": PUBLIC_KEY, "LANGFUSE_SECRET_KEY": SECRET_KEY}


@dataclass
class World:
    """The backend on the fake, what it finds in the environment and the configuration, and what it tells people."""

    fake: LangfuseFake
    time: Time = field(default_factory=Time)
    environ: dict[str, str] = field(default_factory=lambda: dict(KEYS))
    secrets: dict[str, str] = field(default_factory=dict)
    progress: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def connect(self, transport: httpx.BaseTransport | None = None, **settings: Any) -> Langfuse:
        return Langfuse.connect(self._settings(**settings), self._environment, transport)

    def client(self) -> LangfuseClient:
        """What the backend stands on."""
        return LangfuseClient(self._settings(), self._environment)

    def _settings(self, **settings: Any) -> LangfuseSettings:
        return LangfuseSettings.model_validate({"kind": "langfuse", "url": self.fake.url, **settings})

    @property
    def _environment(self) -> Environment:
        return Environment(
            self.secrets.get, self.environ.get, self.progress.append, self.time, warn=self.warnings.append
        )

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
    return declared({"template": text}, **more)


def declared(content: Mapping[str, Any], **more: Any) -> Desired:
    """A prompt with that content, as a program writes it."""
    parsed = content_from(content)
    return Desired(content=parsed, digest=digest_of(parsed), **{"name": "triage", "marker": MARKER, **more})
