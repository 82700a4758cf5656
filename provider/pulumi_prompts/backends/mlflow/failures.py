"""What MLflow says in place of an answer: one map by the codes of its protocol, whose statuses are odd."""

import re
from collections.abc import Mapping
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts.backends._http import Refusal

_KINDS: Mapping[type[errors.PromptsError], str] = {
    errors.NotFoundError: "RESOURCE_DOES_NOT_EXIST",
    errors.AlreadyExistsError: "RESOURCE_ALREADY_EXISTS ALREADY_EXISTS",
    errors.QuotaError: "RESOURCE_LIMIT_EXCEEDED QUOTA_EXCEEDED",
    errors.AccessError: "PERMISSION_DENIED PERMISSION_NOT_PROPAGATED PROVIDER_SHARE_NOT_ACCESSIBLE",
    errors.CredentialsError: "UNAUTHENTICATED CUSTOMER_UNAUTHORIZED",
    errors.ThrottledError: "REQUEST_LIMIT_EXCEEDED RESOURCE_EXHAUSTED",
    errors.UnavailableError: """
        INTERNAL_ERROR TEMPORARILY_UNAVAILABLE IO_ERROR SERVICE_UNDER_MAINTENANCE WORKSPACE_TEMPORARILY_UNAVAILABLE
        DEADLINE_EXCEEDED CANCELLED ABORTED COULD_NOT_ACQUIRE_LOCK UNPARSEABLE_HTTP_ERROR
        """,
    errors.RejectedError: """
        BAD_REQUEST INVALID_PARAMETER_VALUE MALFORMED_REQUEST INVALID_STATE INVALID_STATE_TRANSITION FEATURE_DISABLED
        RESOURCE_CONFLICT NOT_IMPLEMENTED DATA_LOSS
        MAX_BLOCK_SIZE_EXCEEDED MAX_READ_SIZE_EXCEEDED MAX_LIST_SIZE_EXCEEDED MAX_NOTEBOOK_SIZE_EXCEEDED
        MAX_CHILD_NODE_SIZE_EXCEEDED PARTIAL_DELETE DRY_RUN_FAILED DIRECTORY_NOT_EMPTY DIRECTORY_PROTECTED
        SEARCH_QUERY_TOO_LONG SEARCH_QUERY_TOO_SHORT MANAGED_RESOURCE_GROUP_DOES_NOT_EXIST DEPLOYMENT_TIMEOUT
        GIT_CONFLICT GIT_UNKNOWN_REF GIT_SENSITIVE_TOKEN_DETECTED GIT_URL_NOT_ON_ALLOW_LIST GIT_REMOTE_ERROR
        PROJECTS_OPERATION_TIMEOUT IPYNB_FILE_IN_REPO INSECURE_PARTNER_RESPONSE MALFORMED_PARTNER_RESPONSE
        METASTORE_DOES_NOT_EXIST DAC_DOES_NOT_EXIST CATALOG_DOES_NOT_EXIST SCHEMA_DOES_NOT_EXIST TABLE_DOES_NOT_EXIST
        SHARE_DOES_NOT_EXIST RECIPIENT_DOES_NOT_EXIST STORAGE_CREDENTIAL_DOES_NOT_EXIST
        EXTERNAL_LOCATION_DOES_NOT_EXIST PRINCIPAL_DOES_NOT_EXIST PROVIDER_DOES_NOT_EXIST METASTORE_ALREADY_EXISTS
        DAC_ALREADY_EXISTS CATALOG_ALREADY_EXISTS SCHEMA_ALREADY_EXISTS TABLE_ALREADY_EXISTS SHARE_ALREADY_EXISTS
        RECIPIENT_ALREADY_EXISTS STORAGE_CREDENTIAL_ALREADY_EXISTS EXTERNAL_LOCATION_ALREADY_EXISTS
        PROVIDER_ALREADY_EXISTS CATALOG_NOT_EMPTY SCHEMA_NOT_EMPTY METASTORE_NOT_EMPTY
        """,
}
BY_CODE: Mapping[str, type[errors.PromptsError]] = {
    code: kind for kind, codes in _KINDS.items() for code in codes.split()
}
"""What exists already is 400, and what the server does not do is mostly 500, which would be repeated for nothing."""

NOT_ABOUT_A_PROMPT = frozenset({"ENDPOINT_NOT_FOUND", "NOT_FOUND"})
"""Codes that say that there is no such route, so that it is no word of the model registry."""

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
    return Refusal(said, BY_CODE.get(code))


def _without_values(message: str) -> str:
    """A refusal without the values of parameters and of the statement that failed: they may be the text of a prompt."""
    message = re.sub(r"\s*\[SQL: .*", "", message, flags=re.DOTALL)
    return re.sub(r"\bInvalid value .* for parameter", "Invalid value for parameter", message, flags=re.DOTALL)
