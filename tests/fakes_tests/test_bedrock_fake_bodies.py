"""Bodies of requests, held against the service model, above all where botocore's client does not look."""

from typing import Any

import pytest

from fakes.bedrock import BedrockFake
from fakes_tests.bedrock_clients import connect, refused
from fakes_tests.raw_requests import send

NAME = r"Member must satisfy regular expression pattern: ([0-9a-zA-Z][_-]?){1,100}"
TAG = r"Member must satisfy regular expression pattern: [a-zA-Z0-9\s._:/=+@-]*"
TEXT = {"name": "main", "templateType": "TEXT", "templateConfiguration": {"text": {"text": "hi"}}}


def variant(**more: Any) -> dict[str, Any]:
    return {"name": "p", "variants": [{**TEXT, **more}]}


def text(**more: Any) -> dict[str, Any]:
    return variant(templateConfiguration={"text": {"text": "hi", **more}})


def chat(**more: Any) -> dict[str, Any]:
    template = {"messages": [{"role": "user", "content": [{"text": "hi"}]}], **more}
    return variant(templateType="CHAT", templateConfiguration={"chat": template})


def tool(**spec: Any) -> dict[str, Any]:
    full = {"name": "t", "inputSchema": {"json": {}}, **spec}
    return chat(toolConfiguration={"tools": [{"toolSpec": full}]})


def parameters(**values: Any) -> dict[str, Any]:
    return variant(inferenceConfiguration={"text": values})


V = "variants.1.member"
TEXT_PATH = f"{V}.templateConfiguration.text"
CHAT_PATH = f"{V}.templateConfiguration.chat"
TOOL_PATH = f"{CHAT_PATH}.toolConfiguration.tools.1.member.toolSpec"
PARAMETERS_PATH = f"{V}.inferenceConfiguration.text"
KMS = "arn:aws(|-cn|-us-gov):kms:[a-zA-Z0-9-]*:[0-9]{12}:key/[a-zA-Z0-9-]{36}"
LENGTH = "Member must have length less than or equal to"
LEAST = "Member must have length greater than or equal to 1"

