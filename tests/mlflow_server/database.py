"""What a server keeps of prompts, as the rows of its SQLite database: a server of the same release takes them again."""

import sqlite3
from contextlib import closing
from pathlib import Path

_TABLES = (
    "registered_models",
    "registered_model_tags",
    "registered_model_aliases",
    "model_versions",
    "model_version_tags",
)
_INSERTS = tuple(f'INSERT INTO "{table}" ' for table in _TABLES)


def dump(file: Path) -> str:
    """SQL without the tables themselves, which the server makes."""
    with closing(sqlite3.connect(file)) as db:
        return "".join(f"{statement}\n" for statement in db.iterdump() if statement.startswith(_INSERTS))


def load(file: Path, dump: str) -> None:
    """Put the rows into the database of a server that keeps no prompts; it may be running."""
    with closing(sqlite3.connect(file)) as db:
        db.executescript(f"BEGIN;\n{dump}COMMIT;\n")
