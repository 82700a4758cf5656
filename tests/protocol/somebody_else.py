"""What other writers do to a registry."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content
from pulumi_prompts.registries.base import Change, Desired, Labels, Publication, Version
from pulumi_prompts.registries.local import Local

THEIRS = "acme/other/dev/theirs"


def desired(template: str, name: str = "triage", marker: str = THEIRS, **more: Any) -> Desired:
    content = Content(template=template)
    return Desired(name=name, content=content, digest=digest_of(content), marker=marker, **more)


def write_head(registry: Local, prompt_id: str, template: str, **more: Any) -> None:
    head = registry.read(prompt_id)
    tags = frozenset(head.labels.tags) if head.labels else frozenset()
    change = Change(frozenset({"content", "tags"}), tags_to_remove=tags - frozenset(more.get("tags", {})))
    registry.update(head, desired(template, **more), change)


def publish(
    registry: Local, prompt_id: str, marker: str = THEIRS, of_prompt: str = THEIRS, version_name: str | None = None
) -> Version:
    digest = registry.read(prompt_id).digest
    return registry.publish(prompt_id, Publication(digest, marker, of_prompt, version_name=version_name))


def publish_as_the_first_release(file: Path, registry: Local, prompt_id: str, marker: str) -> None:
    """It noted no prompt."""
    version = publish(registry, prompt_id, marker)
    _execute(file, "UPDATE versions SET of_prompt = NULL WHERE version = ?", version.version)


def alter_version(file: Path, version: str) -> None:
    _execute(file, 'UPDATE versions SET content = \'{"template":"altered"}\' WHERE version = ?', version)


def alter_head(file: Path, content: str) -> None:
    _execute(file, "UPDATE prompts SET content = ?", content)


def describe(file: Path, description: str) -> None:
    _execute(file, "UPDATE prompts SET description = ?", description)


def describe_version(file: Path, description: str) -> None:
    _execute(file, "UPDATE versions SET description = ?1, version_name = ?1", description)


def alter_options(file: Path, options: str) -> None:
    _execute(file, "UPDATE prompts SET options = ?", options)


def alter_note(file: Path, **note: str | None) -> None:
    """Write our note of ownership on the only prompt, or remove a part of it."""
    _execute(file, f"UPDATE prompts SET {', '.join(f'{name} = ?' for name in note)}", *note.values())


def alter_note_of_version(file: Path, **note: str | None) -> None:
    """The same on the only version."""
    _execute(file, f"UPDATE versions SET {', '.join(f'{name} = ?' for name in note)}", *note.values())


def forbid_deleting(file: Path, *, forbidden: bool = True) -> None:
    """Have the registry refuse to delete a version, or no more."""
    refuse = "CREATE TRIGGER refusing BEFORE DELETE ON versions BEGIN SELECT RAISE(ABORT, 'no'); END"
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(refuse if forbidden else "DROP TRIGGER refusing")


def _execute(file: Path, statement: str, *values: str | None) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        changed = db.execute(statement, values)
        assert changed.rowcount == 1


class Writes:
    """Tells whether another connection wrote to a file."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file, check_same_thread=False)
        self._seen = self._version()

    def happened(self) -> bool:
        """Whether anything was written since the last time."""
        before, self._seen = self._seen, self._version()
        return self._seen != before

    def close(self) -> None:
        self._db.close()

    def _version(self) -> int:
        (version,) = self._db.execute("PRAGMA data_version").fetchone()
        return int(version)


def remove(registry: Local, prompt_id: str) -> None:
    """Somebody deletes the prompt, whosever it is."""
    registry.delete(prompt_id, registry.read(prompt_id).labels or Labels())
