"""Bedrock behind the proxy: its own refusals, what botocore says of the others, and what the fake keeps."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import pytest

from fakes.bedrock import ACCESS_KEY, ACCOUNT, OTHER_ACCESS_KEY, OTHER_ACCOUNT, SECRET_KEY, BedrockFake, Prompt
from faults import proxy
from faults.expected import NO_501, NO_507
from faults.proxy import Fault, answering, extra_fields, json_response, replacing_in_header
from faults.registries import Registry, Stored, Traits
from pulumi_prompts.registries.bedrock.failures import CHECK_THE_WAY, LOGIN, NOT_BEDROCK
from remedies import AGAIN, PERMISSION

_REGION = "eu-{name}"
"""One of its own for each stack: a list of all prompts would grow from cell to cell."""

_REACH = re.escape(CHECK_THE_WAY)
_STRANGER = re.escape(NOT_BEDROCK)
_UNREADABLE = r"(HTTP 2.. that is no answer of the service|botocore cannot read the answer \(\w+\))"
_LOGIN = re.escape(LOGIN)


def _own(status: int, code: str, message: str) -> Fault:
    """A refusal of the service: the code is in a header."""
    answer = json_response(status, {"message": message}, {"x-amzn-ErrorType": f"{code}:http://internal/"})
    return answering(f"{status} {code}", answer)


def _failed(state: str) -> str:
    return f"{{api}} {state}; {_REACH}"


def _stranger(status: int) -> str:
    return f"HTTP {status} that is no answer of the service; {_STRANGER}"


def _not_now(status: int) -> str:
    return f"HTTP {status} that is no answer of the service; {AGAIN}"


THROTTLED: Final = _own(429, "ThrottlingException", "Rate exceeded")
BROKEN: Final = _own(500, "InternalServerException", "An internal error occurred.")
UNKNOWN_KEY: Final = _own(403, "UnrecognizedClientException", "The security token is invalid.")
DENIED: Final = _own(403, "AccessDeniedException", "User: x is not authorized to perform: bedrock:GetPrompt")
INVALID: Final = _own(400, "ValidationException", "1 validation error detected")
OVER_QUOTA: Final = _own(402, "ServiceQuotaExceededException", "Too many of them")
NO_ROUTE: Final = _own(404, "UnknownOperationException", "")

_WORDS: Final[Mapping[Fault, str]] = {
    proxy.REFUSED: _failed("refused the connection"),
    proxy.RESET_BEFORE: _failed("broke the connection"),
    proxy.RESET_AFTER: _failed("broke the connection"),
    proxy.SLOW: _failed("did not answer in time"),
    proxy.LATE: _failed("did not answer in time"),
    proxy.TRUNCATED: f"the connection ended without a whole answer; {_REACH}",
    proxy.TOO_MANY_REQUESTS: _not_now(429),
    proxy.TOO_MANY_REQUESTS_RETRY_AFTER: _not_now(429),
    proxy.INTERNAL_ERROR: _not_now(500),
    proxy.BAD_GATEWAY: _not_now(502),
    proxy.SERVICE_UNAVAILABLE: _not_now(503),
    proxy.NOT_IMPLEMENTED: f"HTTP 501 that is no answer of the service; {NO_501}",
    proxy.STORAGE_IS_FULL: f"HTTP 507 that is no answer of the service; {NO_507}",
    proxy.LOGIN_PAGE: _stranger(200),
    proxy.LISTS_FOR_OBJECTS: f"{_UNREADABLE}; {_STRANGER}",
    proxy.UNAUTHORIZED: _stranger(401),
    proxy.FORBIDDEN: _stranger(403),
    proxy.PAGE_NOT_FOUND: _stranger(404),
    proxy.ROUTE_NOT_FOUND: _stranger(404),
    NO_ROUTE: f"UnknownOperationException; {_STRANGER}",
    THROTTLED: f"ThrottlingException: Rate exceeded; {AGAIN}",
    BROKEN: f"InternalServerException: An internal error occurred; {AGAIN}",
    UNKNOWN_KEY: f"UnrecognizedClientException: AWS does not know these credentials; {_LOGIN}",
    DENIED: f"AccessDeniedException: User: x is .+GetPrompt; {PERMISSION}",
    INVALID: "ValidationException: 1 validation error detected; correct the property that it names",
    OVER_QUOTA: "ServiceQuotaExceededException: Too many of them; delete what is not needed, or ask AWS .+",
}
BEDROCK: Final = Traits(
    kind="bedrock",
    trusts_types=True,
    where=r"bedrock eu-cell-\d+",
    own={},
    another_account=replacing_in_header("another account", "Authorization", ACCESS_KEY, OTHER_ACCESS_KEY),
    newer=extra_fields(but_in=["templateConfiguration", "inferenceConfiguration", "tags"]),
    no_route=NO_ROUTE,
    environ={
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    },
    checks=("AWS_ENDPOINT_URL_STS",),
    settings={"region": _REGION},
    address="endpoint_url",
    seconds=2.4,
    labels={"tags": {"team": "desk"}, "metadata": {"owner": "desk"}},
    describes_versions=False,
    renames=True,
    reuses=True,
    versions_every_write=False,
    unknown="ResourceNotFoundException: Could not find prompt .+",
    words=_WORDS,
    passing=(THROTTLED, BROKEN),
    forbidden=DENIED,
)


@contextmanager
def bedrock() -> Iterator[Registry]:
    """The fake of Bedrock, and an environment without the AWS settings of whoever runs this."""

    def prompts(beginning: str) -> dict[str, Stored]:
        region = _REGION.format(name=beginning)
        assert not fake.registry(OTHER_ACCOUNT, region).names()
        registry = fake.registry(region=region)
        return {each.name: _stored(each, registry.tags) for each in registry.prompts.values()}

    where = f"it is in account {ACCOUNT}, and the credentials belong to account {OTHER_ACCOUNT}"
    with pytest.MonkeyPatch.context() as patch, BedrockFake() as fake:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        of_another = f"{where}; use the credentials of its account; nothing was changed"
        yield Registry(BEDROCK, fake.url, of_another, prompts)
    assert fake.faults == []


def _stored(prompt: Prompt, tags: Mapping[str, Mapping[str, str]]) -> Stored:
    """The draft is the prompt itself; a version has tags of its own."""
    versions = [prompt.versions[number] for number in sorted(prompt.versions, key=int)]
    beside = {
        "draft": prompt.draft.fields,
        "tags": dict(tags[prompt.arn]),
        "of versions": [dict(tags[prompt.snapshot_arn(each)]) for each in versions],
    }
    return Stored(beside, tuple((_text(each.fields), each.fields.get("description", "")) for each in versions))


def _text(fields: Mapping[str, Any]) -> str:
    return str(fields["variants"][0]["templateConfiguration"]["text"]["text"])
