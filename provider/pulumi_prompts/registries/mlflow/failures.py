"""What MLflow says in place of an answer: one map by the codes of its protocol, whose statuses are odd."""

import re
from collections.abc import Mapping
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts.registries.transport.http import Refusal

BY_CODE: Mapping[str, type[errors.PromptsError]] = {
    "RESOURCE_DOES_NOT_EXIST": errors.NotFoundError,
    "RESOURCE_ALREADY_EXISTS": errors.AlreadyExistsError,
    "RESOURCE_LIMIT_EXCEEDED": errors.QuotaError,
    "QUOTA_EXCEEDED": errors.QuotaError,
    "RESOURCE_CONFLICT": errors.RejectedError,
    "INTERNAL_ERROR": errors.UnavailableError,
    "IO_ERROR": errors.UnavailableError,
    "ABORTED": errors.UnavailableError,
}
"""The codes that say something else than their status, or more."""

NOT_ABOUT_A_PROMPT = frozenset({"ENDPOINT_NOT_FOUND", "NOT_FOUND"})
"""Codes that say that there is no such route, so that it is no word of the model registry."""

_NO_STATUS = 500
"""What the server sends with the codes that it has no status for: most of them are final, and not known to pass."""

_NO_CONNECTION = "QueuePool limit"
"""What a server says, as a bad request, that had no connection to its database for half a minute."""

_WORKSPACE = "check `backend.workspace`: in one that does not exist nothing is found, and everything may still be there"


def refusal(status: int, body: Any) -> Refusal | None:
    """`{"error_code": ..., "message": ...}`; a 404 with a code that we do not know is not about a prompt."""
    match body:
        case {"error_code": str(code), "message": str(message)}:
            return _refusal(status, code, message)
    return None


def _refusal(status: int, code: str, message: str) -> Refusal | None:
    said = f"{code}: {_without_values(message)}"
    if code in NOT_ABOUT_A_PROMPT or (status == 404 and code not in BY_CODE):
        return None
    if code == "RESOURCE_DOES_NOT_EXIST" and message.startswith("Workspace "):
        return Refusal(said, errors.ConfigurationError, _WORKSPACE)
    if _NO_CONNECTION in message:
        return Refusal(said, errors.UnavailableError)
    return Refusal(said, BY_CODE.get(code) or (errors.RejectedError if status == _NO_STATUS else None))


def _without_values(message: str) -> str:
    """A refusal without the values of parameters and of the statement that failed: they may be the text of a prompt."""
    message = re.sub(r"\s*\[SQL: .*", "", message, flags=re.DOTALL)
    return re.sub(r"\bInvalid value .* for parameter", "Invalid value for parameter", message, flags=re.DOTALL)
