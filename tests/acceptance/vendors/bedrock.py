"""boto3."""

from typing import Any

import boto3
import pytest

from acceptance.registries.bedrock import BedrockWorld, bedrock_fake, bedrock_world
from acceptance.vendors.vendor import LIVE, NAMES, SCHEMA, Vendor, editions, has_alias, is_chat, text
from fakes.bedrock import ACCESS_KEY, REGION, SECRET_KEY, Prompt

__all__ = ["bedrock_fake", "bedrock_vendor", "bedrock_world"]


class BedrockVendor(Vendor):
    """The client, and what it has written."""

    def __init__(self, world: BedrockWorld) -> None:
        self._world = world
        self._client: Any = boto3.client(
            "bedrock-agent",
            endpoint_url=world.fake.url,
            region_name=REGION,
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
        )

    @property
    def world(self) -> BedrockWorld:
        return self._world

    def fill(self) -> None:
        for number, name in enumerate(NAMES):
            tags = {"team": "support"} if number % 3 else {}
            said = {"name": name, "defaultVariant": "main", "description": f"The {number}th."}
            made = self._client.create_prompt(**said, variants=[_variant(number, 1)], tags=tags)
            for edition in editions(number):
                if edition > 1:
                    self._client.update_prompt(
                        promptIdentifier=made["id"], **said, variants=[_variant(number, edition)]
                    )
                if number % 7:
                    self._client.create_prompt_version(promptIdentifier=made["id"])
            if has_alias(number) and number % 7:
                self._client.tag_resource(resourceArn=made["arn"], tags={f"alias/{LIVE}": "1"})

    @property
    def contents(self) -> Any:
        calls, writes = self._world.fake.call_counts(), ("CreatePrompt", "UpdatePrompt", "CreatePromptVersion")
        prompts = {each.name: _snapshots(each) for each in self._world.fake.registry().prompts.values()}
        return prompts, {name: calls[name] for name in writes}


def _snapshots(prompt: Prompt) -> dict[str, Any]:
    return {"DRAFT": prompt.draft.fields, **{name: version.fields for name, version in prompt.versions.items()}}


def _variant(number: int, edition: int) -> dict[str, Any]:
    variables = [{"name": "ticket"}]
    inference = {"text": {"temperature": 0.2, "maxTokens": 100 + number, "stopSequences": ["END"]}}
    common = {"name": "main", "modelId": "anthropic.claude-3-haiku-20240307-v1:0", "inferenceConfiguration": inference}
    if not is_chat(number):
        template = {"text": {"text": text(number, edition), "inputVariables": variables}}
        return {**common, "templateType": "TEXT", "templateConfiguration": template}
    tool = {"toolSpec": {"name": "find", "description": "Finds.", "inputSchema": {"json": SCHEMA}}}
    tools = {"toolConfiguration": {"tools": [tool], "toolChoice": {"auto": {}}}} if number % 3 == 0 else {}
    said = {
        "system": [{"text": "You are {{role}}.\n"}],
        "messages": [{"role": "user", "content": [{"text": text(number, edition)}]}],
        "inputVariables": [*variables, {"name": "role"}],
        **tools,
    }
    return {
        **common,
        "templateType": "CHAT",
        "templateConfiguration": {"chat": said},
        "metadata": [{"key": "a", "value": "b"}],
    }


@pytest.fixture
def bedrock_vendor(bedrock_world: BedrockWorld) -> Vendor:
    return BedrockVendor(bedrock_world)
