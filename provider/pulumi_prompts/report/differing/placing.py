"""Where a reader looks for a change. The shortest diff has several possible places; not all make sense."""

from collections.abc import Iterator, Sequence

from pulumi_prompts.report.differing.sequences import Hunk, merged


def placed(hunks: Sequence[Hunk], before: Sequence[str], after: Sequence[str]) -> list[Hunk]:
    """The hunks, moved to where they read best.

    If possible, a hunk that only adds or only removes begins at a paragraph. Two hunks with only blank lines between
    them become one, if each has more than twice as many lines as the gap.
    """

    def belong_together(one: Hunk, other: Hunk) -> bool:
        between = before[one.old_end : other.old]
        return _are_blank(between) and min(one.size, other.size) > 2 * len(between)

    return merged(_slid(hunks, before, after), belong_together)


def _are_blank(lines: Sequence[str]) -> bool:
    return not any(map(str.strip, lines))


def _slid(hunks: Sequence[Hunk], before: Sequence[str], after: Sequence[str]) -> Iterator[Hunk]:
    above = 0
    for index, hunk in enumerate(hunks):
        below = hunks[index + 1].old if index + 1 < len(hunks) else len(before)
        way = 0
        if hunk.old == hunk.old_end:
            way = _way(after, hunk.new, hunk.new_end, hunk.old - above, below - hunk.old_end)
        elif hunk.new == hunk.new_end:
            way = _way(before, hunk.old, hunk.old_end, hunk.old - above, below - hunk.old_end)
        yield hunk.moved(way, way)
        above = hunk.old_end + way


def _way(lines: Sequence[str], start: int, end: int, up: int, down: int) -> int:
    """How many lines the hunk from `start` to `end` moves down, or up (below 0), within its free range."""
    highest, lowest = start, start
    while start - highest < up and lines[highest - 1] == lines[end - 1 - (start - highest)]:
        highest -= 1
    while lowest - start < down and lines[lowest] == lines[end + (lowest - start)]:
        lowest += 1
    places = (place for place in range(lowest, highest - 1, -1) if _follows_blank_line(lines, place))
    return next(places, lowest) - start


def _follows_blank_line(lines: Sequence[str], at: int) -> bool:
    return at > 0 and not lines[at - 1].strip()
