"""The pytest fixture: import `ministack` from here in a conftest.py, and name it in that file's `__all__`."""

import pytest

from per_process import entered_once

from . import server

_MINISTACK = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def ministack(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a ministack; one for the process. Where it cannot be had, the test fails and says why."""
    return entered_once(pytestconfig, _MINISTACK, lambda: server.running(tmp_path_factory.mktemp("ministack")))
