"""TrueFoundry passes the conformance suite, on the fake: under both prefixes, and whatever the service's habits are."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

import httpx
import pytest

from backends.truefoundry_world import MODEL, World
from fakes.truefoundry import NEW_PREFIX, OLD_PREFIX, OTHER_TENANT, TENANT, Habits, TrueFoundryFake
from pulumi_prompts.registries.base import Backend
from pulumi_prompts.registries.truefoundry import TrueFoundry
from pulumi_prompts.testing import SAMPLES, BackendConformance

ON_A_MODEL = ("parameters", "tool_choice", "model", "provider")
ROUTING = {
    "type": "priority-based-routing",
    "load_balance_targets": [
        {
            "target": "openai-main/gpt-4o",
            "priority": 0,
            "fallback_candidate": True,
            "retry_config": {"attempts": 2, "delay": 100},
            "override_params": {"enabled": True, "ttl": 3600},
        }
    ],
}


NEW = NEW_PREFIX, Habits()
OLD = OLD_PREFIX, Habits(repeats_make_versions=False, fills_in_defaults=False, adds_tags=True)


def truefoundry(**options: Any) -> dict[str, Any]:
    return {"options": {"truefoundry": options}}


class TestTrueFoundry(BackendConformance):
    adapter = TrueFoundry
    samples: ClassVar[Mapping[str, Any]] = {
        **SAMPLES,
        **{f"{name} on a model": {**tree, **MODEL} for name, tree in SAMPLES.items() if tree.keys() & set(ON_A_MODEL)},
        "format schema that is not strict": {
            "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": {"a": None}}}
        },
        "a named message": {"messages": [{"role": "system", "content": "Be brief.", "name": "house"}]},
        "truefoundry defaults": {"template": "{{a}} {{b}}", **truefoundry(variable_defaults={"a": "x", "b": ""})},
        "truefoundry parameters": {**MODEL, **truefoundry(extra_parameters={"logit_bias": {"50256": -100}, "n": 1})},
        "truefoundry parameters that look like ours": {
            **MODEL,
            **truefoundry(extra_parameters={"reasoning_effort": 1024, "seed": "x", "tool_choice": {"type": "none"}}),
        },
        "truefoundry servers": truefoundry(
            manifest_extra={
                "mcp_servers": [{"type": "mcp-server-fqn", "integration_fqn": "acme:mcp:files"}],
                "tool_call_to_mcp_mapping": {"ttl": {"mcp_server_integration_id": "1", "tool_name": "t"}},
                "guardrails": {"input_guardrails": ["pii"]},
                "sub_agents": [{"name": "helper"}],
            }
        ),
        "truefoundry routing": truefoundry(manifest_extra={"routing_config": ROUTING}),
        "truefoundry defaults that are said": truefoundry(
            manifest_extra={
                "cache_config": {"type": "exact-match", "ttl": 3600},
                "logging_config": {"enabled": True},
                "guardrails": {},
                "sub_agents": [],
            }
        ),
        "truefoundry without extras": truefoundry(manifest_extra={}, extra_parameters={}, variable_defaults={}),
    }

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """A content stands in the same manifest under both prefixes."""
        if "sample" in metafunc.fixturenames:
            cases = [(NEW, sample) for sample in self.declare.contents] + [(OLD, "everything in a chat")]
            names = [f"{sample} under {prefix}" for (prefix, _), sample in cases]
            metafunc.parametrize(("backend", "sample"), cases, indirect=["backend"], ids=names)
        elif "backend" in metafunc.fixturenames:
            metafunc.parametrize("backend", [NEW, OLD], indirect=True, ids=["new", "old"])

    @pytest.fixture
    def backend(self, request: pytest.FixtureRequest) -> Iterator[TrueFoundry]:
        with TrueFoundryFake(*request.param) as fake:
            self.fake, self.world = fake, World(fake)
            yield self.world.connect()
        assert fake.faults == []

    @pytest.fixture
    def connect_over(self, backend: Backend) -> Callable[[httpx.BaseTransport], Backend]:
        return self.world.connect

    def test_every_property_that_it_declares_is_tried(self) -> None:
        """An alias is that of one version, so that two contents cannot have it in turn: test_truefoundry_writes."""
        assert self.adapter.support.prompt.keys() - {"options.truefoundry.version_alias"} <= self.declare.tried

    def make_inexpressible(self, backend: Backend, prompt_id: str) -> None:
        """With an image."""
        image = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
        manifest = self.fake.registry().prompts[prompt_id].latest.manifest
        manifest["messages"] = [{"role": "user", "content": [image]}]

    def elsewhere(self, uri: str) -> str:
        return uri.replace(TENANT, OTHER_TENANT)
