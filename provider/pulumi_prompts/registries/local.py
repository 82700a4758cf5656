"""The embedded registry: one SQLite file, no server, no account.

The default, the reference for the conformance suite, and what previews and tests of programs run on. A prompt has a
head and numbered snapshots of it. Several processes may use one file at once: every operation is one transaction.
"""

import json
import os
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pulumi_prompts import errors
from pulumi_prompts.content.base import Identity
from pulumi_prompts.content.digest import canonical, digest_of, options_beside_content
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import Options, OptionsBlock
from pulumi_prompts.content.parsing import parse_content
from pulumi_prompts.registries import base
from pulumi_prompts.registries.kinds import OPTIONS
from pulumi_prompts.registries.support import Anything, Entries, Support, Text

_BUSY_SECONDS = 30.0
"""How long an operation waits for another process's transaction."""

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA foreign_keys = ON;
CREATE TABLE IF NOT EXISTS registry (id TEXT NOT NULL);
INSERT INTO registry SELECT lower(hex(randomblob(4))) WHERE NOT EXISTS (SELECT * FROM registry);
CREATE TABLE IF NOT EXISTS prompts (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, content TEXT NOT NULL, description TEXT, tags TEXT NOT NULL,
    metadata TEXT NOT NULL, options TEXT NOT NULL, marker TEXT NOT NULL, created_at TEXT NOT NULL,
    next_version INTEGER NOT NULL DEFAULT 1);
CREATE TABLE IF NOT EXISTS versions (
    prompt_id TEXT NOT NULL REFERENCES prompts(id) ON DELETE CASCADE, version INTEGER NOT NULL, content TEXT NOT NULL,
    description TEXT, version_name TEXT, marker TEXT NOT NULL, created_at TEXT NOT NULL,
    PRIMARY KEY (prompt_id, version), UNIQUE (prompt_id, version_name));
"""
"""As the first release made it; what came later is a migration, so that there is one way to today's form."""

_MIGRATIONS = (("ALTER TABLE prompts ADD COLUMN nonce TEXT", "ALTER TABLE versions ADD COLUMN of_prompt TEXT"),)
"""From each `user_version` to the next."""


class LocalSettings(base.Settings):
    """Where the file is.

    Attributes:
        path: The SQLite file; a relative path starts at the folder of the program. Made when first written.
    """

    kind: Literal["local"]
    path: Annotated[str, Identity(os.path.realpath)] = "prompts.db"


