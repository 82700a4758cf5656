"""What holds for all tests: how many run at once, what starts before them, and property tests that are alike."""

import os

import pytest
from hypothesis import HealthCheck, settings

from order import mixed
from phoenix_server.fixtures import is_for_phoenix, shared_server

settings.register_profile(
    "everywhere",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("everywhere")


def pytest_xdist_auto_num_workers() -> int:
    """Two for each processor: a test on the engine waits half of its time."""
    return 2 * (os.cpu_count() or 1)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = mixed(items)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What takes half a minute to start begins with the first test, where one of them will need it."""
    if not session.config.option.collectonly and any(map(is_for_phoenix, session.items)):
        shared_server(session.config)
