"""The embedded registry: one SQLite file, no server, no account.

The default, the reference for the conformance suite, and what previews and tests of programs run on. A prompt has a
head and numbered snapshots of it. Several processes may use one file at once: every operation is one transaction.
The adapter is loaded when it is asked for: an application that only reads needs no models.
"""

from typing import TYPE_CHECKING

__all__ = ["Local"]

if TYPE_CHECKING:
    from pulumi_prompts.registries.local.adapter import Local
else:

    def __getattr__(name: str) -> object:
        """The adapter."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from pulumi_prompts.registries.local.adapter import Local

        return Local
