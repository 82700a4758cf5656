"""How places compare: which is behind or ahead, and where a registry differs from a state."""

from collections.abc import Mapping

from pulumi_prompts.registries.session import Target
from pulumi_prompts.status.live import Live
from pulumi_prompts.status.model import Finding, Served, Standing
from pulumi_prompts.status.seen import Seen


def actual(seen: Seen, live: Live | None) -> Served | None:
    """What the place serves: from the registry, if it was read, else from the state. None if it has nothing."""
    if live is None or live.problem:
        return seen.served
    return live.head if seen.where.alias is None else live.aliases.get(seen.where.alias)


def finding(seen: Seen, live: Live | None) -> Finding | None:
    """How the registry compares with the state; None if it was not read."""
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
    """An alias must point at its version. For a head only the content counts, not which version has it."""
    is_at_version = seen.where.alias is None or found.version == seen.served.version
    return found.digest == seen.served.digest and is_at_version


def standing(one: tuple[Seen, Served], first: tuple[Seen, Served], live: Live | None) -> Standing | None:
    """How a place compares with the first place of its prompt; None if a content is not known.

    Args:
        one: The place, with what it serves.
        first: The first place, with what it serves.
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
    """Below 0 if `one` was published first; None if the order is not known, as for a head without a version."""
    if one.version is None or other.version is None:
        return None
    places = _places(live) if live and live.versions else _numbers(target, one.version, other.version)
    if not {one.version, other.version} <= places.keys():
        return None
    return places[one.version] - places[other.version]


def _places(live: Live) -> Mapping[str, int]:
    return {name: place for place, name in enumerate(live.versions)}


def _numbers(target: Target, *versions: str) -> Mapping[str, int]:
    """The order from the numbers of the versions, if the registry numbers them."""
    counts = target.support is not None and target.support.numbers_versions
    return {each: int(each) for each in versions if counts and each.isdecimal()}
