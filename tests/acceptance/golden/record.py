"""Records what a release writes: `python -m acceptance.golden.record v0_2_0` in the folder `tests`.

The folder of the release must hold its `program.py`; the state that the program makes and the content of the registry
are put beside it. What is recorded is committed with the release and never changed: later releases must preview it
empty.
"""

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from acceptance.stack import Stack

OF_THIS_MACHINE = ("sourcePosition", "stackTrace")


def record(release: Path) -> None:
    with TemporaryDirectory() as folder:
        stack = Stack(Path(folder))
        stack.write((release / "program.py").read_text())
        stack.up()
        (release / "state.json").write_text(portable(stack.export()))
        (release / "registry.sql").write_text(dump(stack.folder / "prompts.db"))


def portable(state: str) -> str:
    exported: dict[str, Any] = json.loads(state)
    for resource in exported["deployment"]["resources"]:
        for key in OF_THIS_MACHINE:
            resource.pop(key, None)
    return json.dumps(exported, indent=2) + "\n"


def dump(database: Path) -> str:
    with closing(sqlite3.connect(database)) as db:
        return "\n".join(db.iterdump()) + "\n"


if __name__ == "__main__":
    record(Path(__file__).parent / sys.argv[1])
