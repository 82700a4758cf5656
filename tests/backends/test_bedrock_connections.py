"""Credentials and connections that do not work, as a person reads it; and nothing secret in any line."""

import logging
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

import pytest

from backends.bedrock_world import Program, World
from backends.waiting import Waiting
from clock import Impatience, time_of_day
from fakes.bedrock import (
    ACCESS_KEY,
    ACCOUNT,
    REGION,
    SECRET_KEY,
    BedrockFake,
    Fault,
    drop,
    error,
    page,
    truncate,
)
from protocol.client import HookError
from pulumi_prompts import errors
from pulumi_prompts.registries.base import THREADS
from pulumi_prompts.registries.bedrock import Bedrock
from pulumi_prompts.registries.bedrock.failures import CHECK_THE_WAY, CONFIGURE, LOGIN, NOT_BEDROCK
from remedies import PERMISSION

FOREVER = 10**6


def line_of(call: Callable[[], object], kind: type[errors.PromptsError]) -> str:
    with pytest.raises(errors.PromptsError) as raised:
        call()
    assert type(raised.value) is kind
    assert "\n" not in str(raised.value)
    return str(raised.value)


class DroppedWhenAllWait(Fault):
    """The connection closes when all threads wait for what it was to find out."""

    waiting: ClassVar[Waiting]

    def apply(self, process: object, pause: object) -> None:
        assert self.waiting.are(THREADS)


ROLE = f"arn:aws:iam::{ACCOUNT}:role/deployer"
URI = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:prompt/AAAAAAAAAA"


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("operation", "settings", "call"),
    [
        ("GetCallerIdentity", {"account_id": ACCOUNT}, lambda bedrock: bedrock.read("AAAAAAAAAA")),
        ("GetCallerIdentity", {}, lambda bedrock: bedrock.confirm_target(URI)),
        ("AssumeRole", {"role_arn": ROLE}, lambda bedrock: bedrock.read("AAAAAAAAAA")),
    ],
    ids=["the account that is meant", "the account of what is gone", "a role"],
)
def test_threads_share_one_attempt_to_find_out_who_we_are(
    aws: BedrockFake,
    monkeypatch: pytest.MonkeyPatch,
    operation: str,
    settings: dict[str, str],
    call: Callable[[Bedrock], object],
) -> None:
    """On a service that does not answer they do not wait for one deadline after the other."""
    monkeypatch.setattr(DroppedWhenAllWait, "waiting", Waiting(monkeypatch), raising=False)
    aws.inject(operation, DroppedWhenAllWait(), times=FOREVER)
    bedrock = World(aws, Impatience()).connect(**settings)
    with ThreadPoolExecutor(THREADS) as threads:
        lines = threads.map(lambda _: line_of(lambda: call(bedrock), errors.UnavailableError), range(THREADS))
        assert set(lines) == {f"{aws.url} broke the connection; {CHECK_THE_WAY}"}
    assert aws.call_counts() == {operation: 1}


