"""What Pulumi writes, in previews and states, in the place of a value that it does not tell.

In previews a secret is `errors.REDACTED`.
"""

from typing import Final

UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""Known at `pulumi up`."""

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
"""The key of an object that stands for something else: a secret, in a state or in events."""
