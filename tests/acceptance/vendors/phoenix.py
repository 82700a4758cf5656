"""Phoenix's own client, of a real server."""

from typing import Any

import pytest

from acceptance.registries.phoenix import (
    PhoenixWorld,
    phoenix_client,
    phoenix_registry,
    phoenix_server,
    phoenix_world,
)
from acceptance.vendors.vendor import LIVE, NAMES, SCHEMA, Vendor, chat, editions, has_alias

__all__ = ["phoenix_client", "phoenix_registry", "phoenix_server", "phoenix_vendor", "phoenix_world"]


class PhoenixVendor(Vendor):
    """The client, and what it has written: chats, because Phoenix keeps nothing else."""

    def __init__(self, world: PhoenixWorld) -> None:
        self._world = world

    @property
    def world(self) -> PhoenixWorld:
        return self._world

    def fill(self) -> None:
        client = self._world.application
        for number, name in enumerate(NAMES):
            written = [
                client.call(
                    "create_from_openai",
                    name=name,
                    completion=_completion(number, edition),
                    description=f"The {number}th.",
                    team="support",
                )
                for edition in editions(number)
            ]
            if has_alias(number):
                client.call("tag", version=written[0], name=LIVE)

    @property
    def contents(self) -> Any:
        return {
            prompt.name: [(each.id, each.fields, [*each.tags]) for each in prompt.versions]
            for prompt in self._world.registry.prompts
        }


def _completion(number: int, edition: int) -> dict[str, Any]:
    """What an application passes on to OpenAI's client."""
    function = {"name": "find", "description": "Finds.", "parameters": SCHEMA}
    tools = {"tools": [{"type": "function", "function": function}]} if number % 3 == 0 else {}
    form = {"type": "json_schema", "json_schema": {"name": "queue", "schema": SCHEMA}}
    more = {"response_format": form} if number % 6 == 1 else {}
    return {"model": "gpt-4o", "messages": chat(number, edition), "temperature": 0.2, **tools, **more}


@pytest.fixture
def phoenix_vendor(phoenix_world: PhoenixWorld) -> Vendor:
    return PhoenixVendor(phoenix_world)
