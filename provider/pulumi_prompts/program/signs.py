"""What Pulumi writes, in previews and states, in the place of a value that it does not tell."""

from typing import Final

UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""Known at `pulumi up`, in a preview. Only the whole value is that: a text that holds these characters somewhere is an
ordinary text, so that nobody can hide one behind them."""

SECRET: Final = "[secret]"  # noqa: S105  a sign, not a password
"""A secret, in a preview, and nothing else; a text of these eight characters loses nothing by it."""

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
"""The key of an object that stands for something else: a secret, in a state or in events."""
