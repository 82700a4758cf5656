"""The fake as tests hold it: it takes HTTP requests apart, records them, lets faults happen, and answers."""

import json
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Self

from ..scripting import Fault, Script
from ..server import Server
from ..wire import Json, Reply, Request
from .refusals import ApiError, page_of_somebody_else
from .registry import USUAL, Habits, Registry
from .routes import Operation, Parsed, routed

Prefix = Literal["api/ml/v1", "api/svc/v1"]

OLD_PREFIX: Prefix = "api/ml/v1"
NEW_PREFIX: Prefix = "api/svc/v1"
TENANT = "acme"
OTHER_TENANT = "globex"
TOKEN = "fake-token-of-acme"
OTHER_TOKEN = "fake-token-of-globex"
TOKENS: Mapping[str, str] = {TOKEN: TENANT, OTHER_TOKEN: OTHER_TENANT}
ML_REPO = "support"
OTHER_ML_REPO = "sales"
ML_REPOS: Mapping[str, Sequence[str]] = {TENANT: (ML_REPO, OTHER_ML_REPO), OTHER_TENANT: (ML_REPO,)}


@dataclass(frozen=True)
class Call:
    """One request that arrived, whatever became of it; retries count. `path` is as sent, with its query."""

    operation: str
    path: str
    body: Any
    tenant: str


class TrueFoundryFake:
    """A control plane on 127.0.0.1. Use as a context manager, or `start()` and `stop()`.

    Args:
        prefix: Under which of the two the registry answers; the other is a page of somebody else.
        habits: What is not known of the service.
        tokens: The tenant that each bearer token belongs to.
        ml_repos: The repositories of each tenant.
        clock: Tells the time of what is made.
    """

    def __init__(
        self,
        prefix: Prefix = NEW_PREFIX,
        habits: Habits = USUAL,
        *,
        tokens: Mapping[str, str] = TOKENS,
        ml_repos: Mapping[str, Sequence[str]] = ML_REPOS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.prefix = prefix
        self.faults: list[str] = []
        self._tokens = tokens
        self._registries = {name: Registry(name, repos, clock, habits) for name, repos in ml_repos.items()}
        self._script = Script()
        self._calls: list[Call] = []
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

    def registry(self, tenant: str = TENANT) -> Registry:
        return self._registries[tenant]

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
        reply = self._guarded(lambda: self._routed(request))
        return None if self._stopping.is_set() else reply

    def _routed(self, request: Request) -> Reply | None:
        prefix = f"/{self.prefix}"
        if not request.path.startswith(f"{prefix}/"):
            self._arrived(f"{request.method} elsewhere", request, "")
            return page_of_somebody_else()
        found = routed(request.method, request.path.removeprefix(prefix))
        if found is None:
            self._arrived(f"{request.method} unknown", request, "")
            raise ApiError(404, "Not Found")  # as any such server answers to a path that it does not have
        operation, id_ = found
        tenant = self._tenant(request)
        fault = self._arrived(operation.name, request, tenant)
        return fault.apply(lambda: self._carried_out(operation, request, id_, tenant), self._stopping.wait)

    def _carried_out(self, operation: Operation, request: Request, id_: str, tenant: str) -> Reply:
        reply = self._guarded(lambda: self._answer(operation, operation.parse(request, id_, f"dev@{tenant}"), tenant))
        assert reply is not None
        return reply

    def _answer(self, operation: Operation, parsed: Parsed, tenant: str) -> Reply:
        answer = operation.act(self.registry(tenant), parsed)
        return Reply(200, json.dumps(answer).encode(), {"Content-Type": "application/json"})

    def _tenant(self, request: Request) -> str:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or token not in self._tokens:
            raise ApiError(401, "Invalid or expired token")
        return self._tokens[token]

    def _arrived(self, operation: str, request: Request, tenant: str) -> Fault:
        path = f"{request.path}?{request.query}" if request.query else request.path
        with self._lock:
            self._calls.append(Call(operation, path, _readable(request.body), tenant))
        return self._script.take(operation)

    def _guarded(self, act: Callable[[], Reply | None]) -> Reply | None:
        """Refusals become replies; anything else is the fake's own fault: recorded, and 500."""
        try:
            try:
                return act()
            except ApiError as error:
                return error.reply(new_style=self.prefix == NEW_PREFIX)
        except Exception as failure:
            with self._lock:
                self.faults.append("".join(traceback.format_exception(failure)))
            return Reply(500, f"the fake is broken: {failure}".encode())


def _readable(body: bytes) -> Json | str | None:
    """The body as JSON where it is, for comparison."""
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body.decode(errors="replace")
