"""The pytest fixtures: import what a test module needs from here."""

import pytest

from fakes.humanloop import KEY, HumanloopFake
from fakes.humanloop.fixtures import humanloop_fake
from per_process import entered_once

from .client import Sdk, SdkClient, started

__all__ = ["humanloop_fake", "humanloop_sdk", "sdk"]


_SDK = pytest.StashKey[Sdk]()


@pytest.fixture(scope="session")
def humanloop_sdk(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Sdk:
    """Humanloop's own SDK; one for the process. Where it cannot be had, the test fails and says why."""
    return entered_once(pytestconfig, _SDK, lambda: started(tmp_path_factory.mktemp("humanloop-sdk")))


@pytest.fixture
def sdk(humanloop_sdk: Sdk, humanloop_fake: HumanloopFake) -> SdkClient:
    """A client of the fake."""
    return humanloop_sdk.client(humanloop_fake.url, KEY)
