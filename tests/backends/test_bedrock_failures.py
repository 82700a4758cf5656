"""What botocore raises and what the service answers, as a person reads it: one line that says what to do."""

import inspect
import ssl
import string
from collections.abc import Callable
from typing import Any

import pytest
from botocore import exceptions as aws
from botocore.exceptions import BotoCoreError, ClientError

from backends.bedrock_world import World, desired
from fakes.bedrock import ACCESS_KEY, Fault, error, page, truncate
from fakes.bedrock.model import OPERATIONS, load_model
from pulumi_prompts import errors
from pulumi_prompts.registries.base import Change, Publication, Ref
from pulumi_prompts.registries.bedrock import Bedrock
from pulumi_prompts.registries.bedrock.failures import CHECK_THE_WAY, CONFIGURE, LOGIN, NOT_BEDROCK, our_error
from pulumi_prompts.testing.base import delete, write
from remedies import AGAIN, ANOTHER_NAME, BUG, PERMISSION

FOREVER = 10**6


# By class: everything that botocore may raise.

BY_CLASS: dict[type[errors.PromptsError], set[str]] = {
    errors.CredentialsError: {
        "CredentialRetrievalError",
        "LoginAuthorizationCodeError",
        "LoginError",
        "LoginInsufficientPermissions",
        "LoginRefreshRequired",
        "LoginTokenLoadError",
        "MetadataRetrievalError",
        "NoAuthTokenError",
        "NoCredentialsError",
        "PartialCredentialsError",
        "ProfileNotFound",
        "RefreshWithMFAUnsupportedError",
        "SSOError",
        "SSOTokenLoadError",
        "TokenRetrievalError",
        "UnauthorizedSSOTokenError",
    },
    errors.UnavailableError: {
        "CapacityNotAvailableError",
        "ConnectionClosedError",
        "HTTPClientError",
        "IncompleteReadError",
        "ReadTimeoutError",
        "ResponseStreamingError",
    },
    errors.UnreachableError: {
        "ConnectTimeoutError",
        "ConnectionError",
        "EndpointConnectionError",
        "ProxyConnectionError",
        "SSLError",
    },
    errors.AnswerError: {"ChecksumError", "FlexibleChecksumError"},
    errors.RejectedError: {
        "AliasConflictParameterError",
        "ParamValidationError",
        "RangeError",
        "UnknownKeyError",
        "UnknownParameterError",
        "ValidationError",
    },
}
OF_SERVICE = {"ClientError", "EventStreamError"}


def classes_of_botocore() -> dict[str, type[BotoCoreError]]:
    everything = inspect.getmembers(aws, inspect.isclass)
    return {name: each for name, each in everything if issubclass(each, BotoCoreError)}


def raised(kind: type[BotoCoreError], value: Any = "x") -> BotoCoreError:
    """An error of that class, whatever it wants to be told."""
    if kind is aws.WaiterError:
        return aws.WaiterError(value, value, {})
    names = [name for _, name, _, _ in string.Formatter().parse(kind.fmt) if name]
    return kind(**dict.fromkeys(names, value))


@pytest.mark.parametrize("name", sorted(classes_of_botocore()))
def test_every_class_of_botocore_says_who_must_act(name: str) -> None:
    """What is in no list is a setting that botocore does not like: so is what a newer botocore may raise."""
    expected = next((ours for ours, names in BY_CLASS.items() if name in names), errors.ConfigurationError)
    ours = our_error(raised(classes_of_botocore()[name]))
    assert type(ours) is expected
    assert ours.remedy
    assert "\n" not in str(ours)


def test_the_lists_name_classes_that_there_are() -> None:
    listed = set().union(*BY_CLASS.values())
    assert listed | OF_SERVICE <= {name for name, _ in inspect.getmembers(aws, inspect.isclass)}


class NewSettingError(BotoCoreError):
    fmt = "The setting {name} is not good."


class NewConnectionError(aws.ConnectionError):
    fmt = "The connection failed"


def tls_error(reason: str) -> ssl.SSLError:
    """As OpenSSL raises it, where both sides speak TLS."""
    error = ssl.SSLError(1, "internal error")
    error.reason = reason
    return error


