"""The pytest fixtures: import what a test module needs from here."""

from collections.abc import Iterator

import pytest

from fakes.humanloop import KEY, HumanloopFake
from fakes.humanloop.fixtures import humanloop_fake

from .client import Sdk, SdkClient, started

__all__ = ["humanloop_fake", "humanloop_sdk", "sdk"]


@pytest.fixture(scope="session")
def humanloop_sdk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sdk]:
    """Humanloop's own SDK; one process for the session. Where it cannot be had, the test fails and says why."""
    with started(tmp_path_factory.mktemp("humanloop-sdk")) as sdk:
        yield sdk


@pytest.fixture
def sdk(humanloop_sdk: Sdk, humanloop_fake: HumanloopFake) -> SdkClient:
    """A client of the fake."""
    return humanloop_sdk.client(humanloop_fake.url, KEY)
