"""Where two sequences differ, within a bound on the work."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import count, takewhile
from typing import Final, NamedTuple

CELLS: Final = 400_000_000
"""The most cells that are compared: old items times new ones, without equal beginnings and ends. A cell is one bit, so
this is 50 MB, and some tenths of a second: 20,000 old lines against 20,000 new ones."""

Pair = tuple[int, int]
"""An old item and a new one, by their places."""


class Hunk(NamedTuple):
    """A place where two sequences differ: the old items from `old` up to `old_end` (not included), and the new ones."""

    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def size(self) -> int:
        """How many items differ, on both sides."""
        return self.old_end - self.old + self.new_end - self.new

    @property
    def cells(self) -> int:
        """The work to compare its items: old items times new ones."""
        return (self.old_end - self.old) * (self.new_end - self.new)

    def moved(self, old: int, new: int) -> "Hunk":
        """The same, moved down by so many old and new items."""
        return Hunk(self.old + old, self.old_end + old, self.new + new, self.new_end + new)


class Difference(NamedTuple):
    """All places in order; if the shortest difference is too much work, one place that covers them all."""

    hunks: tuple[Hunk, ...]
    is_shortest: bool


class Numbering:
    """Numbers for items; equal items have the same number."""

    def __init__(self) -> None:
        self._numbers: defaultdict[Hashable, int] = defaultdict(count().__next__)

    def of(self, items: Iterable[Hashable]) -> list[int]:
        """The number of each."""
        return [self._numbers[item] for item in items]


def difference(before: Sequence[Hashable], after: Sequence[Hashable]) -> Difference:
    """Where the two differ."""
    whole = outline(before, after)
    if whole.cells == 0:
        return Difference((whole,) if whole.size else (), is_shortest=True)
    if whole.cells > CELLS:
        return Difference((whole,), is_shortest=False)
    found = _shortest(before[whole.old : whole.old_end], after[whole.new : whole.new_end])
    return Difference(tuple(hunk.moved(whole.old, whole.new) for hunk in found), is_shortest=True)


def outline(before: Sequence[Hashable], after: Sequence[Hashable]) -> Hunk:
    """The place that remains without the equal beginning and the equal end."""
    start = _common(before, after)
    end = min(_common(before[::-1], after[::-1]), len(before) - start, len(after) - start)
    return Hunk(start, len(before) - end, start, len(after) - end)


def _common(before: Sequence[Hashable], after: Sequence[Hashable]) -> int:
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(before, after, strict=False)))


def _shortest(before: Sequence[Hashable], after: Sequence[Hashable]) -> Iterator[Hunk]:
    from rapidfuzz.distance import LCSseq

    numbers = Numbering()  # it compares hashes, which two items may share
    old = new = 0
    for equal in LCSseq.editops(numbers.of(before), numbers.of(after)).as_matching_blocks():
        if (old, new) != (equal.a, equal.b):
            yield Hunk(old, equal.a, new, equal.b)
        old, new = equal.a + equal.size, equal.b + equal.size


def equal_pairs(hunks: Iterable[Hunk], olds: int, news: int) -> Iterator[Pair]:
    """The pairs outside the hunks, for so many old and new items."""
    old = new = 0
    for hunk in (*hunks, Hunk(olds, olds, news, news)):
        yield from zip(range(old, hunk.old), range(new, hunk.new), strict=True)
        old, new = hunk.old_end, hunk.new_end


def hunks_between(pairs: Iterable[Pair], olds: int, news: int) -> Iterator[Hunk]:
    """The hunks between these equal pairs, for so many old and new items."""
    old = new = 0
    for pair in (*pairs, (olds, news)):
        if (old, new) != pair:
            yield Hunk(old, pair[0], new, pair[1])
        old, new = pair[0] + 1, pair[1] + 1


def merged(hunks: Iterable[Hunk], belong_together: Callable[[Hunk, Hunk], bool]) -> list[Hunk]:
    """The hunks; neighbours that belong together become one, with the equal items between them."""
    all_: list[Hunk] = []
    for hunk in hunks:
        if all_ and belong_together(all_[-1], hunk):
            all_[-1] = Hunk(all_[-1].old, hunk.old_end, all_[-1].new, hunk.new_end)
        else:
            all_.append(hunk)
    return all_
