"""Who calls, STS, rates, recording, and the fake as a process of its own."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from fakes.bedrock import (
    ACCOUNT,
    OTHER_ACCESS_KEY,
    OTHER_ACCOUNT,
    OTHER_REGION,
    REAL_RATE_LIMITS,
    REGION,
    BedrockFake,
    Call,
)
from fakes_tests.bedrock_clients import connect, refused
from fakes_tests.raw_requests import send, signed

ROLE = f"arn:aws:iam::{OTHER_ACCOUNT}:role/ci/Deployer"
NO_TOKEN = "The security token included in the request is invalid."


# signatures


def test_an_unsigned_request_is_403(bedrock_fake: BedrockFake) -> None:
    answer = send(bedrock_fake, "GET", "/prompts/", headers={})
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (403, "MissingAuthenticationTokenException")
    assert answer.json == {"message": "Missing Authentication Token"}
    assert bedrock_fake.calls == []


@pytest.mark.parametrize(
    "change",
    [
        {"Authorization": "Bearer something"},
        {"Authorization": "AWS4-HMAC-SHA256 Credential=FAKEACCESSKEYONE0001"},
        {"X-Amz-Date": None},
    ],
)
def test_an_incomplete_signature_is_403(bedrock_fake: BedrockFake, change: dict[str, str | None]) -> None:
    merged = {**signed(bedrock_fake, "GET", "/prompts/", b""), **change}
    answer = send(bedrock_fake, "GET", "/prompts/", headers={key: value for key, value in merged.items() if value})
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (403, "IncompleteSignatureException")
    assert answer.json == {"message": "Authorization header is not a complete SigV4 signature"}


def test_a_signature_for_another_service_is_403(bedrock_fake: BedrockFake) -> None:
    answer = send(bedrock_fake, "GET", "/prompts/", headers=signed(bedrock_fake, "GET", "/prompts/", b"", "s3"))
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (403, "InvalidSignatureException")
    assert answer.json == {"message": "Credential should be scoped to correct service: 'bedrock'."}


def test_an_unknown_access_key_is_403(bedrock_fake: BedrockFake) -> None:
    with refused("UnrecognizedClientException", NO_TOKEN, 403):
        connect(bedrock_fake, access_key="UNKNOWNACCESSKEY0001").list_prompts()
    with refused("InvalidClientTokenId", NO_TOKEN, 403):
        connect(bedrock_fake, "sts", access_key="UNKNOWNACCESSKEY0001").get_caller_identity()


def test_accounts_are_an_argument() -> None:
    with BedrockFake(accounts={"MYACCESSKEY": "123456789012"}) as fake:
        connect(fake, access_key="MYACCESSKEY").create_prompt(name="p")
    assert fake.registry("123456789012").names() == ["p"]


# STS


@pytest.mark.parametrize("region", [REGION, OTHER_REGION])
def test_the_access_key_decides_the_account(bedrock_fake: BedrockFake, region: str) -> None:
    first = connect(bedrock_fake, "sts", region=region).get_caller_identity()
    other = connect(bedrock_fake, "sts", region=region, access_key=OTHER_ACCESS_KEY).get_caller_identity()
    assert (first["Account"], other["Account"]) == (ACCOUNT, OTHER_ACCOUNT)
    assert first["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/fake"
    assert first["UserId"] == f"AIDAFAKE{ACCOUNT}"


def test_an_assumed_role_acts_in_its_account(bedrock_fake: BedrockFake) -> None:
    answer = connect(bedrock_fake, "sts").assume_role(RoleArn=ROLE, RoleSessionName="me", DurationSeconds=900)
    given = answer["Credentials"]
    assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{OTHER_ACCOUNT}:assumed-role/Deployer/me"
    assert timedelta(0) < given["Expiration"] - datetime.now(UTC) <= timedelta(seconds=900)
    keys = {"access_key": given["AccessKeyId"], "secret": given["SecretAccessKey"], "token": given["SessionToken"]}
    identity = connect(bedrock_fake, "sts", **keys).get_caller_identity()
    assert (identity["Account"], identity["Arn"]) == (OTHER_ACCOUNT, answer["AssumedRoleUser"]["Arn"])
    created = connect(bedrock_fake, **keys).create_prompt(name="p")
    assert created["arn"] == f"arn:aws:bedrock:{REGION}:{OTHER_ACCOUNT}:prompt/{created['id']}"
    with refused("UnrecognizedClientException", NO_TOKEN, 403):
        connect(bedrock_fake, **{**keys, "token": None}).list_prompts()


def test_boto3_assumes_a_role_of_its_own_configuration(
    bedrock_fake: BedrockFake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    config.write_text(
        f"[profile base]\naws_access_key_id = FAKEACCESSKEYONE0001\naws_secret_access_key = x\n"
        f"[profile deploy]\nrole_arn = {ROLE}\nsource_profile = base\nregion = {REGION}\n"
    )
    for name, value in {**bedrock_fake.environ(), "AWS_CONFIG_FILE": str(config), "AWS_PROFILE": "deploy"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    boto3.session.Session().client("bedrock-agent").create_prompt(name="p")
    assert bedrock_fake.registry(OTHER_ACCOUNT).names() == ["p"]


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        (
            {"RoleArn": "arn:aws:iam::1:role/too-short", "RoleSessionName": "me"},
            "arn:aws:iam::1:role/too-short is invalid",
        ),
        (
            {"RoleArn": ROLE, "RoleSessionName": "a b"},
            "1 validation error detected: Value 'a b' at 'RoleSessionName' failed to satisfy constraint: "
            r"Member must satisfy regular expression pattern: [\w+=,.@-]*",
        ),
        (
            {"RoleArn": ROLE, "RoleSessionName": "me", "DurationSeconds": 50000},
            "1 validation error detected: Value '50000' at 'DurationSeconds' failed to satisfy constraint: "
            "Member must have value less than or equal to 43200",
        ),
        (
            {"RoleArn": ROLE, "RoleSessionName": "me", "TransitiveTagKeys": ["a"]},
            "1 validation error detected: Value at 'TransitiveTagKeys.member.1' failed to satisfy constraint: "
            "Member is not known",
        ),
    ],
)
def test_a_bad_assume_role_is_a_validation_error(
    bedrock_fake: BedrockFake, parameters: dict[str, Any], message: str
) -> None:
    with refused("ValidationError", message, 400):
        connect(bedrock_fake, "sts").assume_role(**parameters)


def test_other_operations_of_sts_are_refused(bedrock_fake: BedrockFake) -> None:
    with refused("InvalidAction", "Could not find operation GetSessionToken of 2011-06-15", 400):
        connect(bedrock_fake, "sts").get_session_token()


# rates


def test_real_rates_throttle_each_operation_alone() -> None:
    now = [1000.0]
    with BedrockFake(rate_limits=REAL_RATE_LIMITS, clock=lambda: now[0]) as fake:
        client = connect(fake)
        prompt_id = [client.create_prompt(name=f"p{number}")["id"] for number in range(2)].pop()
        for _ in range(10):
            client.get_prompt(promptIdentifier=prompt_id)
        message = "Too many requests, please wait before trying again."
        with refused("ThrottlingException", message, 429):
            client.get_prompt(promptIdentifier=prompt_id)
        with refused("ThrottlingException", message, 429):
            client.create_prompt(name="p2")
        now[0] += 0.5
        client.create_prompt(name="p2")
        with refused("ThrottlingException", message, 429):
            client.create_prompt(name="p3")
        connect(fake, region=OTHER_REGION).create_prompt(name="p3")
        for _ in range(20):
            client.list_prompts()


def test_a_bucket_holds_no_more_than_a_second() -> None:
    now = [1000.0]
    with BedrockFake(rate_limits={"ListPrompts": 1}, clock=lambda: now[0]) as fake:
        client = connect(fake)
        client.list_prompts()
        now[0] += 60
        client.list_prompts()
        with refused("ThrottlingException", "Too many requests, please wait before trying again.", 429):
            client.list_prompts()


def test_nothing_is_throttled_by_default(client: Any) -> None:
    for number in range(20):
        client.create_prompt(name=f"p{number}")


# recording


def test_calls_are_recorded_as_sent_with_account_and_region(bedrock_fake: BedrockFake, client: Any) -> None:
    with refused("ResourceNotFoundException", "Could not find prompt AAAAAAAAAA.", 404):
        client.get_prompt(promptIdentifier="AAAAAAAAAA", promptVersion="1")
    other = connect(bedrock_fake, access_key=OTHER_ACCESS_KEY, region=OTHER_REGION)
    other.list_prompts(maxResults=7)
    connect(bedrock_fake, "sts").get_caller_identity()
    assert bedrock_fake.calls == [
        Call("GetPrompt", {"promptIdentifier": "AAAAAAAAAA", "promptVersion": "1"}, ACCOUNT, REGION),
        Call("ListPrompts", {"maxResults": 7}, OTHER_ACCOUNT, OTHER_REGION),
        Call("GetCallerIdentity", {}, ACCOUNT, REGION),
    ]
    assert bedrock_fake.call_counts() == {"GetPrompt": 1, "ListPrompts": 1, "GetCallerIdentity": 1}
    bedrock_fake.clear_calls()
    assert bedrock_fake.call_counts() == {}


def test_a_refused_body_is_recorded_too(bedrock_fake: BedrockFake) -> None:
    assert send(bedrock_fake, "POST", "/prompts/", {"nmae": "p"}).status == 400
    assert bedrock_fake.calls == [Call("CreatePrompt", {"nmae": "p"}, ACCOUNT, REGION)]


def test_many_callers_at_once_get_one_prompt_each(bedrock_fake: BedrockFake, client: Any) -> None:
    def create(number: int) -> str:
        return str(client.create_prompt(name=f"p{number}")["id"])

    with ThreadPoolExecutor(16) as pool:
        ids = set(pool.map(create, range(48)))
    assert len(ids) == len(bedrock_fake.registry().prompts) == len(bedrock_fake.calls) == 48


def test_calls_at_once_do_not_run_into_each_other() -> None:
    """A clock that takes its time leaves room for a race between the look at what is there and the write."""

    def slow_clock() -> float:
        time.sleep(0.005)
        return time.time()

    with BedrockFake(clock=slow_clock) as fake, ThreadPoolExecutor(16) as pool:
        client = connect(fake)
        with_token = [pool.submit(client.create_prompt, name="p", clientToken="t" * 33) for _ in range(16)]
        assert len({future.result()["id"] for future in with_token}) == 1
        without = [pool.submit(client.create_prompt, name="q") for _ in range(16)]
        assert sum(future.exception() is None for future in without) == 1
        assert sorted(fake.registry().names()) == ["p", "q"]


# life


def test_nothing_answers_after_the_end() -> None:
    with BedrockFake() as fake:
        client = connect(fake)
        client.list_prompts()
    with pytest.raises(EndpointConnectionError):
        client.list_prompts()
    assert len(fake.calls) == 1


def test_the_environment_leads_other_processes_to_the_fake(bedrock_fake: BedrockFake) -> None:
    program = "import boto3; print(boto3.client('bedrock-agent').create_prompt(name='p')['arn'])"
    environ = {**os.environ, **bedrock_fake.environ(OTHER_ACCESS_KEY, OTHER_REGION)}
    done = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"arn:aws:bedrock:{OTHER_REGION}:{OTHER_ACCOUNT}:prompt/")


def test_python_m_serves_until_it_is_ended() -> None:
    tests = Path(__file__).parents[1]
    with subprocess.Popen(
        [sys.executable, "-m", "fakes.bedrock"], cwd=tests, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        try:
            client = boto3.client(
                "bedrock-agent",
                endpoint_url=url,
                region_name=REGION,
                aws_access_key_id="FAKEACCESSKEYONE0001",
                aws_secret_access_key="x",
            )
            assert client.create_prompt(name="p")["version"] == "DRAFT"
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
