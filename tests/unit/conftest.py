"""Property tests that say the same on every machine: the same examples, whatever time they take."""

from hypothesis import HealthCheck, settings

settings.register_profile("everywhere", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("everywhere")
