"""The pytest fixture: import `truefoundry_fake` from here in a conftest.py, and name it in that file's `__all__`."""

from collections.abc import Iterator

import pytest

from . import TrueFoundryFake


@pytest.fixture
def truefoundry_fake() -> Iterator[TrueFoundryFake]:
    """A started fake of its own for each test. At the end, whatever the fake got wrong itself fails the test."""
    with TrueFoundryFake() as fake:
        yield fake
    assert fake.faults == []
