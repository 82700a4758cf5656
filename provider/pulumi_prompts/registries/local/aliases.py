"""Aliases are rows of the file: each is compared and written in one transaction."""

import sqlite3
from collections.abc import Collection, Sequence

from pulumi_prompts import errors
from pulumi_prompts.registries.aliases import require_seen
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.local.store import Store, prompt_row, version_row


class Aliases:
    """The aliases of a file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, prompt_id: str) -> Sequence[Alias]:
        """Those of a prompt."""
        with self._store.transaction() as db:
            prompt_row(db, prompt_id)
            return _all(db, prompt_id)

    def set(self, prompt_id: str, alias: Alias, seen: Alias | None) -> None:
        """One INSERT, which replaces what is there."""
        with self._store.transaction() as db:
            prompt_row(db, prompt_id)
            found = _found(db, prompt_id, alias.name)
            if found == alias:
                return
            require_seen(alias.name, found, seen)
            version_row(db, prompt_id, alias.version)
            values = (prompt_id, alias.name, alias.version, alias.marker, alias.nonce)
            db.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?, ?, ?, ?)", values)

    def remove(self, prompt_id: str, seen: Alias) -> None:
        """One DELETE."""
        with self._store.transaction() as db:
            prompt_row(db, prompt_id)
            if found := _found(db, prompt_id, seen.name):
                require_seen(seen.name, found, seen)
                db.execute("DELETE FROM aliases WHERE prompt_id = ? AND name = ?", (prompt_id, seen.name))


def refuse_held(db: sqlite3.Connection, prompt_id: str, version: str) -> None:
    """Raise DriftError if an alias points at that version."""
    for alias in _all(db, prompt_id):
        if alias.version == version:
            raise errors.DriftError(_holds(alias))


def refuse_unseen(
    db: sqlite3.Connection, prompt_id: str, versions: Collection[str], aliases: Collection[Alias]
) -> None:
    """Raise DriftError if there are other versions than those, or another alias points at one."""
    rows = db.execute("SELECT version FROM versions WHERE prompt_id = ?", (prompt_id,)).fetchall()
    existing = {str(row["version"]) for row in rows}
    if unseen := sorted(existing.difference(versions)):
        raise errors.DriftError(f"version {' and '.join(unseen)} was published meanwhile")
    for alias in _all(db, prompt_id):
        if alias.version in existing and alias not in aliases:
            raise errors.DriftError(_holds(alias))


def _holds(alias: Alias) -> str:
    return f"the alias {alias.name!r} points at version {alias.version}"


def _all(db: sqlite3.Connection, prompt_id: str) -> list[Alias]:
    query = "SELECT * FROM aliases WHERE prompt_id = ? ORDER BY name"
    return [_alias(row) for row in db.execute(query, (prompt_id,))]


def _found(db: sqlite3.Connection, prompt_id: str, name: str) -> Alias | None:
    query = "SELECT * FROM aliases WHERE prompt_id = ? AND name = ?"
    row: sqlite3.Row | None = db.execute(query, (prompt_id, name)).fetchone()
    return _alias(row) if row else None


def _alias(row: sqlite3.Row) -> Alias:
    return Alias(row["name"], str(row["version"]), row["marker"], row["nonce"])