@pytest.mark.parametrize(
    ("botocore", "kind", "line"),
    [
        (
            NewSettingError(name="x"),
            errors.ConfigurationError,
            f"NewSettingError: The setting x is not good; {CONFIGURE}",
        ),
        (NewConnectionError(), errors.UnreachableError, f"NewConnectionError: The connection failed; {CHECK_THE_WAY}"),
        (
            aws.InvalidRegionError(region_name="US"),
            errors.ConfigurationError,
            f"InvalidRegionError: Provided region_name 'US' doesn't match a supported format; {CONFIGURE}",
        ),
        (
            aws.ParamValidationError(report="the text of a prompt"),
            errors.RejectedError,
            "ParamValidationError: the request does not fit the service's model; report this as a bug",
        ),
        (
            aws.SSLError(endpoint_url="https://x", error=OSError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed")),
            errors.ConfigurationError,
            "SSLError: SSL validation failed for https://x [SSL: CERTIFICATE_VERIFY_FAILED] self-signed; "
            "set AWS_CA_BUNDLE to the certificates that this network uses, or correct `backend.endpoint_url`",
        ),
        (
            aws.SSLError(endpoint_url="https://x", error=tls_error("TLSV1_ALERT_INTERNAL_ERROR")),
            errors.UnreachableError,
            f"SSLError: SSL validation failed for https://x internal error; {CHECK_THE_WAY}",
        ),
        (RuntimeError("a body"), errors.AnswerError, f"botocore cannot read the answer (RuntimeError); {NOT_BEDROCK}"),
    ],
)
def test_what_botocore_raises_is_one_line(botocore: Exception, kind: type[errors.PromptsError], line: str) -> None:
    ours = our_error(botocore)
    assert (type(ours), str(ours)) == (kind, line)


# By code: everything that the service may answer.

CALLS: dict[str, Callable[[Bedrock, Ref], object]] = {
    "CreatePrompt": lambda bedrock, ref: bedrock.create(desired()),
    "UpdatePrompt": lambda bedrock, ref: write(bedrock, ref, desired(), Change(frozenset({"content"}))),
    "GetPrompt": lambda bedrock, ref: bedrock.read(ref.id),
    "ListPrompts": lambda bedrock, ref: bedrock.versions(ref.id),
    "CreatePromptVersion": lambda bedrock, ref: bedrock.publish(ref.id, Publication(desired().digest, "m", "m")),
    "DeletePrompt": lambda bedrock, ref: delete(bedrock, ref),
    "TagResource": lambda bedrock, ref: write(bedrock, ref, desired(), Change(frozenset({"marker"}))),
    "UntagResource": lambda bedrock, ref: write(bedrock, ref, desired(), Change(frozenset(), frozenset({"a"}))),
    "ListTagsForResource": lambda bedrock, ref: bedrock.labels(ref.uri),
}
BY_CODE: dict[str, type[errors.PromptsError]] = {
    "ThrottlingException": errors.ThrottledError,
    "AccessDeniedException": errors.AccessError,
    "ValidationException": errors.RejectedError,
    "InternalServerException": errors.UnavailableError,
    "ResourceNotFoundException": errors.NotFoundError,
    "ServiceQuotaExceededException": errors.QuotaError,
    "ConflictException": errors.RejectedError,
}
NAME_IS_TAKEN = {"CreatePrompt", "UpdatePrompt"}


def modelled() -> list[tuple[str, str, int]]:
    """Each error of each call that the service model lists, with its status."""
    service = load_model("bedrock-agent")
    return [
        (operation, shape.name, int(shape.metadata["error"]["httpStatusCode"]))
        for operation in OPERATIONS
        for shape in service.operation_model(operation).error_shapes
    ]


def failing(world: World, operation: str, fault: Fault) -> errors.PromptsError:
    """What a call raises where this goes wrong again and again."""
    bedrock = world.connect()
    ref = bedrock.create(desired(name="other"))
    world.fake.inject(operation, fault, times=FOREVER)
    with pytest.raises(errors.PromptsError) as raised:
        CALLS[operation](bedrock, ref)
    assert "\n" not in str(raised.value)
    return raised.value


@pytest.mark.parametrize(("operation", "code", "status"), modelled())
def test_every_error_of_the_service_model_is_ours(world: World, operation: str, code: str, status: int) -> None:
    taken = code == "ConflictException" and operation in NAME_IS_TAKEN
    ours = failing(world, operation, error(status, code, "Said by the service."))
    assert type(ours) is (errors.AlreadyExistsError if taken else BY_CODE[code])
    assert (ours.code, ours.said) == (code, f"{code}: Said by the service")


LINES = [
    (
        "CreatePrompt",
        error(402, "ServiceQuotaExceededException", "You have 50 prompts."),
        errors.QuotaError,
        "ServiceQuotaExceededException: You have 50 prompts; "
        "delete what is not needed, or ask AWS for a larger quota where it can be raised",
    ),
    (
        "GetPrompt",
        error(404, "ResourceNotFoundException", "Could not find prompt X."),
        errors.NotFoundError,
        "ResourceNotFoundException: Could not find prompt X",
    ),
    (
        "CreatePrompt",
        error(409, "ConflictException", "The name is taken."),
        errors.AlreadyExistsError,
        f"ConflictException: The name is taken; {ANOTHER_NAME}",
    ),
    (
        "DeletePrompt",
        error(409, "ConflictException", "It is being changed."),
        errors.RejectedError,
        "ConflictException: It is being changed; run `pulumi up` again when nothing else writes to this prompt",
    ),
    (
        "GetPrompt",
        error(429, "ThrottlingException", "Too many requests."),
        errors.ThrottledError,
        f"ThrottlingException: Too many requests; {AGAIN}",
    ),
    (
        "GetPrompt",
        error(500, "InternalServerException", "Oh."),
        errors.UnavailableError,
        f"InternalServerException: Oh; {AGAIN}",
    ),
    (
        "CreatePrompt",
        error(403, "AccessDeniedException", "User arn:aws:iam::1:user/a is not authorized: bedrock:CreatePrompt."),
        errors.AccessError,
        f"AccessDeniedException: User arn:aws:iam::1:user/a is not authorized: bedrock:CreatePrompt; {PERMISSION}",
    ),
    (
        "CreatePrompt",
        error(400, "ValidationException", "Value 'the\nsecret text' at 'variants' failed to satisfy: x."),
        errors.RejectedError,
        "ValidationException: Value at 'variants' failed to satisfy: x; correct the property that it names",
    ),
    (
        "GetPrompt",
        error(403, "ExpiredTokenException", "The security token included in the request is expired"),
        errors.CredentialsError,
        f"ExpiredTokenException: the credentials have expired; {LOGIN}",
    ),
    (
        "GetPrompt",
        error(403, "InvalidSignatureException", "The Canonical String was\nx-amz-security-token:TOKEN"),
        errors.CredentialsError,
        "InvalidSignatureException: AWS does not accept the signature: "
        f"the secret key or the clock of this machine is wrong; {LOGIN}",
    ),
    (
        "GetPrompt",
        error(418, "TeapotException", "A newer code."),
        errors.RejectedError,
        "TeapotException: A newer code; correct the property that it names",
    ),
    (
        "GetPrompt",
        error(503, "NewerException", "A newer code."),
        errors.UnavailableError,
        f"NewerException: A newer code; {AGAIN}",
    ),
    (
        "GetPrompt",
        error(501, "NotImplementedException", "Not here."),
        errors.ConfigurationError,
        "NotImplementedException: Not here; use a release of the registry that can do this",
    ),
    (
        "GetPrompt",
        page(507, "<html>"),
        errors.QuotaError,
        "HTTP 507 that is no answer of the service; free space where the registry keeps its data",
    ),
    (
        "GetPrompt",
        page(599, "<html>"),
        errors.AnswerError,
        f"HTTP 599 that is no answer of the service; {NOT_BEDROCK}",
    ),
    (
        "GetPrompt",
        error(404, "UnknownOperationException", "What?"),
        errors.AnswerError,
        f"UnknownOperationException: What?; {NOT_BEDROCK}",
    ),
    (
        "GetPrompt",
        page(404, "<html>no such page: the secret text</html>"),
        errors.AnswerError,
        f"HTTP 404 that is no answer of the service; {NOT_BEDROCK}",
    ),
    (
        "GetPrompt",
        page(404, '{"message": "no Route matched with those values"}', "application/json"),
        errors.AnswerError,
        f"HTTP 404 that is no answer of the service; {NOT_BEDROCK}",
    ),
    (
        "GetPrompt",
        page(403, "<html>blocked</html>"),
        errors.AnswerError,
        f"HTTP 403 that is no answer of the service; {NOT_BEDROCK}",
    ),
    (
        "GetPrompt",
        page(302, ""),
        errors.AnswerError,
        f"HTTP 302 that is no answer of the service; {NOT_BEDROCK}",
    ),
    (
        "GetPrompt",
        page(502, "<html>bad gateway</html>"),
        errors.UnavailableError,
        f"HTTP 502 that is no answer of the service; {AGAIN}",
    ),
    (
        "GetPrompt",
        page(404, "[]", "application/json"),
        errors.AnswerError,
        f"botocore cannot read the answer (AttributeError); {NOT_BEDROCK}",
    ),
    *(
        (
            operation,
            page(200, "<html>log in</html>"),
            errors.AnswerError,
            f"HTTP 200 that is no answer of the service; {NOT_BEDROCK}",
        )
        for operation in CALLS
    ),
    *(
        (
            operation,
            page(200, "", "application/json"),
            errors.AnswerError,
            f"HTTP 200 that is no answer of the service; {NOT_BEDROCK}",
        )
        for operation in sorted(CALLS.keys() - {"TagResource", "UntagResource"})
    ),
    (
        "GetPrompt",
        truncate(),
        errors.AnswerError,
        f"HTTP 200 that is no answer of the service; {NOT_BEDROCK}",
    ),
    (
        "ListTagsForResource",
        truncate(),
        errors.AnswerError,
        f"HTTP 200 that is no answer of the service; {NOT_BEDROCK}",
    ),
    (
        "GetPrompt",
        page(200, "{}", "application/json"),
        errors.AnswerError,
        f"the answer lacks name, id, arn, version, createdAt, updatedAt; {BUG}",
    ),
    (
        "ListPrompts",
        page(200, '{"promptSummaries": [{"id": "AAAAAAAAAA", "arn": "x"}]}', "application/json"),
        errors.AnswerError,
        f"an entry of the list lacks name, version; {BUG}",
    ),
    (
        "GetPrompt",
        page(200, '{"createdAt": "yesterday"}', "application/json"),
        errors.AnswerError,
        f"botocore cannot read the answer (ValueError); {NOT_BEDROCK}",
    ),
    (
        "GetPrompt",
        page(200, '{"variants": "none"}', "application/json"),
        errors.AnswerError,
        f"botocore cannot read the answer (AttributeError); {NOT_BEDROCK}",
    ),
    (
        "GetPrompt",
        page(404, '{"__type": "UnknownOperationException", "message": null}', "application/json"),
        errors.AnswerError,
        f"UnknownOperationException; {NOT_BEDROCK}",
    ),
    (
        "GetPrompt",
        page(403, '{"__type": "AccessDeniedException", "message": 7}', "application/json"),
        errors.AccessError,
        f"AccessDeniedException: 7; {PERMISSION}",
    ),
]


@pytest.mark.parametrize(("operation", "fault", "kind", "line"), LINES)
def test_a_failure_is_one_line_that_says_what_to_do(
    world: World, operation: str, fault: Fault, kind: type[errors.PromptsError], line: str
) -> None:
    ours = failing(world, operation, fault)
    assert (type(ours), str(ours)) == (kind, line)


BAD_CREDENTIALS = [
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "IncompleteSignatureException",
    "ExpiredToken",
    "ExpiredTokenException",
    "RequestExpired",
    "MissingAuthenticationTokenException",
]


@pytest.mark.parametrize("code", BAD_CREDENTIALS)
def test_what_is_said_of_bad_credentials_is_never_the_services(code: str) -> None:
    """It may quote the request's headers."""
    response: Any = {"Error": {"Code": code, "Message": f"Credential={ACCESS_KEY} TOKEN"}}
    ours = our_error(ClientError(response, "GetPrompt"))
    assert isinstance(ours, errors.CredentialsError)
    assert ACCESS_KEY not in str(ours)
    assert "TOKEN" not in str(ours)
