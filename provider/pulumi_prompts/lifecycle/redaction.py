"""Secret texts are struck out of what a registry says, however it breaks their lines and escapes them.

Both texts are read in one plain form, of which a secret's is looked for: white space is one space, an escape is what it
stands for, and other backslashes are nothing, so that it doesn't matter how often a text was escaped. A pattern that
allowed all that would take for ever to say that a text is not there.
"""

import re
from collections.abc import Iterator

from pulumi_prompts.errors import REDACTED

_SHORTEST = 4
_HEX = "[0-9a-fA-F]"
_PIECE = re.compile(rf"\\+(?:u(?P<unit>{_HEX}{{4}})|x(?P<byte>{_HEX}{{2}}))|\\+(?P<gap>[nrtfvb])|\\+|(?P<char>[^\\])")


def strike_out(text: str, secret: str) -> str:
    """`text` without `secret`, which is left alone where it is so short that it stands everywhere."""
    wanted = "".join(unit for unit, _ in _plain(secret)).strip()
    if len(wanted) < _SHORTEST:
        return text
    pieces = list(_plain(text))
    units = "".join(unit for unit, _ in pieces)
    kept, after = "", 0
    for found in re.finditer(re.escape(wanted), units):
        first, last = pieces[found.start()][1], pieces[found.end() - 1][1]
        kept, after = kept + text[after : first.start()] + REDACTED, last.end()
    return kept + text[after:]


def _plain(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The units of UTF-16 that `text` stands for, each with the place where it stands."""
    before = ""
    for piece in _PIECE.finditer(text):
        for unit in _units(piece):
            if (before, unit) != (" ", " "):
                yield unit, piece
            before = unit


def _units(piece: re.Match[str]) -> str:
    if piece["gap"]:
        return " "
    code = piece["unit"] or piece["byte"]
    char = chr(int(code, 16)) if code else piece["char"] or ""
    if char.isspace() or char == "\b":
        return " "
    return char if char <= "\uffff" else _surrogates(char)


def _surrogates(char: str) -> str:
    high, low = divmod(ord(char) - 0x10000, 0x400)
    return chr(0xD800 + high) + chr(0xDC00 + low)
