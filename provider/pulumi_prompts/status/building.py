"""The status of several stacks: a row for each prompt, with a place for each environment."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pulumi_prompts.status.comparing import actual, finding, standing
from pulumi_prompts.status.environments import environments_of
from pulumi_prompts.status.live import Live
from pulumi_prompts.status.model import Environment, Place, PromptRow, Served, Status
from pulumi_prompts.status.seen import PromptKey, Seen, Where
from pulumi_prompts.status.times import in_utc

_ALARMING = frozenset({"drifted", "gone", "unread"})


class Table:
    """What each environment has of each prompt.

    Args:
        stacks: The stacks, in the order of their columns.
        seen: What their states have.
        live: What the registries have; None if they were not read.
    """

    def __init__(self, stacks: Sequence[str], seen: Sequence[Seen], live: Mapping[PromptKey, Live] | None) -> None:
        everything = [*seen, *_unmanaged(seen, live or {})]
        self.environments = environments_of(stacks, everything)
        self.live = live
        self._rows: dict[str, dict[Where, Seen]] = {}
        ambiguous = _ambiguous(everything)
        for each in everything:
            name = each.called.in_full if each.called.name in ambiguous else each.called.name
            self._rows.setdefault(name, {}).setdefault(each.where, each)

    @property
    def names(self) -> list[str]:
        """The names of the rows."""
        return sorted(self._rows)

    def row(self, name: str) -> Mapping[Where, Seen] | None:
        """The places of one prompt; None if no row has this name."""
        return self._rows.get(name)

    def status(self, only: str | None = None) -> Status:
        """The status, with the rows that need attention first; or one row only."""
        rows = [self._told(name, row) for name, row in self._rows.items() if only in (None, name)]
        return Status(tuple(self.environments), tuple(sorted(rows, key=_importance)))

    def live_at(self, seen: Seen) -> Live | None:
        """What the registry has of this prompt; None if it was not read."""
        return None if self.live is None else self.live[seen.key]

    def _told(self, name: str, row: Mapping[Where, Seen]) -> PromptRow:
        """A row. Each place is compared with the first one that serves something."""
        seen = [row.get(Where(each.stack, each.alias)) for each in self.environments]
        told = ((one, actual(one, self.live_at(one))) for one in seen if one)
        first = next(((one, served) for one, served in told if served and served.digest), None)
        return PromptRow(name, tuple(None if each is None else self._place(each, first) for each in seen))

    def _place(self, seen: Seen, first: tuple[Seen, Served] | None) -> Place:
        live = self.live_at(seen)
        served, found = actual(seen, live), finding(seen, live)
        is_moved = found in ("drifted", "gone")
        return Place(
            prompt=seen.prompt,
            registry=seen.target.place or _kind(seen),
            served=served,
            since=None if is_moved else seen.since,
            published=_published(served, live),
            standing=standing((seen, served), first, live) if served and first and first[0] is not seen else None,
            finding=found,
            state=seen.served if is_moved and seen.in_state else None,
            problem=live.problem if live else None,
        )


def _unmanaged(seen: Sequence[Seen], live: Mapping[PromptKey, Live]) -> Iterator[Seen]:
    """The aliases that only the registries have. Each belongs to the stack that has its prompt."""
    known = {(each.key, each.where.alias) for each in seen}
    owners: dict[PromptKey, Seen] = {}
    for each in sorted(seen, key=lambda each: each.where.alias is not None):
        owners.setdefault(each.key, each)
    for key, found in live.items():
        owner = owners[key]
        for alias in found.aliases:
            if (key, alias) not in known:
                yield _only_there(owner, alias)


def _only_there(owner: Seen, alias: str) -> Seen:
    where = Where(owner.where.stack, alias)
    nothing = Served(None, None)
    return Seen(where, owner.called, owner.target, owner.id, owner.prompt, nothing, owner.uri, in_state=False)


def _ambiguous(seen: Iterable[Seen]) -> set[str]:
    """The names that an environment has twice, under different parents. In another stack, the parents may differ."""
    times = Counter((where, called.name) for where, called in {(each.where, each.called) for each in seen})
    return {name for (_, name), number in times.items() if number > 1}


def _kind(seen: Seen) -> str:
    given = seen.target.given
    return str(given.get("kind") or "") if isinstance(given, Mapping) else ""


def _published(served: Served | None, live: Live | None) -> str | None:
    at = live.versions.get(served.version) if served and served.version and live else None
    return in_utc(at) if at else None


def _importance(row: PromptRow) -> tuple[int, str]:
    """The order of rows: first those that need attention, then by name."""
    there = [place for place in row.places if place]
    ranks = (
        any(place.finding in _ALARMING for place in there),
        any(place.standing not in (None, "same") for place in there),
        len(there) < len(row.places),
    )
    return next((rank for rank, is_it in enumerate(ranks) if is_it), len(ranks)), row.name


def environment_named(environments: Iterable[Environment], name: str) -> Environment | None:
    """The environment with this short or full name."""
    return next((each for each in environments if name in (each.name, _whole(each))), None)


def _whole(environment: Environment) -> str:
    return environment.stack if environment.alias is None else f"{environment.stack}@{environment.alias}"
