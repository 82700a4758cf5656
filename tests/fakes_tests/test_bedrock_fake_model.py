"""Paths, queries and answers, held against the service model."""

from typing import Any

import pytest

from fakes.bedrock import BedrockFake, Fault, error
from fakes.bedrock.wire import ApiError
from fakes_tests.bedrock_clients import connect, text_variant
from fakes_tests.raw_requests import send

IDENTIFIER = "([0-9a-zA-Z]{10})|(arn:aws:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:prompt/[0-9a-zA-Z]{10})(?::[0-9]{1,5})?"


@pytest.mark.parametrize(
    ("method", "path", "where", "problem"),
    [
        ("GET", "/prompts/triage/", "'triage' at 'promptIdentifier'", IDENTIFIER),
        ("DELETE", "/prompts/AAAAAAAAAA%3A1/", "'AAAAAAAAAA:1' at 'promptIdentifier'", IDENTIFIER),
        (
            "GET",
            "/prompts/AAAAAAAAAA/?promptVersion=v1",
            "'v1' at 'promptVersion'",
            "(DRAFT|[0-9]{0,4}[1-9][0-9]{0,4})",
        ),
        ("GET", "/prompts/AAAAAAAAAA/?promptVersion=0", "'0' at 'promptVersion'", "(DRAFT|[0-9]{0,4}[1-9][0-9]{0,4})"),
        ("DELETE", "/prompts/AAAAAAAAAA/?promptVersion=DRAFT", "'DRAFT' at 'promptVersion'", "[0-9]{1,5}"),
        ("GET", "/prompts/?nextToken=a%20b", "'a b' at 'nextToken'", r"\S*"),
        ("GET", "/prompts/?promptIdentifier=triage", "'triage' at 'promptIdentifier'", IDENTIFIER),
        (
            "GET",
            "/tags/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Aagent%2FAAAAAAAAAA",
            "'arn:aws:bedrock:us-east-1:111122223333:agent/AAAAAAAAAA' at 'resourceArn'",
            "arn:aws:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:prompt/[0-9a-zA-Z]{10}(?::[0-9]{1,5})?",
        ),
    ],
)
def test_paths_and_queries_are_held_against_the_model(
    bedrock_fake: BedrockFake, method: str, path: str, where: str, problem: str
) -> None:
    answer = send(bedrock_fake, method, path)
    constraint = f"Member must satisfy regular expression pattern: {problem}"
    assert (
        answer.json["message"]
        == f"1 validation error detected: Value {where} failed to satisfy constraint: {constraint}"
    )
    assert answer.status == 400


@pytest.mark.parametrize(
    ("path", "where", "problem"),
    [
        ("/prompts/?maxResults=1001", "'1001' at 'maxResults'", "Member must have value less than or equal to 1000"),
        ("/prompts/?maxResults=0", "'0' at 'maxResults'", "Member must have value greater than or equal to 1"),
        ("/prompts/?maxResults=ten", "'ten' at 'maxResults'", "Member must be of type integer"),
        ("/prompts/?name=triage", "at 'name (in the query)'", "Member is not known"),
        (
            "/prompts/AAAAAAAAAA/?includedData=SOME",
            "'SOME' at 'includedData'",
            "Member must satisfy enum value set: [ALL_DATA, METADATA_ONLY]",
        ),
    ],
)
def test_query_values_are_held_against_the_model(
    bedrock_fake: BedrockFake, path: str, where: str, problem: str
) -> None:
    answer = send(bedrock_fake, "GET", path)
    assert (
        answer.json["message"] == f"1 validation error detected: Value {where} failed to satisfy constraint: {problem}"
    )
    assert answer.status == 400


