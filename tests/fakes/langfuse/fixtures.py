"""The pytest fixture: import `langfuse_fake` from here in a conftest.py or a test module."""

from collections.abc import Iterator

import pytest

from . import LangfuseFake


@pytest.fixture
def langfuse_fake() -> Iterator[LangfuseFake]:
    """A started fake of its own for each test. At the end, whatever the fake got wrong itself fails the test."""
    with LangfuseFake() as fake:
        yield fake
    assert fake.faults == []
