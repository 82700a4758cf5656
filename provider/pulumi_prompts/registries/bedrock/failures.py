"""What botocore raises, as our errors: by its class; what the service answers by its status."""

import re
import ssl
import time
from typing import Any

from botocore import exceptions as aws

from pulumi_prompts import errors
from pulumi_prompts.registries.transport.failures import (
    BROKE,
    FINAL,
    NO_ANSWER,
    NO_PROXY,
    NOT_TLS,
    PASSING,
    causes,
    origin_of,
    state_by_answer,
    unreached,
)
from pulumi_prompts.registries.transport.retry import asked_to_wait

LOGIN = (
    "log in (`aws sso login`), set the usual variables or `backend.profile`; `aws sts get-caller-identity` must work"
)
CONFIGURE = "correct the AWS configuration files and variables, or `backend`"
NOT_BEDROCK = "check `backend.endpoint_url` and proxies on the way: this is not how Bedrock answers"
CHECK_THE_WAY = "check `backend.region`, `backend.endpoint_url` and the network; run the command again"
_NO_TLS = "correct `backend.endpoint_url`: what answers there does not speak https"
_TRUST = "set AWS_CA_BUNDLE to the certificates that this network uses, or correct `backend.endpoint_url`"
_BUG = "report this as a bug"

_NAMES_A_PROMPT = frozenset({"CreatePrompt", "UpdatePrompt"})

_UNKNOWN_KEY = "AWS does not know these credentials"
_BAD_SIGNATURE = "AWS does not accept the signature: the secret key or the clock of this machine is wrong"
_EXPIRED = "the credentials have expired"
_UNSIGNED = "the request carries no credentials"
_BAD_CREDENTIALS = {
    "Expired": _EXPIRED,
    "InvalidAccessKeyId": _UNKNOWN_KEY,
    "InvalidClientTokenId": _UNKNOWN_KEY,
    "InvalidToken": _UNKNOWN_KEY,
    "MissingAuthenticationToken": _UNSIGNED,
    "Signature": _BAD_SIGNATURE,
    "UnrecognizedClient": _UNKNOWN_KEY,
}
"""By a part of the code, in our words: the service's own may repeat the access key, and all that was signed."""

_REMEDIES: dict[type[errors.PromptsError], str] = {
    errors.AnswerError: NOT_BEDROCK,
    errors.QuotaError: "delete what is not needed, or ask AWS for a larger quota where it can be raised",
    errors.RejectedError: "correct the property that it names",
}
_SOMEBODY_WRITES = "run `pulumi up` again when nothing else writes to this prompt"

_CREDENTIALS = (
    aws.NoCredentialsError,
    aws.PartialCredentialsError,
    aws.CredentialRetrievalError,
    aws.ProfileNotFound,
    aws.NoAuthTokenError,
    aws.SSOError,
    aws.TokenRetrievalError,
    aws.MetadataRetrievalError,
    aws.RefreshWithMFAUnsupportedError,
    aws.LoginError,
)
_OUT_OF_REACH = (aws.HTTPClientError, aws.ConnectionError, aws.IncompleteReadError, aws.CapacityNotAvailableError)
_BROKEN_ANSWER = (aws.ChecksumError, aws.FlexibleChecksumError)
_OUR_OWN = (aws.ParamValidationError, aws.ValidationError)
"""Whose texts hold what was to be sent."""


def our_error(error: Exception) -> errors.PromptsError:
    """The error of ours that says the same, without any part of the request or of a whole answer."""
    if isinstance(error, aws.ClientError):
        return _of_service(error)
    if isinstance(error, aws.BotoCoreError):
        return _of_client(error)
    return errors.AnswerError(f"botocore cannot read the answer ({type(error).__name__})", NOT_BEDROCK)


def no_answer(status: int) -> errors.AnswerError:
    """The error where somebody else answered with that status (a page of a proxy), or half a document came."""
    return errors.AnswerError(f"HTTP {status} that is no answer of the service", NOT_BEDROCK)


def broken(said: str) -> errors.UnavailableError:
    """The error where the connection ended before, or in the middle of, an answer."""
    error = errors.UnavailableError(said, CHECK_THE_WAY)
    error.state = BROKE
    return error


def _of_client(error: aws.BotoCoreError) -> errors.PromptsError:
    name = type(error).__name__
    said = f"{name}: {_without_queries(str(error))}"
    if isinstance(error, _CREDENTIALS):
        return errors.CredentialsError(said, LOGIN)
    if isinstance(error, aws.SSLError) and (remedy := _remedy_of_tls(error)):
        return errors.ConfigurationError(said, remedy)
    if type(error) is aws.HTTPClientError:
        return _unexpected(error)
    if isinstance(error, _OUT_OF_REACH):
        return _out_of_reach(error, said)
    if isinstance(error, _BROKEN_ANSWER):
        return errors.AnswerError(name, NOT_BEDROCK)
    if isinstance(error, _OUR_OWN) and not isinstance(error, aws.InvalidRegionError):
        return errors.RejectedError(f"{name}: the request does not fit the service's model", _BUG)
    return errors.ConfigurationError(said, CONFIGURE)