BAD_REQUESTS: list[tuple[dict[str, Any], str, str]] = [
    ({"name": "a b"}, "'a b' at 'name'", NAME),
    ({"name": "x" * 101}, f"'{'x' * 101}' at 'name'", NAME),
    ({"name": ""}, "'' at 'name'", NAME),
    ({"name": "p", "description": "d" * 201}, f"'{'d' * 201}' at 'description'", f"{LENGTH} 200"),
    ({"name": "p", "description": ""}, "'' at 'description'", LEAST),
    (
        {"name": "p", "customerEncryptionKeyArn": "key"},
        "'key' at 'customerEncryptionKeyArn'",
        f"Member must satisfy regular expression pattern: {KMS}",
    ),
    ({"name": "p", "clientToken": "short"}, "'short' at 'clientToken'", LEAST[:-1] + "33"),
    (
        {"name": "p", "clientToken": "_" * 33},
        f"'{'_' * 33}' at 'clientToken'",
        "Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,256}",
    ),
    ({"name": "p", "clientToken": "a" * 257}, f"'{'a' * 257}' at 'clientToken'", f"{LENGTH} 256"),
    ({"name": "p", "tags": {"\u00e9": ""}}, "'\u00e9' at 'tags'", f"Map keys must satisfy constraint: [{TAG}]"),
    ({"name": "p", "tags": {"k": "\u00a0"}}, "'\u00a0' at 'tags'", f"Map value must satisfy constraint: [{TAG}]"),
    ({"name": "p", "tags": {"k": "#"}}, "'#' at 'tags'", f"Map value must satisfy constraint: [{TAG}]"),
    (
        {"name": "p", "tags": {"k": "v" * 257}},
        f"'{'v' * 257}' at 'tags'",
        f"Map value must satisfy constraint: [{LENGTH} 256]",
    ),
    ({"name": "p", "variants": [TEXT, TEXT]}, "at 'variants'", f"{LENGTH} 1"),
    (variant(name="?"), f"at '{V}.name'", NAME),
    (variant(templateType="SPEECH"), f"at '{V}.templateType'", "Member must satisfy enum value set: [TEXT, CHAT]"),
    (
        variant(templateConfiguration={}),
        f"at '{V}.templateConfiguration'",
        "Member must have exactly one of the set: [text, chat]",
    ),
    (
        variant(modelId="no spaces"),
        f"at '{V}.modelId'",
        "Member must satisfy regular expression pattern: (arn:aws(-[^:]{1,12})?:(bedrock|sagemaker):[a-z0-9-]{1,20}:"
        "([0-9]{12})?:([a-z-]+/)?)?([a-zA-Z0-9.-]{1,63}){0,2}(([:][a-z0-9-]{1,63}){0,2})?(/[a-z0-9]{1,12})?",
    ),
    (variant(metadata=[{"key": "k", "value": "v" * 1025}]), f"at '{V}.metadata.1.member.value'", f"{LENGTH} 1024"),
    (variant(metadata=[{"key": "k" * 129, "value": ""}]), f"at '{V}.metadata.1.member.key'", f"{LENGTH} 128"),
    (variant(metadata=[{"key": "k", "value": ""}] * 51), f"at '{V}.metadata'", f"{LENGTH} 50"),
    (
        variant(genAiResource={"agent": {"agentIdentifier": "agent"}}),
        f"at '{V}.genAiResource.agent.agentIdentifier'",
        "Member must satisfy regular expression pattern: "
        "arn:aws:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:agent-alias/[0-9a-zA-Z]{10}/[0-9a-zA-Z]{10}",
    ),
    (
        parameters(temperature=1.1),
        f"at '{PARAMETERS_PATH}.temperature'",
        "Member must have value less than or equal to 1",
    ),
    (parameters(topP=-0.1), f"at '{PARAMETERS_PATH}.topP'", "Member must have value greater than or equal to 0"),
    (
        parameters(maxTokens=2**31),
        f"at '{PARAMETERS_PATH}.maxTokens'",
        "Member must have value less than or equal to 2147483647",
    ),
    (parameters(stopSequences=["x"] * 5), f"at '{PARAMETERS_PATH}.stopSequences'", f"{LENGTH} 4"),
    (text(text=""), f"at '{TEXT_PATH}.text'", LEAST),
    (text(inputVariables=[{"name": "a b"}]), f"at '{TEXT_PATH}.inputVariables.1.member.name'", NAME),
    (text(inputVariables=[{"name": "a"}] * 21), f"at '{TEXT_PATH}.inputVariables'", f"{LENGTH} 20"),
    (
        text(cachePoint={"type": "1h"}),
        f"at '{TEXT_PATH}.cachePoint.type'",
        "Member must satisfy enum value set: [default]",
    ),
    (
        chat(messages=[{"role": "system", "content": []}]),
        f"at '{CHAT_PATH}.messages.1.member.role'",
        "Member must satisfy enum value set: [user, assistant]",
    ),
    (
        chat(messages=[{"role": "user", "content": [{"text": "a", "cachePoint": {"type": "default"}}]}]),
        f"at '{CHAT_PATH}.messages.1.member.content.1.member'",
        "Member must have exactly one of the set: [text, cachePoint]",
    ),
    (chat(system=[{"text": ""}]), f"at '{CHAT_PATH}.system.1.member.text'", LEAST),
    (chat(toolConfiguration={"tools": []}), f"at '{CHAT_PATH}.toolConfiguration.tools'", LEAST),
    (tool(name="t" * 65), f"at '{TOOL_PATH}.name'", f"{LENGTH} 64"),
    (
        tool(name="1t"),
        f"at '{TOOL_PATH}.name'",
        "Member must satisfy regular expression pattern: [a-zA-Z][a-zA-Z0-9_]*",
    ),
    (tool(description=""), f"at '{TOOL_PATH}.description'", LEAST),
    (tool(strict="yes"), f"at '{TOOL_PATH}.strict'", "Member must be of type boolean"),
    ({"name": 5}, "'5' at 'name'", "Member must be of type string"),
    ({"name": True}, "'True' at 'name'", "Member must be of type string"),
    ({"name": None}, "null at 'name'", "Member must be of type string"),
    ({}, "null at 'name'", "Member must not be null"),
    ({"name": "p", "tags": ["a"]}, "at 'tags'", "Member must be of type map"),
    (variant(templateType=None), f"at '{V}.templateType'", "Member must be of type string"),
    (parameters(temperature=True), f"at '{PARAMETERS_PATH}.temperature'", "Member must be of type float"),
    (parameters(maxTokens=1.0), f"at '{PARAMETERS_PATH}.maxTokens'", "Member must be of type integer"),
    ({"name": "p", "labels": {}}, "at 'labels'", "Member is not known"),
    (text(input_variables=[]), f"at '{TEXT_PATH}.input_variables'", "Member is not known"),
]


