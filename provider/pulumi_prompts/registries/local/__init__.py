"""The embedded registry: one SQLite file, no server, no account.

The default, the reference for the conformance suite, and what previews and tests of programs run on. A prompt has a
head and numbered snapshots of it. Several processes may use one file at once: every operation is one transaction.
"""

from pulumi_prompts.registries.local.adapter import Local

__all__ = ["Local"]
