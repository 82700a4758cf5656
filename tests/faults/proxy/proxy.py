"""The proxy: it reads a request, forwards it or not, and answers as the script says."""

import contextlib
import socket
import threading
import traceback
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from .faults import Fault
from .listener import Listener, reset_when_closed
from .messages import Request, Response, read_request, read_response, text_response
from .script import Script

_SECONDS = 60
_NO_FAULT = Fault("none")


@dataclass(frozen=True)
class Recorded:
    """A request that came, and the fault that happened to it; one that was refused never came."""

    request: Request
    fault: str | None

    @property
    def line(self) -> str:
        """The method and the path, without the query."""
        return self.request.line


class FaultProxy:
    """A proxy to one registry. Use as a context manager: its end fails where the proxy itself went wrong.

    Args:
        upstream: The URL of the registry; its path, where it has one, is that of `url` too.
    """

    def __init__(self, upstream: str) -> None:
        parts = urlsplit(upstream)
        assert parts.scheme == "http"
        assert parts.hostname is not None
        self._upstream = parts.hostname, parts.port or 80
        self._path = parts.path
        self._script = Script()
        self._requests: list[Recorded] = []
        self._failures: list[str] = []
        self._late: list[Request] = []
        self._lock = threading.Lock()
        self._holds = threading.Event()
        self._listener = Listener(self._serve)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.port}{self._path}"

    def inject(self, fault: Fault, match: str = "*", nth: int = 1, times: int | None = 1) -> None:
        """Let `fault` happen to requests.

        Args:
            fault: One of `faults.py`, or one made with its functions.
            match: Which requests count, as a shell pattern over `METHOD /path`, without the query.
            nth: The first of them that goes wrong.
            times: How many do from there on; None is until `heal()`. REFUSED lasts until then in any case.
        """
        self._script.add(fault, match, nth, times)
        if self._script.refuses:
            self._listener.refuse()

    def heal(self) -> None:
        """Forget all faults; listen again. What is late arrives now."""
        self._script.clear()
        self._holds.clear()
        self._forward_what_is_late()
        self._listener.open()

    def wait_until_held(self) -> None:
        """Until there is a client that waits for an answer which is held back."""
        assert self._holds.wait(_SECONDS)

    @property
    def requests(self) -> list[Recorded]:
        """What came, in the order of arrival."""
        with self._lock:
            return list(self._requests)

    def clear_requests(self) -> None:
        with self._lock:
            self._requests.clear()

    @property
    def pending(self) -> list[str]:
        """The names of the faults that have not happened yet, or not for the last time."""
        return self._script.pending

    def start(self) -> Self:
        self._listener.open()
        return self

    def stop(self) -> None:
        """Close the port and every connection, and raise where the proxy itself failed."""
        self._listener.close()
        if self._failures:
            raise AssertionError("the proxy is broken:\n" + "\n".join(self._failures))

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()

    def _serve(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as stream:
            while (request := read_request(stream)) is not None:
                if not self._answered(connection, request):
                    return

    def _answered(self, connection: socket.socket, request: Request) -> bool:
        """Whether the connection may be used again."""
        fault = self._arrived(request)
        try:
            response = self._response(request, fault)
        except Exception:
            self._failed()
            return False
        if self._script.refuses:
            self._listener.refuse(but=connection)
            response = response.with_header("Connection", "close")
        if fault.ending == "hold":
            self._holds.set()
        return _send(connection, response, fault)

    def _arrived(self, request: Request) -> Fault:
        with self._lock:
            fault = self._script.take(request.line)
            self._requests.append(Recorded(request, fault.name if fault else None))
        return fault or _NO_FAULT

    def _response(self, request: Request, fault: Fault) -> Response:
        true = self._forwarded(fault.request(request)) if fault.processed else text_response(204, "", "text/plain")
        self._forward_what_is_late()
        if fault.ending == "late":
            with self._lock:
                self._late.append(request)
        return fault.response(true) if fault.response else true

    def _forward_what_is_late(self) -> None:
        with self._lock:
            late, self._late = self._late, []
        for request in late:
            self._forwarded(request)

    def _forwarded(self, request: Request) -> Response:
        """Over a connection of its own: one that was kept may be closed by the registry at any moment."""
        with socket.create_connection(self._upstream, timeout=_SECONDS) as upstream, upstream.makefile("rb") as stream:
            upstream.sendall(bytes(request))
            return read_response(stream, request.method)

    def _failed(self) -> None:
        with self._lock:
            self._failures.append(traceback.format_exc())


def _send(connection: socket.socket, response: Response, fault: Fault) -> bool:
    """Whether the connection may be used again."""
    match fault.ending:
        case "reset" | "refuse":  # `refuse` only where a request came in before the port was closed
            reset_when_closed(connection)
            return False
        case "hold" | "late":
            with contextlib.suppress(OSError):  # a reset is an end, too
                connection.recv(1)
            return False
        case "cut":
            connection.sendall(_half(response))
            return False
        case "answer":
            connection.sendall(bytes(response))
            return response.header("Connection").lower() != "close"


def _half(response: Response) -> bytes:
    """Less than its headers say. One without a body gets a length, and a status that may have one."""
    whole = response if response.body else text_response(200, "{}", "application/json")
    return whole.head + whole.body[: len(whole.body) // 2]
