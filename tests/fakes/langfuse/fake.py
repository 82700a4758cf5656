"""The fake as tests hold it: it takes HTTP requests apart, records them, lets faults happen, and answers."""

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..front import Front
from ..wire import Json, Reply, Request
from .registry import Registry
from .routes import Route, query_of, route_of
from .wire import ApiError, invalid, problem, reply

PUBLIC_KEY = "pk-lf-fake-one"
OTHER_PUBLIC_KEY = "pk-lf-fake-two"
SECRET_KEY = "sk-lf-fake"
PROJECT = "cl0000000000000project1"
OTHER_PROJECT = "cl0000000000000project2"
KEYS: Mapping[str, str] = {PUBLIC_KEY: PROJECT, OTHER_PUBLIC_KEY: OTHER_PROJECT}

_LARGEST = 1_048_576
"""Of a body: the default of the server's framework (inferred)."""
_UNAUTHORIZED = "Invalid credentials. Confirm that you've configured the correct host."


def authorization(public_key: str, secret_key: str = SECRET_KEY) -> str:
    """The header that authenticates a request."""
    return "Basic " + base64.b64encode(f"{public_key}:{secret_key}".encode()).decode()


@dataclass(frozen=True)
class Call:
    """One request that arrived with a valid key, whatever became of it; retries count.

    `path` is as sent, with its query; `body` is None where there was none.
    """

    operation: str
    method: str
    path: str
    body: Any
    project: str


class LangfuseFake(Front[Call, ApiError]):
    """Langfuse's API of prompts on 127.0.0.1. Use as a context manager, or `start()` and `stop()`.

    Args:
        keys: The project of each public key; all have one secret key.
        clock: Seconds since the epoch.
    """

    def __init__(self, *, keys: Mapping[str, str] = KEYS, clock: Callable[[], float] = time.time) -> None:
        super().__init__(ApiError)
        self._keys = dict(keys)
        self._registries = {project: Registry(project, clock) for project in keys.values()}

    def registry(self, project: str = PROJECT) -> Registry:
        return self._registries[project]

    def revoke(self, key: str) -> None:
        """The key is valid no more."""
        del self._keys[key]

    # requests

    def _respond(self, request: Request) -> Reply | None:
        return self._guarded(lambda: self._routed(request), ApiError.reply)

    def _routed(self, request: Request) -> Reply | None:
        route, ids = route_of(request)
        project = self._project(route, request)
        body = _body(route, request)
        path = request.path + (f"?{request.query}" if request.query else "")
        fault = self._arrived(Call(route.operation, request.method, path, body, project))
        return self._carried_out(fault, lambda: self._answer(route, ids, project, request, body), ApiError.reply)

    def _answer(self, route: Route, ids: Json, project: str, request: Request, body: Any) -> Reply:
        answer = self.registry(project).call(route.operation, ids, query_of(route, request), body)
        return Reply(204, b"") if route.status == 204 else reply(answer, route.status)

    def _project(self, route: Route, request: Request) -> str:
        """Who authenticates a change of labels words its refusal in its own way."""
        kind, _, encoded = request.headers.get("authorization", "").partition(" ")
        public, _, secret = _decoded(encoded).partition(":") if kind == "Basic" else ("", "", "")
        if public not in self._keys or secret != SECRET_KEY:
            name = {} if route.operation == "update" else {"error": "UnauthorizedError"}
            raise ApiError(401, {"message": _UNAUTHORIZED, **name})
        return self._keys[public]


def _decoded(encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except ValueError:
        return ""


def _body(route: Route, request: Request) -> Any:
    if not route.has_body:
        return None
    if len(request.body) > _LARGEST:
        raise ApiError(413, "Body exceeded 1mb limit")
    try:
        return json.loads(request.body)
    except ValueError:
        invalid([problem((), "Invalid JSON", "invalid_json")])
