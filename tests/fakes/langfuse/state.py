"""What the server keeps of one project, and how it answers it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..wire import Json

LATEST = "latest"
PRODUCTION = "production"

_VARIABLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


@dataclass
class Version:
    """One version, with the tags of its prompt."""

    id: str
    name: str
    version: int
    type: str
    prompt: Any
    config: Any
    created_at: str
    updated_at: str
    commit_message: str | None = None
    labels: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def answer(self, project: str) -> Json:
        return {
            "id": self.id,
            "createdAt": self.created_at,
            "updatedAt": self.updated_at,
            "projectId": project,
            "createdBy": "API",
            "prompt": self.prompt,
            "name": self.name,
            "version": self.version,
            "type": self.type,
            "isActive": PRODUCTION in self.labels,
            "config": self.config,
            "tags": self.tags,
            "labels": self.labels,
            "commitMessage": self.commit_message,
        }


@dataclass
class Kept:
    """What a project keeps: the versions of each prompt, the oldest first."""

    prompts: dict[str, list[Version]]


def stamp(now: datetime) -> str:
    return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def variables_of(text: str) -> set[str]:
    return set(_VARIABLE.findall(text))