def test_no_credentials(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    said = f"NoCredentialsError: Unable to locate credentials; {LOGIN}"
    role = f"arn:aws:iam::{111122223333}:role/deployer"
    assert line_of(lambda: world.connect().read("AAAAAAAAAA"), errors.CredentialsError) == said
    assert line_of(lambda: world.connect(role_arn=role).read("AAAAAAAAAA"), errors.CredentialsError) == said
    assert world.fake.calls == []


def test_half_of_the_credentials(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    assert line_of(lambda: world.connect().read("AAAAAAAAAA"), errors.CredentialsError) == (
        f"PartialCredentialsError: Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY; {LOGIN}"
    )


def test_credentials_that_aws_does_not_know(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "FAKEUNKNOWNKEY000000")
    assert line_of(lambda: world.connect().read("AAAAAAAAAA"), errors.CredentialsError) == (
        f"UnrecognizedClientException: AWS does not know these credentials; {LOGIN}"
    )


def test_an_unknown_profile(world: World) -> None:
    assert line_of(lambda: world.connect(profile="prod").read("AAAAAAAAAA"), errors.CredentialsError) == (
        f"ProfileNotFound: The config profile (prod) could not be found; {LOGIN}"
    )


def test_a_broken_configuration_file(world: World, tmp_path: Path) -> None:
    (tmp_path / "aws-config").write_text("[default\n")
    line = line_of(lambda: world.connect().read("AAAAAAAAAA"), errors.ConfigurationError)
    assert line.startswith("ConfigParseError: Unable to parse config file: ")
    assert line.endswith(f"; {CONFIGURE}")


def test_a_session_token_with_a_line_break_is_not_shown(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "TOKENONE\nTOKENTWO")
    assert line_of(lambda: world.connect().read("AAAAAAAAAA"), errors.CredentialsError) == (
        "the request cannot be sent: a credential holds characters that HTTP does not allow; "
        "look for a line break in AWS_SESSION_TOKEN or in the profile"
    )


def test_an_endpoint_that_nobody_listens_at(world: World) -> None:
    closed = "http://127.0.0.1:9"
    bedrock = world.connect(endpoint_url=closed)
    assert line_of(lambda: bedrock.read("AAAAAAAAAA"), errors.UnreachableError) == (
        f"{closed} refused the connection; {CHECK_THE_WAY}"
    )
    assert 10 < world.time.now <= 30
    assert world.progress == [f"{closed} refused the connection; trying until {time_of_day(30)}"]


UNRESOLVED = {
    socket.EAI_NONAME: "is an unknown host",
    socket.EAI_AGAIN: "cannot be looked up: DNS does not answer",
}


@pytest.fixture
def dns(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A DNS that answers every question with this number."""

    def answer(number: int) -> None:
        def getaddrinfo(*_: object, **__: object) -> None:
            raise socket.gaierror(number, "of DNS")

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    return answer


@pytest.mark.parametrize(("number", "state"), UNRESOLVED.items())
def test_a_host_that_is_not_known(world: World, dns: Callable[[int], None], number: int, state: str) -> None:
    """botocore says the same of it as of an endpoint that nobody listens at."""
    dns(number)
    bedrock = world.connect(endpoint_url="http://bedrock.example.com/api")
    assert line_of(lambda: bedrock.versions("AAAAAAAAAA"), errors.UnreachableError) == (
        f"http://bedrock.example.com {state}; {CHECK_THE_WAY}"
    )
    assert 10 < world.time.now <= 30


def test_why_there_is_no_connection_is_found_while_another_error_is_handled(world: World) -> None:
    """Python notes what was being handled in the place of what botocore's error came of."""
    closed = "http://127.0.0.1:9"
    bedrock = world.connect(endpoint_url=closed)
    try:
        raise errors.AlreadyExistsError("it is there")
    except errors.AlreadyExistsError:
        line = line_of(lambda: bedrock.read("AAAAAAAAAA"), errors.UnreachableError)
    assert line == f"{closed} refused the connection; {CHECK_THE_WAY}"


def test_without_an_endpoint_service_and_region_are_told(world: World, dns: Callable[[int], None]) -> None:
    dns(socket.EAI_NONAME)
    host = f"https://bedrock-agent.{REGION}.amazonaws.com"
    assert line_of(lambda: world.connect(endpoint_url=None).read("AAAAAAAAAA"), errors.UnreachableError) == (
        f"{host} is an unknown host; {CHECK_THE_WAY}"
    )
    assert world.progress == [f"bedrock-agent in {REGION} is an unknown host; trying until {time_of_day(30)}"]


def test_an_sts_that_nobody_listens_at(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = "http://127.0.0.1:9"
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", closed)
    line = line_of(lambda: world.connect(account_id=ACCOUNT).read("AAAAAAAAAA"), errors.UnreachableError)
    assert line == f"{closed} refused the connection; {CHECK_THE_WAY}"
    assert world.progress == [f"sts in {REGION} refused the connection; trying until {time_of_day(30)}"]


@pytest.mark.timeout(30)
def test_no_answer_is_waited_for_longer_than_the_deadline(world: World) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        line = line_of(lambda: world.connect(endpoint_url=url, timeout=0.2).read("AAAAAAAAAA"), errors.UnavailableError)
    assert line == f"{url} did not answer in time; {CHECK_THE_WAY}"


def test_connections_that_break(world: World) -> None:
    world.fake.inject("GetPrompt", drop(), times=FOREVER)
    assert line_of(lambda: world.connect(timeout=60).read("AAAAAAAAAA"), errors.UnavailableError) == (
        f"{world.fake.url} broke the connection; {CHECK_THE_WAY}"
    )
    assert 30 < world.time.now <= 60
    assert world.progress == [f"{world.fake.url} broke the connection; trying until {time_of_day(60)}"]


def test_https_where_http_is_spoken(world: World) -> None:
    url = world.fake.url.replace("http:", "https:")
    line = line_of(lambda: world.connect(endpoint_url=url).versions("AAAAAAAAAA"), errors.ConfigurationError)
    assert line.startswith(f"SSLError: SSL validation failed for {url}/prompts/ ")
    assert line.endswith("; correct `backend.endpoint_url`: what answers there does not speak https")
    assert "AAAAAAAAAA" not in line  # the query of a request is not told
    assert world.time.now == 0


def test_a_gateway_that_is_busy(world: World) -> None:
    world.fake.inject("GetPrompt", page(522, "<html>swordfish</html>"), times=FOREVER)
    line_of(lambda: world.connect(timeout=60).read("AAAAAAAAAA"), errors.UnavailableError)
    assert world.progress == [f"{world.fake.url} answered 522; trying until {time_of_day(60)}"]


def test_an_endpoint_that_is_none(world: World) -> None:
    assert line_of(lambda: world.connect(endpoint_url="http://a_b").read("AAAAAAAAAA"), errors.ConfigurationError) == (
        "Invalid endpoint: http://a_b; correct `backend.endpoint_url`"
    )


@pytest.mark.parametrize("fault", [page(200, "<html>log in</html>"), page(200, "", "text/xml"), page(404, "<html/>")])
def test_an_sts_that_is_none(world: World, fault: Fault) -> None:
    world.fake.inject("GetCallerIdentity", fault)
    line = line_of(lambda: world.connect(account_id="111122223333").read("AAAAAAAAAA"), errors.AnswerError)
    assert line.endswith(NOT_BEDROCK)
    assert "log in" not in line


def test_a_role_that_may_not_be_assumed(world: World) -> None:
    world.fake.inject("AssumeRole", error(403, "AccessDenied", "You may not perform sts:AssumeRole on it."))
    bedrock = world.connect(role_arn="arn:aws:iam::111122223333:role/deployer")
    assert line_of(lambda: bedrock.read("AAAAAAAAAA"), errors.AccessError) == (
        f"AccessDenied: You may not perform sts:AssumeRole on it; {PERMISSION}"
    )


# Nothing secret, through the hooks.


@pytest.mark.usefixtures("impatient")
def test_no_error_and_no_log_tells_a_secret(
    program: Program, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever the service, or somebody in its place, repeats of what was sent."""
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, logger="pulumi_prompts")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "SESSIONTOKEN")
    text = "The word is swordfish."
    echo = f"Credential={ACCESS_KEY} {SECRET_KEY} x-amz-security-token:SESSIONTOKEN Value '{text}' at 'variants' failed"
    said = []
    for fault in (
        page(404, echo),
        page(200, echo),
        page(500, echo),
        error(403, "SignatureDoesNotMatch", echo),
        error(400, "ValidationException", f"Value '{text}' at 'variants' failed"),
        truncate(),
        drop(),
    ):
        world.fake.inject("CreatePrompt", fault)
        with pytest.raises(HookError) as raised:
            program.up(text)
        said.append(str(raised.value))
    assert all(line.startswith(f"creating triage on bedrock {REGION}: ") for line in said)
    for told in (*said, caplog.text):
        assert not [secret for secret in (ACCESS_KEY, SECRET_KEY, "SESSIONTOKEN", "swordfish") if secret in told]
