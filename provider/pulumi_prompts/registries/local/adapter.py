"""The adapter: every operation is one transaction."""

import json
import sqlite3
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import ClassVar, Self

from pulumi_prompts import errors
from pulumi_prompts.content.options import OptionsBlock
from pulumi_prompts.registries import base
from pulumi_prompts.registries.local.aliases import Aliases, refuse_held, refuse_unseen
from pulumi_prompts.registries.local.settings import LocalSettings
from pulumi_prompts.registries.local.store import Store, insert, prompt_row, unique_name, version_row
from pulumi_prompts.registries.local.support import SUPPORT
from pulumi_prompts.registries.local.wire import (
    dumps,
    expand,
    flatten,
    labels_of,
    options_of,
    uri_of,
    version_of,
)
from pulumi_prompts.registries.support import Support


class Local:
    """The adapter for a SQLite file."""

    settings: ClassVar[type[base.Settings]] = LocalSettings
    options: ClassVar[type[OptionsBlock] | None] = None
    support: ClassVar[Support] = SUPPORT

    def __init__(self, path: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store = Store(path)
        self._aliases = Aliases(self._store)
        self._now = now

    @classmethod
    def connect(cls, settings: LocalSettings, environment: base.Environment) -> Self:
        """An adapter for the file at `settings.path`."""
        return cls(settings.path)

    def create(self, desired: base.Desired) -> base.Ref:
        """One INSERT."""
        prompt_id = uuid.uuid4().hex[:12]
        row = {"id": prompt_id, **expand(desired), "created_at": self._now().isoformat()}
        with self._store.transaction(make=True) as db, unique_name(desired.name):
            insert(db, "prompts", row)
        return base.Ref(prompt_id, uri_of(self._store.registry, prompt_id))

    def find(self, name: str) -> base.Head | None:
        """One SELECT by name."""
        if not self._store.path.exists():
            return None
        with self._store.transaction() as db:
            row = db.execute("SELECT * FROM prompts WHERE name = ?", (name,)).fetchone()
        return self._head(row) if row else None

    def list_prompts(self, prefix: str = "") -> Iterator[base.Listed]:
        """One SELECT, with the contents; no other transaction waits while they are used."""
        if not self._store.path.exists():
            return
        with self._store.transaction() as db:
            query = "SELECT * FROM prompts WHERE substr(name, 1, length(:prefix)) = :prefix ORDER BY name"
            rows = db.execute(query, {"prefix": prefix}).fetchall()
        yield from map(base.Listed.told, map(self._head, rows))

    def read(self, prompt_id: str) -> base.Head:
        """One SELECT by id."""
        with self._store.transaction() as db:
            return self._head(prompt_row(db, prompt_id))

    def update(self, head: base.Head, desired: base.Desired, change: base.Change) -> base.Ref:
        """One UPDATE of all columns, if nobody has taken it over since; the tags of others stay."""
        row = expand(desired)
        columns = ", ".join(f"{name} = :{name}" for name in row)
        with self._store.transaction() as db, unique_name(desired.name):
            tags = json.loads(_prompt_of(db, head.id, head.labels or base.Labels())["tags"])
            others = {key: value for key, value in tags.items() if key not in change.tags_to_remove}
            row |= {"tags": dumps({**others, **desired.tags}), "id": head.id}
            db.execute(f"UPDATE prompts SET {columns} WHERE id = :id", row)  # noqa: S608 (names of our own)
        return head.ref

    def delete(self, prompt_id: str, seen: base.Labels) -> None:
        """One DELETE, which also deletes the versions, in one transaction with the comparison."""
        with self._store.transaction() as db:
            _prompt_of(db, prompt_id, seen)
            _remove_prompt(db, prompt_id)

    def delete_as_seen(
        self, prompt_id: str, seen: base.Labels, versions: Collection[str], aliases: Collection[base.Alias]
    ) -> None:
        """One DELETE, in one transaction with all comparisons."""
        with self._store.transaction() as db:
            _prompt_of(db, prompt_id, seen)
            refuse_unseen(db, prompt_id, versions, aliases)
            _remove_prompt(db, prompt_id)

    def versions(self, prompt_id: str) -> Sequence[base.Version]:
        """One SELECT, with the digests."""
        with self._store.transaction() as db:
            prompt_row(db, prompt_id)
            rows = db.execute("SELECT * FROM versions WHERE prompt_id = ? ORDER BY version", (prompt_id,)).fetchall()
        return [version_of(self._store.registry, row) for row in rows]

    def read_version(self, prompt_id: str, version: str) -> base.Version:
        """One SELECT."""
        with self._store.transaction() as db:
            return version_of(self._store.registry, version_row(db, prompt_id, version))

    def publish(self, prompt_id: str, publication: base.Publication) -> base.Version:
        """Copy the head into the next version."""
        with self._store.transaction() as db:
            head = prompt_row(db, prompt_id)
            if flatten(head["content"]).digest != publication.digest:
                raise errors.DriftError("the prompt's content in the registry is not the one that this program wrote")
            number = head["next_version"]
            self._insert_version(db, head, publication)
            db.execute("UPDATE prompts SET next_version = ? WHERE id = ?", (number + 1, prompt_id))
            return version_of(self._store.registry, version_row(db, prompt_id, str(number)))

    def _insert_version(self, db: sqlite3.Connection, head: sqlite3.Row, publication: base.Publication) -> None:
        row = {
            "prompt_id": head["id"],
            "version": head["next_version"],
            "content": head["content"],
            "description": publication.description,
            "version_name": publication.version_name,
            "marker": publication.marker,
            "of_prompt": publication.of_prompt,
            "created_at": self._now().isoformat(),
        }
        with unique_name(publication.version_name):
            insert(db, "versions", row)

    def delete_version(self, prompt_id: str, version: str) -> None:
        """One DELETE."""
        with self._store.transaction() as db:
            version_row(db, prompt_id, version)
            db.execute("DELETE FROM versions WHERE prompt_id = ? AND version = ?", (prompt_id, version))

    def delete_unheld_version(self, prompt_id: str, version: str) -> None:
        """One DELETE, in one transaction with the check of the aliases."""
        with self._store.transaction() as db:
            version_row(db, prompt_id, version)
            refuse_held(db, prompt_id, version)
            db.execute("DELETE FROM versions WHERE prompt_id = ? AND version = ?", (prompt_id, version))

    def describe_version(self, prompt_id: str, version: str, description: str | None, version_name: str | None) -> None:
        """One UPDATE."""
        with self._store.transaction() as db, unique_name(version_name):
            version_row(db, prompt_id, version)
            db.execute(
                "UPDATE versions SET description = ?, version_name = ? WHERE prompt_id = ? AND version = ?",
                (description, version_name, prompt_id, version),
            )

    def mark_version(self, prompt_id: str, version: base.Version, marker: str, of_prompt: str) -> None:
        """One UPDATE."""
        with self._store.transaction() as db:
            version_row(db, prompt_id, version.version)
            db.execute(
                "UPDATE versions SET marker = ?, of_prompt = ? WHERE prompt_id = ? AND version = ?",
                (marker, of_prompt, prompt_id, version.version),
            )

    def aliases(self, prompt_id: str) -> Sequence[base.Alias]:
        """One SELECT."""
        return self._aliases.all(prompt_id)

    def set_alias(self, prompt_id: str, alias: base.Alias, seen: base.Alias | None) -> None:
        """One INSERT, in one transaction with the comparison."""
        self._aliases.set(prompt_id, alias, seen)

    def remove_alias(self, prompt_id: str, seen: base.Alias) -> None:
        """One DELETE, in one transaction with the comparison."""
        self._aliases.remove(prompt_id, seen)

    def confirm_target(self, uri: str) -> None:
        """No call: a URI identifies the file in which the prompt was made, even if the file was moved."""
        if not uri.startswith(f"local:{self._store.registry}/"):
            remedy = (
                "correct `backend.path`, or bring the file back; if it is gone for good, `pulumi state delete` them"
            )
            raise errors.ConfigurationError(f"{self._store.path} is not the file that its prompts were made in", remedy)

    def _head(self, row: sqlite3.Row) -> base.Head:
        flat = flatten(row["content"])
        return base.Head(
            id=row["id"],
            uri=uri_of(self._store.registry, row["id"]),
            name=row["name"],
            digest=flat.digest,
            content=flat.content,
            obstacle=flat.obstacle,
            description=row["description"],
            metadata=json.loads(row["metadata"]),
            options=options_of(row["options"]),
            labels=labels_of(row),
            age=self._now() - datetime.fromisoformat(row["created_at"]),
        )


def _remove_prompt(db: sqlite3.Connection, prompt_id: str) -> None:
    """This deletes its versions and aliases, too."""
    db.execute("DELETE FROM prompts WHERE id = ?", (prompt_id,))


def _prompt_of(db: sqlite3.Connection, prompt_id: str, seen: base.Labels) -> sqlite3.Row:
    """The prompt, if its owner is still the one that was seen."""
    row = prompt_row(db, prompt_id)
    labels_of(row).require_owner(seen)
    return row
