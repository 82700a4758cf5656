"""Refusals as the server words them: a message, and the name of the error or what zod finds wrong."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from ..scripting import Fault, refuse
from ..wire import Reply

Problem = dict[str, Any]

_NAMES = {
    400: "InvalidRequestError",
    401: "UnauthorizedError",
    403: "ForbiddenError",
    404: "LangfuseNotFoundError",
    405: "MethodNotAllowedError",
    409: "LangfuseConflictError",
    500: "InternalServerError",
    503: "ServiceUnavailableError",
}


class ApiError(Exception):
    """A refusal: its status and its body, which is JSON or a page."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body
        self.headers = dict(headers or {})

    def reply(self) -> Reply:
        if isinstance(self.body, str):
            return Reply(self.status, self.body.encode(), {"Content-Type": "text/html", **self.headers})
        return reply(self.body, self.status, self.headers)


def reply(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """An answer in JSON."""
    return Reply(status, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})})


def worded(status: int, message: str, headers: Mapping[str, str] | None = None) -> ApiError:
    """A refusal of the server."""
    return ApiError(status, {"message": message, "error": _NAMES.get(status, "Error")}, headers)


def refused(status: int, message: str) -> NoReturn:
    raise worded(status, message)


def invalid(problems: list[Problem]) -> NoReturn:
    """The form of a request is wrong."""
    raise ApiError(400, {"message": "Invalid request data", "error": problems})


def problem(path: tuple[str | int, ...], message: str, code: str = "custom") -> Problem:
    return {"code": code, "path": list(path), "message": message}


def error(status: int, message: str, headers: Mapping[str, str] | None = None) -> Fault:
    """A fault: an error of the server, in its own form; the request is not carried out."""
    return refuse(worded(status, message, headers))


RACE = (
    "Failed to create prompt '{name}' due to unique constraint failure. This might be due to too many concurrent "
    "prompt creations. Please add a delay."
)
"""Two writes wanted the same number (400)."""
