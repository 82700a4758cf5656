"""Which parts of lines differ, by words."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, pairwise
from typing import Final, NamedTuple
from unicodedata import category

from pulumi_prompts.report.differing.pairing import Scores
from pulumi_prompts.report.differing.sequences import Hunk, Numbering, difference, merged, outline

LEAST_IN_COMMON: Final = 0.3
"""The rest of two lines is marked only if at least this part of them is the same."""

LOOKED_AT: Final = 1_000
"""The number of characters of a text that are compared to find its partner."""

_CJK: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # no spaces between words
_TOKEN: Final = re.compile(rf"[\U0001f1e6-\U0001f1ff]{{2}}|[^\W{_CJK}]+|\s+|.", re.DOTALL)
_WORD: Final = re.compile(rf"[^\W{_CJK}]+")
_JOINERS: Final = "\u200c\u200d"
_ZERO_WIDTH_JOINER: Final = "\u200d"
_MODIFIERS: Final = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")  # skin tones, parts of flags

Parts = tuple[tuple[int, int], ...]
"""Of a line: the first character of each, and the one after the last."""


class Marks(NamedTuple):
    """The parts that differ in an old line and in a new one; without them both lines are equal.

    There are none if the lines have little in common, or are `too_long` to be compared.
    """

    old: Parts = ()
    new: Parts = ()
    too_long: bool = False


def marks(before: str, after: str) -> Marks:
    """What differs between two lines."""
    olds, news = tokens(before), tokens(after)
    found = difference(olds, news)
    if not found.is_shortest:
        return Marks(too_long=True)
    joined = merged(found.hunks, lambda one, other: _is_space(olds[one.old_end : other.old]))
    hunks = [_narrow(hunk, olds, news) for hunk in joined]
    if _in_common(olds, news, hunks) < LEAST_IN_COMMON:
        return Marks()
    return Marks(_parts(olds, [hunk[:2] for hunk in hunks]), _parts(news, [hunk[2:] for hunk in hunks]))


def _narrow(hunk: Hunk, olds: Sequence[str], news: Sequence[str]) -> Hunk:
    """Without the equal spaces at its ends, which come from the joining of parts."""
    return outline(olds[hunk.old : hunk.old_end], news[hunk.new : hunk.new_end]).moved(hunk.old, hunk.new)


def _is_space(words: Sequence[str]) -> bool:
    return all(word.isspace() for word in words)


def _in_common(olds: Sequence[str], news: Sequence[str], hunks: Iterable[Hunk]) -> float:
    """The share of equal characters; spaces count only if there is nothing else."""
    different = sum(_visible(olds[h.old : h.old_end]) + _visible(news[h.new : h.new_end]) for h in hunks)
    total = _visible(olds) + _visible(news)
    return 1 - different / total if total else 1.0


def _visible(words: Iterable[str]) -> int:
    return sum(len(word) for word in words if not word.isspace())


def _parts(words: Iterable[str], ranges: Iterable[tuple[int, ...]]) -> Parts:
    starts = [0, *accumulate(map(len, words))]
    return tuple((starts[first], starts[end]) for first, end in ranges if first < end)


def tokens(line: str) -> list[str]:
    """The units of marking: a word, a run of spaces, any other character with all that belongs to it."""
    found = _TOKEN.findall(line)
    return found if line.isascii() else [*_with_what_follows(found)]


def _with_what_follows(found: Sequence[str]) -> Iterator[str]:
    """Joins accents, joined emoji and skin tones to their character, and a word that continues after an accent."""
    starts = [0, *(i for i in range(1, len(found)) if not _belongs(found[i - 1], found[i])), len(found)]
    yield from ("".join(found[start:end]) for start, end in pairwise(starts) if start < end)


def _belongs(one: str, following: str) -> bool:
    if _is_mark(following[0]) or _MODIFIERS.match(following) or one[-1] == _ZERO_WIDTH_JOINER:
        return True
    return _is_mark(one[-1]) and _WORD.match(following) is not None


def _is_mark(character: str) -> bool:
    return not character.isascii() and (character in _JOINERS or category(character).startswith("M"))


def similarities(before: Iterable[str], after: Iterable[str]) -> Scores:
    """How much every old text has in common with every new one: 0 is little, 1 is everything."""
    return _scores(before, after, lambda common, _words: common)


def common_words(before: Sequence[str], after: Sequence[str]) -> Scores:
    """How many words every old line has in common with every new one, twice; 1 for two blank lines.

    One line against one needs no look.
    """
    if len(before) == len(after) == 1:
        return [[1.0]]
    return _scores(before, after, lambda common, words: common * (words or 1))


def _scores(before: Iterable[str], after: Iterable[str], weighed: Callable[[float, int], float]) -> Scores:
    from rapidfuzz.distance import Indel

    common = partial(Indel.normalized_similarity, score_cutoff=LEAST_IN_COMMON)
    numbers = Numbering()
    olds, news = ([numbers.of(_words(text)) for text in texts] for texts in (before, after))
    return [[weighed(common(old, new), len(old) + len(new)) for new in news] for old in olds]


def _words(text: str) -> list[str]:
    return [word for word in tokens(text[:LOOKED_AT]) if not word.isspace()]
