"""When a call is worth repeating, and how fast calls may follow each other: one policy for all remote registries."""

import random
from collections.abc import Callable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from threading import Lock, local
from typing import TypeVar

from pulumi_prompts.backends.base import Environment
from pulumi_prompts.errors import ThrottledError, UnavailableError

T = TypeVar("T")

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 20.0
_WORTH_A_WORD = 5.0
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
    until = _moment(asked)
    sent = _moment(headers.get("date", ""))
    return None if until is None else max(0.0, until - (now if sent is None else sent))


def _moment(date: str) -> float | None:
    """Seconds since the epoch at a date of HTTP, which is one of UTC also where it does not say so."""
    try:
        parsed = parsedate_to_datetime(date)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


class _Thread(local):
    is_inside = False


class Retry:
    """Repeats what may go through later, with backoff and jitter, until a deadline.

    Args:
        timeout: Seconds after which the last error is final.
        environment: Whose clock counts, and who is told of pauses that are worth a word.
    """

    def __init__(self, timeout: float, environment: Environment) -> None:
        self._timeout = timeout
        self._progress = environment.progress
        self._clock = environment.clock
        self._thread = _Thread()

    def run(self, call: Callable[[], T]) -> T:
        """What `call` returns; its UnavailableError when the deadline would pass, any other error at once.

        Inside another run of the same thread it calls once: how long and how often is for that one to decide.
        """
        if self._thread.is_inside:
            return call()
        self._thread.is_inside = True
        try:
            return self._until(self._clock.monotonic() + self._timeout, call)
        finally:
            self._thread.is_inside = False

    def _until(self, deadline: float, call: Callable[[], T]) -> T:
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
            self._progress(f"the registry {_state(error)}; trying again in {pause:.0f} s")
        self._clock.sleep(pause)


def _state(error: UnavailableError) -> str:
    """In our words: nobody has taken the secrets out of the registry's yet."""
    return "asks for fewer requests" if isinstance(error, ThrottledError) else "is busy or out of reach"


class Pace:
    """Lets calls through no faster than a registry's known quota, in the order of their arrival.

    Args:
        per_second: The quota.
        environment: Whose clock counts, and who is told of waits that are worth a word.
    """

    def __init__(self, per_second: float, environment: Environment) -> None:
        self._interval = 1 / per_second
        self._progress = environment.progress
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
            self._progress(f"waiting {at - now:.0f} s for the registry's quota of requests")
        if at > now:
            self._clock.sleep(at - now)
