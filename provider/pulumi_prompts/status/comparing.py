"""How places stand to each other: which is behind, which is ahead, and what a registry has otherwise than a state."""

from collections.abc import Mapping

from pulumi_prompts.registries.session import Target
from pulumi_prompts.status.live import Live
from pulumi_prompts.status.model import Finding, Served, Standing
from pulumi_prompts.status.seen import Seen


def actual(seen: Seen, live: Live | None) -> Served | None:
    """What is served there: as the registry says, where it was asked and answered; None where it has nothing."""
    if live is None or live.problem:
        return seen.served
    return live.head if seen.where.alias is None else live.aliases.get(seen.where.alias)


def finding(seen: Seen, live: Live | None) -> Finding | None:
    """What the registry has, beside what the state says; None where it was not asked."""
    if live is None:
        return None
    if live.problem:
        return "unread"
    found = actual(seen, live)
    if found is None:
        return "gone"
    if not seen.in_state:
        return "unmanaged"
    return "agrees" if _is_as_in_state(found, seen) else "drifted"


def _is_as_in_state(found: Served, seen: Seen) -> bool:
    """An alias must be at its version; which version has the content of a head is no matter of the prompt."""
    is_at_version = seen.where.alias is None or found.version == seen.served.version
    return found.digest == seen.served.digest and is_at_version


def standing(one: tuple[Seen, Served], first: tuple[Seen, Served], live: Live | None) -> Standing | None:
    """How one place stands to the first of its prompt; None where a content is not known.

    Args:
        one: The place, and what it serves.
        first: The one that it is compared with.
        live: What the registry has of the prompt of `one`.
    """
    (seen, served), (other, reference) = one, first
    if None in (served.digest, reference.digest):
        return None
    if served.digest == reference.digest:
        return "same"
    order = _order(served, reference, live, seen.target) if seen.key == other.key else None
    return "differs" if order is None else "behind" if order < 0 else "ahead"


def _order(one: Served, other: Served, live: Live | None, target: Target) -> int | None:
    """Below 0 where `one` was published first; None where nobody knows, as of a head that no version has."""
    if one.version is None or other.version is None:
        return None
    places = _places(live) if live and live.versions else _numbers(target, one.version, other.version)
    if not {one.version, other.version} <= places.keys():
        return None
    return places[one.version] - places[other.version]


def _places(live: Live) -> Mapping[str, int]:
    return {name: place for place, name in enumerate(live.versions)}


def _numbers(target: Target, *versions: str) -> Mapping[str, int]:
    """Of a registry that counts its versions, their numbers tell the order."""
    counts = target.support is not None and target.support.numbers_versions
    return {each: int(each) for each in versions if counts and each.isdecimal()}
