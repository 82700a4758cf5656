"""The marker: our note of which resource an object in a registry belongs to.

    organization/project/stack/name
    organization/project/stack/types::parent:name

The second is that of a resource with a parent. The types are those of all its parents, as the URN has them, which make
a name unique within a stack. Markers that were written before had the parent's name alone
(`organization/project/stack/parent:name`) and mean the same.

A marker has at most 256 letters, digits and ` ._:/=+@-`, so that every registry can keep it. Other characters are `=`
and two hexadecimal digits for each byte; where it would be longer, a hash stands for its end.
"""

import hashlib
from typing import Final
from urllib.parse import quote

NO_PROMPT_OF_OURS: Final = "-"
"""Stands for the marker of a prompt that another stack owns: no resource has it."""

_LONGEST: Final = 256
_OF_TYPES: Final = "::"
_PARTS_OF_STACK: Final = 3


def marker_for(stack: str, name: str, parent: str | None = None, types: str = "") -> str:
    """The marker of a resource.

    Args:
        stack: `organization/project/stack`.
        name: Of the resource.
        parent: The name of its parent.
        types: The qualified types of its parents, as the URN has them (`acme:desk:Desk$acme:desk:Drawer`).
    """
    names = ":".join(_quoted(each) for each in (parent, name) if each is not None)
    return _fitting(f"{stack}/{_quoted(types, ':')}{_OF_TYPES}{names}" if types else f"{stack}/{names}")


def stack_of(marker: str | None) -> str:
    """`organization/project/stack` of a marker; nothing where there is none."""
    return "/".join((marker or "").split("/")[:_PARTS_OF_STACK])


def spellings(marker: str) -> frozenset[str]:
    """The marker, and how it was written before."""
    stack, name = stack_of(marker), _name_of(marker)
    return frozenset({marker, _fitting(f"{stack}/{name.rpartition(_OF_TYPES)[2]}")})


def are_in_stacks_of_one_program(one: str, other: str) -> bool:
    """Whether two markers are of one resource of a program, in two of its stacks."""
    is_one_program = one.split("/")[:2] == other.split("/")[:2]
    return is_one_program and _name_of(one) == _name_of(other) and stack_of(one) != stack_of(other)


def as_note(text: str) -> str:
    """Any text as a note that every registry can keep, as it keeps markers."""
    return _fitting(_quoted(text, "/:"))


def _name_of(marker: str) -> str:
    return "/".join(marker.split("/")[_PARTS_OF_STACK:])


def _quoted(text: str, also: str = "") -> str:
    return quote(text, safe=f" .+@{also}").replace("~", "%7E").replace("%", "=")


def _fitting(marker: str) -> str:
    if len(marker) <= _LONGEST:
        return marker
    return f"{marker[: _LONGEST - 17]}={hashlib.sha256(marker.encode()).hexdigest()[:16]}"
