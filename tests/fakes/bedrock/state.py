"""What a registry keeps: prompts, their draft and numbered snapshots, and the names by which they are called."""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..wire import Json
from .wire import invalid

DRAFT = "DRAFT"
_ARN = re.compile(r"arn:aws:bedrock:(?P<region>[^:]+):(?P<account>\d{12}):prompt/(?P<id>\w{10})(?::(?P<version>\d+))?")


@dataclass
class Snapshot:
    """One state of a prompt: `fields` is what the caller gave, by the names of the API."""

    version: str
    fields: Json
    created_at: str
    updated_at: str

    def numbered(self, version: str, now: str, description: str | None) -> "Snapshot":
        """A copy under a number. It has its own description or none: that the draft's is not inherited is inferred."""
        fields = copy.deepcopy(self.fields)
        fields.pop("description", None)
        if description is not None:
            fields["description"] = description
        return Snapshot(version, fields, now, now)


@dataclass
class Prompt:
    """A prompt: its draft, and the versions that still exist, by number. `order` is its place among all prompts."""

    id: str
    arn: str
    order: int
    draft: Snapshot
    versions: dict[str, Snapshot] = field(default_factory=dict)
    issued: int = 0

    @property
    def name(self) -> str:
        return str(self.draft.fields["name"])

    def snapshots(self) -> Iterator[tuple[int, Snapshot]]:
        """The draft, then the versions by number; the number is the place in a listing."""
        yield 0, self.draft
        yield from ((int(number), snapshot) for number, snapshot in self.versions.items())

    def snapshot_arn(self, snapshot: Snapshot) -> str:
        return self.arn if snapshot.version == DRAFT else f"{self.arn}:{snapshot.version}"

    def answer(self, snapshot: Snapshot) -> Json:
        """A snapshot as CreatePrompt, UpdatePrompt, GetPrompt and CreatePromptVersion answer it."""
        return {
            "id": self.id,
            "arn": self.snapshot_arn(snapshot),
            "version": snapshot.version,
            "createdAt": snapshot.created_at,
            "updatedAt": snapshot.updated_at,
            **copy.deepcopy(snapshot.fields),
        }

    def summary(self, snapshot: Snapshot) -> Json:
        kept = ("id", "arn", "version", "createdAt", "updatedAt", "name", "description")
        return {key: value for key, value in self.answer(snapshot).items() if key in kept}


@dataclass
class Kept:
    """What a region keeps: prompts by id, tags by ARN."""

    prompts: dict[str, Prompt]
    tags: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Reference:
    """An identifier taken apart: a bare id has no region and no account."""

    id: str
    version: str | None = None
    region: str | None = None
    account: str | None = None

    @staticmethod
    def parse(identifier: str) -> "Reference":
        found = _ARN.fullmatch(identifier)
        return Reference(**found.groupdict()) if found else Reference(identifier)

    def belongs_to(self, account: str, region: str) -> bool:
        return self.account in (None, account) and self.region in (None, region)

    def without_version(self) -> "Reference":
        """The reference to a prompt; that only GetPrompt takes a version's ARN is inferred (nothing may rely on it)."""
        if self.version is not None:
            invalid("The identifier of a prompt is expected here, not that of a version.")
        return self

    def with_version(self, version: str | None) -> str:
        """The version that is meant; that an ARN and a parameter may not differ is inferred."""
        if self.version is not None and version not in (None, self.version):
            invalid("promptVersion differs from the version in promptIdentifier.")
        return self.version or version or DRAFT
