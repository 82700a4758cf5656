"""Short words for what happens and what must not be overlooked: on buttons, and before sentences."""

from collections.abc import Mapping
from typing import Final

from pulumi_prompts.report.model import HappeningKind, Knowledge, WarningKind

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

WARNINGS: Final[Mapping[WarningKind, str]] = {
    "breaks_callers": "Breaks callers",
    "production_moves": "Production",
    "deletion": "Deletion",
    "replacement": "Replacement",
    "model_changed": "Another model",
    "not_as_promoted": "Not as promoted",
    "adopts": "Adopts",
    "takes_over": "Takes over",
    "foreign_version": "Version of others",
    "unknown_content": "Cannot be reviewed",
}

SEVERE: Final[frozenset[WarningKind]] = frozenset({"breaks_callers", "production_moves", "deletion", "replacement"})
"""What users notice at once, or what cannot be taken back."""

KNOWLEDGE: Final[Mapping[Knowledge, str]] = {
    "known": "",
    "absent": "none",
    "unknown": "known at up",
    "secret": "a secret",
}
"""What stands in the place of a value that is not told."""


def counted(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
