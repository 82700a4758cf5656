"""Fixtures of the fakes' own tests."""

from typing import Any

import pytest

from fakes.bedrock import BedrockFake
from fakes.bedrock.fixtures import bedrock_fake
from fakes_tests.bedrock_clients import connect

__all__ = ["bedrock_fake"]


@pytest.fixture
def client(bedrock_fake: BedrockFake) -> Any:
    return connect(bedrock_fake)
