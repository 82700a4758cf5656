"""The operations: where each is found, what its request must be, and what carries it out."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from pydantic import BaseModel, ValidationError

from ..wire import Json, Request
from .manifest import ApplyRequest, MlReposQuery, NoQuery, PromptsQuery, TagsRequest, VersionsQuery
from .refusals import ApiError, unprocessable
from .registry import Registry

Act = Callable[[Registry, "Parsed"], Json]


@dataclass(frozen=True)
class Parsed:
    """A request that is as it must be; `body` is None where the operation has none."""

    query: Any
    body: Any
    id: str
    caller: str


@dataclass(frozen=True)
class Operation:
    """One operation, named as it is routed: `GET /prompts/{id}`."""

    name: str
    act: Act
    query: type[BaseModel] = NoQuery
    body: type[BaseModel] | None = None

    def id_in(self, method: str, path: str) -> str | None:
        """The identifier in the path (`""` where it has none), or None where this is another operation."""
        own_method, _, template = self.name.partition(" ")
        found = re.fullmatch(template.replace("{id}", "([^/]+)"), path) if method == own_method else None
        return None if found is None else unquote("".join(found.groups()))

    def parse(self, request: Request, id_: str, caller: str) -> Parsed:
        """Everything that is wrong with the request as one 422."""
        query = {name: values[-1] for name, values in request.query_values().items()}
        return Parsed(_validated(self.query, query, "query"), self._body(request), id_, caller)

    def _body(self, request: Request) -> BaseModel | None:
        if self.body is not None:
            return _validated(self.body, _json(request.body), "body")
        if request.body:
            raise ApiError(422, f"{request.method} takes no body")
        return None


OPERATIONS = (
    Operation("PUT /prompt-versions", lambda registry, it: registry.apply(it.body, it.caller), body=ApplyRequest),
    Operation("GET /prompt-versions", lambda registry, it: registry.list_versions(it.query), VersionsQuery),
    Operation("PUT /prompt-versions/tags", lambda registry, it: registry.apply_tags(it.body), body=TagsRequest),
    Operation("GET /prompt-versions/{id}", lambda registry, it: registry.get_version(it.id)),
    Operation("DELETE /prompt-versions/{id}", lambda registry, it: registry.delete_version(it.id)),
    Operation("GET /prompts", lambda registry, it: registry.list_prompts(it.query), PromptsQuery),
    Operation("GET /prompts/{id}", lambda registry, it: registry.get_prompt(it.id)),
    Operation("DELETE /prompts/{id}", lambda registry, it: registry.delete_prompt(it.id)),
    Operation("GET /ml-repos", lambda registry, it: registry.list_ml_repos(it.query), MlReposQuery),
)


def routed(method: str, path: str) -> tuple[Operation, str] | None:
    """The operation that is asked for, and the identifier in its path; None where there is none."""
    for operation in OPERATIONS:
        if (id_ := operation.id_in(method, path)) is not None:
            return operation, id_
    return None


def _validated(model: type[BaseModel], given: Any, where: str) -> BaseModel:
    try:
        return model.model_validate(given)
    except ValidationError as failed:
        raise unprocessable(failed, where) from failed


def _json(body: bytes) -> Any:
    try:
        return json.loads(body, parse_constant=_no_constant)
    except ValueError as failure:
        detail = {"loc": ["body"], "msg": f"JSON decode error: {failure}", "type": "json_invalid"}
        raise ApiError(422, [detail]) from failure


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
