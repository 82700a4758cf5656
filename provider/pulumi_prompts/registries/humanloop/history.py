"""Which version of a prompt is its head.

The registry does not say: asked for a prompt, it answers the version that is deployed to the default environment, or
the first (seen in the vendor's own integration tests). So the head is the newest version. But a write that goes back to
an older content makes none: then the prompt carries a tag with the version that is the head, and the time of the newest
at that moment, so that whatever somebody makes later is seen.
"""

from collections.abc import Iterable
from datetime import datetime

from pulumi_prompts.registries.humanloop.answers import Record
from pulumi_prompts.registries.shared.notes import RESERVED, parsed_tags

HEAD_TAG = f"{RESERVED}head"
"""Which version is the head, where a write has gone back to an older one."""


class History:
    """The versions of a prompt, the oldest first. Inferred: the registry lists the newest first."""

    def __init__(self, listed: Iterable[Record]) -> None:
        self.records = [*listed][::-1]
        self.records.sort(key=lambda record: record.created_at)

    @property
    def newest(self) -> Record | None:
        """The version that was made last; None where all were removed."""
        return self.records[-1] if self.records else None

    @property
    def head(self) -> Record | None:
        """The version that was written last."""
        newest = self.newest
        named = _parsed(parsed_tags(newest.tags).get(HEAD_TAG, "")) if newest else None
        if newest is None or named is None or newest.created_at > named[1]:
            return newest
        return next((record for record in self.records if record.version_id == named[0]), newest)

    def tag_for(self, head: Record | None) -> dict[str, str]:
        """The tag that names the head, where it is not the newest version; None is one that is about to be made."""
        newest = self.newest
        if head is None or newest is None or head.version_id == newest.version_id:
            return {}
        return {HEAD_TAG: f"{head.version_id} {newest.created_at.isoformat()}"}


def _parsed(value: str) -> tuple[str, datetime] | None:
    version_id, _, moment = value.partition(" ")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (version_id, at) if at.tzinfo else None
