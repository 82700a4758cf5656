"""The network, with a list of the requests that went over it, and answers that get lost where a test says so."""

import re
from typing import Any

import httpx


class Wire(httpx.BaseTransport):
    """The network below `api`. Requests have names, `METHOD path`, without identifiers that match `ids`."""

    def __init__(self, api: str, ids: str = r"(?!)") -> None:
        self._network = httpx.HTTPTransport()
        self._api, self._ids = api, ids
        self.requests: list[httpx.Request] = []
        self.to_break: dict[str, str] = {}
        self.without_cursors = False

    @property
    def calls(self) -> list[str]:
        """The names of the requests."""
        return [self._name_of(request) for request in self.requests]

    def calls_of(self, operation: Any, *arguments: Any) -> list[str]:
        """What an operation sends."""
        self.requests.clear()
        operation(*arguments)
        return self.calls

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        name = self._name_of(request)
        broken = self.to_break.get(name) if self.to_break.get(name) == "for good" else self.to_break.pop(name, None)
        if broken in ("before", "for good"):
            raise httpx.ReadError("broken before it was carried out", request=request)
        if self.without_cursors:
            request.url = request.url.copy_remove_param("cursor")
        response = self._network.handle_request(request)
        response.read()
        if broken == "after":
            raise httpx.ReadError("broken after it was carried out", request=request)
        return response

    def close(self) -> None:
        self._network.close()

    def _name_of(self, request: httpx.Request) -> str:
        return f"{request.method} {re.sub(self._ids, '*', request.url.path.removeprefix(self._api))}"
