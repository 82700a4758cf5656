"""What every fake is to the tests that hold it: its life, its faults, and the calls that arrived."""

import signal
import threading
import traceback
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

from .scripting import Fault, Script
from .server import Server
from .wire import Reply, Request


class _Recorded(Protocol):
    @property
    def operation(self) -> str: ...


CallT = TypeVar("CallT", bound=_Recorded)
RefusalT = TypeVar("RefusalT", bound=Exception)
ResultT = TypeVar("ResultT")


class Front(ABC, Generic[CallT, RefusalT]):
    """A registry on 127.0.0.1. Use as a context manager, or `start()` and `stop()`.

    Args:
        refusals: The exceptions that are refusals of the service; any other is the fake's own fault.
    """

    _headers_of_broken: ClassVar[Mapping[str, str]] = {}

    def __init__(self, refusals: type[RefusalT]) -> None:
        self.faults: list[str] = []
        self._refusals = refusals
        self._script = Script()
        self._calls: list[CallT] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._server = Server(self.handle)

    # life

    @property
    def url(self) -> str:
        return self._server.url

    def start(self) -> Self:
        self._server.start()
        return self

    def stop(self) -> None:
        """Ends the server and every open connection; delays under way end at once, without an answer."""
        self._stopping.set()
        self._server.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()

    # for tests

    def inject(self, operation: str, fault: Fault, times: int = 1, skip: int = 0) -> None:
        """Lets `fault` happen to the next `times` calls of `operation` ("*": of any), after `skip` untouched ones."""
        self._script.add(operation, fault, times, skip)

    @property
    def pending_faults(self) -> int:
        """How many injected faults have not happened yet."""
        return self._script.pending()

    @property
    def calls(self) -> list[CallT]:
        with self._lock:
            return list(self._calls)

    def call_counts(self) -> dict[str, int]:
        return dict(Counter(call.operation for call in self.calls))

    def clear_calls(self) -> None:
        with self._lock:
            self._calls.clear()

    # requests

    def handle(self, request: Request) -> Reply | None:
        """The reply to one request; None closes the connection without one, as does everything after `stop()`."""
        reply = self._respond(request)
        return None if self._stopping.is_set() else reply

    @abstractmethod
    def _respond(self, request: Request) -> Reply | None: ...

    def _arrived(self, call: CallT) -> Fault:
        """Records the call, and says what is to happen to it."""
        with self._lock:
            self._calls.append(call)
        return self._script.take(call.operation)

    def _carried_out(
        self, fault: Fault, process: Callable[[], Reply], refuse: Callable[[RefusalT], Reply]
    ) -> Reply | None:
        return fault.apply(lambda: self._guarded(process, refuse), self._stopping.wait)

    def _guarded(self, act: Callable[[], ResultT], refuse: Callable[[RefusalT], Reply]) -> ResultT | Reply:
        """Refusals become replies; anything else is the fake's own fault: recorded, and 500."""
        try:
            try:
                return act()
            except self._refusals as error:
                return refuse(error)
        except Exception as failure:
            with self._lock:
                self.faults.append("".join(traceback.format_exception(failure)))
            return Reply(500, f"the fake is broken: {failure}".encode(), self._headers_of_broken)


def serve_until_killed(make: Callable[[], Front[Any, Any]]) -> None:
    """For a process of its own: the first line that it prints is the URL."""
    ends = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # before there are threads, which inherit it
    with make() as fake:
        print(fake.url, flush=True)
        signal.sigwait(ends)
