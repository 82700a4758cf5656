"""What Humanloop lets a prompt and a version carry beside the parameters, and how we use it.

A prompt has a list of tags: each of ours is `key=value`, or `key` where the value is empty. A version has a
description, of which our marker is the last line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

RESERVED = "pulumi-prompts/"
MARKER_TAG = f"{RESERVED}marker"
HEAD_TAG = f"{RESERVED}head"
"""Which version is the head, where a write has gone back to an older one (see `history`)."""

_DESCRIPTION = re.compile(r"(?:(?P<text>.*)\n\n)?pulumi-prompts: (?P<marker>[^\n]+)", re.DOTALL)


def parsed_tags(tags: Iterable[str]) -> dict[str, str]:
    """The tags by their keys."""
    return {key: value for key, _, value in (tag.partition("=") for tag in tags)}


def tags_of_people(tags: Mapping[str, str]) -> dict[str, str]:
    """The tags without ours."""
    return {key: value for key, value in tags.items() if not key.startswith(RESERVED)}


def written_tags(before: Iterable[str], ours: Mapping[str, str], removed: frozenset[str]) -> list[str]:
    """The whole list: the tags of others as they stand, then ours, sorted: the engine keeps no order of them."""
    return [
        *_of_others(before, ours.keys() | removed),
        *(f"{key}={value}" if value else key for key, value in sorted(ours.items())),
    ]


def _of_others(before: Iterable[str], known: frozenset[str] | set[str]) -> Iterator[str]:
    for tag in before:
        key = tag.partition("=")[0]
        if key not in known and not key.startswith(RESERVED):
            yield tag


def parsed_description(written: str | None) -> tuple[str | None, str | None]:
    """The description of a version, and the marker of who made it."""
    if found := _DESCRIPTION.fullmatch(written or ""):
        return found["text"], found["marker"]
    return written or None, None


def written_description(text: str | None, marker: str | None) -> str:
    """A description that carries the marker."""
    note = f"pulumi-prompts: {marker}" if marker else None
    return "\n\n".join(part for part in (text, note) if part)
