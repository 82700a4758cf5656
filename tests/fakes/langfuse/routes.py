"""Which operation a request means. Operations have the names that the vendor's SDK gives them, but `list_prompts`."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote

from ..wire import Json, Request
from .wire import ApiError, Problem, invalid, problem

PREFIX = "/api/public"
_NO_PAGE = "<!DOCTYPE html><html><head><title>404: This page could not be found</title></head></html>"
_VERSION = {"version": "int", "label": "str"}
_PAGES = {
    "name": "str",
    "label": "str",
    "tag": "str",
    "version": "int",
    "page": "int",
    "limit": "int",
    "fromUpdatedAt": "str",
    "toUpdatedAt": "str",
}


class Route(NamedTuple):
    """One operation: its method, its path, its query, and whether it has a body."""

    operation: str
    method: str
    path: str
    query: Mapping[str, str] = MappingProxyType({})
    has_body: bool = False
    status: int = 200

    def ids(self, path: str) -> Json | None:
        """The identifiers in `path`, or None where it is another's: a slash in a name is encoded."""
        found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", PREFIX + self.path), path)
        return {name: unquote(value) for name, value in found.groupdict().items()} if found else None


ROUTES = (
    Route("projects", "GET", "/projects"),
    Route("create", "POST", "/v2/prompts", has_body=True, status=201),
    Route("list_prompts", "GET", "/v2/prompts", _PAGES),
    Route("get", "GET", "/v2/prompts/{name}", {**_VERSION, "resolve": "bool"}),
    Route("delete", "DELETE", "/v2/prompts/{name}", _VERSION, status=204),
    Route("update", "PATCH", "/v2/prompts/{name}/versions/{version}", has_body=True),
)


def route_of(request: Request) -> tuple[Route, Json]:
    """The route with its identifiers; where there is none, the web application answers."""
    found = [(each, ids) for each in ROUTES if (ids := each.ids(request.path)) is not None]
    if not found:
        raise ApiError(404, _NO_PAGE)
    for each, ids in found:
        if each.method == request.method:
            return each, ids
    raise ApiError(405, {"message": "Method not allowed", "error": "MethodNotAllowedError"})


def query_of(route: Route, request: Request) -> Json:
    """The query, each value as what it stands for."""
    given = {name: values[-1] for name, values in request.query_values().items()}
    if problems := list(_wrong(route, given)):
        invalid(problems)
    return {name: _parsed(route.query[name], value) for name, value in given.items()}


def _wrong(route: Route, given: Mapping[str, str]) -> Iterator[Problem]:
    for name, value in given.items():
        kind = route.query.get(name)
        if kind is None:
            yield problem((name,), "Unrecognized key", "unrecognized_keys")
        elif kind == "int" and not value.isdecimal():
            yield problem((name,), "Invalid input: expected number, received NaN", "invalid_type")
        elif kind == "bool" and value not in ("true", "false"):
            yield problem((name,), "Invalid input", "invalid_value")


def _parsed(kind: str, value: str) -> object:
    return int(value) if kind == "int" else value == "true" if kind == "bool" else value
