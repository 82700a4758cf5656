"""What other writers do to a registry."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from pulumi_prompts.backends.base import Change, Desired, Publication, Ref, Version
from pulumi_prompts.backends.local import Local
from pulumi_prompts.content import Content
from pulumi_prompts.digest import digest_of

THEIRS = "acme/other/dev/theirs"


def desired(template: str, name: str = "triage", marker: str = THEIRS, **more: Any) -> Desired:
    content = Content(template=template)
    return Desired(name=name, content=content, digest=digest_of(content), marker=marker, **more)


def write_head(registry: Local, prompt_id: str, template: str, **more: Any) -> None:
    head = registry.read(prompt_id)
    tags = frozenset(head.labels.tags) if head.labels else frozenset()
    change = Change(frozenset({"content", "tags"}), tags_to_remove=tags - frozenset(more.get("tags", {})))
    registry.update(Ref(head.id, head.uri), desired(template, **more), change)


def publish(registry: Local, prompt_id: str, marker: str = THEIRS, version_name: str | None = None) -> Version:
    digest = registry.read(prompt_id).digest
    return registry.publish(prompt_id, Publication(digest, marker, version_name=version_name))


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


def _execute(file: Path, statement: str, value: str) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        changed = db.execute(statement, (value,))
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
