"""Bedrock for the tests of its backend: the fake of the service, and an AWS environment that knows nothing else."""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderStub

from backends.bedrock_world import Program, World, log_in
from clock import Impatience, Time
from fakes.bedrock import BedrockFake
from fakes.bedrock.fixtures import bedrock_fake  # noqa: F401 (a fixture)
from heavy import made_once
from protocol.client import Client
from protocol.plugin import plugin_module, serve
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.bedrock import client as bedrock_client
from pulumi_prompts.resources import process
from pulumi_prompts.resources.prompt import PromptProvider
from pulumi_prompts.resources.prompt_version import PromptVersionProvider


@pytest.fixture(scope="session", autouse=True)
def heavy() -> Iterator[None]:
    with made_once():
        yield


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, bedrock_fake: BedrockFake) -> BedrockFake:  # noqa: F811
    """The fake, with valid credentials for it in the environment, and its STS."""
    log_in(monkeypatch, tmp_path, bedrock_fake)
    return bedrock_fake


@pytest.fixture
def world(aws: BedrockFake) -> World:
    """The backend on the fake, with a time of its own."""
    return World(aws, Time())


@pytest.fixture
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """No quotas: for tests through the hooks, which have the time of this machine."""
    monkeypatch.setattr(bedrock_client, "QUOTAS", {})


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the hooks, what fails is not tried twice."""
    monkeypatch.setattr(process, "Environment", partial(Environment, clock=Impatience()))


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[ResourceProviderStub]:
    """The plugin process, in this process."""
    module = plugin_module()
    monkeypatch.setitem(sys.modules, "__main__", module)
    process.forget()
    with serve(module.DynamicResourceProviderServicer(), {}) as stub:
        yield stub
    process.forget()


@pytest.fixture
def programs(stub: ResourceProviderStub, aws: BedrockFake, unpaced: None) -> Callable[[str], Program]:
    """Makes a program with a prompt of that name, and its versions."""
    prompts, versions = Client(stub, PromptProvider()), Client(stub, PromptVersionProvider())
    return lambda name: Program(prompts, versions, name, aws.url)


@pytest.fixture
def program(programs: Callable[[str], Program]) -> Program:
    return programs("triage")
