"""What passes between the parts of the fake: one HTTP request, one reply, one refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn
from urllib.parse import parse_qs

Json = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """One HTTP request, as it came: `path` is still percent-encoded, header names are in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    def query_values(self) -> dict[str, list[str]]:
        return parse_qs(self.query, keep_blank_values=True)


@dataclass(frozen=True)
class Reply:
    """One HTTP answer."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class ApiError(Exception):
    """A refusal as the service words it.

    `code` is an error shape of the operation, or one of the codes that every AWS service has. `status` is only for
    codes that the service's model does not know; `fields` are pairs (member, message) for a ValidationException.
    """

    def __init__(
        self,
        code: str,
        message: str,
        status: int | None = None,
        fields: tuple[tuple[str, str], ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.fields = fields
        self.headers = dict(headers or {})


class FakeBroken(Exception):
    """The fake itself broke the service's model. Never an answer of the service: it is recorded in `faults`."""


def not_found(message: str) -> NoReturn:
    raise ApiError("ResourceNotFoundException", message)


def conflict(message: str) -> NoReturn:
    raise ApiError("ConflictException", message)


def invalid(message: str) -> NoReturn:
    raise ApiError("ValidationException", message)


def over_quota(message: str) -> NoReturn:
    raise ApiError("ServiceQuotaExceededException", message)
