"""The plugin dies at a call of a registry."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from fuzz.stack import Killed
from pulumi_prompts.registries.session import Session


@contextmanager
def killing(call: int, after: bool) -> Iterator[None]:
    """The plugin dies at this call of a registry: before it reaches it, or before its answer is heard."""
    left = [call]
    connect = Session.connect

    def connected(*arguments: Any) -> Any:
        return Dying(connect(*arguments), left, after)

    with patch.object(Session, "connect", connected):
        yield


class Dying:
    """An adapter whose process is killed."""

    def __init__(self, adapter: Any, left: list[int], after: bool) -> None:
        self._adapter, self._left, self._after = adapter, left, after

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._adapter, name)
        if not callable(found):
            return found

        def called(*arguments: Any, **more: Any) -> Any:
            self._left[0] -= 1
            if self._left[0] == 0 and not self._after:
                raise Killed
            result = found(*arguments, **more)
            if self._left[0] == 0:
                raise Killed
            return result

        return called
