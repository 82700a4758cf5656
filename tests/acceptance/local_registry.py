"""A look into the embedded registry behind the provider's back, and changes made there."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class StoredVersion:
    version: int
    text: str
    description: str | None


@dataclass(frozen=True)
class StoredPrompt:
    id: str
    name: str
    text: str
    description: str | None
    tags: Mapping[str, str]
    marker: str
    versions: tuple[StoredVersion, ...]

    @property
    def published(self) -> dict[int, str]:
        """The texts of its versions."""
        return {version.version: version.text for version in self.versions}


class LocalRegistry:
    """The registry in a SQLite file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def prompts(self) -> list[StoredPrompt]:
        """All prompts by name; none where nothing was ever written."""
        if not self._path.exists():
            return []
        return [self._stored(row) for row in self._rows("SELECT * FROM prompts ORDER BY name")]

    @property
    def only_prompt(self) -> StoredPrompt:
        (prompt,) = self.prompts
        return prompt

    @property
    def aliases(self) -> dict[str, str]:
        """The versions by the names of all aliases."""
        return {row["name"]: str(row["version"]) for row in self._rows("SELECT name, version FROM aliases")}

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query answers."""
        return [tuple(row) for row in self._rows(query)]

    def edit_head(self, before: str, after: str) -> None:
        self.execute("UPDATE prompts SET content = replace(content, ?, ?)", before, after)

    def edit_version(self, version: int, before: str, after: str) -> None:
        self.execute("UPDATE versions SET content = replace(content, ?, ?) WHERE version = ?", before, after, version)

    def age(self, hours: int) -> None:
        """Make all prompts look made that long ago."""
        made = datetime.now(UTC) - timedelta(hours=hours)
        self.execute("UPDATE prompts SET created_at = ?", made.isoformat())

    def execute(self, statement: str, *values: Any) -> None:
        with closing(self._open()) as db, db:
            db.execute(statement, values)

    def dump(self) -> str:
        """The whole file as SQL, with the version of its schema."""
        with closing(self._open()) as db:
            (version,) = db.execute("PRAGMA user_version").fetchone()
            return "".join(f"{statement}\n" for statement in (*db.iterdump(), f"PRAGMA user_version = {version};"))

    def load(self, dump: str) -> None:
        """Fill an empty file from an SQL dump."""
        with closing(self._open()) as db:
            db.executescript(dump)

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path)
        db.execute("PRAGMA foreign_keys = ON")
        db.row_factory = sqlite3.Row
        return db

    def _rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        with closing(self._open()) as db:
            return db.execute(query, values).fetchall()

    def _stored(self, row: sqlite3.Row) -> StoredPrompt:
        versions = self._rows("SELECT * FROM versions WHERE prompt_id = ? ORDER BY version", row["id"])
        return StoredPrompt(
            id=row["id"],
            name=row["name"],
            text=_text(row["content"]),
            description=row["description"],
            tags=json.loads(row["tags"]),
            marker=row["marker"],
            versions=tuple(StoredVersion(v["version"], _text(v["content"]), v["description"]) for v in versions),
        )


def _text(content: str) -> str:
    """That of the first message, which is the one that the tests' programs vary, or of the template."""
    tree: dict[str, Any] = json.loads(content)
    return str(tree["template"] if "template" in tree else tree["messages"][0]["content"])
