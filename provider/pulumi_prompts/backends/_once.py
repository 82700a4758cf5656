"""What is found out once, by whoever needs it first."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """A value that is found out when it is first asked for, while the other threads wait; an error is not kept."""

    def __init__(self, find: Callable[[], T]) -> None:
        self._find = find
        self._lock = Lock()
        self._found: list[T] = []

    def __call__(self) -> T:
        """The value."""
        with self._lock:
            if not self._found:
                self._found.append(self._find())
            return self._found[0]
