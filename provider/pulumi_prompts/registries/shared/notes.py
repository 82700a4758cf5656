"""Our notes where a prompt has a list of texts as tags, and a version one text: what those carry, and how we use it.

Each tag of ours is `key=value`, or `key` where the value is empty. Of the text of a version (a description, a commit
message) our note is the last line: the marker, and on the version that a creation made its nonce.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from pulumi_prompts.registries.aliases import Owner, parsed_owner, written_owner

RESERVED = "pulumi-prompts/"
MARKER_TAG = f"{RESERVED}marker"
NONCE_TAG = f"{RESERVED}nonce"
_ALIAS_TAG = f"{RESERVED}alias/"
"""Before the name of an alias: whose it is."""

_FENCE = " #"
"""Before the nonce: no marker holds it."""
_NOTE = rf"pulumi-prompts: (?P<marker>[^\n#]+?)(?:{_FENCE}(?P<nonce>\w+))?"
_TEXT = re.compile(rf"(?:(?P<text>.*)\n\n)?{_NOTE}", re.DOTALL)


def parsed_tags(tags: Iterable[str]) -> dict[str, str]:
    """The tags by their keys."""
    return {key: value for key, _, value in (tag.partition("=") for tag in tags)}


def tags_of_people(tags: Mapping[str, str]) -> dict[str, str]:
    """The tags without ours."""
    return {key: value for key, value in tags.items() if not key.startswith(RESERVED)}


def alias_owner(tags: Mapping[str, str], name: str) -> Owner:
    """Whose the alias is, by the tags of the prompt."""
    return parsed_owner(tags.get(_alias_key(name)))


def with_alias(before: Iterable[str], name: str, owner: Owner) -> list[str]:
    """The whole list of tags as it stands, but for whose that alias is."""
    key, note = _alias_key(name), written_owner(owner)
    others = [tag for tag in before if tag.partition("=")[0] != key]
    return [*others, f"{key}={note}"] if note else others


def _alias_key(name: str) -> str:
    """A person may give an alias any name."""
    return f"{_ALIAS_TAG}{quote(name, safe=' ')}"


def written_tags(before: Iterable[str], ours: Mapping[str, str], removed: frozenset[str]) -> list[str]:
    """The whole list: the tags of others and the notes of aliases as they stand, then ours.

    Ours are sorted: the engine keeps no order of them.
    """
    return [
        *_of_others(before, ours.keys() | removed),
        *(f"{key}={value}" if value else key for key, value in sorted(ours.items())),
    ]


def _of_others(before: Iterable[str], known: frozenset[str] | set[str]) -> Iterator[str]:
    for tag in before:
        key = tag.partition("=")[0]
        if key not in known and (key.startswith(_ALIAS_TAG) or not key.startswith(RESERVED)):
            yield tag


@dataclass(frozen=True)
class VersionNote:
    """The text of a version.

    Attributes:
        text: What people say.
        marker: Who made the version; None where that is not noted.
        nonce: Of the version that a creation made: its fencing token.
    """

    text: str | None
    marker: str | None = None
    nonce: str | None = None

    @property
    def written(self) -> str:
        """As the registry keeps it."""
        note = [f"pulumi-prompts: {self.marker}"] if self.marker else []
        fence = f"{_FENCE}{self.nonce}" if note and self.nonce else ""
        return "\n\n".join([*([self.text] if self.text else []), *note]) + fence

    def saying(self, text: str | None) -> "VersionNote":
        """The same note with another text."""
        return replace(self, text=text)


def parsed_note(written: str | None) -> VersionNote:
    """What the text of a version says, and the note in it."""
    found = _TEXT.fullmatch(written or "")
    return VersionNote(found["text"], found["marker"], found["nonce"]) if found else VersionNote(written or None)
