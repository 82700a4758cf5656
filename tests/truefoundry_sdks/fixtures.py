"""The pytest fixture: import `sdk_speakers` from here in a conftest.py, and name it in that file's `__all__`."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from .client import Speaker, speaking


@pytest.fixture(scope="session")
def sdk_speakers() -> Iterator[Callable[[str], Speaker]]:
    """The process of an SDK, by its version; one of each for the session, started when it is first needed."""
    with ExitStack() as stack:
        yield cache(lambda version: stack.enter_context(speaking(version)))
