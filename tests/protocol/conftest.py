"""The plugin, a client of each provider, and the registry as another writer sees it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderStub

from protocol.alias_program import AliasProgram
from protocol.client import Client
from protocol.engine import Engine, served
from protocol.lifecycle import Resource
from protocol.plugin import plugin_module, serve
from protocol.version_program import Program
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import console, process
from pulumi_prompts.resources.prompt import PromptProvider
from pulumi_prompts.resources.prompt_alias import PromptAliasProvider
from pulumi_prompts.resources.prompt_version import PromptVersionProvider


@pytest.fixture(autouse=True)
def _as_in_a_new_process() -> Iterator[None]:
    process.forget()
    yield
    process.forget()


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The plugin's module, where the plugin process has it."""
    module = plugin_module()
    monkeypatch.setitem(sys.modules, "__main__", module)
    return module


@pytest.fixture
def stub(plugin: ModuleType) -> Iterator[ResourceProviderStub]:
    with serve(plugin.DynamicResourceProviderServicer(), {}) as stub:
        yield stub


@pytest.fixture
def engine(plugin: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Takes down what the plugin says to people; its address is the plugin's last argument."""
    with served() as (engine, address):
        monkeypatch.setattr(sys, "argv", ["plugin", address])
        console._engine.cache_clear()
        yield engine
        console._engine.cache_clear()


@pytest.fixture
def prompts(stub: ResourceProviderStub) -> Client:
    return Client(stub, PromptProvider())


@pytest.fixture
def versions(stub: ResourceProviderStub) -> Client:
    return Client(stub, PromptVersionProvider())


@pytest.fixture
def aliases(stub: ResourceProviderStub) -> Client:
    return Client(stub, PromptAliasProvider())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "prompts.db"


@pytest.fixture
def inputs(file: Path) -> dict[str, Any]:
    """What a program says of a small prompt."""
    return {
        "name": "triage",
        "template": "Sort {{ticket}}.",
        "parameters": {"temperature": 0.5},
        "backend": {"kind": "local", "path": str(file)},
        "marker": "acme/shop/dev/triage",
    }


@pytest.fixture
def alias_program(prompts: Client, versions: Client, aliases: Client, inputs: dict[str, Any]) -> AliasProgram:
    """A program whose first version is published."""
    program = AliasProgram(prompts, versions, aliases, inputs)
    program.publish("One.")
    return program


@pytest.fixture
def prompt(prompts: Client) -> Resource:
    return Resource(prompts)


@pytest.fixture
def program(prompts: Client, versions: Client, inputs: dict[str, Any]) -> Program:
    return Program(prompts, versions, inputs)


@pytest.fixture
def registry(file: Path) -> Local:
    """The registry, as somebody else reaches it."""
    return Local(str(file))
