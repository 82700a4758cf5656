"""The facts of a status in words, the same in all forms for people."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pulumi_prompts.report.forms.facts import short
from pulumi_prompts.report.forms.sentences import Name, Sentence, Strong, Words, counted, joined, names
from pulumi_prompts.status.model import Difference, Place, PromptRow, Served, Status

NOTHING = "No stack has a prompt."
NOT_THERE = "not there"
NO_VERSION = "no version"
NOT_KNOWN = "content not known"
LEGEND = (
    "In each row, one colour means one content. Each environment is compared with the first one that has the prompt. "
    "Only versions of the same prompt in the same registry can be behind or ahead; other contents differ."
)
COLOURS = 6
"""The number of contents in a row that have a colour; further ones have none."""

_TITLES = {"drifted": "drifted", "gone": "gone", "unread": "not read", "unmanaged": "in no given state"}
_PROMPTS_NAMED = 5


def verdict(status: Status) -> str:
    """What needs attention, in one line."""
    if not status.prompts:
        return NOTHING
    counts = Counter(kind for row in status.prompts for kind in {*_kinds(row)})
    said = ", ".join(f"{counts[kind]:,} {words}" for kind, words in _VERDICT.items() if counts[kind])
    where = f"{counted(len(status.prompts), 'prompt')} in {counted(len(status.environments), 'environment')}"
    return f"{where}: {said or 'all the same'}."


_VERDICT = {
    "unread": "not read",
    "gone": "gone",
    "drifted": "drifted",
    "differs": "not the same everywhere",
    "missing": "not in every environment",
}


def _kinds(row: PromptRow) -> Iterator[str]:
    for place in row.places:
        if place is None:
            yield "missing"
            continue
        if place.standing not in (None, "same"):
            yield "differs"
        yield place.finding or ""


def is_uniform(row: PromptRow) -> bool:
    """Whether all environments have the same content, without a problem."""
    return not {*_kinds(row)} & _VERDICT.keys()


def colours(row: PromptRow) -> Mapping[str, int]:
    """The colour of each content of a row, counted from 0 in the order of the places."""
    served = (place.served.digest for place in row.places if place and place.served)
    digests = dict.fromkeys(digest for digest in served if digest)
    return {digest: colour for colour, digest in zip(range(COLOURS), digests, strict=False)}


def colour_of(place: Place, of: Mapping[str, int]) -> int | None:
    """The colour of what the place serves; None if it serves nothing, or no colour is left."""
    return of.get(place.served.digest or "") if place.served else None


def content(served: Served) -> Sentence:
    """A version, and the digest of its content."""
    version = Name(served.version) if served.version else NO_VERSION
    return (version, " ", Name(short(served.digest)) if served.digest else NOT_KNOWN)


def notes(place: Place) -> Iterator[Sentence]:
    """The notes of a place: how it compares, how the registry differs, and since when."""
    if place.standing not in (None, "same"):
        yield (str(place.standing),)
    if place.finding not in (None, "agrees"):
        title = _TITLES[place.finding]
        yield (title if place.finding == "unmanaged" else Strong(title),)
    if place.state:
        yield ("state: ", *content(place.state))
    if place.since:
        yield (f"since {_day(place.since)}",)
    elif place.published:
        yield (f"published {_day(place.published)}",)


def _day(time: str) -> str:
    return time.partition("T")[0]


def problems(status: Status) -> Iterator[Sentence]:
    """Why prompts could not be read: each reason once, with its prompts."""
    found: dict[str, dict[str, None]] = {}
    for row in status.prompts:
        for problem in (place.problem for place in row.places if place and place.problem):
            found.setdefault(problem, {})[row.name] = None
    for problem, prompts in found.items():
        yield (Strong(_TITLES["unread"]), ": ", *_some([*prompts]), ": ", Words(problem))


def _some(prompts: Sequence[str]) -> Sentence:
    more = len(prompts) - _PROMPTS_NAMED
    rest: Sentence = (f" and {more:,} more",) if more > 0 else ()
    return (*names(prompts[:_PROMPTS_NAMED]), *rest)


def between(difference: Difference) -> Sentence:
    """The title of a difference."""
    return (Name(difference.prompt), ": ", Name(difference.before), " => ", Name(difference.after))


NO_DIFFERENCE = "The content is the same."


def in_a_line(place: Place) -> Sentence:
    """The notes of a place, in one line."""
    return joined(notes(place))
