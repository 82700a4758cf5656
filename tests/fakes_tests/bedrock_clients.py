"""Real boto3 clients of the fake, and how its refusals are asserted: by code and message."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from fakes.bedrock import ACCESS_KEY, REGION, SECRET_KEY, BedrockFake

Connect = Callable[..., Any]


def connect(
    fake: BedrockFake,
    service: str = "bedrock-agent",
    *,
    access_key: str = ACCESS_KEY,
    region: str = REGION,
    secret: str = SECRET_KEY,
    token: str | None = None,
    validate: bool = True,
    attempts: int = 1,
) -> Any:
    """A client that does not retry and, without `validate`, sends what botocore would not let pass."""
    make: Connect = boto3.client
    return make(
        service,
        endpoint_url=fake.url,
        region_name=region,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(retries={"total_max_attempts": attempts}, parameter_validation=validate, read_timeout=20),
    )


@contextmanager
def refused(code: str, message: str, status: int) -> Iterator[None]:
    """The block ends in this error; `message` is the whole text."""
    with pytest.raises(ClientError) as caught:
        yield
    response = caught.value.response
    found = (response["Error"]["Code"], response["Error"]["Message"], response["ResponseMetadata"]["HTTPStatusCode"])
    assert found == (code, message, status)


def text_variant(text: str = "Say {{what}}.", **more: Any) -> dict[str, Any]:
    template = {"text": {"text": text, "inputVariables": [{"name": "what"}]}}
    return {"name": "main", "templateType": "TEXT", "templateConfiguration": template, **more}


ALL_FIELDS = {
    "name": "triage",
    "description": "Sorts tickets",
    "customerEncryptionKeyArn": "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012",
    "defaultVariant": "main",
    "variants": [
        text_variant(
            modelId="anthropic.claude-3-haiku-20240307-v1:0",
            inferenceConfiguration={"text": {"temperature": 0, "topP": 0.5, "maxTokens": 0, "stopSequences": ["END"]}},
            metadata=[{"key": "team", "value": ""}],
        )
    ],
}
GIVEN = ("name", "description", "customerEncryptionKeyArn", "defaultVariant", "variants")


def content(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: answer[key] for key in GIVEN if key in answer}


def missing(prompt_id: str) -> Any:
    return refused("ResourceNotFoundException", f"Could not find prompt {prompt_id}.", 404)


def missing_version(prompt_id: str, version: str) -> Any:
    return refused("ResourceNotFoundException", f"Could not find version {version} of prompt {prompt_id}.", 404)
