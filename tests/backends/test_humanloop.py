"""Humanloop passes the conformance suite, on the fake."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import httpx
import pytest

from backends.humanloop_world import World
from fakes.humanloop import HumanloopFake
from fakes.humanloop.fixtures import humanloop_fake  # noqa: F401 (a fixture)
from pulumi_prompts.registries.base import Backend
from pulumi_prompts.registries.humanloop import Humanloop
from pulumi_prompts.testing import SAMPLES, BackendConformance


def humanloop(**options: Any) -> dict[str, Any]:
    return {"options": {"humanloop": options}}


TOOL = {"name": "find", "description": "Finds.", "parameters": {"type": "object", "properties": {"City": {}}}}


class TestHumanloop(BackendConformance):
    adapter = Humanloop
    samples: ClassVar[Mapping[str, Any]] = {
        **SAMPLES,
        "endpoint edit": {"endpoint": "edit"},
        **{f"provider {name}": {"provider": name} for name in ("openai", "google")},
        "all that is filled in": {
            "provider": "openai",
            "parameters": {
                "max_tokens": -1,
                "temperature": 1,
                "top_p": 1,
                "presence_penalty": 0,
                "frequency_penalty": 0,
            },
            **humanloop(template_language="default"),
        },
        "strict tools": {
            "tools": [
                TOOL,
                {**TOOL, "name": "b", "strict": False},
                {**TOOL, "name": "c", "strict": True},
                {"name": "d", "description": ""},
                {"name": "e", "description": "x", "parameters": {}, "strict": False},
            ],
        },
        "humanloop default language": humanloop(template_language="default"),
        "humanloop jinja": humanloop(template_language="jinja"),
        "humanloop parameters": humanloop(other={"top_k": 5, "Nested": {"list": [1, 1.5, None, True, "x", {}]}}),
        "humanloop parameters that are empty": humanloop(other={}, attributes={}, linked_tools=[]),
        "humanloop attributes": humanloop(attributes={"team": "a", "declared": ["x"], "pulumi-prompts-2": 1}),
        "humanloop linked tools": humanloop(linked_tools=["tl_1", "tl_2"]),
        "humanloop readme": humanloop(readme="# Triage\n\nSorts tickets.\n"),
    }

    @pytest.fixture
    def backend(self, humanloop_fake: HumanloopFake) -> Humanloop:  # noqa: F811
        self.world = World(humanloop_fake)
        for tool in ("tl_1", "tl_2"):
            self.world.registry.add_tool("search", tool)
        return self.world.connect()

    @pytest.fixture
    def connect_over(self, backend: Backend) -> Callable[[httpx.BaseTransport], Backend]:
        return self.world.connect

    def make_inexpressible(self, backend: Backend, prompt_id: str) -> None:
        """With an image, which somebody put there."""
        path = self.world.registry.prompts[prompt_id].path
        image = {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}
        self.world.registry.write(path, model="gpt-4o", template=[{"role": "user", "content": [image]}])

    def elsewhere(self, uri: str) -> str:
        return uri.replace("dir_", "dir_of_another_")
