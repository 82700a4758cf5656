"""Where two sequences differ, within a bound on the work."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import count, takewhile
from typing import Final, NamedTuple

CELLS: Final = 400_000_000
"""The most that is compared: old items times new ones, after equal beginnings and ends are left out. A cell is a bit of
memory, so this is 50 MB, and some tenths of a second: 20,000 lines that are all new, against as many."""

Pair = tuple[int, int]
"""An old item and a new one, by their places."""


class Hunk(NamedTuple):
    """A place where two sequences differ: the old items from `old` to before `old_end`, and the same of the new."""

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
        """How much work it is to compare its items."""
        return (self.old_end - self.old) * (self.new_end - self.new)

    def moved(self, old: int, new: int) -> "Hunk":
        """The same, further down by so many old and new items."""
        return Hunk(self.old + old, self.old_end + old, self.new + new, self.new_end + new)


class Difference(NamedTuple):
    """All places in order; where it would be too much work to find the shortest, one that holds them all."""

    hunks: tuple[Hunk, ...]
    is_shortest: bool


class Numbering:
    """Numbers for items: the same for those that are equal."""

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
    """The place that is left without an equal beginning and an equal end."""
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
    """All that does not differ, of so many old and new items."""
    old = new = 0
    for hunk in (*hunks, Hunk(olds, olds, news, news)):
        yield from zip(range(old, hunk.old), range(new, hunk.new), strict=True)
        old, new = hunk.old_end, hunk.new_end


def hunks_between(pairs: Iterable[Pair], olds: int, news: int) -> Iterator[Hunk]:
    """All that differs, of so many old and new items, where these pairs are what does not."""
    old = new = 0
    for pair in (*pairs, (olds, news)):
        if (old, new) != pair:
            yield Hunk(old, pair[0], new, pair[1])
        old, new = pair[0] + 1, pair[1] + 1


def merged(hunks: Iterable[Hunk], belong_together: Callable[[Hunk, Hunk], bool]) -> list[Hunk]:
    """The hunks, those that follow each other and belong together as one, with the equal items between them."""
    all_: list[Hunk] = []
    for hunk in hunks:
        if all_ and belong_together(all_[-1], hunk):
            all_[-1] = Hunk(all_[-1].old, hunk.old_end, all_[-1].new, hunk.new_end)
        else:
            all_.append(hunk)
    return all_