@pytest.mark.parametrize(("body", "where", "problem"), BAD_REQUESTS, ids=lambda value: str(value)[:60])
def test_a_bad_request_names_the_member(
    bedrock_fake: BedrockFake, body: dict[str, Any], where: str, problem: str
) -> None:
    answer = send(bedrock_fake, "POST", "/prompts/", body)
    message = f"1 validation error detected: Value {where} failed to satisfy constraint: {problem}"
    assert answer.json["message"] == message
    member = where.split("at '")[1].rstrip("'")
    assert answer.json["fieldList"] == [{"name": member, "message": problem}]
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (400, "ValidationException")
    assert bedrock_fake.registry().names() == []


def test_boto3_reads_the_refusal_of_what_it_lets_pass(bedrock_fake: BedrockFake) -> None:
    message = (
        f"2 validation errors detected: Value 'a b' at 'name' failed to satisfy constraint: {NAME}; "
        f"Value at 'variants.1.member.name' failed to satisfy constraint: {NAME}"
    )
    with refused("ValidationException", message, 400):
        connect(bedrock_fake).create_prompt(name="a b", variants=[{**TEXT, "name": "?"}])


def test_the_largest_good_request_passes(client: Any) -> None:
    variables = [{"name": f"v{number}"} for number in range(20)]
    metadata = [{"key": f"{number:0128}", "value": "v" * 1024} for number in range(50)]
    configuration = {"temperature": 1, "topP": 0, "maxTokens": 2**31 - 1, "stopSequences": ["s"] * 4}
    template = {"text": {"text": "x" * 100_000, "inputVariables": variables, "cachePoint": {"type": "default"}}}
    created = client.create_prompt(
        name="n-" * 100,
        description="d" * 200,
        variants=[
            {
                **TEXT,
                "templateConfiguration": template,
                "metadata": metadata,
                "inferenceConfiguration": {"text": configuration},
            }
        ],
        clientToken="a" * 256,
        tags={"k" * 128: "v" * 256},
    )
    assert created["variants"][0]["templateConfiguration"] == template
    assert created["variants"][0]["metadata"] == metadata


def test_every_kind_of_block_passes(client: Any) -> None:
    cache = {"cachePoint": {"type": "default"}}
    spec = {"toolSpec": {"name": "t", "inputSchema": {"json": {}}}}
    template = {
        "messages": [{"role": "user", "content": [{"text": ""}, cache]}, {"role": "assistant", "content": []}],
        "system": [{"text": "s"}, cache],
        "inputVariables": [{}],
    }
    choices: list[dict[str, Any]] = [{"auto": {}}, {"any": {}}, {"tool": {"name": "t"}}]
    for choice in choices:
        tools = {"tools": [spec, cache], "toolChoice": choice}
        body = chat(**template, toolConfiguration=tools)
        created = client.create_prompt(**body)
        assert created["variants"] == body["variants"]
        client.delete_prompt(promptIdentifier=created["id"])
