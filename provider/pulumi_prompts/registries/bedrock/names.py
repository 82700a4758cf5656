"""Which prompt has a name. A name is no identifier, and only the list of all prompts tells it, ten at a time."""

from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Any


class Names:
    """The identifiers that lists have told, so that who looks up many names lists all prompts a few times.

    What was told before may be wrong by now: the prompt says what it is called.

    Args:
        list_all: Lists all prompts.
    """

    def __init__(self, list_all: Callable[[], Iterable[Mapping[str, Any]]]) -> None:
        self._list_all = list_all
        self._lock = Lock()
        self._ids: dict[str, str] = {}
        self._begun = 0
        """How many lists have begun."""
        self._ended = 0
        """Which one was the last that told all names."""

    def told(self, name: str) -> str | None:
        """What a list has told, whenever that was."""
        return self._ids.get(name)

    def looked_up(self, name: str, wrong: str | None) -> str | None:
        """What another list has told since, or tells now. Threads that ask at the same time wait for one list.

        Args:
            name: What the prompt is called.
            wrong: What was told, and is known to be wrong.
        """
        begun = self._begun
        with self._lock:
            told = self._ids.get(name)
            if told not in (None, wrong):
                return told
            return None if self._ended > begun else self._listed(name)

    def _listed(self, name: str) -> str | None:
        """The first list ends at the name; who looks up another will look up more, and gets all of them."""
        self._begun = number = self._begun + 1
        found: dict[str, str] = {}
        for each in self._list_all():
            found[each["name"]] = self._ids[each["name"]] = each["id"]
            if each["name"] == name and number == 1:
                return found[name]
        self._ids, self._ended = found, number
        return found.get(name)
