"""The pytest fixtures: import what a test module needs from here."""

import pytest

from fakes.langfuse import LangfuseFake
from fakes.langfuse.fixtures import langfuse_fake
from per_process import entered_once
from speakers import Speaker

from .client import Sdk, started

__all__ = ["langfuse_fake", "langfuse_sdk", "sdk"]


_SDK = pytest.StashKey[Speaker]()


@pytest.fixture(scope="session")
def langfuse_sdk(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Speaker:
    """Langfuse's own SDK; one for the process. Where it cannot be had, the test fails and says why."""
    return entered_once(pytestconfig, _SDK, lambda: started(tmp_path_factory.mktemp("langfuse-sdk")))


@pytest.fixture
def sdk(langfuse_sdk: Speaker, langfuse_fake: LangfuseFake) -> Sdk:
    """A client of the fake."""
    return Sdk(langfuse_sdk, langfuse_fake.url)
