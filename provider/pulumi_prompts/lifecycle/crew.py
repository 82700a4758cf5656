"""Many prompts at once: in threads, with words on how far that is."""

from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextvars import copy_context
from threading import Lock
from traceback import format_exception
from typing import NamedTuple, TypeVar

from pulumi_prompts.errors import ConfigurationError, PromptsError, UnavailableError
from pulumi_prompts.registries.base import THREADS, Environment, heard_by

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_SECONDS_BETWEEN_WORDS = 1.0


class Outcome(NamedTuple):
    """What became of a prompt. Neither done nor an error: it was not tried."""

    is_done: bool
    error: Exception | None = None

    @property
    def said(self) -> str:
        """The error, of which a message of ours tells all; of a bug we want to see where it is."""
        if self.error is None or isinstance(self.error, PromptsError):
            return str(self.error or "")
        return "".join(format_exception(self.error)).rstrip()


def each_of(items: Sequence[_Item], do: Callable[[_Item], _Result], environment: Environment) -> list[_Result]:
    """The results in the order of the items. Raises the first error; what has not begun then is left.

    What a thread says is said of the resource whose hook this is.
    """
    words = _Words(len(items), environment)
    pool = ThreadPoolExecutor(THREADS)
    try:
        with heard_by(words.hear):
            futures = [pool.submit(copy_context().run, do, item) for item in items]
        for future in as_completed(futures):
            future.result()
            words.count()
        return [future.result() for future in futures]
    finally:
        pool.shutdown(cancel_futures=True)


def tried(
    items: Sequence[_Item], registry: Callable[[_Item], Hashable], do: Callable[[_Item], None], environment: Environment
) -> list[Outcome]:
    """Try each of them, but none on a registry that is out of reach, or lets nobody in.

    No error ends it, not even a bug: the others are done, and what was done must enter the state.
    """
    out_of_reach = set[Hashable]()

    def attempt(item: _Item) -> Outcome:
        if (place := registry(item)) in out_of_reach:
            return Outcome(is_done=False)
        try:
            do(item)
        except Exception as error:
            if isinstance(error, ConfigurationError | UnavailableError) and place is not None:
                out_of_reach.add(place)
            return Outcome(is_done=False, error=error)
        return Outcome(is_done=True)

    return each_of(items, attempt, environment)


class _Words:
    """How many are done, and what the threads have to say meanwhile, not more often than a person can read."""

    def __init__(self, total: int, environment: Environment) -> None:
        self._total = total
        self._environment = environment
        self._lock = Lock()
        self._done = 0
        self._said = environment.clock.monotonic()

    def count(self) -> None:
        """One more is done."""
        self._done += 1
        self._say("")

    def hear(self, text: str) -> None:
        """A thread waits, for this reason."""
        self._say(f"; {text}")

    def _say(self, why: str) -> None:
        now = self._environment.clock.monotonic()
        with self._lock:
            if now - self._said < _SECONDS_BETWEEN_WORDS:
                return
            self._said = now
        self._environment.progress(f"{progress(self._done, self._total)}{why}")


def progress(number: int, total: int) -> str:
    """Said while it lasts."""
    return f"{number:,} of {total:,}"
