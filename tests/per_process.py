"""What a pytest process starts once.

A fixture that several modules import is as many fixtures for pytest: one of the session would start for each module.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import TypeVar

import pytest

T = TypeVar("T")


def entered_once(config: pytest.Config, key: pytest.StashKey[T], make: Callable[[], AbstractContextManager[T]]) -> T:
    """What the context manager gave when it was first asked for; it is left when the process ends."""
    if key not in config.stash:
        stack = ExitStack()
        config.stash[key] = stack.enter_context(make())
        config.add_cleanup(stack.close)
    return config.stash[key]
