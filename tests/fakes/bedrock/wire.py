"""Refusals as the service words them, and the fault of the fake itself."""

from collections.abc import Mapping
from typing import NoReturn

from ..scripting import Fault, refuse


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


def error(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Fault:
    """A fault: an error of the service, in its own form; the request is not carried out."""
    return refuse(ApiError(code, message, status, headers=headers))
