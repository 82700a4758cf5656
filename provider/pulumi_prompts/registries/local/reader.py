"""What applications read of the file: one transaction that neither makes nor changes it, beside those that write.

Nothing is brought to today's form here, so that whoever may only read can; a table that an earlier release did not make
is one without rows.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import fields
from os import PathLike
from pathlib import Path
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts.application import ServedPrompt, texts_of
from pulumi_prompts.content.hashing import digest_of_canonical
from pulumi_prompts.content.variables import OURS
from pulumi_prompts.registries.local.store import BUSY_SECONDS, DEFAULT_PATH, LATER, file_errors, refuse_later_form

_LISTED = 10
"""How many of the things that there are an error names."""
_KNOWN = {each.name for each in fields(ServedPrompt)} - {"name", "version", "digest"}


def served(name: str, alias: str | None, version: str | None, path: str | PathLike[str] | None) -> ServedPrompt:
    """The prompt that `pulumi_prompts.read` answers."""
    file = Path(DEFAULT_PATH if path is None else path).resolve()
    try:
        if alias is not None and version is not None:
            raise errors.InputError("an alias and a version are given", "give one of them")
        with _snapshot(file) as db:
            found = _version_found(db, _prompt_named(db, name), alias, version)
        return _prompt_of(name, *found)
    except errors.PromptsError as error:
        error.at(f"reading the prompt {name!r} in {file}")
        raise


@contextmanager
def _snapshot(file: Path) -> Iterator[sqlite3.Connection]:
    """The file as it is at one moment, whatever is written meanwhile."""
    if not file.exists():
        raise errors.NotFoundError("there is no such file", "`path` is that of the stack's backend")
    address = f"{file.as_uri()}?{_mode(file)}"
    with file_errors(file), closing(sqlite3.connect(address, BUSY_SECONDS, uri=True, isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        db.execute("BEGIN")
        refuse_later_form(db)
        yield db


def _mode(file: Path) -> str:
    """Where the folder cannot be written to, SQLite can keep no notes beside a file that nobody has open."""
    is_open = file.with_name(f"{file.name}-wal").exists()
    return "mode=ro" if is_open or os.access(file.parent, os.W_OK) else "immutable=1"


def _rows(db: sqlite3.Connection, table: str, where: str = "TRUE", *values: str) -> Iterator[sqlite3.Row]:
    made = db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    query = f"SELECT * FROM {table} WHERE {where}"  # noqa: S608 (names of our own)
    return iter(db.execute(query, values) if made else ())


def _prompt_named(db: sqlite3.Connection, name: str) -> sqlite3.Row:
    found = next(_rows(db, "prompts", "name = ?", name), None)
    if found is None:
        names = [repr(row["name"]) for row in _rows(db, "prompts", "TRUE ORDER BY name")]
        raise errors.NotFoundError("there is no such prompt", f"the file has {_listed(names)}")
    return found


def _version_found(
    db: sqlite3.Connection, prompt: sqlite3.Row, alias: str | None, version: str | None
) -> tuple[str | None, str]:
    """The number of the version and its content; no number where it is the head."""
    if alias is None and version is None:
        return None, prompt["content"]
    wanted = str(version) if alias is None else _pointed_at(db, prompt["id"], alias)
    row = next(_versions_called(db, prompt["id"], wanted), None)
    if row is None:
        gone = f"it has no version {wanted!r}"
        said = gone if alias is None else f"its alias {alias!r} points at version {wanted}, which is gone"
        known = [_described(row) for row in _rows(db, "versions", "prompt_id = ? ORDER BY version DESC", prompt["id"])]
        raise errors.NotFoundError(said, f"it has {_listed(known)}")
    return str(row["version"]), row["content"]


def _pointed_at(db: sqlite3.Connection, prompt_id: str, alias: str) -> str:
    versions = {row["name"]: row["version"] for row in _rows(db, "aliases", "prompt_id = ? ORDER BY name", prompt_id)}
    if alias not in versions:
        known = [f"{name!r} (version {version})" for name, version in versions.items()]
        raise errors.NotFoundError(f"it has no alias {alias!r}", f"it has {_listed(known)}")
    return str(versions[alias])


def _versions_called(db: sqlite3.Connection, prompt_id: str, wanted: str) -> Iterator[sqlite3.Row]:
    """Those that have that number, then those of that name, then those of that digest, the newest first."""
    number = "CAST(version AS TEXT)"
    called = f"prompt_id = ? AND ? IN ({number}, version_name) ORDER BY {number} = ? DESC"
    yield from _rows(db, "versions", called, prompt_id, wanted, wanted)
    if wanted.startswith("sha256:"):
        newest_first = _rows(db, "versions", "prompt_id = ? ORDER BY version DESC", prompt_id)
        yield from (row for row in newest_first if _digest(row) == wanted)


def _digest(row: sqlite3.Row) -> str:
    return digest_of_canonical(json.loads(row["content"]))


def _described(row: sqlite3.Row) -> str:
    day = row["created_at"][: len("2026-01-31")]
    return f"{row['version']} ({_digest(row)}, {day})"


def _listed(things: Sequence[str]) -> str:
    more = [f"{len(things) - _LISTED} more"] if len(things) > _LISTED else []
    return ", ".join([*things[:_LISTED], *more]) or "none yet"


def _prompt_of(name: str, version: str | None, content: str) -> ServedPrompt:
    tree = json.loads(content)
    if tree.keys() - _KNOWN:
        raise errors.ConfigurationError("a later release wrote its content", LATER)
    digest = digest_of_canonical(tree)
    return ServedPrompt(name, version, digest, **{**tree, "variables": OURS.names_in(_texts(tree))})


def _texts(tree: Mapping[str, Any]) -> Iterable[str]:
    if "template" in tree:
        yield tree["template"]
    for message in tree.get("messages", ()):
        yield from texts_of(message)
