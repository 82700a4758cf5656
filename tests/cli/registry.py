"""A registry in the folder of a test, as people and other stacks have filled it."""

from pathlib import Path
from typing import Any

from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.registries.base import Alias, Change, Desired, Publication, Ref
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.local import Local

NOBODY = ""


class LocalRegistry:
    """The embedded one; what it has is nobody's, unless a marker is given."""

    def __init__(self, folder: Path) -> None:
        self.backend = Local(str(folder / "prompts.db"))

    def add(self, name: str, text: str = "Sort {{ticket}}.", marker: str = NOBODY, **more: Any) -> Ref:
        return self.backend.create(desired(name, text, marker, **more))

    def write(self, ref: Ref, name: str, text: str) -> None:
        self.backend.update(self.backend.read(ref.id), desired(name, text), Change(frozenset({"content"})))

    def publish(self, ref: Ref, marker: str = NOBODY) -> str:
        digest = self.backend.read(ref.id).digest
        return self.backend.publish(ref.id, Publication(digest, marker, marker)).version

    def point(self, ref: Ref, alias: str, version: str, marker: str | None = None) -> None:
        self.backend.set_alias(ref.id, Alias(alias, version, marker), None)


def desired(name: str, text: str, marker: str = NOBODY, **more: Any) -> Desired:
    content = content_from({"template": text, **more.pop("content", {})})
    return Desired(name, content, digest_of(content), marker, **more)
