"""The embedded registry, as one among the others."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.local_registry import StoredPrompt as Stored
from acceptance.registries.world import Site, StoredPrompt, StoredVersion

__all__ = ["local_world"]

_THEIRS = "organization/acme/theirs/triage"


class LocalWorld(Site):
    """Two files in the folder of the program."""

    kind: ClassVar[str] = "local"
    foreign_variables: ClassVar[str] = "PULUMI_PROMPTS_"
    dumped_as: ClassVar[Literal["json", "sql"]] = "sql"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.registry = LocalRegistry(folder / "prompts.db")
        self._other = LocalRegistry(folder / "other.db")

    def backend(self, **more: Any) -> dict[str, Any]:
        return {"kind": "local", "path": "prompts.db", **more}

    @property
    def elsewhere(self) -> Mapping[str, Any]:
        return {"path": "other.db"}

    @property
    def variables(self) -> Mapping[str, str]:
        return {}

    @property
    def where(self) -> str:
        return "local prompts.db"

    @property
    def address(self) -> None:
        return None

    @property
    def prompts(self) -> list[StoredPrompt]:
        return [_stored(prompt) for each in (self.registry, self._other) for prompt in each.prompts]

    def dump(self) -> str:
        return self.registry.dump()

    def load(self, dump: str) -> None:
        self.registry.load(dump)

    def rely(self) -> None:
        """With a version of their own."""
        copied = f"SELECT id, next_version, content, '{_THEIRS}', created_at FROM prompts"
        self.registry.execute(f"INSERT INTO versions (prompt_id, version, content, marker, created_at) {copied}")
        self.registry.execute("UPDATE prompts SET next_version = next_version + 1")

    def let_go(self) -> None:
        self.registry.execute("DELETE FROM versions WHERE marker = ?", _THEIRS)


def _stored(prompt: Stored) -> StoredPrompt:
    versions = (StoredVersion(str(each.version), each.text, each.description) for each in prompt.versions)
    return StoredPrompt(
        id=prompt.id,
        name=prompt.name,
        made=prompt.id,
        description=prompt.description or "",
        labels=prompt.tags,
        marker=prompt.marker,
        versions=tuple(versions),
    )


@pytest.fixture
def local_world(tmp_path: Path) -> LocalWorld:
    return LocalWorld(tmp_path)
