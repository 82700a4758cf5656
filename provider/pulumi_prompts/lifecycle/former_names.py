"""Which entries of a folder are renamed ones: the life cycle and the report find the same."""

from collections.abc import Iterable, Mapping
from typing import Any


def former_names(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """The former name of each entry that has a new one and the same digest: where only one comes and one goes."""
    going = _by_digest((name, digest) for name, digest in before.items() if name not in after)
    coming = _by_digest((name, digest) for name, digest in after.items() if name not in before)
    return {new[0]: going[digest][0] for digest, new in coming.items() if len(new) == len(going.get(digest, ())) == 1}


def _by_digest(names: Iterable[tuple[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, digest in names:
        if isinstance(digest, str):
            found.setdefault(digest, []).append(name)
    return found
