"""What holds for all tests: how many run at once, and property tests that say the same on every machine."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "everywhere",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("everywhere")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a test on the engine waits for retries and starts half of its time."""
    return (os.cpu_count() or 1) + 1
