"""Fixtures of the fakes' own tests."""

from typing import Any

import pytest

from fakes.bedrock import BedrockFake
from fakes.bedrock.fixtures import bedrock_fake
from fakes.truefoundry.fixtures import truefoundry_fake
from fakes_tests.bedrock_clients import connect
from truefoundry_sdks.fixtures import sdk_speakers

__all__ = ["bedrock_fake", "sdk_speakers", "truefoundry_fake"]


@pytest.fixture
def client(bedrock_fake: BedrockFake) -> Any:
    return connect(bedrock_fake)
