"""The fake as tests hold it: it takes HTTP requests apart, records them, lets faults happen, and answers."""

import json
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from ..scripting import Fault, Script
from ..server import Server
from ..wire import Json, Reply, Request
from .registry import Registry
from .routes import PREFIX, Route, query_of, route_of
from .wire import ApiError, invalid, problem, refused, reply

KEY = "hl_sk_fake_one"
OTHER_KEY = "hl_sk_fake_two"
ORGANIZATION = "one"
OTHER_ORGANIZATION = "two"
KEYS: Mapping[str, str] = {KEY: ORGANIZATION, OTHER_KEY: OTHER_ORGANIZATION}


@dataclass(frozen=True)
class Call:
    """One request that arrived with a valid key, whatever became of it; retries count.

    `path` is as sent, with its query; `body` is None where there was none.
    """

    operation: str
    method: str
    path: str
    body: Any
    organization: str


class HumanloopFake:
    """Humanloop's API of prompts on 127.0.0.1. Use as a context manager, or `start()` and `stop()`.

    Args:
        keys: The organization of each API key.
        clock: Seconds since the epoch.
        deploys_first: Whether the first version of a prompt is deployed to the default environment at once (not known).
    """

    def __init__(
        self,
        *,
        keys: Mapping[str, str] = KEYS,
        clock: Callable[[], float] = time.time,
        deploys_first: bool = False,
    ) -> None:
        self.faults: list[str] = []
        self._keys = dict(keys)
        self._registries = {name: Registry(clock, deploys_first) for name in keys.values()}
        self._script = Script()
        self._calls: list[Call] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._server = Server(self.handle)

    # life

    @property
    def url(self) -> str:
        """The base URL, with the prefix of the API."""
        return self._server.url + PREFIX

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

    def registry(self, organization: str = ORGANIZATION) -> Registry:
        return self._registries[organization]

    def revoke(self, key: str) -> None:
        """The key is valid no more."""
        del self._keys[key]

    def inject(self, operation: str, fault: Fault, times: int = 1, skip: int = 0) -> None:
        """Lets `fault` happen to the next `times` calls of `operation` ("*": of any), after `skip` untouched ones."""
        self._script.add(operation, fault, times, skip)

    @property
    def pending_faults(self) -> int:
        """How many injected faults have not happened yet."""
        return self._script.pending()

    @property
    def calls(self) -> list[Call]:
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
        answer = self._guarded(lambda: self._respond(request))
        return None if self._stopping.is_set() else answer

    def _respond(self, request: Request) -> Reply | None:
        route, ids = route_of(request)
        organization = self._organization(request)
        body = _body(route, request)
        with self._lock:
            path = request.path + (f"?{request.query}" if request.query else "")
            self._calls.append(Call(route.operation, request.method, path, body, organization))
        fault = self._script.take(route.operation)
        return fault.apply(lambda: self._process(route, ids, organization, request, body), self._stopping.wait)

    def _process(self, route: Route, ids: Json, organization: str, request: Request, body: Any) -> Reply:
        try:
            query = query_of(route, request)
            answer = self.registry(organization).call(route.operation, ids, query, body)
        except ApiError as error:
            return error.reply()
        if route.status == 204:
            return Reply(204, b"")
        if isinstance(answer, str):
            return Reply(route.status, answer.encode(), {"Content-Type": "text/plain; charset=utf-8"})
        return reply(answer, route.status)

    def _organization(self, request: Request) -> str:
        found = self._keys.get(request.headers.get("x-api-key", ""))
        return found or refused(401, "Invalid API key.")

    def _guarded(self, act: Callable[[], Reply | None]) -> Reply | None:
        """Refusals become replies; anything else is the fake's own fault: recorded, and 500."""
        try:
            return act()
        except ApiError as error:
            return error.reply()
        except Exception as failure:
            with self._lock:
                self.faults.append("".join(traceback.format_exception(failure)))
            return Reply(500, f"the fake is broken: {failure}".encode())


def _body(route: Route, request: Request) -> Any:
    if not route.has_body:
        return None
    try:
        return json.loads(request.body)
    except ValueError:
        invalid([problem(("body",), "the body is not JSON", "value_error.jsondecode")])
