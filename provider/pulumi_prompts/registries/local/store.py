"""The file of the embedded registry: its tables, and transactions that several threads and processes may ask for."""

import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pulumi_prompts import errors

DEFAULT_PATH = "prompts.db"
LATER = "install that release or a later one"
BUSY_SECONDS = 30.0
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

_ALIASES = """
CREATE TABLE aliases (
    prompt_id TEXT NOT NULL REFERENCES prompts(id) ON DELETE CASCADE, name TEXT NOT NULL, version INTEGER NOT NULL,
    marker TEXT, nonce TEXT, PRIMARY KEY (prompt_id, name))
"""

_MIGRATIONS = (
    ("ALTER TABLE prompts ADD COLUMN nonce TEXT", "ALTER TABLE versions ADD COLUMN of_prompt TEXT"),
    (_ALIASES,),
)
"""From each `user_version` to the next."""


class Store:
    """One file, over one connection for all threads.

    Attributes:
        path: Of the file.
        registry: What tells the file from another one; nothing before the first transaction.
    """

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self.registry = ""
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None

    @contextmanager
    def transaction(self, make: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction, which commits, or rolls back when anything raises; `make` makes the file.

        Raises:
            NotFoundError: There is no file.
            UnavailableError: The file cannot be opened, read or written, or another process holds it for too long.
            ConfigurationError: A later release made the file.
        """
        with file_errors(self.path), self._lock:
            db = self._connection(make)
            db.execute("BEGIN IMMEDIATE")
            with db:
                yield db

    def _connection(self, make: bool) -> sqlite3.Connection:
        """One connection for all threads, kept: closing the last one costs SQLite a checkpoint.

        Only a first prompt makes the file: looking for one at a wrong path must not.
        """
        if self._db is None:
            if not make and not self.path.exists():
                raise errors.NotFoundError(f"there is no file {self.path}")
            self.path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            db.row_factory = sqlite3.Row
            try:
                _prepare(db)
            except BaseException:
                db.close()
                raise
            (self.registry,) = db.execute("SELECT id FROM registry").fetchone()
            self._db = db
        return self._db


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Raise UnavailableError where the file inside cannot be opened, read or written."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        remedy = "check the path and its permissions, and that no other process holds the file"
        raise errors.UnavailableError(f"{path}: {error}", remedy) from error


def _prepare(db: sqlite3.Connection) -> None:
    """Make the tables where there are none. SQLite itself does not wait while another process does the same."""
    deadline = time.monotonic() + BUSY_SECONDS
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
    refuse_later_form(db)
    if _form_of(db) == len(_MIGRATIONS):
        return
    db.execute("BEGIN IMMEDIATE")
    with db:
        for number, statements in enumerate(_MIGRATIONS[_form_of(db) :], start=_form_of(db) + 1):
            for statement in statements:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number}")


def refuse_later_form(db: sqlite3.Connection) -> None:
    """Raise ConfigurationError where a later release made the file."""
    if _form_of(db) > len(_MIGRATIONS):
        raise errors.ConfigurationError("a later release made the file", LATER)


def _form_of(db: sqlite3.Connection) -> int:
    (number,) = db.execute("PRAGMA user_version").fetchone()
    return int(number)


@contextmanager
def unique_name(name: str | None) -> Iterator[None]:
    """Raise AlreadyExistsError where a write inside meets that name."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise errors.AlreadyExistsError(f"the name {name!r} is taken") from error


def insert(db: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    """One row, by the names of its columns."""
    names, holes = ", ".join(row), ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({holes})", row)  # noqa: S608 (names of our own)


def prompt_row(db: sqlite3.Connection, prompt_id: str) -> sqlite3.Row:
    """The row of a prompt. Raises NotFoundError."""
    row: sqlite3.Row | None = db.execute("SELECT * FROM prompts WHERE id = ?", (prompt_id,)).fetchone()
    if row is None:
        raise errors.NotFoundError(f"there is no prompt {prompt_id}")
    return row


def version_row(db: sqlite3.Connection, prompt_id: str, version: str) -> sqlite3.Row:
    """The row of a version. Raises NotFoundError."""
    query = "SELECT * FROM versions WHERE prompt_id = ? AND version = ?"
    row: sqlite3.Row | None = db.execute(query, (prompt_id, version)).fetchone()
    if row is None:
        raise errors.NotFoundError(f"the prompt {prompt_id} has no version {version}")
    return row
