"""When a call is worth repeating, and how fast calls may follow each other: one policy for all remote registries."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock, local
from time import localtime, strftime
from typing import TypeVar

from pulumi_prompts.errors import UnavailableError, UnreachableError
from pulumi_prompts.registries.base import Clock, Environment
from pulumi_prompts.registries.transport.clock import moment_of

T = TypeVar("T")

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 20.0
_WORTH_A_WORD = 5.0
_UNREACHED_SECONDS = 30.0
_LONGEST_UNREACHED_PAUSE = 4.0
_CONNECT_SECONDS = 10.0
_ANSWER_SECONDS = 60.0
_SETTLING_SECONDS = 2.0


def longest_connect(timeout: float) -> float:
    """How many seconds one attempt to connect may take, where everything together may take `timeout`."""
    return min(_CONNECT_SECONDS, timeout)


def longest_answer(timeout: float) -> float:
    """How many seconds an answer may keep silent, where everything together may take `timeout`: there is a next try."""
    return min(_ANSWER_SECONDS, timeout / 3)


def settling(timeout: float) -> float:
    """How many seconds after its answer was lost a request is taken to be done, or not to have arrived."""
    return min(_SETTLING_SECONDS, longest_answer(timeout))


def asked_to_wait(headers: Mapping[str, str], now: float) -> float | None:
    """How many seconds an answer asks to wait (`Retry-After`, RFC 9110); None where it asks for nothing.

    Args:
        headers: Those of the answer; `Mapping`s of HTTP libraries know lower-case names.
        now: Seconds since the epoch, for a moment in an answer that does not say when it was sent.
    """
    asked = headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdecimal():
        return float(asked)
    until = moment_of(asked)
    sent = moment_of(headers.get("date", "")) or datetime.fromtimestamp(now, UTC)
    return None if until is None else max(0.0, (until - sent).total_seconds())


class _Thread(local):
    is_inside = False


@dataclass
class _Run:
    """One call that is repeated.

    Attributes:
        began: When it was tried first.
        timeout: Seconds after which its last error is final.
        unreached: When the first of the tries began that, one after the other, reached nothing.
        told: What the person who waits was told last.
    """

    began: float
    timeout: float
    unreached: float | None = None
    told: str = ""

    def until(self, error: UnavailableError, tried: float) -> float:
        """The end of what `error`, of a try that began at `tried`, is worth: no long wait where nothing is reached."""
        if not isinstance(error, UnreachableError):
            self.unreached = None
            return self.began + self.timeout
        self.unreached = tried if self.unreached is None else self.unreached
        return min(self.began + self.timeout, self.unreached + _UNREACHED_SECONDS)


class Retry:
    """Repeats what may go through later, with backoff and jitter, until a deadline.

    What is busy may take until then. What cannot be connected to is a wrong address more often than a restart: the
    last error is final when nothing was reached for 30 seconds.

    Args:
        timeout: Seconds after which the last error is final.
        environment: Whose clock counts, and who is told what is waited for, and until when, once it takes 5 seconds.
        address: Of the registry, without anything that may be a secret.
    """

    def __init__(self, timeout: float, environment: Environment, address: str) -> None:
        self._timeout = timeout
        self._tell_person = environment.tell
        self._clock = environment.clock
        self._address = address
        self._thread = _Thread()

    def run(self, call: Callable[[], T]) -> T:
        """What `call` returns; its UnavailableError when the deadline would pass, any other error at once.

        Inside another run of the same thread it calls once: how long and how often is for that one to decide.
        """
        if self._thread.is_inside:
            return call()
        self._thread.is_inside = True
        try:
            return self._repeated(call)
        finally:
            self._thread.is_inside = False

    def _repeated(self, call: Callable[[], T]) -> T:
        run = _Run(self._clock.monotonic(), self._timeout)
        ceiling = _FIRST_PAUSE
        while True:
            tried = self._clock.monotonic()
            try:
                return call()
            except UnavailableError as error:
                pause = _pause(error, ceiling)
                again, until = self._clock.monotonic() + pause, run.until(error, tried)
                if again > until:
                    raise
                if again - run.began >= _WORTH_A_WORD:
                    self._tell(f"{error.state}; trying until {_time_of_day(until, self._clock)}", run)
            self._clock.sleep(pause)
            ceiling = min(2 * ceiling, _LONGEST_PAUSE)

    def _tell(self, what: str, run: _Run) -> None:
        """Once, where it is the same: a status stays, and a log keeps every line."""
        if what != run.told:
            self._tell_person(f"{self._address} {what}")
            run.told = what


def _pause(error: UnavailableError, ceiling: float) -> float:
    """How long to wait: a connection costs nobody anything, and is tried often in the little time that it has."""
    longest = min(ceiling, _LONGEST_UNREACHED_PAUSE) if isinstance(error, UnreachableError) else ceiling
    return max(error.retry_after or 0.0, random.uniform(longest / 2, longest))  # noqa: S311 (no secret)


def _time_of_day(moment: float, clock: Clock) -> str:
    """Hours, minutes and seconds, where the person is, at a moment of the monotonic clock."""
    return strftime("%H:%M:%S", localtime(clock.time() + moment - clock.monotonic()))


class Pace:
    """Lets calls through no faster than a registry's known quota, in the order of their arrival.

    Args:
        per_second: The quota.
        environment: Whose clock counts, and who is told of waits from 5 seconds on.
        address: Of the registry, without anything that may be a secret.
    """

    def __init__(self, per_second: float, environment: Environment, address: str) -> None:
        self._interval = 1 / per_second
        self._takes = f"{address} takes {per_second:g} such requests a second"
        self._tell_person = environment.tell
        self._clock = environment.clock
        self._next = 0.0
        self._lock = Lock()

    def wait(self) -> None:
        """Return when the next call may be sent."""
        with self._lock:
            now = self._clock.monotonic()
            at = max(now, self._next)
            self._next = at + self._interval
        if at - now >= _WORTH_A_WORD:
            self._tell_person(f"{self._takes}; waiting until {_time_of_day(at, self._clock)}")
        if at > now:
            self._clock.sleep(at - now)
