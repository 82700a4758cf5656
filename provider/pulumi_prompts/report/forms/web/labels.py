"""Short words for what happens, and which warnings are severe."""

from collections.abc import Mapping
from typing import Final

from pulumi_prompts.report.model import HappeningKind, Warning, WarningKind

HAPPENINGS: Final[Mapping[HappeningKind, str]] = {
    "create": "new",
    "adopt": "adopts",
    "take_over": "takes over",
    "write": "writes",
    "rename": "renames",
    "describe": "describes",
    "publish": "publishes",
    "reuse": "re-uses",
    "alias_create": "new alias",
    "alias_move": "moves alias",
    "alias_delete": "deletes alias",
    "promote": "promotes",
    "delete": "deletes",
    "replace": "replaces",
    "forget": "forgets",
    "settings": "settings",
}
"""On the buttons of the filter."""

_SEVERE: Final[frozenset[WarningKind]] = frozenset({"breaks_callers", "production_moves", "deletion", "replacement"})
"""Warnings of what users notice at once, or what cannot be undone."""


def severity(warning: Warning) -> str | None:
    """The class of a warning on the page."""
    return "severe" if warning.kind in _SEVERE else None
