"""The pytest fixture: import `ministack` from here in a conftest.py, and name it in that file's `__all__`."""

from collections.abc import Iterator

import pytest

from . import server


@pytest.fixture(scope="session")
def ministack() -> Iterator[str]:
    """The URL of a ministack; one for the session. Where it cannot be had, the test fails and says why."""
    with server.running() as url:
        yield url
