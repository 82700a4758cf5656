"""A stack that is gone. It kept its prompts, because nobody but a program of ours writes the embedded registry."""

import json
from typing import Any

import pytest

from acceptance.registries.local import LocalWorld, local_world
from acceptance.vendors.vendor import LIVE, NAMES, NUMBERS, SCHEMA, Vendor, chat, editions, has_alias, is_chat, text
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.registries.base import Alias, Change, Desired, Publication
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.local import Local

__all__ = ["local_vendor", "local_world"]

_STACK = "organization/support-desk/old"


class LocalVendor(Vendor):
    """The stack, and what it has left."""

    def __init__(self, world: LocalWorld) -> None:
        self._world = world

    @property
    def world(self) -> LocalWorld:
        return self._world

    def fill(self) -> None:
        registry = Local(str(self._world.folder / "prompts.db"))
        for number in NUMBERS:
            wanted = _desired(number, 1)
            ref, marker = registry.create(wanted), wanted.marker
            for edition in editions(number):
                wanted = _desired(number, edition)
                registry.update(registry.read(ref.id), wanted, Change(frozenset({"content"})))
                if number % 7:
                    registry.publish(ref.id, Publication(wanted.digest, marker, marker))
            if has_alias(number) and number % 7:
                registry.set_alias(ref.id, Alias(LIVE, "1", f"{marker}-{LIVE}"), None)

    @property
    def contents(self) -> Any:
        """With the number of the next version. An update says the whole row: the keys of its objects have no order."""
        prompts = self._world.registry.rows("SELECT id, next_version, name, content FROM prompts ORDER BY id")
        versions = self._world.registry.rows("SELECT * FROM versions ORDER BY prompt_id, version")
        return [(*beside, json.loads(content)) for *beside, content in prompts], versions


def _desired(number: int, edition: int) -> Desired:
    said = {"messages": chat(number, edition)} if is_chat(number) else {"template": text(number, edition)}
    tools = {"tools": [{"name": "find", "parameters": SCHEMA}]} if number % 3 == 0 else {}
    content = content_from({"model": "gpt-4o", "parameters": {"temperature": 0.5}, **said, **tools})
    return Desired(
        NAMES[number],
        content,
        digest_of(content),
        f"{_STACK}/{NAMES[number]}",
        description=f"The {number}th.",
        tags={"team": "support"},
        metadata={"rating": number / 2},
    )


@pytest.fixture
def local_vendor(local_world: LocalWorld) -> Vendor:
    return LocalVendor(local_world)
