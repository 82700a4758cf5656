"""A strict, stateful fake of Bedrock's prompt registry (and STS) over HTTP, for real SDKs.

    with BedrockFake() as fake:
        client = boto3.client("bedrock-agent", endpoint_url=fake.url, region_name=REGION,
                              aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY)
        client.create_prompt(name="triage")
        fake.registry().draft("triage").fields["description"] = "changed behind our back"
        fake.inject("GetPrompt", drop())
        assert fake.call_counts() == {"CreatePrompt": 1} and fake.faults == []

Requests and answers are held against botocore's service model. What was guessed about the service, because neither
the model nor the documentation says it, is marked "inferred" where it is decided.
"""

from ..scripting import ANY, Fault, delay, drop, lose_answer, page, truncate
from .fake import (
    ACCESS_KEY,
    ACCOUNT,
    ACCOUNTS,
    OTHER_ACCESS_KEY,
    OTHER_ACCOUNT,
    OTHER_REGION,
    REGION,
    SECRET_KEY,
    BedrockFake,
    Call,
)
from .limits import REAL_RATE_LIMITS
from .registry import Habits, Registry
from .state import Prompt, Snapshot
from .wire import error

__all__ = [
    "ACCESS_KEY",
    "ACCOUNT",
    "ACCOUNTS",
    "ANY",
    "OTHER_ACCESS_KEY",
    "OTHER_ACCOUNT",
    "OTHER_REGION",
    "REAL_RATE_LIMITS",
    "REGION",
    "SECRET_KEY",
    "BedrockFake",
    "Call",
    "Fault",
    "Habits",
    "Prompt",
    "Registry",
    "Snapshot",
    "delay",
    "drop",
    "error",
    "lose_answer",
    "page",
    "truncate",
]
