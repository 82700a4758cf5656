"""The file that confirms a content: what was evaluated, and with what result.

    {"digest": "sha256:...", "passed": true, "by": "evals in CI, run 712", "at": "2026-11-30T09:00:00Z"}

It is in the repository, so a review shows it. It confirms a content if `digest` is the digest of that content, `passed`
is true, and `by` and `at` are set. It counts when an alias moves to a new content, or a prompt takes a new content.
"""

import json
from os import PathLike
from pathlib import Path
from typing import Any

_KEYS = ("digest", "passed", "by", "at")


def read_evidence(path: str | PathLike[str]) -> dict[str, Any]:
    """What a file says, and its `path`; `wrong` is why it says nothing. Never an error: it may not be asked for."""
    file = Path(path)
    try:
        said = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        return {"path": str(file), "wrong": f"cannot be read ({error.strerror})"}
    except ValueError:
        return {"path": str(file), "wrong": "is not JSON"}
    if not isinstance(said, dict):
        return {"path": str(file), "wrong": "is not an object of JSON"}
    return {"path": str(file), **{key: said[key] for key in _KEYS if said.get(key) is not None}}
