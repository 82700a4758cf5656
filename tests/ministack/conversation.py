"""One script of boto3 calls, and what came back, in a form in which two registries can be compared field by field."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ACCESS_KEY = "FAKEACCESSKEYONE0001"
TEXT_VARIANT = {
    "name": "main",
    "templateType": "TEXT",
    "templateConfiguration": {
        "text": {
            "text": "Sort {{ticket}}.",
            "inputVariables": [{"name": "ticket"}],
            "cachePoint": {"type": "default"},
        }
    },
    "modelId": "anthropic.claude-3-haiku-20240307-v1:0",
    "inferenceConfiguration": {"text": {"temperature": 0.5, "topP": 0.25, "maxTokens": 0, "stopSequences": ["END"]}},
    "metadata": [{"key": "team", "value": "support"}],
    "additionalModelRequestFields": {"top_k": 5, "nested": {"list": [1, 1.5, None, True, "x"]}},
}
_SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
CHAT_VARIANT = {
    "name": "main",
    "templateType": "CHAT",
    "templateConfiguration": {
        "chat": {
            "system": [{"text": "You sort tickets."}, {"cachePoint": {"type": "default"}}],
            "messages": [
                {"role": "user", "content": [{"text": "Ticket: {{ticket}}"}]},
                {"role": "assistant", "content": [{"text": "Team:"}]},
            ],
            "inputVariables": [{"name": "ticket"}],
            "toolConfiguration": {
                "tools": [
                    {"toolSpec": {"name": "find", "description": "d", "inputSchema": {"json": _SCHEMA}, "strict": True}}
                ],
                "toolChoice": {"auto": {}},
            },
        }
    },
    "genAiResource": {
        "agent": {"agentIdentifier": "arn:aws:bedrock:us-east-1:111122223333:agent-alias/AAAAAAAAAA/BBBBBBBBBB"}
    },
}
_ARN = re.compile(r"arn:aws:bedrock:[a-z0-9-]+:\d{12}:prompt/\w{10}")
_ELSEWHERE = ("id", "createdAt", "updatedAt", "ResponseMetadata")  # different by nature

ABSENT = "absent"

Fields = dict[str, Any]


def client(url: str, region: str) -> Any:
    """A client that does not retry. Scripts have a region each, so that they do not see each other's prompts."""
    return boto3.client(
        "bedrock-agent",
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key="fake",
        config=Config(retries={"total_max_attempts": 1}),
    )


@dataclass
class Conversation:
    """What was asked, and what came back: for each call its fields, flat, or its error."""

    client: Any
    heard: dict[str, Fields] = field(default_factory=dict)

    def ask(self, label: str, operation: str, **parameters: Any) -> Any:
        call: Callable[..., Any] = getattr(self.client, operation)
        try:
            answer = call(**parameters)
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            self.heard[label] = {"error": error.response["Error"]["Code"], "status": status}
            return None
        status = answer["ResponseMetadata"]["HTTPStatusCode"]
        self.heard[label] = {"status": status, **dict(_members("", answer))}
        return answer


def differences(theirs: dict[str, Fields], ours: dict[str, Fields]) -> dict[str, tuple[Any, Any]]:
    """What differs, as (theirs, ours): by `label: field`, or by `label` alone where only one of them refused."""
    assert theirs.keys() == ours.keys()
    found: dict[str, tuple[Any, Any]] = {}
    for label, mine in ours.items():
        found.update(_between(label, theirs[label], mine))
    return found


def _between(label: str, theirs: Fields, ours: Fields) -> dict[str, tuple[Any, Any]]:
    if ("error" in theirs) != ("error" in ours):
        return {label: (theirs.get("error", "answers"), ours.get("error", "answers"))}
    return {
        f"{label}: {name}": (theirs.get(name, ABSENT), ours.get(name, ABSENT))
        for name in theirs.keys() | ours.keys()
        if theirs.get(name, ABSENT) != ours.get(name, ABSENT)
    }


def _members(path: str, value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        if key not in _ELSEWHERE:
            yield from _flat(f"{path}.{key}" if path else key, item)


def _flat(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Leaves by path; empty lists and objects are leaves, and ARNs lose region, account and id."""
    if isinstance(value, dict) and value:
        yield from _members(path, value)
    elif isinstance(value, list) and value:
        for number, item in enumerate(value):
            yield from _flat(f"{path}[{number}]", item)
    else:
        yield path, _ARN.sub("arn:<prompt>", value) if isinstance(value, str) else value
