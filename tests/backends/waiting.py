"""Threads that wait for what one of them finds out."""

from concurrent.futures import Future
from threading import Condition, get_ident

import pytest

from pulumi_prompts.registries.transport import once


class Waiting:
    """The threads that have asked for what is found out once."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._threads: set[int] = set()
        self._changed = Condition()
        waiting = self

        class Announced(Future[object]):
            def result(self, timeout: float | None = None) -> object:
                waiting._announce()
                return super().result(timeout)

        monkeypatch.setattr(once, "Future", Announced)

    def _announce(self) -> None:
        with self._changed:
            self._threads.add(get_ident())
            self._changed.notify_all()

    def are(self, number: int) -> bool:
        """Returns when so many threads have; False where they never do."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._threads) >= number, timeout=10)
