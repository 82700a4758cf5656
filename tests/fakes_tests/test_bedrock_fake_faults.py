"""Faults by script: what goes wrong, whether the request was carried out, and what boto3 makes of it."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError
from botocore.parsers import ResponseParserError

from fakes.bedrock import BedrockFake, delay, drop, error, lose_answer, page, truncate
from fakes_tests.bedrock_clients import connect, refused
from fakes_tests.raw_requests import send


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


SLOW_DOWN = ("ThrottlingException", "slow down", 429)


def test_an_error_of_the_service_happens_once_and_nothing_else_does(bedrock_fake: BedrockFake, client: Any) -> None:
    bedrock_fake.inject("CreatePrompt", error(429, "ThrottlingException", "slow down"))
    with refused(*SLOW_DOWN):
        client.create_prompt(name="p")
    assert bedrock_fake.registry().names() == []
    client.create_prompt(name="p")


def test_an_error_may_carry_headers_and_no_model_knows_its_code(bedrock_fake: BedrockFake) -> None:
    bedrock_fake.inject("ListPrompts", error(503, "ServiceUnavailableException", "later", {"Retry-After": "3"}))
    answer = send(bedrock_fake, "GET", "/prompts/")
    assert (answer.status, answer.headers["retry-after"]) == (503, "3")
    assert answer.headers["x-amzn-errortype"] == "ServiceUnavailableException"
    assert answer.json == {"message": "later"}


def test_sts_words_its_errors_in_xml(bedrock_fake: BedrockFake) -> None:
    bedrock_fake.inject("AssumeRole", error(403, "AccessDenied", "not you"))
    with refused("AccessDenied", "not you", 403):
        connect(bedrock_fake, "sts").assume_role(
            RoleArn="arn:aws:iam::444455556666:role/Deployer", RoleSessionName="me"
        )


def test_a_dropped_connection_did_nothing(bedrock_fake: BedrockFake, client: Any) -> None:
    bedrock_fake.inject("CreatePrompt", drop())
    with pytest.raises(ConnectionClosedError):
        client.create_prompt(name="p")
    assert bedrock_fake.registry().names() == []
    assert bedrock_fake.call_counts() == {"CreatePrompt": 1}


def test_a_lost_answer_did_its_work(bedrock_fake: BedrockFake, client: Any) -> None:
    bedrock_fake.inject("CreatePrompt", lose_answer())
    with pytest.raises(ConnectionClosedError):
        client.create_prompt(name="p")
    assert bedrock_fake.registry().names() == ["p"]


def test_a_client_that_retries_heals_a_lost_answer_by_its_token(bedrock_fake: BedrockFake) -> None:
    bedrock_fake.inject("CreatePrompt", lose_answer())
    created = connect(bedrock_fake, attempts=3).create_prompt(name="p")
    assert created["id"] == bedrock_fake.registry().prompt("p").id
    first, second = bedrock_fake.calls
    assert first == second


def test_a_page_of_somebody_else_has_no_code_of_the_service(bedrock_fake: BedrockFake, client: Any) -> None:
    bedrock_fake.inject("GetPrompt", page(404, "<html>nginx</html>"))
    with pytest.raises((ClientError, ResponseParserError)) as caught:
        client.get_prompt(promptIdentifier="AAAAAAAAAA")
    assert "ResourceNotFoundException" not in str(caught.value)


def test_half_an_answer_is_broken_json_and_did_its_work(bedrock_fake: BedrockFake, client: Any) -> None:
    """boto3 raises nothing then: it gives an answer without the members that it must have."""
    bedrock_fake.inject("CreatePrompt", truncate())
    answer = client.create_prompt(name="p")
    assert set(answer) == {"ResponseMetadata"}
    assert bedrock_fake.registry().names() == ["p"]


def test_a_page_that_claims_success_is_an_empty_answer_to_boto3(bedrock_fake: BedrockFake, client: Any) -> None:
    bedrock_fake.inject("GetPrompt", page(200, "<html>log in</html>"))
    assert set(client.get_prompt(promptIdentifier="AAAAAAAAAA")) == {"ResponseMetadata"}


def test_delays_come_before_or_after_the_work(bedrock_fake: BedrockFake, client: Any) -> None:
    for after in (False, True):
        bedrock_fake.inject("ListPrompts", delay(0.2, after=after))
        start = time.monotonic()
        client.list_prompts()
        assert time.monotonic() - start >= 0.2


def test_a_delay_after_the_work_leaves_it_done_meanwhile(bedrock_fake: BedrockFake, client: Any) -> None:
    """As a test needs it that kills the caller between the work and the answer."""
    bedrock_fake.inject("CreatePrompt", delay(30, after=True))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(client.create_prompt, name="p")
        until(lambda: bedrock_fake.registry().names() == ["p"])
        assert not waiting.done()
        bedrock_fake.stop()
        with pytest.raises(ConnectionClosedError):
            waiting.result(timeout=10)


def test_faults_come_in_order_after_those_to_skip(bedrock_fake: BedrockFake, client: Any) -> None:
    bedrock_fake.inject("ListPrompts", error(429, "ThrottlingException", "slow down"), times=2, skip=1)
    bedrock_fake.inject("ListPrompts", error(500, "InternalServerException", "sorry"))
    client.list_prompts()
    assert bedrock_fake.pending_faults == 3
    for expected in (SLOW_DOWN, SLOW_DOWN, ("InternalServerException", "sorry", 500)):
        with refused(*expected):
            client.list_prompts()
    assert bedrock_fake.pending_faults == 0
    client.list_prompts()


def test_a_fault_may_be_for_any_operation(bedrock_fake: BedrockFake, client: Any) -> None:
    bedrock_fake.inject("*", error(429, "ThrottlingException", "slow down"))
    bedrock_fake.inject("CreatePrompt", drop())
    with refused(*SLOW_DOWN):
        client.list_prompts()
    client.list_prompts()
    assert bedrock_fake.pending_faults == 1


def test_a_fault_waits_for_its_own_operation(bedrock_fake: BedrockFake, client: Any) -> None:
    bedrock_fake.inject("DeletePrompt", drop())
    client.list_prompts()
    assert bedrock_fake.pending_faults == 1
