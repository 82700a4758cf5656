"""Time of a test's own."""

from threading import Lock
from time import localtime, strftime

_EPOCH = 1.7e9


class Time:
    """A clock whose time passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self._lock = Lock()

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return _EPOCH + self.now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.now += seconds


def time_of_day(seconds: float) -> str:
    """What a clock on the wall of this machine shows when so much of a test's own time has passed."""
    return strftime("%H:%M:%S", localtime(_EPOCH + seconds))


class Impatience(Time):
    """A clock by which a deadline of minutes has passed when one looks again: what fails is not tried twice."""

    def monotonic(self) -> float:
        self.sleep(1e3)
        return self.now
