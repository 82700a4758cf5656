"""What fits into a text of a limited length; the rest is counted."""

from collections.abc import Iterable, Sequence

BETWEEN = "\n\n"


def blocks(texts: Iterable[str]) -> str:
    """Texts with a blank line between them."""
    return BETWEEN.join(filter(None, texts))


def length_of(texts: Iterable[str]) -> int:
    """Their length as blocks, each with the separator before the next."""
    return sum(len(text) + len(BETWEEN) for text in texts)


def fitting(items: Sequence[str], room: int, rest: str, between: str = "\n") -> str:
    """The first items that fit, and a note on the others, with their number for `{}`."""
    shown = 0
    for item in items:
        room -= len(item) + len(between)
        if room < 0:
            break
        shown += 1
    others = [rest.format(f"{len(items) - shown:,}")] if shown < len(items) else []
    return between.join([*items[:shown], *others])


def clipped(text: str, longest: int) -> str:
    """The beginning of a text, and how many characters are left out."""
    return text if len(text) <= longest else f"{text[:longest]} … ({len(text) - longest:,} more characters)"
