"""Which request goes wrong, and how."""

import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase

from .faults import Fault


@dataclass
class _Entry:
    fault: Fault
    match: str
    skip: int
    times: int | None


class Script:
    """The faults that are still to come. Of several that match a request, the first that was injected takes it."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault, match: str, nth: int, times: int | None) -> None:
        with self._lock:
            self._entries.append(_Entry(fault, match, nth - 1, times))

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()

    def take(self, line: str) -> Fault | None:
        """What happens to the request that has just come."""
        with self._lock:
            entry = next((each for each in self._entries if fnmatchcase(line, each.match)), None)
            if entry is None:
                return None
            if entry.skip:
                entry.skip -= 1
                return None
            return self._use(entry)

    @property
    def refuses(self) -> bool:
        """Whether the next request must find the port closed."""
        with self._lock:
            return any(each.fault.ending == "refuse" and not each.skip for each in self._entries)

    @property
    def pending(self) -> list[str]:
        """What has not happened yet."""
        with self._lock:
            return [each.fault.name for each in self._entries]

    def _use(self, entry: _Entry) -> Fault:
        if entry.times is not None:
            entry.times -= 1
            if not entry.times:
                self._entries.remove(entry)
        return entry.fault
