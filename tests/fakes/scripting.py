"""Faults by script: what a test wants to go wrong with the next calls of an operation.

    fake.inject("CreatePrompt", lose_answer())              # carried out, then the connection closes
    fake.inject("*", page(404, "<html>...</html>"))         # some proxy answers instead

One mechanism (`Fault`) and a few ways to say what is meant; each fake adds `error`, in the words of its service.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .wire import Reply

ANY = "*"


@dataclass(frozen=True)
class Fault:
    """What happens to one call: wait, carry it out or not, wait, then send the real answer, another one, or none.

    `refusal` is raised in place of an answer: each fake has its own class of them, and knows how to word it.
    """

    process: bool = True
    send: bool = True
    delay_before: float = 0
    delay_after: float = 0
    refusal: Exception | None = None
    instead: Callable[[Reply], Reply] | None = None

    def apply(self, process: Callable[[], Reply], pause: "Pause") -> Reply | None:
        """The reply to send; None closes the connection without one."""
        pause(self.delay_before)
        reply = process() if self.process else Reply(204, b"")
        pause(self.delay_after)
        if not self.send:
            return None
        if self.refusal is not None:
            raise self.refusal
        return self.instead(reply) if self.instead else reply


Pause = Callable[[float], object]
NO_FAULT = Fault()


def refuse(refusal: Exception) -> Fault:
    """The service refuses, in its own form; the request is not carried out."""
    return Fault(process=False, refusal=refusal)


def drop() -> Fault:
    """The connection closes before anything is done."""
    return Fault(process=False, send=False)


def lose_answer() -> Fault:
    """The request is carried out, then the connection closes."""
    return Fault(send=False)


def delay(seconds: float, *, after: bool = False) -> Fault:
    """Wait, before the request is carried out or (`after`) between that and the answer."""
    return Fault(delay_after=seconds) if after else Fault(delay_before=seconds)


def page(status: int, body: str, content_type: str = "text/html") -> Fault:
    """Somebody else answers: a proxy, a login page. The request is not carried out."""
    reply = Reply(status, body.encode(), {"Content-Type": content_type})
    return Fault(process=False, instead=lambda _: reply)


def truncate() -> Fault:
    """The request is carried out; half of its answer arrives: broken JSON."""
    return Fault(instead=lambda reply: replace(reply, body=reply.body[: len(reply.body) // 2]))


@dataclass
class _Entry:
    operation: str
    fault: Fault
    skip: int
    times: int


@dataclass
class Script:
    """The faults that are still to come, in the order in which they were injected."""

    _entries: list[_Entry] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, operation: str, fault: Fault, times: int, skip: int) -> None:
        with self._lock:
            self._entries.append(_Entry(operation, fault, skip, times))

    def take(self, operation: str) -> Fault:
        with self._lock:
            entry = next((one for one in self._entries if one.operation in (operation, ANY)), None)
            return NO_FAULT if entry is None else self._use(entry)

    def pending(self) -> int:
        with self._lock:
            return sum(entry.times for entry in self._entries)

    def _use(self, entry: _Entry) -> Fault:
        if entry.skip:
            entry.skip -= 1
            return NO_FAULT
        entry.times -= 1
        if not entry.times:
            self._entries.remove(entry)
        return entry.fault
