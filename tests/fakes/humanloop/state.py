"""What the service keeps of one organization, and how it answers it."""

import copy
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..wire import Json

_VARIABLE = re.compile(r"\{\{\s*([A-Za-z0-9_-]+)\s*\}\}")
_NUMBERS = ("temperature", "top_p", "presence_penalty", "frequency_penalty")

FILLED_IN: Mapping[str, Any] = {
    "endpoint": "chat",
    "template": None,
    "template_language": "default",
    "provider": "openai",
    "max_tokens": -1,
    "temperature": 1,
    "top_p": 1,
    "stop": None,
    "presence_penalty": 0,
    "frequency_penalty": 0,
    "other": {},
    "seed": None,
    "response_format": None,
    "reasoning_effort": None,
    "tools": [],
    "linked_tools": [],
    "attributes": {},
}
"""What a version has where nothing was said: the defaults of the vendor's OpenAPI document; that they are kept with the
version, and `template_language` and the `strict` of a tool, are inferred."""


def kernel_of(body: Json) -> Json:
    """The parameters that determine the version, filled in."""
    given = {name: body[name] for name in ("model", *FILLED_IN) if body.get(name) is not None}
    kernel = {**copy.deepcopy(dict(FILLED_IN)), **copy.deepcopy(given)}
    kernel |= {name: float(kernel[name]) for name in _NUMBERS}
    kernel["tools"] = [{"strict": False, "parameters": None, **_present(tool)} for tool in kernel["tools"]]
    return kernel


def _present(value: Json) -> Json:
    return {name: item for name, item in value.items() if item is not None}


def texts_of(template: Any) -> Iterable[str]:
    if isinstance(template, str):
        yield template
    for message in template if isinstance(template, list) else ():
        content = message.get("content")
        parts = [{"text": content}] if isinstance(content, str) else content or []
        yield from (part["text"] for part in parts if "text" in part)


def inputs_of(template: Any) -> list[Json]:
    names = dict.fromkeys(name for text in texts_of(template) for name in _VARIABLE.findall(text))
    return [{"name": name} for name in names]


@dataclass
class Environment:
    """Somewhere that a version of each prompt can be deployed to."""

    id: str
    name: str
    tag: str
    created_at: str

    def answer(self) -> Json:
        return {"id": self.id, "created_at": self.created_at, "name": self.name, "tag": self.tag}


@dataclass
class Version:
    """One version: its parameters never change."""

    id: str
    kernel: Json
    created_at: str
    name: str | None = None
    description: str | None = None

    @property
    def identity(self) -> str:
        return identity_of(self.kernel)


def identity_of(kernel: Json) -> str:
    return json.dumps(kernel, sort_keys=True)


@dataclass
class Prompt:
    """A prompt; `versions` from the oldest on, `deployed` by the id of the environment."""

    id: str
    path: str
    directory_id: str
    created_at: str
    updated_at: str
    description: str | None = None
    tags: list[str] = field(default_factory=list)
    readme: str | None = None
    versions: list[Version] = field(default_factory=list)
    deployed: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    def version(self, version_id: str) -> Version | None:
        return next((each for each in self.versions if each.id == version_id), None)

    def same(self, kernel: Json) -> Version | None:
        return next((each for each in self.versions if each.identity == identity_of(kernel)), None)


@dataclass
class Kept:
    """What an organization keeps: prompts by id, the ids of folders by path, environments."""

    prompts: dict[str, Prompt]
    directories: dict[str, str]
    environments: list[Environment]


@dataclass
class OtherFile:
    """A file that is no prompt."""

    id: str
    path: str
    type: str


def stamp(now: datetime) -> str:
    """As the service's examples have it: UTC, but not said so."""
    return now.replace(tzinfo=None).isoformat(timespec="microseconds")
