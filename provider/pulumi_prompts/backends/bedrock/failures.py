"""What botocore raises, as our errors: one map, by class, and one for the service's codes."""

from typing import Any

from botocore import exceptions as aws

from pulumi_prompts import errors

_LOGIN = (
    "log in (`aws sso login`), set the usual variables or `backend.profile`; `aws sts get-caller-identity` must work"
)
NOT_BEDROCK = "check `backend.endpoint_url` and proxies on the way: this is not how Bedrock answers"

_BY_CODE: dict[str, type[errors.RegistryError]] = {
    "ResourceNotFoundException": errors.NotFoundError,
    "ConflictException": errors.AlreadyExistsError,
    "ServiceQuotaExceededException": errors.QuotaError,
    "AccessDeniedException": errors.AccessError,
    "AccessDenied": errors.AccessError,
    "ThrottlingException": errors.ThrottledError,
    "TooManyRequestsException": errors.ThrottledError,
    "Throttling": errors.ThrottledError,
    "InternalServerException": errors.UnavailableError,
    "ServiceUnavailableException": errors.UnavailableError,
    "ValidationException": errors.RejectedError,
}

_BAD_CREDENTIALS = frozenset(
    {
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "ExpiredToken",
        "ExpiredTokenException",
        "MissingAuthenticationTokenException",
    }
)

_REMEDIES = {
    errors.QuotaError: "delete what is not needed, or ask AWS for a larger quota where it can be raised",
    errors.RejectedError: "correct the property that it names",
}

_CREDENTIALS = (
    aws.NoCredentialsError,
    aws.PartialCredentialsError,
    aws.CredentialRetrievalError,
    aws.ProfileNotFound,
    aws.NoAuthTokenError,
    aws.SSOError,
    aws.TokenRetrievalError,
    aws.UnauthorizedSSOTokenError,
    aws.ConfigNotFound,
    aws.ConfigParseError,
    aws.InvalidConfigError,
    aws.MetadataRetrievalError,
    aws.RefreshWithMFAUnsupportedError,
    aws.LoginError,
)
_OUT_OF_REACH = (aws.HTTPClientError, aws.ConnectionError, aws.IncompleteReadError)


def our_error(error: Exception) -> errors.PromptsError:
    """The error of ours that says the same, without any part of the request."""
    if isinstance(error, aws.ClientError):
        return _of_service(error)
    said = f"{type(error).__name__}: {error}"
    if isinstance(error, _CREDENTIALS):
        return errors.CredentialsError(said, _LOGIN)
    if isinstance(error, _OUT_OF_REACH):
        return errors.UnavailableError(said)
    if isinstance(error, aws.ParamValidationError):
        return errors.RejectedError(
            f"{type(error).__name__}: the request does not fit the service's model", "report this as a bug"
        )
    return errors.AnswerError(said, NOT_BEDROCK)


def _of_service(error: aws.ClientError) -> errors.PromptsError:
    code, status = _code(error), _status(error)
    said = f"{code}: {error.response.get('Error', {}).get('Message', '')}"
    if code in _BAD_CREDENTIALS:
        return errors.CredentialsError(said, _LOGIN)
    kind = _BY_CODE.get(code) or _by_status(status)
    ours = kind(said, NOT_BEDROCK if kind is errors.AnswerError else _REMEDIES.get(kind))
    if isinstance(ours, errors.UnavailableError):
        ours.retry_after = _retry_after(error)
    return ours


def _by_status(status: int) -> type[errors.RegistryError]:
    if status == 429:
        return errors.ThrottledError
    if status >= 500 or status in (408, 425):
        return errors.UnavailableError
    if status == 403:
        return errors.AccessError
    return errors.AnswerError


def _code(error: aws.ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "Unknown"))


def _status(error: aws.ClientError) -> int:
    return int(_metadata(error).get("HTTPStatusCode", 0))


def _retry_after(error: aws.ClientError) -> float | None:
    value = _metadata(error).get("HTTPHeaders", {}).get("retry-after", "")
    return float(value) if value.isdecimal() else None


def _metadata(error: aws.ClientError) -> dict[str, Any]:
    return dict(error.response.get("ResponseMetadata", {}))
