"""When a call is worth repeating, and how fast calls may follow each other: one policy for all remote registries."""

import random
import time
from collections.abc import Callable
from threading import Lock
from typing import Protocol, TypeVar

from pulumi_prompts.errors import UnavailableError

T = TypeVar("T")

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 20.0
_WORTH_A_WORD = 5.0


class Clock(Protocol):
    """Tells and passes the time, in seconds."""

    def monotonic(self) -> float:
        """Seconds since some moment."""

    def sleep(self, seconds: float, /) -> None:
        """Let time pass."""


class Retry:
    """Repeats what may go through later, with backoff and jitter, until a deadline.

    Args:
        timeout: Seconds after which the last error is final.
        progress: Told of pauses that are worth a word.
        clock: `time`, or a test's own.
    """

    def __init__(self, timeout: float, progress: Callable[[str], None], clock: Clock = time) -> None:
        self._timeout = timeout
        self._progress = progress
        self._clock = clock

    def run(self, call: Callable[[], T]) -> T:
        """What `call` returns; its UnavailableError when the deadline would pass, any other error at once."""
        deadline = self._clock.monotonic() + self._timeout
        ceiling = _FIRST_PAUSE
        while True:
            try:
                return call()
            except UnavailableError as error:
                pause = max(error.retry_after or 0.0, random.uniform(ceiling / 2, ceiling))  # noqa: S311 (no secret)
                if self._clock.monotonic() + pause > deadline:
                    raise
                self._wait(pause, error)
            ceiling = min(2 * ceiling, _LONGEST_PAUSE)

    def _wait(self, pause: float, error: UnavailableError) -> None:
        if pause >= _WORTH_A_WORD:
            self._progress(f"{error.said}; trying again in {pause:.0f} s")
        self._clock.sleep(pause)


class Pace:
    """Lets calls through no faster than a registry's known quota, in the order of their arrival.

    Args:
        per_second: The quota.
        progress: Told of waits that are worth a word.
        clock: `time`, or a test's own.
    """

    def __init__(self, per_second: float, progress: Callable[[str], None], clock: Clock = time) -> None:
        self._interval = 1 / per_second
        self._progress = progress
        self._clock = clock
        self._next = 0.0
        self._lock = Lock()

    def wait(self) -> None:
        """Return when the next call may be sent."""
        with self._lock:
            now = self._clock.monotonic()
            at = max(now, self._next)
            self._next = at + self._interval
        if at - now >= _WORTH_A_WORD:
            self._progress(f"waiting {at - now:.0f} s for the registry's quota of requests")
        if at > now:
            self._clock.sleep(at - now)
