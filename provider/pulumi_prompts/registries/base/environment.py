"""What an adapter is connected with: where its registry is, and what it may ask of the process that it runs in."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from pulumi_prompts.content.base import Model
from pulumi_prompts.content.parsing import Failure


class Clock(Protocol):
    """Tells and passes the time, in seconds."""

    def monotonic(self) -> float:
        """Seconds since some moment."""

    def time(self) -> float:
        """Seconds since the epoch."""

    def sleep(self, seconds: float, /) -> None:
        """Let time pass."""


@dataclass(frozen=True)
class Environment:
    """What a backend may ask of the process it runs in.

    Attributes:
        secret: Looks a credential up by its key in the stack's configuration; None where it is not set.
        variable: Looks one up in the environment of the process; None where it is not set.
        progress: Tells the person who waits, in a few words, why it takes long.
        clock: `time`, or a test's own.
        warn: Prints a line that stays: something that went otherwise than declared, and was no reason to fail.
    """

    secret: Callable[[str], str | None] = lambda key: None
    variable: Callable[[str], str | None] = lambda name: None
    progress: Callable[[str], None] = lambda text: None
    clock: Clock = time
    warn: Callable[[str], None] = lambda text: None

    def tell(self, text: str) -> None:
        """Tell whoever hears this thread; else show it as progress."""
        (_HEARD_BY.get() or self.progress)(text)


_HEARD_BY: ContextVar[Callable[[str], None] | None] = ContextVar("_HEARD_BY", default=None)


@contextmanager
def heard_by(listener: Callable[[str], None]) -> Iterator[None]:
    """Threads that are made in here, with its context, tell `listener`, who waits for many of them."""
    token = _HEARD_BY.set(listener)
    try:
        yield
    finally:
        _HEARD_BY.reset(token)


class Settings(Model):
    """Where a registry is and how to reach it; never a secret. Each backend has a subclass.

    Fields with an `Identity` say which registry is meant; the others may change without a replacement.
    """

    kind: str

    def missing(self) -> str:
        """What is not there, so that there can be no prompts yet; nothing if only a call can tell."""
        return ""

    def doubts(self) -> Iterable[Failure]:
        """What a program should not declare, although it can be read; a state that has it is still good."""
        return ()
