"""Langfuse's own SDK."""

import json
from typing import Any

import pytest

from acceptance.registries.langfuse import LangfuseWorld, langfuse_fake, langfuse_world
from acceptance.vendors.vendor import LIVE, NAMES, SCHEMA, Vendor, chat, editions, has_alias, is_chat, text
from langfuse_sdk.client import Sdk
from langfuse_sdk.fixtures import langfuse_sdk
from langfuse_sdk.fixtures import sdk as langfuse_client

__all__ = ["langfuse_client", "langfuse_fake", "langfuse_sdk", "langfuse_vendor", "langfuse_world"]


class LangfuseVendor(Vendor):
    """The client, and what it has written."""

    def __init__(self, world: LangfuseWorld, sdk: Sdk) -> None:
        self._world, self._sdk = world, sdk

    @property
    def world(self) -> LangfuseWorld:
        return self._world

    def fill(self) -> None:
        for number, name in enumerate(NAMES):
            for edition in editions(number):
                self._sdk.call(
                    "create_prompt",
                    name=name,
                    type="chat" if is_chat(number) else "text",
                    prompt=chat(number, edition) if is_chat(number) else text(number, edition),
                    config=_config(number),
                    tags=["support", "desk=first"],
                    commit_message=f"Edition {edition}",
                )
            if has_alias(number):
                self._sdk.call("update_prompt", name=name, version=1, new_labels=[LIVE])

    @property
    def contents(self) -> Any:
        """And each content that a version was made with, be it for a moment."""
        kept = {
            name: [(each.id, each.version, each.prompt, each.config, {*each.labels}) for each in versions]
            for name, versions in self._world.registry.prompts.items()
        }
        written = (each.body for each in self._world.fake.calls if each.operation == "create")
        return kept, {json.dumps([each["name"], each["prompt"], each["config"]], sort_keys=True) for each in written}


def _config(number: int) -> dict[str, Any]:
    """As an application passes it on; some of it no property of ours."""
    function = {"name": "find", "description": "Finds.", "parameters": SCHEMA}
    tools = {"tools": [{"type": "function", "function": function}]} if number % 3 == 0 else {}
    form = {"type": "json_schema", "json_schema": {"name": "queue", "schema": SCHEMA}}
    more = {"response_format": form} if number % 6 == 1 else {}
    return {"model": "gpt-4o", "temperature": 0.2, "user": "desk", **tools, **more}


@pytest.fixture
def langfuse_vendor(langfuse_world: LangfuseWorld, langfuse_client: Sdk) -> Vendor:
    return LangfuseVendor(langfuse_world, langfuse_client)
