"""The backend on the fake of TrueFoundry, with a time of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from clock import Time
from fakes.truefoundry import ML_REPO, TOKEN, TrueFoundryFake
from fakes.truefoundry.state import Prompt
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.errors import PromptsError
from pulumi_prompts.registries.base import Change, Desired, Environment
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.truefoundry import TrueFoundry
from pulumi_prompts.registries.truefoundry.settings import TrueFoundrySettings

MARKER = "acme/shop/dev/triage"
OTHER_MARKER = "acme/shop/prod/triage"
CONTENT = Change(frozenset({"content"}))
BESIDE = Change(frozenset({"description", "metadata", "marker", "options"}))
PUT, GET, LIST = "PUT /prompt-versions", "GET /prompts/{id}", "GET /prompts"
VERSIONS, DELETE_VERSION = "GET /prompt-versions", "DELETE /prompt-versions/{id}"
MODEL = {"model": "gpt-4o", "provider": "openai-main"}


@dataclass
class World:
    """The backend on the fake. `environ` and `secrets` are those of whoever runs the program."""

    fake: TrueFoundryFake
    time: Time = field(default_factory=Time)
    environ: dict[str, str] = field(default_factory=lambda: {"TFY_API_KEY": TOKEN})
    secrets: dict[str, str] = field(default_factory=dict)
    progress: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def connect(self, transport: httpx.BaseTransport | None = None, **settings: Any) -> TrueFoundry:
        given = {"kind": "truefoundry", "url": self.fake.url, "ml_repo": ML_REPO, **settings}
        told = (self.progress.append, self.time, self.warnings.append)
        environment = Environment(self.secrets.get, self.environ.get, *told)
        return TrueFoundry.connect(TrueFoundrySettings.model_validate(given), environment, transport)


def desired(text: str = "Sort {{ticket}}.", **more: Any) -> Desired:
    """A prompt with that text."""
    return declared({"template": text}, **more)


def declared(content: Mapping[str, Any], **more: Any) -> Desired:
    """A prompt with that content, as a program writes it."""
    parsed = content_from(content)
    return Desired(content=parsed, digest=digest_of(parsed), **{"name": "triage", "marker": MARKER, **more})


def triage(fake: TrueFoundryFake) -> Prompt:
    return fake.registry().prompt("triage")


def operations(fake: TrueFoundryFake) -> list[str]:
    return [call.operation for call in fake.calls]


def refusal(kind: type[PromptsError], act: Callable[[], object]) -> str:
    with pytest.raises(kind) as refused:
        act()
    assert type(refused.value) is kind
    return str(refused.value)
