"""The backend on the fake, and a program whose prompt lives there, driven hook by hook."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from clock import Time
from fakes.bedrock import ACCESS_KEY, REGION, SECRET_KEY, BedrockFake
from protocol.client import Client, HookError
from protocol.lifecycle import Resource, Step
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.registries.base import Desired, Environment
from pulumi_prompts.registries.bedrock import Bedrock
from pulumi_prompts.registries.bedrock.settings import BedrockSettings
from pulumi_prompts.registries.kinds import content_from

MARKER = "acme/shop/dev/triage"
PUBLISHED = "acme/shop/dev/published"


def log_in(monkeypatch: pytest.MonkeyPatch, folder: Path, fake: BedrockFake) -> None:
    """Put the fake's credentials and STS in the place of the AWS settings of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(folder / "aws-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "aws-credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", fake.url)


@dataclass
class World:
    """The backend on the fake; `progress` and `warnings` are what people were told."""

    fake: BedrockFake
    time: Time
    progress: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def connect(self, **settings: Any) -> Bedrock:
        given = {"kind": "bedrock", "region": REGION, "endpoint_url": self.fake.url, **settings}
        parsed = BedrockSettings.model_validate(given)
        told = Environment(progress=self.progress.append, clock=self.time, warn=self.warnings.append)
        return Bedrock.connect(parsed, told)


def desired(text: str = "Sort {{ticket}}.", name: str = "triage", **more: Any) -> Desired:
    """A prompt with that text."""
    return declared({"template": text}, name=name, **more)


def declared(content: Mapping[str, Any], **more: Any) -> Desired:
    """A prompt with that content, as a program writes it."""
    parsed = content_from(content)
    given = {"name": "triage", "marker": MARKER, **more}
    return Desired(content=parsed, digest=digest_of(parsed), **given)


def make_inexpressible(fields: dict[str, Any]) -> None:
    """Change a stored prompt into a chat that begins with a cache point."""
    blocks = [{"cachePoint": {"type": "default"}}, {"text": "x"}]
    chat = {"messages": [{"role": "user", "content": blocks}]}
    fields["variants"][0] |= {"templateType": "CHAT", "templateConfiguration": {"chat": chat}}


class Program:
    """A program with a prompt and its versions.

    `backend` and `prompt_inputs` may be changed between two runs; so may the environment.
    """

    def __init__(self, prompts: Client, versions: Client, name: str, url: str) -> None:
        self.prompt = Resource(prompts)
        self.version = Resource(versions)
        self.backend: dict[str, Any] = {"kind": "bedrock", "region": REGION, "endpoint_url": url}
        self.prompt_inputs: dict[str, Any] = {"name": name, "marker": f"acme/shop/dev/{name}"}

    def up(self, text: str, **version: Any) -> tuple[Step, Step]:
        """The steps for a text and what the program says of its version."""
        first = self.prompt.up(self.of_prompt(text))
        return first, self.version.up(self.of_version(**version))

    def of_prompt(self, text: str = "Sort {{ticket}}.", **more: Any) -> dict[str, Any]:
        return {**self.prompt_inputs, "template": text, "backend": self.backend, **more}

    def of_version(self, **more: Any) -> dict[str, Any]:
        digest, backend = self.prompt.inputs["digest"], self.prompt.outputs["backend"]
        fixed = {"prompt_id": self.prompt.id, "digest": digest, "backend": backend, "marker": PUBLISHED}
        fixed["prompt_marker"] = self.prompt_inputs["marker"]
        return {**fixed, **more}

    @property
    def note(self) -> dict[str, str]:
        """Our tags of the prompt, as the state knows them."""
        outputs = self.prompt.outputs
        return {"pulumi-prompts/marker": outputs["marker"], "pulumi-prompts/nonce": outputs["nonce"]}

    @property
    def current(self) -> str:
        return str(self.version.outputs["version"])

    @property
    def history(self) -> list[str]:
        return sorted(self.version.outputs["history"], key=int)


def line_of(call: Callable[[], object]) -> str:
    """What a person reads of the hook that fails."""
    with pytest.raises(HookError) as raised:
        call()
    return str(raised.value)


def settled(program: Program, *up: str, **version: Any) -> None:
    """Neither an up nor a refresh sees anything to do."""
    assert program.up(*up, **version) == ("same", "same")
    assert not program.prompt.refresh()
    assert not program.version.refresh()
    assert program.up(*up, **version) == ("same", "same")


def tags(program: Program, world: World) -> dict[str, str]:
    """Those of the program's prompt in the registry."""
    return world.fake.registry().tags[program.prompt.outputs["uri"]]
