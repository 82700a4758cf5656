"""Registries that the clients of their vendors have filled, with 20 prompts each, before there is a program of ours.

What they write has texts and chats, tools, sampling parameters and forms of the answer, and beside them descriptions,
labels, several versions and aliases.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

import boto3
import pytest

from acceptance.registries.bedrock import BedrockWorld
from acceptance.registries.humanloop import HumanloopWorld
from acceptance.registries.mlflow import MlflowWorld
from acceptance.registries.truefoundry import TrueFoundryWorld
from acceptance.registries.world import World
from fakes.bedrock import ACCESS_KEY, REGION, SECRET_KEY, Prompt
from fakes.truefoundry import ML_REPO, TOKEN
from humanloop_sdk.client import SdkClient
from truefoundry_sdks.client import NEW, Sdk, Speaker

NUMBERS = range(20)
LIVE = "production"
NAMES = [f"prompt-{number:02}" for number in NUMBERS]


def text(number: int, edition: int = 1) -> str:
    return f"Edition {edition} of {number}:\n\n  sort {{{{ticket}}}}, please.\n{'Be brief.' * (number % 4)}\n"


def chat(number: int, edition: int = 1) -> list[dict[str, Any]]:
    house = [{"role": "system", "content": "You are {{role}}.\n"}] if number % 2 else []
    return [*house, {"role": "user", "content": text(number, edition)}]


def editions(number: int) -> range:
    """The versions of a prompt."""
    return range(1, 2 + number % 3)


def is_chat(number: int) -> bool:
    return number % 4 != 0


def has_alias(number: int) -> bool:
    """It points at the first version."""
    return number % 5 == 0


SCHEMA = {"type": "object", "properties": {"queue": {"type": "string"}}, "required": ["queue"]}


class Vendor(ABC):
    """A registry, and the vendor's own client of it."""

    @property
    @abstractmethod
    def world(self) -> World:
        """The registry."""

    @abstractmethod
    def fill(self) -> None:
        """Write the prompts."""

    @property
    @abstractmethod
    def contents(self) -> Any:
        """All that the registry has of contents and versions, without what we note beside them.

        Also how often it was asked to write one, where that does not show in them.
        """


class BedrockVendor(Vendor):
    """boto3."""

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
    def world(self) -> World:
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


class HumanloopVendor(Vendor):
    """The `humanloop` SDK."""

    def __init__(self, world: HumanloopWorld, sdk: SdkClient) -> None:
        self._world, self._sdk = world, sdk

    @property
    def world(self) -> World:
        return self._world

    def fill(self) -> None:
        for number, name in enumerate(NAMES):
            path, versions = f"team/{name}" if number % 2 else name, []
            for edition in editions(number):
                versions.append(self._sdk.upsert(path=path, **self._parameters(number, edition), tags=["support"]))
            if has_alias(number):
                environment = self._world.registry.environment(LIVE).id
                deployed = {"environment_id": environment, "version_id": versions[0]["version_id"]}
                self._sdk.call("prompts.set_deployment", id=versions[0]["id"], **deployed)

    def _parameters(self, number: int, edition: int) -> dict[str, Any]:
        template: Any = chat(number, edition) if is_chat(number) else text(number, edition)
        tool = {"name": "find", "description": "Finds.", "parameters": SCHEMA}
        tools = {"tools": [tool]} if number % 3 == 0 else {}
        form = {"type": "json_schema", "json_schema": {"name": "queue", "schema": SCHEMA}}
        more = {"response_format": form} if number % 6 == 1 else {}
        endpoint = "chat" if is_chat(number) else "complete"
        return {"model": "gpt-4o", "endpoint": endpoint, "template": template, "temperature": 0.5, **tools, **more}

    @property
    def contents(self) -> Any:
        prompts = self._world.registry.prompts.values()
        return {each.path: [(version.id, version.kernel) for version in each.versions] for each in prompts}


class TrueFoundryVendor(Vendor):
    """`truefoundry-sdk`."""

    def __init__(self, world: TrueFoundryWorld, sdk: Sdk) -> None:
        self._world, self._sdk = world, sdk

    @property
    def world(self) -> World:
        return self._world

    def fill(self) -> None:
        for number, name in enumerate(NAMES):
            versions = [
                self._sdk.call("apply", manifest=self._manifest(name, number, edition))["data"]
                for edition in editions(number)
            ]
            if has_alias(number):
                self._sdk.call("apply_tags", prompt_version_id=versions[0]["id"], tags=[LIVE], force=False)

    def _manifest(self, name: str, number: int, edition: int) -> dict[str, Any]:
        function = {"name": "find", "description": "Finds.", "parameters": SCHEMA}
        tools = {"tools": [{"type": "function", "function": function}]} if number % 3 == 0 else {}
        messages = chat(number, edition) if is_chat(number) else [{"role": "user", "content": text(number, edition)}]
        variables = {"ticket": "", **({"role": "a bot"} if len(messages) > 1 else {})}
        parameters = {"temperature": 0.2, "max_tokens": 100}
        return {
            "type": "chat_prompt",
            "name": name,
            "ml_repo": ML_REPO,
            "description": f"The {number}th.",
            "metadata": {"team": "support", "rating": number / 2},
            "messages": messages,
            "variables": variables,
            "model_configuration": {"provider": "openai-main", "model": "gpt-4o", "parameters": parameters},
            **tools,
        }

    @property
    def contents(self) -> Any:
        prompts = self._world.registry.prompts.values()
        return {each.name: [(v.number, _without_note(v.manifest)) for v in each.versions] for each in prompts}


def _without_note(manifest: Mapping[str, Any]) -> Any:
    metadata = {name: value for name, value in manifest["metadata"].items() if name != "pulumi_prompts"}
    said = {**manifest, "metadata": metadata}
    return {name: value for name, value in said.items() if value is not None}


class MlflowVendor(Vendor):
    """MLflow's own client."""

    def __init__(self, world: MlflowWorld) -> None:
        self._world = world

    @property
    def world(self) -> World:
        return self._world

    def fill(self) -> None:
        client = self._world.application
        for number, name in enumerate(NAMES):
            for edition in editions(number):
                template: Any = chat(number, edition) if is_chat(number) else text(number, edition)
                config = (
                    {"model_name": "gpt-4o", "temperature": 0.2, "extra_params": {"user": "x"}} if number % 3 else None
                )
                client.register(name, template, commit_message=f"Edition {edition}", model_config=config)
            client.call("set_prompt_tag", name=name, key="team", value="support")
            if has_alias(number):
                client.call("set_prompt_alias", name=name, alias=LIVE, version=1)

    @property
    def contents(self) -> Any:
        return {
            prompt.name: [(each.version, each.created, each.description, each.tags) for each in prompt.versions]
            for prompt in self._world.registry.prompts
        }


@pytest.fixture
def bedrock_vendor(bedrock_world: BedrockWorld) -> Vendor:
    return BedrockVendor(bedrock_world)


@pytest.fixture
def humanloop_vendor(humanloop_world: HumanloopWorld, sdk: SdkClient) -> Vendor:
    return HumanloopVendor(humanloop_world, sdk)


@pytest.fixture
def truefoundry_vendor(truefoundry_world: TrueFoundryWorld, sdk_speakers: Callable[[str], Speaker]) -> Vendor:
    return TrueFoundryVendor(truefoundry_world, Sdk(NEW, truefoundry_world.fake.url, TOKEN, sdk_speakers(NEW)))


@pytest.fixture
def mlflow_vendor(mlflow_world: MlflowWorld) -> Vendor:
    return MlflowVendor(mlflow_world)
