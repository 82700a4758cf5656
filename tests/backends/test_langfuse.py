"""Langfuse passes the conformance suite, on the fake."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import httpx
import pytest

from backends.langfuse_world import World
from fakes.langfuse import LangfuseFake
from fakes.langfuse.fixtures import langfuse_fake  # noqa: F401 (a fixture)
from pulumi_prompts.registries.base import Backend
from pulumi_prompts.registries.langfuse import Langfuse
from pulumi_prompts.testing import SAMPLES, BackendConformance

CHAT = [{"role": "system", "content": "You are terse."}, {"role": "user", "content": "{{question}}"}]
COMMIT_MESSAGE = "options.langfuse.commit_message"


def langfuse(**options: Any) -> dict[str, Any]:
    return {"options": {"langfuse": options}}


def placeholders(*places: tuple[str, int]) -> dict[str, Any]:
    return langfuse(placeholders=[{"name": name, "position": position} for name, position in places])


class TestLangfuse(BackendConformance):
    adapter = Langfuse
    samples: ClassVar[Mapping[str, Any]] = {
        **SAMPLES,
        "langfuse placeholder": {"messages": CHAT, **placeholders(("history", 1))},
        "langfuse placeholders around": {"messages": CHAT, **placeholders(("b", 0), ("a", 0), ("a", 2), ("c_1", 2))},
        "langfuse config": langfuse(config={"labels": ["a", "b"], "logit_bias": {"50256": -100}, "n": 1, "Zero": 0.0}),
        "langfuse options that are empty": langfuse(placeholders=[], config={}),
        "langfuse tools of the playground": {"tools": [{"name": "find"}], **langfuse(tool_form="playground")},
        "a reference to nothing": {"template": "@@@langfusePrompt:name=...@@@"},
    }

    @pytest.fixture
    def backend(self, langfuse_fake: LangfuseFake) -> Langfuse:  # noqa: F811
        self.world = World(langfuse_fake)
        return self.world.connect()

    @pytest.fixture
    def connect_over(self, backend: Backend) -> Callable[[httpx.BaseTransport], Backend]:
        return self.world.connect

    def make_inexpressible(self, backend: Backend, prompt_id: str) -> None:
        """With a config that is a list."""
        self.world.registry.write(prompt_id.partition("//")[0], type="text", prompt="Hello", config=[1])

    def elsewhere(self, uri: str) -> str:
        return uri.replace("project1", "project2")

    def test_every_property_that_it_declares_is_tried(self) -> None:
        """A commit message is that of one version: test_langfuse_writes."""
        assert self.adapter.support.prompt.keys() - {COMMIT_MESSAGE} <= self.declare.tried
