"""The fake as tests hold it: it takes HTTP requests apart, records them, lets faults happen, and answers."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..front import Front
from ..wire import Json, Reply, Request
from .refusals import ApiError, page_of_somebody_else
from .registry import USUAL, Habits, Registry
from .routes import Operation, routed

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


class TrueFoundryFake(Front[Call, ApiError]):
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
        super().__init__(ApiError)
        self.prefix = prefix
        self._tokens = tokens
        self._registries = {name: Registry(name, repos, clock, habits) for name, repos in ml_repos.items()}

    def registry(self, tenant: str = TENANT) -> Registry:
        return self._registries[tenant]

    # requests

    def _respond(self, request: Request) -> Reply | None:
        return self._guarded(lambda: self._routed(request), self._refused)

    def _refused(self, error: ApiError) -> Reply:
        return error.reply(new_style=self.prefix == NEW_PREFIX)

    def _routed(self, request: Request) -> Reply | None:
        prefix = f"/{self.prefix}"
        if not request.path.startswith(f"{prefix}/"):
            self._arrived(_call(f"{request.method} elsewhere", request, ""))
            return page_of_somebody_else()
        found = routed(request.method, request.path.removeprefix(prefix))
        if found is None:
            self._arrived(_call(f"{request.method} unknown", request, ""))
            raise ApiError(404, "Not Found")  # as any such server answers to a path that it does not have
        operation, id_ = found
        tenant = self._tenant(request)
        fault = self._arrived(_call(operation.name, request, tenant))
        return self._carried_out(fault, lambda: self._answer(operation, request, id_, tenant), self._refused)

    def _answer(self, operation: Operation, request: Request, id_: str, tenant: str) -> Reply:
        answer = operation.act(self.registry(tenant), operation.parse(request, id_, f"dev@{tenant}"))
        return Reply(200, json.dumps(answer).encode(), {"Content-Type": "application/json"})

    def _tenant(self, request: Request) -> str:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or token not in self._tokens:
            raise ApiError(401, "Invalid or expired token")
        return self._tokens[token]


def _call(operation: str, request: Request, tenant: str) -> Call:
    path = f"{request.path}?{request.query}" if request.query else request.path
    return Call(operation, path, _readable(request.body), tenant)


def _readable(body: bytes) -> Json | str | None:
    """The body as JSON where it is, for comparison."""
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body.decode(errors="replace")
