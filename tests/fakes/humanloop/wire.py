"""Refusals as the service words them.

Inferred: v5 describes the form of 422 alone. The others are given the `detail` object that the documentation of v4
shows; a route that does not exist answers in the words of the service's framework, which say nothing of a prompt.
"""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from ..scripting import Fault, refuse
from ..wire import Refusal, Reply

Problem = dict[str, Any]

_TYPES = {
    400: "bad_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    409: "conflict_error",
    429: "rate_limit_error",
}


class ApiError(Refusal):
    """A refusal: its status and the `detail` of its body."""

    def reply(self) -> Reply:
        return reply({"detail": self.detail}, self.status, self.headers)


def reply(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """An answer in JSON."""
    return Reply(status, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})})


def detail(status: int, message: str) -> dict[str, Any]:
    return {"type": _TYPES.get(status, "error"), "message": message, "code": status, "origin": "Humanloop"}


def refused(status: int, message: str) -> NoReturn:
    raise ApiError(status, detail(status, message))


def not_found(message: str) -> NoReturn:
    refused(404, message)


def conflict(message: str) -> NoReturn:
    refused(409, message)


def invalid(problems: list[Problem]) -> NoReturn:
    raise ApiError(422, problems)


def problem(loc: tuple[str | int, ...], msg: str, kind: str) -> Problem:
    return {"loc": list(loc), "msg": msg, "type": kind}


def error(status: int, message: str, headers: Mapping[str, str] | None = None) -> Fault:
    """A fault: an error of the service, in its own form; the request is not carried out."""
    return refuse(ApiError(status, detail(status, message), headers))
