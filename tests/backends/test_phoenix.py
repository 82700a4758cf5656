"""Phoenix passes the conformance suite, on a real server."""

from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from backends.few_contents import FEW
from backends.phoenix_world import World
from phoenix_server.fixtures import phoenix_registry, phoenix_server  # noqa: F401 (fixtures)
from phoenix_server.registry import PhoenixRegistry
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content
from pulumi_prompts.registries.base import Backend
from pulumi_prompts.registries.phoenix import Phoenix
from pulumi_prompts.registries.phoenix.wire import Note, expand, flatten
from pulumi_prompts.testing import SAMPLES, BackendConformance
from pulumi_prompts.testing.answers import Connect
from pulumi_prompts.testing.declarations import Declarations

_ANSWER = {"max_tokens": 4096, "temperature": 0.1, "top_p": 0.9, "stop": ["END"]}


def served_by(provider: str, more: Mapping[str, Any] | None = None, **parameters: Any) -> dict[str, Any]:
    """All that providers of a family take at once."""
    options = {"options": {"phoenix": {"invocation_parameters": more}}} if more else {}
    return {"model": "large", "provider": provider, "parameters": {**_ANSWER, **parameters}, **options}


PENALTIES: dict[str, Any] = {"presence_penalty": -2, "frequency_penalty": 0.5}
OF_PHOENIX: Mapping[str, Any] = {
    "phoenix openai": served_by(
        "openai",
        {"max_completion_tokens": 300, "extra_body": {"n": 1, "Of": [1, 0.5]}},
        seed=0,
        reasoning_effort="minimal",
        **PENALTIES,
    ),
    "phoenix like openai": served_by("deepseek", seed=42),
    "phoenix anthropic": served_by("anthropic", {"thinking": {"type": "adaptive"}}, reasoning_effort="xhigh"),
    "phoenix anthropic with a budget": served_by("anthropic", {"extra_body": {"n": 1}}, reasoning_effort=1024),
    "phoenix anthropic without an effort of ours": served_by("anthropic", {"output_config": {"effort": "max"}}),
    "phoenix google": served_by("google", top_k=40, reasoning_effort="low", **PENALTIES),
    "phoenix google with a budget": served_by("google", reasoning_effort=0),
    "phoenix google with thoughts": served_by("google", {"thinking_config": {"include_thoughts": True}}),
    "phoenix aws": served_by("aws"),
}
ALL = {**SAMPLES, **OF_PHOENIX}
CONTENTS = Declarations(Phoenix.support, Phoenix.options, ALL).contents


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_all_contents_come_back(content: Content) -> None:
    flat = flatten(expand(content, Note("marker")))
    assert (flat.digest, flat.obstacle) == (digest_of(content), "")


class TestPhoenix(BackendConformance):
    """What the server's models could change: parameters, tools, formats, parts. It keeps all texts: a few are tried."""

    adapter = Phoenix
    samples: ClassVar[Mapping[str, Any]] = {
        name: ALL[name]
        for name in ALL
        if name in FEW or name.startswith(("tool", "format", "phoenix", "chat with a text unicode"))
    }

    @pytest.fixture
    def backend(self, phoenix_registry: PhoenixRegistry) -> Phoenix:  # noqa: F811
        self.registry = phoenix_registry
        return World(phoenix_registry).connect()

    @pytest.fixture
    def connect_over(self, phoenix_registry: PhoenixRegistry) -> Connect:  # noqa: F811
        return World(phoenix_registry, environ={"PHOENIX_API_KEY": "key"}).connect

    def make_inexpressible(self, backend: Backend, prompt_id: str) -> None:
        """With variables in single braces."""
        self.registry.add_version(self.registry.only_prompt.name, "Sort {ticket}.", template_format="F_STRING")
