"""Rates: a token bucket for each account, region and operation."""

import threading
from collections.abc import Callable, Mapping

from .wire import ApiError

# Requests a second, of AWS's documentation. Off by default: pass them as `rate_limits`.
REAL_RATE_LIMITS: Mapping[str, float] = {
    "CreatePrompt": 2,
    "UpdatePrompt": 2,
    "DeletePrompt": 2,
    "CreatePromptVersion": 2,
    "GetPrompt": 10,
}


class TokenBucket:
    """Holds one second's worth (that the burst is one second's worth is inferred), and fills at `rate` a second."""

    def __init__(self, rate: float, now: float) -> None:
        self._rate = rate
        self._level = rate
        self._filled_at = now

    def take(self, now: float) -> bool:
        self._level = min(self._rate, self._level + (now - self._filled_at) * self._rate)
        self._filled_at = now
        if self._level < 1:
            return False
        self._level -= 1
        return True


class Throttle:
    def __init__(self, rates: Mapping[str, float], clock: Callable[[], float]) -> None:
        self._rates = rates
        self._clock = clock
        self._buckets: dict[tuple[str, str, str], TokenBucket] = {}
        self._lock = threading.Lock()

    def check(self, account: str, region: str, operation: str) -> None:
        rate = self._rates.get(operation)
        if rate is not None and not self._take((account, region, operation), rate):
            raise ApiError("ThrottlingException", "Too many requests, please wait before trying again.")  # inferred

    def _take(self, key: tuple[str, str, str], rate: float) -> bool:
        with self._lock:
            now = self._clock()
            return self._buckets.setdefault(key, TokenBucket(rate, now)).take(now)
