"""What a command of the engine printed and did, read from its text and its event log."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MARKUP = re.compile(r"<\{%.*?%\}>")
_OWN_TYPES = "pulumi:"
"""The prefix of the engine's own resources: the stack and the providers."""


def key_of(urn: str) -> str:
    """A resource as tests write it: the last part of its type, then its name."""
    _, _, types, name = urn.split("::", 3)
    return f"{types.rpartition(':')[2]} {name}"


@dataclass(frozen=True)
class Step:
    """One operation on one resource, as the engine reported it."""

    op: str
    key: str
    details: Mapping[str, Any]
    failed: bool

    def __str__(self) -> str:
        return f"{self.op} {self.key}"


@dataclass(frozen=True)
class Run:
    """A finished command.

    Attributes:
        text: All that it printed.
        events: The engine's events; none where the command has no event log.
    """

    exit_code: int
    text: str
    events: tuple[Mapping[str, Any], ...] = ()

    @property
    def failed(self) -> bool:
        return self.exit_code != 0

    @property
    def ordered_steps(self) -> list[str]:
        """The operations that were done (or are planned, in a preview) in their order; what stays is none."""
        return [str(step) for step in self._steps() if not step.failed]

    @property
    def steps(self) -> set[str]:
        return set(self.ordered_steps)

    @property
    def failed_steps(self) -> set[str]:
        return {str(step) for step in self._steps() if step.failed}

    @property
    def diffs(self) -> dict[str, set[str]]:
        """The property paths that each changed resource shows."""
        changed = (step for step in self._steps() if step.op == "update" or step.details["detailedDiff"])
        return {step.key: set(step.details["detailedDiff"] or ()) for step in changed}

    def diff(self, key: str) -> set[str]:
        return self.diffs.get(key, set())

    def diagnostics(self, key: str) -> list[str]:
        """What the engine says about one resource. The whole output holds noise of the language host besides."""
        return [
            _MARKUP.sub("", event["message"]).strip()
            for event in self._of_kind("diagnosticEvent")
            if event.get("urn") and key_of(event["urn"]) == key and _stays(event)
        ]

    def _steps(self) -> Iterator[Step]:
        for event in self.events:
            for kind in ("resOutputsEvent", "resOpFailedEvent"):
                details = event.get(kind, {}).get("metadata")
                if details and not _is_no_change(details) and not details["type"].startswith(_OWN_TYPES):
                    yield Step(details["op"], key_of(details["urn"]), details, failed=kind == "resOpFailedEvent")

    def _of_kind(self, kind: str) -> Iterator[Mapping[str, Any]]:
        return (event[kind] for event in self.events if kind in event)


def _is_no_change(details: Mapping[str, Any]) -> bool:
    """A preview with a refresh shows the refresh of each resource as a step, also where it found nothing."""
    return details["op"] == "same" or (details["op"] == "refresh" and not details["detailedDiff"])


def _stays(diagnostic: Mapping[str, Any]) -> bool:
    """Whether it is more than the status of the moment."""
    return diagnostic["severity"] != "debug" and not diagnostic.get("ephemeral")


def read_events(log: Path) -> tuple[Mapping[str, Any], ...]:
    """The events that the engine wrote, one JSON document a line."""
    return tuple(json.loads(line) for line in log.read_text().splitlines()) if log.exists() else ()
