"""What is found out once, by whoever needs it first."""

from collections.abc import Callable
from concurrent.futures import Future
from copy import copy
from threading import Lock
from typing import Generic, TypeVar

from pulumi_prompts.errors import PromptsError

T = TypeVar("T")


class Once(Generic[T]):
    """A value that is found out when it is first asked for.

    The threads that ask meanwhile wait for that attempt and share what becomes of it, also its error: on a registry
    that does not answer they wait for one deadline, not for one after the other. An error is not kept: who asks after
    it tries anew.
    """

    def __init__(self, find: Callable[[], T]) -> None:
        self._find = find
        self._lock = Lock()
        self._attempt: Future[T] | None = None

    def __call__(self) -> T:
        """The value; an error of ours is a copy for each thread, since each writes into it what it was doing."""
        attempt, is_mine = self._join()
        if is_mine:
            self._carry_out(attempt)
        try:
            return attempt.result()
        except PromptsError as error:
            raise copy(error) from error

    def _join(self) -> tuple[Future[T], bool]:
        with self._lock:
            is_mine = self._attempt is None
            self._attempt = self._attempt or Future()
            return self._attempt, is_mine

    def _carry_out(self, attempt: Future[T]) -> None:
        try:
            attempt.set_result(self._find())
        except BaseException as error:  # whatever it is: the others must not wait for ever
            with self._lock:
                self._attempt = None
            attempt.set_exception(error)
