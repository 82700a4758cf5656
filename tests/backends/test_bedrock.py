"""Bedrock passes the conformance suite, on the fake."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import pytest

from backends.bedrock_world import World, log_in, make_inexpressible
from clock import Time
from fakes.bedrock import ACCOUNT, OTHER_ACCOUNT, BedrockFake
from pulumi_prompts.registries.base import Backend
from pulumi_prompts.registries.bedrock import Bedrock
from pulumi_prompts.testing import SAMPLES, BackendConformance

TOOL = {"name": "find", "description": "Finds a ticket.", "parameters": {"type": "object"}}
CHAT = [
    {"role": "system", "content": "You are terse."},
    {"role": "user", "content": ["Document: {{document}}", "Question: {{question}}"]},
]


def bedrock_options(**options: Any) -> dict[str, Any]:
    return {"options": {"bedrock": options}}


@pytest.fixture(scope="module")
def connected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BedrockFake, Bedrock]]:
    """One client for all tests: making one takes longer than a test."""
    with pytest.MonkeyPatch.context() as monkeypatch, BedrockFake() as fake:
        log_in(monkeypatch, tmp_path_factory.mktemp("aws"), fake)
        bedrock = World(fake, Time()).connect()
        bedrock.find("any")  # the credentials are read here, and kept
        yield fake, bedrock
    assert fake.faults == []


class TestBedrock(BackendConformance):
    adapter = Bedrock
    samples: ClassVar[Mapping[str, Any]] = {
        **SAMPLES,
        "bedrock request fields": bedrock_options(
            additional_model_request_fields={"top_k": 5, "Nested": {"list": [1, 1.5, None, True, "x", {}]}}
        ),
        "bedrock request fields that are empty": bedrock_options(additional_model_request_fields={}),
        "bedrock agent": bedrock_options(
            agent="arn:aws:bedrock:us-east-1:111122223333:agent-alias/AAAAAAAAAA/BBBBBBBBBB"
        ),
        "bedrock variant": bedrock_options(variant_name="main"),
        "bedrock key": bedrock_options(
            kms_key_arn="arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012"
        ),
        "bedrock cache point after a text": {"template": "Hello", **bedrock_options(cache_points=["template"])},
        "bedrock cache points in a chat": {
            "messages": CHAT,
            **bedrock_options(cache_points=["messages[0]", "messages[1].content[0]"]),
        },
        "bedrock cache point after a tool": {"tools": [TOOL], **bedrock_options(cache_points=["tools[0]"])},
    }

    @pytest.fixture
    def backend(self, connected: tuple[BedrockFake, Bedrock]) -> Bedrock:
        fake, bedrock = connected
        self.registry = fake.registry()
        self.registry.prompts.clear()
        self.registry.tags.clear()
        return bedrock

    def make_inexpressible(self, backend: Backend, prompt_id: str) -> None:
        make_inexpressible(self.registry.prompts[prompt_id].draft.fields)

    def elsewhere(self, uri: str) -> str:
        return uri.replace(ACCOUNT, OTHER_ACCOUNT)