def test_what_belongs_to_the_path_is_unknown_in_the_body(bedrock_fake: BedrockFake, client: Any) -> None:
    prompt_id = client.create_prompt(name="p")["id"]
    answer = send(bedrock_fake, "PUT", f"/prompts/{prompt_id}/", {"name": "p", "promptIdentifier": prompt_id})
    assert answer.json["fieldList"] == [{"name": "promptIdentifier (in the body)", "message": "Member is not known"}]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"[1]", "The body is not a JSON object"),
        (b'{"name": NaN}', "The body is not JSON: NaN is not JSON"),
        (b'{"name"', "The body is not JSON: Expecting ':' delimiter: line 1 column 8 (char 7)"),
    ],
)
def test_a_body_that_is_no_json_object(bedrock_fake: BedrockFake, body: bytes, message: str) -> None:
    answer = send(bedrock_fake, "POST", "/prompts/", body)
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (400, "SerializationException")
    assert answer.json["message"] == message


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/prompts"), ("PATCH", "/prompts/AAAAAAAAAA/"), ("GET", "/"), ("GET", "/agents/")]
)
def test_what_is_no_operation_is_404_without_being_a_missing_prompt(
    bedrock_fake: BedrockFake, method: str, path: str
) -> None:
    answer = send(bedrock_fake, method, path)
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (404, "UnknownOperationException")
    assert answer.json["message"] == f"{method} {path} is no operation of this service"


def test_the_wire_of_an_answer(bedrock_fake: BedrockFake) -> None:
    created = send(bedrock_fake, "POST", "/prompts/", {"name": "p", "variants": [text_variant()]})
    assert created.status == 201
    assert created.headers["content-type"] == "application/json"
    assert created.headers["x-amzn-requestid"]
    assert created.json["createdAt"].endswith("Z")
    assert set(created.json) == {"name", "variants", "id", "arn", "version", "createdAt", "updatedAt"}


# an answer that breaks the model is a bug of the fake


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("name", "a b", "Value 'a b' at 'name' failed to satisfy constraint"),
        ("surprise", 1, "Value at 'surprise' failed to satisfy constraint: Member is not known"),
        ("createdAt", "yesterday", "Member must be an iso8601 timestamp in UTC"),
        ("createdAt", 1714564800, "Member must be of type timestamp"),
        ("variants", [text_variant(), text_variant()], "Member must have length less than or equal to 1"),
        ("version", "one", "at 'version'"),
    ],
)
def test_an_answer_that_breaks_the_model_is_500_and_recorded(field: str, value: Any, complaint: str) -> None:
    with BedrockFake() as fake:
        client = connect(fake)
        prompt_id = client.create_prompt(name="p")["id"]
        fake.registry().draft("p").fields[field] = value
        answer = send(fake, "GET", f"/prompts/{prompt_id}/")
    assert answer.status == 500
    assert "the answer of GetPrompt breaks the service model" in answer.body.decode()
    assert complaint in answer.body.decode()
    assert len(fake.faults) == 1
    assert complaint in fake.faults[0]


def test_a_crash_of_the_fake_is_500_and_recorded() -> None:
    with BedrockFake() as fake:
        prompt_id = connect(fake).create_prompt(name="p")["id"]
        fake.registry().prompt("p").draft.fields = None  # type: ignore[assignment]
        assert send(fake, "GET", f"/prompts/{prompt_id}/").status == 500
    assert "TypeError" in fake.faults[0]


def test_an_error_that_the_operation_does_not_have_is_a_fault_too() -> None:
    """By hand, as no script would: GetPrompt cannot conflict, and a message is never empty."""
    with BedrockFake() as fake:
        fake.inject("GetPrompt", Fault(process=False, refusal=ApiError("ConflictException", "no")))
        fake.inject("GetPrompt", error(429, "ThrottlingException", ""))
        assert [send(fake, "GET", "/prompts/AAAAAAAAAA/").status for _ in range(2)] == [500, 500]
    assert "GetPrompt never answers ConflictException" in fake.faults[0]
    assert "the answer of GetPrompt: ThrottlingException breaks the service model" in fake.faults[1]
