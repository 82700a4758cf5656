"""The fake as tests hold it: it takes HTTP requests apart, records them, lets faults happen, and answers."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..front import Front
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


class HumanloopFake(Front[Call, ApiError]):
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
        super().__init__(ApiError)
        self._keys = dict(keys)
        self._registries = {name: Registry(clock, deploys_first) for name in keys.values()}

    @property
    def url(self) -> str:
        """The base URL, with the prefix of the API."""
        return super().url + PREFIX

    def registry(self, organization: str = ORGANIZATION) -> Registry:
        return self._registries[organization]

    def revoke(self, key: str) -> None:
        """The key is valid no more."""
        del self._keys[key]

    # requests

    def _respond(self, request: Request) -> Reply | None:
        return self._guarded(lambda: self._routed(request), ApiError.reply)

    def _routed(self, request: Request) -> Reply | None:
        route, ids = route_of(request)
        organization = self._organization(request)
        body = _body(route, request)
        path = request.path + (f"?{request.query}" if request.query else "")
        fault = self._arrived(Call(route.operation, request.method, path, body, organization))
        return self._carried_out(fault, lambda: self._answer(route, ids, organization, request, body), ApiError.reply)

    def _answer(self, route: Route, ids: Json, organization: str, request: Request, body: Any) -> Reply:
        answer = self.registry(organization).call(route.operation, ids, query_of(route, request), body)
        if route.status == 204:
            return Reply(204, b"")
        if isinstance(answer, str):
            return Reply(route.status, answer.encode(), {"Content-Type": "text/plain; charset=utf-8"})
        return reply(answer, route.status)

    def _organization(self, request: Request) -> str:
        found = self._keys.get(request.headers.get("x-api-key", ""))
        return found or refused(401, "Invalid API key.")


def _body(route: Route, request: Request) -> Any:
    if not route.has_body:
        return None
    try:
        return json.loads(request.body)
    except ValueError:
        invalid([problem(("body",), "the body is not JSON", "value_error.jsondecode")])
