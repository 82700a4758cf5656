"""The pytest fixture: import `humanloop_fake` from here in a conftest.py or a test module."""

from collections.abc import Iterator

import pytest

from . import HumanloopFake


@pytest.fixture
def humanloop_fake() -> Iterator[HumanloopFake]:
    """A started fake of its own for each test. At the end, whatever the fake got wrong itself fails the test."""
    with HumanloopFake() as fake:
        yield fake
    assert fake.faults == []