class Local:
    """The adapter for a SQLite file."""

    settings: ClassVar[type[base.Settings]] = LocalSettings
    options: ClassVar[type[OptionsBlock] | None] = None
    support: ClassVar[Support] = Support(
        kind="local",
        prompt={
            "name": Text(shortest=1),
            "description": Text(),
            "tags": Entries(key=Text(shortest=1), value=Text()),
            "metadata": Anything(deep=True),
            **{name: Anything(deep=True) for name in Content.model_fields},
        },
        version={"description": Text(), "version_name": Text(shortest=1)},
        renames=True,
        compares_on_delete="in one step",
    )

    def __init__(self, path: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = Path(path)
        self._now = now
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None
        self._registry = ""

    @classmethod
    def connect(cls, settings: LocalSettings, environment: base.Environment) -> Self:
        """An adapter for the file at `settings.path`."""
        return cls(settings.path)

    def create(self, desired: base.Desired) -> base.Ref:
        """One INSERT."""
        prompt_id = uuid.uuid4().hex[:12]
        row = {"id": prompt_id, **_flat(desired), "created_at": self._now().isoformat()}
        with self._transaction(make=True) as db, _unique_name(desired.name):
            _insert(db, "prompts", row)
        return base.Ref(prompt_id, _uri(self._registry, prompt_id))

    def find(self, name: str) -> base.Head | None:
        """One SELECT by name."""
        if not self._path.exists():
            return None
        with self._transaction() as db:
            row = db.execute("SELECT * FROM prompts WHERE name = ?", (name,)).fetchone()
        return self._head(row) if row else None

    def read(self, prompt_id: str) -> base.Head:
        """One SELECT by id."""
        with self._transaction() as db:
            return self._head(_prompt(db, prompt_id))

    def update(self, head: base.Head, desired: base.Desired, change: base.Change) -> base.Ref:
        """One UPDATE of all columns, if nobody took it over since; the tags of others stay."""
        row = _flat(desired)
        columns = ", ".join(f"{name} = :{name}" for name in row)
        with self._transaction() as db, _unique_name(desired.name):
            tags = json.loads(_prompt_of(db, head.id, head.labels or base.Labels())["tags"])
            others = {key: value for key, value in tags.items() if key not in change.tags_to_remove}
            row |= {"tags": _dumps({**others, **desired.tags}), "id": head.id}
            db.execute(f"UPDATE prompts SET {columns} WHERE id = :id", row)  # noqa: S608 (names of our own)
        return head.ref

    def delete(self, prompt_id: str, seen: base.Labels) -> None:
        """One DELETE, which takes the versions along, in one transaction with the comparison."""
        with self._transaction() as db:
            _prompt_of(db, prompt_id, seen)
            db.execute("DELETE FROM prompts WHERE id = ?", (prompt_id,))

    def versions(self, prompt_id: str) -> Sequence[base.Version]:
        """One SELECT, with the digests."""
        with self._transaction() as db:
            _prompt(db, prompt_id)
            rows = db.execute("SELECT * FROM versions WHERE prompt_id = ? ORDER BY version", (prompt_id,)).fetchall()
        return [_version(self._registry, row) for row in rows]

    def read_version(self, prompt_id: str, version: str) -> base.Version:
        """One SELECT."""
        with self._transaction() as db:
            return _version(self._registry, _published(db, prompt_id, version))

    def publish(self, prompt_id: str, publication: base.Publication) -> base.Version:
        """Copy the head into the next version."""
        with self._transaction() as db:
            head = _prompt(db, prompt_id)
            if _digest(head["content"]) != publication.digest:
                raise errors.DriftError("the prompt's content in the registry is not the one that this program wrote")
            number = head["next_version"]
            self._insert_version(db, head, publication)
            db.execute("UPDATE prompts SET next_version = ? WHERE id = ?", (number + 1, prompt_id))
            return _version(self._registry, _published(db, prompt_id, str(number)))

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
        with _unique_name(publication.version_name):
            _insert(db, "versions", row)

    def delete_version(self, prompt_id: str, version: str) -> None:
        """One DELETE."""
        with self._transaction() as db:
            _published(db, prompt_id, version)
            db.execute("DELETE FROM versions WHERE prompt_id = ? AND version = ?", (prompt_id, version))

    def describe_version(self, prompt_id: str, version: str, description: str | None, version_name: str | None) -> None:
        """One UPDATE."""
        with self._transaction() as db, _unique_name(version_name):
            _published(db, prompt_id, version)
            db.execute(
                "UPDATE versions SET description = ?, version_name = ? WHERE prompt_id = ? AND version = ?",
                (description, version_name, prompt_id, version),
            )

    def mark_version(self, prompt_id: str, version: base.Version, marker: str, of_prompt: str) -> None:
        """One UPDATE."""
        with self._transaction() as db:
            _published(db, prompt_id, version.version)
            db.execute(
                "UPDATE versions SET marker = ?, of_prompt = ? WHERE prompt_id = ? AND version = ?",
                (marker, of_prompt, prompt_id, version.version),
            )

    def confirm_target(self, uri: str) -> None:
        """No call: a URI tells in which file the prompt was made, wherever that file lies now."""
        if not uri.startswith(f"local:{self._registry}/"):
            remedy = (
                "correct `backend.path`, or bring the file back; if it is gone for good, `pulumi state delete` them"
            )
            raise errors.ConfigurationError(f"{self._path} is not the file that its prompts were made in", remedy)

    def _head(self, row: sqlite3.Row) -> base.Head:
        content, obstacle = _parsed(row["content"])
        return base.Head(
            id=row["id"],
            uri=_uri(self._registry, row["id"]),
            name=row["name"],
            digest=_digest(row["content"]),
            content=content,
            obstacle=obstacle,
            description=row["description"],
            metadata=json.loads(row["metadata"]),
            options=_options(row["options"]),
            labels=_labels(row),
            age=self._now() - datetime.fromisoformat(row["created_at"]),
        )

    @contextmanager
    def _transaction(self, make: bool = False) -> Iterator[sqlite3.Connection]:
        try:
            with self._lock:
                db = self._connection(make)
                db.execute("BEGIN IMMEDIATE")
                with db:  # commits, or rolls back when anything raises
                    yield db
        except (sqlite3.Error, OSError) as error:
            remedy = "check the path and its permissions, and that no other process holds the file"
            raise errors.UnavailableError(f"{self._path}: {error}", remedy) from error

    def _connection(self, make: bool) -> sqlite3.Connection:
        """One connection for all threads, kept: closing the last one costs SQLite a checkpoint.

        Only a first prompt makes the file: looking for one at a wrong path must not.
        """
        if self._db is None:
            if not make and not self._path.exists():
                raise errors.NotFoundError(f"there is no file {self._path}")
            self._path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            db.row_factory = sqlite3.Row
            try:
                _prepare(db)
            except BaseException:
                db.close()
                raise
            (self._registry,) = db.execute("SELECT id FROM registry").fetchone()
            self._db = db
        return self._db


def _prepare(db: sqlite3.Connection) -> None:
    """Make the tables where there are none. SQLite itself does not wait while another process does the same."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            db.executescript(_SCHEMA)
            _migrate(db)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _migrate(db: sqlite3.Connection) -> None:
    """Bring a file of an earlier release to today's form; the newest form is left alone without a write."""
    if _form_of(db) == len(_MIGRATIONS):
        return
    if _form_of(db) > len(_MIGRATIONS):
        raise errors.ConfigurationError("a later release made the file", "install that release or a later one")
    db.execute("BEGIN IMMEDIATE")
    with db:
        for number, statements in enumerate(_MIGRATIONS[_form_of(db) :], start=_form_of(db) + 1):
            for statement in statements:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number}")


