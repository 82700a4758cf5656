"""Which items of two sequences belong together, in order, by a score of each pair."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from pulumi_prompts.report.differing.sequences import difference

PAIRS: Final = 40_000
"""The most pairs that are scored, some hundredths of a second; of more, the first item belongs to the first."""

Item = TypeVar("Item", bound=Hashable)
Scores = Sequence[Sequence[float]]
"""A row for each old item, with a score for each new one; 0 makes no pair."""


def best_pairs(scores: Scores) -> Iterator[tuple[int, int]]:
    """The pairs, none across another, whose scores are the most together."""
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
    """What can be had of the items from each place on."""
    table = [[0.0] * (len(scores[0]) + 1 if scores else 1)]
    for row in reversed(scores):
        below, line = table[-1], [0.0]
        for new in range(len(row) - 1, -1, -1):
            line.append(max(line[-1], below[new], row[new] + below[new + 1]))
        table.append(line[::-1])
    return table[::-1]


def aligned(
    before: Sequence[Item], after: Sequence[Item], scores_of: Callable[[Sequence[Item], Sequence[Item]], Scores]
) -> Iterator[tuple[int | None, int | None]]:
    """Every item of both in order, by its index: with its partner, or with None. Equal items are partners."""
    old = new = 0
    for pair in _partners(before, after, scores_of):
        yield from _alone(range(old, pair[0]), range(new, pair[1]))
        yield pair
        old, new = pair[0] + 1, pair[1] + 1
    yield from _alone(range(old, len(before)), range(new, len(after)))


def _partners(
    before: Sequence[Item], after: Sequence[Item], scores_of: Callable[[Sequence[Item], Sequence[Item]], Scores]
) -> Iterator[tuple[int, int]]:
    old = new = 0
    for hunk in difference(before, after).hunks:
        yield from zip(range(old, hunk.old), range(new, hunk.new), strict=True)
        for one, other in _within(before[hunk.old : hunk.old_end], after[hunk.new : hunk.new_end], scores_of):
            yield hunk.old + one, hunk.new + other
        old, new = hunk.old_end, hunk.new_end
    yield from zip(range(old, len(before)), range(new, len(after)), strict=True)


def _within(
    before: Sequence[Item], after: Sequence[Item], scores_of: Callable[[Sequence[Item], Sequence[Item]], Scores]
) -> Iterable[tuple[int, int]]:
    if len(before) * len(after) > PAIRS:
        return zip(range(len(before)), range(len(after)), strict=False)
    return best_pairs(scores_of(before, after))


def _alone(olds: range, news: range) -> Iterator[tuple[int | None, int | None]]:
    yield from ((old, None) for old in olds)
    yield from ((None, new) for new in news)
