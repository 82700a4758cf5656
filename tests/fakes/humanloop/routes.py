"""Which operation a request means. Operations have the names that the vendor's SDK gives them, but `list_prompts`."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote

from ..wire import Json, Request
from .schema import Check, boolean, integer, one_of, string
from .wire import ApiError, Problem, invalid, problem

PREFIX = "/v5"
_VERSION: dict[str, Check] = {"version_id": string, "environment": string}
_PAGES: dict[str, Check] = {
    "page": integer(1),
    "size": integer(0),
    "name": string,
    "user_filter": string,
    "sort_by": one_of("created_at", "updated_at", "name"),
    "order": one_of("asc", "desc"),
}


class Route(NamedTuple):
    """One operation: its method, its path, its query, and whether it has a body."""

    operation: str
    method: str
    path: str
    query: Mapping[str, Check] = MappingProxyType({})
    has_body: bool = False
    status: int = 200

    def ids(self, path: str) -> Json | None:
        """The identifiers in `path`, or None where it is another's."""
        found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", PREFIX + self.path), path)
        return {name: unquote(value) for name, value in found.groupdict().items()} if found else None


ROUTES = (
    Route("upsert", "POST", "/prompts", has_body=True),
    Route("list_prompts", "GET", "/prompts", _PAGES),
    Route("deserialize", "POST", "/prompts/deserialize", has_body=True),
    Route("get", "GET", "/prompts/{id}", _VERSION),
    Route("delete", "DELETE", "/prompts/{id}", status=204),
    Route("move", "PATCH", "/prompts/{id}", has_body=True),
    Route("list_versions", "GET", "/prompts/{id}/versions", {"evaluator_aggregates": boolean}),
    Route("delete_prompt_version", "DELETE", "/prompts/{id}/versions/{version_id}", status=204),
    Route("patch_prompt_version", "PATCH", "/prompts/{id}/versions/{version_id}", has_body=True),
    Route("list_environments", "GET", "/prompts/{id}/environments"),
    Route("set_deployment", "POST", "/prompts/{id}/environments/{environment_id}", {"version_id": string}),
    Route("remove_deployment", "DELETE", "/prompts/{id}/environments/{environment_id}", status=204),
    Route("serialize", "GET", "/prompts/{id}/serialize", _VERSION),
    Route(
        "retrieve_by_path",
        "POST",
        "/files/retrieve-by-path",
        {"environment": string, "include_raw_file_content": boolean},
        has_body=True,
    ),
    Route("list_directories", "GET", "/directories"),
)


def route_of(request: Request) -> tuple[Route, Json]:
    """The route with its identifiers; where there is none, the framework answers, not the service."""
    found = [(each, ids) for each in ROUTES if (ids := each.ids(request.path)) is not None]
    if not found:
        raise ApiError(404, "Not Found")
    for each, ids in found:
        if each.method == request.method:
            return each, ids
    raise ApiError(405, "Method Not Allowed")


def query_of(route: Route, request: Request) -> Json:
    """The query, each value as what it stands for."""
    given = {name: _parsed(values[-1]) for name, values in request.query_values().items()}
    if problems := list(_wrong(route, given)):
        invalid(problems)
    return given


def _wrong(route: Route, given: Json) -> Iterator[Problem]:
    for name, value in given.items():
        check = route.query.get(name)
        if check is None:
            yield problem(("query", name), "extra fields not permitted", "value_error.extra")
        else:
            yield from check(value, ("query", name))
    if route.operation == "set_deployment" and "version_id" not in given:
        yield problem(("query", "version_id"), "field required", "value_error.missing")


def _parsed(value: str) -> object:
    if value.isdecimal():
        return int(value)
    return {"true": True, "false": False}.get(value, value)
