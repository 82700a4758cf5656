"""Which items of two sequences belong together: equal items, and between them the most similar ones."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeVar

from pulumi_prompts.report.differing import sequences
from pulumi_prompts.report.differing.sequences import Hunk, Pair, difference, equal_pairs, hunks_between

PAIRS: Final = 6_000
"""The most pairs that are scored; this takes 6 ms (77 new lines against 77 old ones). If there are more, items are
paired in their order."""

Item = TypeVar("Item", bound=Hashable)
Scores = Sequence[Sequence[float]]
"""A row for each old item, with a score for each new one; 0 means no pair."""
ScoresOf = Callable[[Sequence[Item], Sequence[Item]], Scores]


class Partners(NamedTuple):
    """The pairs in order, without crossings, and whether there were too many items to compare all."""

    pairs: list[Pair]
    is_partial: bool


def partners(
    before: Sequence[Item], after: Sequence[Item], scores_of: ScoresOf[Item], is_anchor: Callable[[Item], object]
) -> Partners:
    """The pairs of equal items (anchors), and between two anchors the pairs with the best scores."""
    anchors = [*_anchors(before, after, is_anchor)]
    regions = [*hunks_between(anchors, len(before), len(after))]
    different = [hunk for hunk in regions if _old(before, hunk) != _new(after, hunk)]
    scores = scores_of if sum(hunk.cells for hunk in different) <= PAIRS else None
    between = [pair for hunk in regions for pair in _within(before, after, hunk, scores)]
    return Partners(sorted(anchors + between), any(hunk.cells > sequences.CELLS for hunk in different))


def _old(items: Sequence[Item], hunk: Hunk) -> Sequence[Item]:
    return items[hunk.old : hunk.old_end]


def _new(items: Sequence[Item], hunk: Hunk) -> Sequence[Item]:
    return items[hunk.new : hunk.new_end]


def _anchors(before: Sequence[Item], after: Sequence[Item], is_anchor: Callable[[Item], object]) -> Iterator[Pair]:
    olds, news = ([place for place, item in enumerate(items) if is_anchor(item)] for items in (before, after))
    found = difference([before[place] for place in olds], [after[place] for place in news])
    for old, new in equal_pairs(found.hunks, len(olds), len(news)):
        yield olds[old], news[new]


def _within(
    before: Sequence[Item], after: Sequence[Item], region: Hunk, scores_of: ScoresOf[Item] | None
) -> Iterator[Pair]:
    for old, new in _pairs_of(_old(before, region), _new(after, region), scores_of):
        yield region.old + old, region.new + new


def _pairs_of(olds: Sequence[Item], news: Sequence[Item], scores_of: ScoresOf[Item] | None) -> Iterable[Pair]:
    if olds == news:
        return zip(range(len(olds)), range(len(news)), strict=True)
    if len(olds) * len(news) > sequences.CELLS:
        return ()
    return best_pairs(scores_of(olds, news)) if scores_of else _in_order(olds, news)


def _in_order(olds: Sequence[Hashable], news: Sequence[Hashable]) -> Iterator[Pair]:
    hunks = difference(olds, news).hunks
    yield from equal_pairs(hunks, len(olds), len(news))
    for hunk in hunks:
        yield from zip(range(hunk.old, hunk.old_end), range(hunk.new, hunk.new_end), strict=False)


def best_pairs(scores: Scores) -> Iterator[Pair]:
    """The pairs without crossings that have the highest total score."""
    best = _best_from(scores)
    old = new = 0
    while best[old][new]:
        if best[old][new] == best[old + 1][new]:
            old += 1
        elif best[old][new] == best[old][new + 1]:
            new += 1
        else:
            yield old, new
            old, new = old + 1, new + 1


def _best_from(scores: Scores) -> list[list[float]]:
    """The best total score from each place on."""
    table = [[0.0] * (len(scores[0]) + 1 if scores else 1)]
    for row in reversed(scores):
        below, line = table[-1], [0.0]
        for new in range(len(row) - 1, -1, -1):
            line.append(max(line[-1], below[new], row[new] + below[new + 1]))
        table.append(line[::-1])
    return table[::-1]


def aligned(
    before: Sequence[Item], after: Sequence[Item], scores_of: ScoresOf[Item]
) -> Iterator[tuple[int | None, int | None]]:
    """The places of all items of both in order, each with its partner or None. Equal items are partners."""
    old = new = 0
    for pair in (*partners(before, after, scores_of, is_anchor=lambda _: True).pairs, (len(before), len(after))):
        yield from ((each, None) for each in range(old, pair[0]))
        yield from ((None, each) for each in range(new, pair[1]))
        if pair != (len(before), len(after)):
            yield pair
        old, new = pair[0] + 1, pair[1] + 1