def _remedy_of_tls(error: aws.SSLError) -> str | None:
    """What to do where the next try would meet the same."""
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return _TRUST
    is_not_tls = any(isinstance(each, ssl.SSLError) and each.reason in NOT_TLS for each in causes(_inner(error)))
    return _NO_TLS if is_not_tls else None


def _out_of_reach(error: aws.BotoCoreError, said: str) -> errors.UnavailableError:
    """Who is out of reach, which may be another service than Bedrock, and why: botocore does not tell why."""
    kind = errors.UnreachableError if isinstance(error, aws.ConnectionError) else errors.UnavailableError
    state = _state(error)
    told = error.kwargs.get("endpoint_url") if not isinstance(error, aws.SSLError) else None
    ours = kind(f"{origin_of(told)} {state}" if told else said, CHECK_THE_WAY)
    ours.state = state
    return ours


def _state(error: aws.BotoCoreError) -> str:
    if isinstance(error, aws.ReadTimeoutError | aws.ConnectTimeoutError):
        return NO_ANSWER
    if isinstance(error, aws.ProxyConnectionError):
        return NO_PROXY
    return unreached(_inner(error)) if isinstance(error, aws.ConnectionError) else BROKE


def _inner(error: aws.BotoCoreError) -> BaseException:
    """What botocore made the error of. It raises errors a second time, so that Python forgets what they came of."""
    inner = error.kwargs.get("error")
    return inner if isinstance(inner, BaseException) else error


def _without_queries(text: str) -> str:
    """A text without the queries of the URLs in it."""
    return re.sub(r"(https?://[^\s\"?]*)\?[^\s\"]*", r"\1", text)


def _unexpected(error: aws.HTTPClientError) -> errors.PromptsError:
    """What the HTTP library raised unexpectedly. Its text may hold a header, and with it the session token."""
    inner = error.kwargs.get("error")
    if isinstance(inner, ValueError):
        said = "the request cannot be sent: a credential holds characters that HTTP does not allow"
        return errors.CredentialsError(said, "look for a line break in AWS_SESSION_TOKEN or in the profile")
    return broken(f"HTTPClientError: {type(inner).__name__}")


def _of_service(error: aws.ClientError) -> errors.PromptsError:
    code = _code(error)
    if why := next((why for part, why in _BAD_CREDENTIALS.items() if part in code), None):
        return errors.CredentialsError(f"{code}: {why}", LOGIN)
    kind = _kind(error)
    ours = kind(_said(error), _remedy(kind, code, _status(error)))
    ours.code = code
    if isinstance(ours, errors.UnavailableError):
        ours.retry_after = _retry_after(error)
        ours.state = state_by_answer(ours, _status(error))
    return ours


def _said(error: aws.ClientError) -> str:
    code = _code(error)
    if not _is_of_service(code):
        return f"HTTP {_status(error)} that is no answer of the service"
    message = error.response.get("Error", {}).get("Message")
    return f"{code}: {_without_values(str(message))}" if message else code


def _without_values(message: str) -> str:
    """A refusal that names properties, without their values, which may be the text of a prompt."""
    return re.sub(r"\bValue '.*?' at '", "Value at '", message, flags=re.DOTALL)


def _remedy(kind: type[errors.PromptsError], code: str, status: int) -> str | None:
    if (kind, code) == (errors.RejectedError, "ConflictException"):
        return _SOMEBODY_WRITES
    return FINAL[status].remedy if status in FINAL else _REMEDIES.get(kind)


def _kind(error: aws.ClientError) -> type[errors.PromptsError]:
    code, status = _code(error), _status(error)
    if code == "ConflictException" and error.operation_name in _NAMES_A_PROMPT:
        return errors.AlreadyExistsError
    if code == "ResourceNotFoundException":
        return errors.NotFoundError
    if "Throttling" in code:
        return errors.ThrottledError
    return _by_status(status, is_of_service=_is_of_service(code))


def _by_status(status: int, *, is_of_service: bool) -> type[errors.PromptsError]:
    if status == 429:
        return errors.ThrottledError
    if status in PASSING:
        return errors.UnavailableError
    if status in FINAL:
        return FINAL[status].kind
    if status == 404 or not is_of_service:
        return errors.AnswerError
    return {402: errors.QuotaError, 403: errors.AccessError}.get(status, errors.RejectedError)


def _code(error: aws.ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "Unknown"))


def _is_of_service(code: str) -> bool:
    """Whether the service said what is wrong; else botocore gives the HTTP status, or nothing, for a code."""
    return not code.isdecimal() and code != "Unknown"


def _status(error: aws.ClientError) -> int:
    return int(_metadata(error).get("HTTPStatusCode", 0))


def _retry_after(error: aws.ClientError) -> float | None:
    return asked_to_wait(_metadata(error).get("HTTPHeaders", {}), time.time())


def _metadata(error: aws.ClientError) -> dict[str, Any]:
    return dict(error.response.get("ResponseMetadata", {}))
