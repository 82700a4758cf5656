"""`truefoundry-sdk`."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from acceptance.registries.truefoundry import TrueFoundryWorld, truefoundry_fake, truefoundry_world
from acceptance.vendors.vendor import LIVE, NAMES, SCHEMA, Vendor, chat, editions, has_alias, is_chat, text
from fakes.truefoundry import ML_REPO, TOKEN
from truefoundry_sdks.client import NEW, Sdk, Speaker
from truefoundry_sdks.fixtures import sdk_speakers

__all__ = ["sdk_speakers", "truefoundry_fake", "truefoundry_vendor", "truefoundry_world"]


class TrueFoundryVendor(Vendor):
    """The client, and what it has written."""

    def __init__(self, world: TrueFoundryWorld, sdk: Sdk) -> None:
        self._world, self._sdk = world, sdk

    @property
    def world(self) -> TrueFoundryWorld:
        return self._world

    def fill(self) -> None:
        for number, name in enumerate(NAMES):
            versions = [
                self._sdk.call("apply", manifest=self._manifest(name, number, edition))["data"]
                for edition in editions(number)
            ]
            if has_alias(number):
                self._sdk.call("apply_tags", prompt_version_id=versions[0]["id"], tags=[LIVE], force=False)

    def _manifest(self, name: str, number: int, edition: int) -> dict[str, Any]:
        function = {"name": "find", "description": "Finds.", "parameters": SCHEMA}
        tools = {"tools": [{"type": "function", "function": function}]} if number % 3 == 0 else {}
        messages = chat(number, edition) if is_chat(number) else [{"role": "user", "content": text(number, edition)}]
        variables = {"ticket": "", **({"role": "a bot"} if len(messages) > 1 else {})}
        parameters = {"temperature": 0.2, "max_tokens": 100}
        return {
            "type": "chat_prompt",
            "name": name,
            "ml_repo": ML_REPO,
            "description": f"The {number}th.",
            "metadata": {"team": "support", "rating": number / 2},
            "messages": messages,
            "variables": variables,
            "model_configuration": {"provider": "openai-main", "model": "gpt-4o", "parameters": parameters},
            **tools,
        }

    @property
    def contents(self) -> Any:
        prompts = self._world.registry.prompts.values()
        return {each.name: [(v.number, _without_note(v.manifest)) for v in each.versions] for each in prompts}


def _without_note(manifest: Mapping[str, Any]) -> Any:
    metadata = {name: value for name, value in manifest["metadata"].items() if name != "pulumi_prompts"}
    said = {**manifest, "metadata": metadata}
    return {name: value for name, value in said.items() if value is not None}


@pytest.fixture
def truefoundry_vendor(truefoundry_world: TrueFoundryWorld, sdk_speakers: Callable[[str], Speaker]) -> Vendor:
    return TrueFoundryVendor(truefoundry_world, Sdk(NEW, truefoundry_world.fake.url, TOKEN, sdk_speakers(NEW)))