def _form_of(db: sqlite3.Connection) -> int:
    (number,) = db.execute("PRAGMA user_version").fetchone()
    return int(number)


@contextmanager
def _unique_name(name: str | None) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise errors.AlreadyExistsError(f"the name {name!r} is taken") from error


def _prompt(db: sqlite3.Connection, prompt_id: str) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute("SELECT * FROM prompts WHERE id = ?", (prompt_id,)).fetchone()
    if row is None:
        raise errors.NotFoundError(f"there is no prompt {prompt_id}")
    return row


def _prompt_of(db: sqlite3.Connection, prompt_id: str, seen: base.Labels) -> sqlite3.Row:
    """The prompt, as long as it belongs to whom it was seen to belong to."""
    row = _prompt(db, prompt_id)
    _labels(row).require_owner(seen)
    return row


def _labels(row: sqlite3.Row) -> base.Labels:
    return base.Labels(json.loads(row["tags"]), row["marker"] or None, row["nonce"])


def _insert(db: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    names, holes = ", ".join(row), ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({holes})", row)  # noqa: S608 (names of our own)


def _published(db: sqlite3.Connection, prompt_id: str, version: str) -> sqlite3.Row:
    query = "SELECT * FROM versions WHERE prompt_id = ? AND version = ?"
    row: sqlite3.Row | None = db.execute(query, (prompt_id, version)).fetchone()
    if row is None:
        raise errors.NotFoundError(f"the prompt {prompt_id} has no version {version}")
    return row


def _uri(registry: str, prompt_id: str) -> str:
    return f"local:{registry}/{prompt_id}"


def _flat(desired: base.Desired) -> dict[str, Any]:
    fenced = {} if desired.nonce is None else {"nonce": desired.nonce}
    return {
        **fenced,
        "name": desired.name,
        "content": _dumps(canonical(desired.content)),
        "description": desired.description,
        "tags": _dumps(desired.tags),
        "metadata": _dumps(desired.metadata),
        "options": _dumps(options_beside_content(desired.options)),
        "marker": desired.marker,
    }


def _dumps(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, separators=(",", ":"))


def _parsed(stored_content: str) -> tuple[Content | None, str]:
    """The content, or what is in its way: a newer release may have written what this one does not know."""
    content, _, failures = parse_content(json.loads(stored_content), OPTIONS)
    if failures:
        return None, f"{len(failures)} of its values are not among those that this package knows"
    return content, ""


def _options(stored: str) -> Options:
    """The options, or none where a newer release wrote one that this one does not know."""
    content, _, _ = parse_content({"options": json.loads(stored)}, OPTIONS)
    return content.options


def _digest(stored_content: str) -> str:
    content, _ = _parsed(stored_content)
    return digest_of(content) if content else ""


def _version(registry: str, row: sqlite3.Row) -> base.Version:
    return base.Version(
        version=str(row["version"]),
        uri=f"{_uri(registry, row['prompt_id'])}:{row['version']}",
        digest=_digest(row["content"]),
        description=row["description"],
        version_name=row["version_name"],
        labels=base.Labels(marker=row["marker"] or None, of_prompt=row["of_prompt"]),
    )
