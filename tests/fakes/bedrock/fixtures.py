"""The pytest fixture: import `bedrock_fake` from here in a conftest.py, and name it in that file's `__all__`."""

from collections.abc import Iterator

import pytest

from . import BedrockFake


@pytest.fixture
def bedrock_fake() -> Iterator[BedrockFake]:
    """A started fake of its own for each test. At the end, whatever the fake got wrong itself fails the test."""
    with BedrockFake() as fake:
        yield fake
    assert fake.faults == []
