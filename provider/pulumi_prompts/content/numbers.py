"""Numbers on Pulumi's wire, which knows floats alone."""

from typing import Any, Final

LARGEST_EXACT_INTEGER: Final = 2**53 - 1
"""Beyond it Pulumi loses digits."""


def plain_number(value: Any) -> Any:
    """A whole number as the integer that it is, as far as that is exact; anything else as it is."""
    if isinstance(value, float) and value.is_integer() and abs(value) <= LARGEST_EXACT_INTEGER:
        return int(value)
    return value
