"""The `humanloop` SDK."""

from typing import Any

import pytest

from acceptance.registries.humanloop import HumanloopWorld, humanloop_fake, humanloop_world
from acceptance.vendors.vendor import LIVE, NAMES, SCHEMA, Vendor, chat, editions, has_alias, is_chat, text
from humanloop_sdk.client import SdkClient
from humanloop_sdk.fixtures import humanloop_sdk, sdk

__all__ = ["humanloop_fake", "humanloop_sdk", "humanloop_vendor", "humanloop_world", "sdk"]


class HumanloopVendor(Vendor):
    """The client, and what it has written."""

    def __init__(self, world: HumanloopWorld, sdk: SdkClient) -> None:
        self._world, self._sdk = world, sdk

    @property
    def world(self) -> HumanloopWorld:
        return self._world

    def fill(self) -> None:
        for number, name in enumerate(NAMES):
            path, versions = f"team/{name}" if number % 2 else name, []
            for edition in editions(number):
                versions.append(self._sdk.upsert(path=path, **self._parameters(number, edition), tags=["support"]))
            if has_alias(number):
                environment = self._world.registry.environment(LIVE).id
                deployed = {"environment_id": environment, "version_id": versions[0]["version_id"]}
                self._sdk.call("prompts.set_deployment", id=versions[0]["id"], **deployed)

    def _parameters(self, number: int, edition: int) -> dict[str, Any]:
        template: Any = chat(number, edition) if is_chat(number) else text(number, edition)
        tool = {"name": "find", "description": "Finds.", "parameters": SCHEMA}
        tools = {"tools": [tool]} if number % 3 == 0 else {}
        form = {"type": "json_schema", "json_schema": {"name": "queue", "schema": SCHEMA}}
        more = {"response_format": form} if number % 6 == 1 else {}
        endpoint = "chat" if is_chat(number) else "complete"
        return {"model": "gpt-4o", "endpoint": endpoint, "template": template, "temperature": 0.5, **tools, **more}

    @property
    def contents(self) -> Any:
        prompts = self._world.registry.prompts.values()
        return {each.path: [(version.id, version.kernel) for version in each.versions] for each in prompts}


@pytest.fixture
def humanloop_vendor(humanloop_world: HumanloopWorld, sdk: SdkClient) -> Vendor:
    return HumanloopVendor(humanloop_world, sdk)
