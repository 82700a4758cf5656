"""Bedrock passes the conformance suite, on the fake."""

from collections.abc import Iterator

import pytest

from backends.bedrock_world import World, log_in, make_inexpressible
from clock import Time
from fakes.bedrock import ACCOUNT, OTHER_ACCOUNT, BedrockFake
from pulumi_prompts.registries.base import Backend
from pulumi_prompts.registries.bedrock import Bedrock
from pulumi_prompts.testing import BackendConformance


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
