"""What the aliases of all registries share: the comparison with what was seen, and the note of whose an alias is."""

import re
from collections import defaultdict
from threading import Lock

from pulumi_prompts import errors
from pulumi_prompts.registries.base import Alias

Owner = tuple[str | None, str | None]
"""Marker and nonce."""

NOBODY: Owner = (None, None)
_FENCE = " #"
"""Between marker and nonce: no marker holds it."""
_NOTE = re.compile(rf"(?P<marker>[^\n#]+?)(?:{_FENCE}(?P<nonce>\w+))?")


def require_seen(name: str, found: Alias | None, seen: Alias | None) -> None:
    """Raise DriftError where the alias of that name is not what was `seen`; a lost note alone is no difference."""
    if found is None and seen is not None:
        raise errors.DriftError(f"the alias {name!r} was removed meanwhile")
    if found is not None and (seen is None or not _is_still(found, seen)):
        raise errors.DriftError(f"the alias {name!r} {_held(found, seen)}")


def require_version(prompt_id: str, version: str, existing: set[str]) -> None:
    """Raise NotFoundError where no version has that name."""
    if version not in existing:
        raise errors.NotFoundError(f"the prompt {prompt_id} has no version {version}")


def _is_still(found: Alias, seen: Alias) -> bool:
    return found.version == seen.version and found.owner in (seen.owner, NOBODY)


def _held(found: Alias, seen: Alias | None) -> str:
    if found.marker is None:
        return f"points at version {found.version}, and no resource made it: a person or a tool of others did"
    if seen is not None and found.owner == seen.owner:
        return f"was moved meanwhile, to version {found.version}"
    return f"is that of {found.marker}, at version {found.version}"


def stays_set(kind: str, word: str, name: str, version: str) -> str:
    """Said where the registry does not take a name away again; `word` is its own for one."""
    return f"{kind} keeps the {word} {name!r} on version {version}; it is nobody's now, and goes with the version"


def written_owner(owner: Owner) -> str:
    """The note as one text; nothing where it is nobody's."""
    marker, nonce = owner
    return "" if marker is None else f"{marker}{_FENCE}{nonce}" if nonce else marker


def parsed_owner(note: str | None) -> Owner:
    """What a note says; of nobody's where there is none, or none of ours."""
    found = _NOTE.fullmatch(note or "")
    return (found["marker"], found["nonce"]) if found else NOBODY


class Turns:
    """Lets the threads of one process write to the aliases of a prompt one after the other.

    No remote registry compares and writes in one step, and several aliases share one list: two threads that read it at
    the same moment would lose what one of them writes.
    """

    def __init__(self) -> None:
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)
        self._guard = Lock()

    def of(self, prompt_id: str) -> Lock:
        """To be held from the look to the last write."""
        with self._guard:
            return self._locks[prompt_id]
