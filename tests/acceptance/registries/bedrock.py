"""Bedrock, on the fake: the plugin finds credentials in a file, the fake's STS, and a region that nobody means."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import boto3
import pytest

from acceptance.programs import BE_BRIEF, BE_STRICT
from acceptance.registries.world import NAME, Drift, StoredPrompt, StoredVersion, World, chat
from fakes.bedrock import ACCESS_KEY, ACCOUNT, OTHER_REGION, REGION, SECRET_KEY, BedrockFake, Prompt, Registry
from fakes.bedrock.fixtures import bedrock_fake

__all__ = ["bedrock_fake", "bedrock_world"]

_OURS = "pulumi-prompts/"


class BedrockWorld(World):
    """An account; its regions are registries of their own."""

    kind: ClassVar[str] = "bedrock"
    client: ClassVar[str] = "pulumi_prompts.registries.bedrock.client.BedrockClient"
    foreign_variables: ClassVar[str] = "AWS_"
    describes_versions: ClassVar[bool] = False
    renames: ClassVar[bool] = True
    goes_back: ClassVar[bool] = True

    def __init__(self, fake: BedrockFake, folder: Path) -> None:
        self.fake = fake
        self._theirs = ""
        self._credentials = folder / "credentials"
        self.log_in(ACCESS_KEY)

    def log_in(self, access_key: str) -> None:
        keys = f"aws_access_key_id = {access_key}\naws_secret_access_key = {SECRET_KEY}\n"
        self._credentials.write_text(f"[default]\n{keys}")

    def backend(self, **more: Any) -> dict[str, Any]:
        return {"kind": "bedrock", "region": REGION, "endpoint_url": self.fake.url, **more}

    @property
    def elsewhere(self) -> Mapping[str, Any]:
        return {"region": OTHER_REGION}

    @property
    def same_place(self) -> Mapping[str, Any]:
        return {"account_id": ACCOUNT, "allowed_account_ids": [ACCOUNT], "timeout": 60}

    @property
    def variables(self) -> Mapping[str, str]:
        return {
            "AWS_SHARED_CREDENTIALS_FILE": str(self._credentials),
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL_STS": self.fake.url,
            "AWS_REGION": "ap-south-1",
            "AWS_DEFAULT_REGION": "ap-south-1",
        }

    @property
    def where(self) -> str:
        return f"bedrock {REGION}"

    @property
    def address(self) -> str:
        return self.fake.url

    @property
    def prompts(self) -> list[StoredPrompt]:
        regions = [self.fake.registry(region=region) for region in (REGION, OTHER_REGION)]
        return [_stored(region, prompt) for region in regions for prompt in region.prompts.values()]

    def dump(self) -> str:
        return self.fake.registry().dump()

    def load(self, dump: str) -> None:
        self.fake.registry().load(dump)

    @property
    def drifts(self) -> dict[str, Drift]:
        registry = self.fake.registry()
        return {
            "what is beside the content": Drift(
                self._describe_otherwise, {"Prompt triage": {"description", "tags.team"}}, [BE_BRIEF]
            ),
            "the draft": Drift(
                lambda: _chat_of(registry.draft(NAME).fields)["system"][0].update(text=BE_STRICT),
                {"Prompt triage": {"digest", "messages[0].content"}},
                [BE_BRIEF],
            ),
            "a deleted version": Drift(
                lambda: registry.prompt(NAME).versions.clear(), {"PromptVersion triage": {"lost"}}, [BE_BRIEF]
            ),
        }

    def _describe_otherwise(self) -> None:
        registry = self.fake.registry()
        registry.draft(NAME).fields["description"] = "Another"
        registry.tags[registry.prompt(NAME).arn]["team"] = "sales"

    def write_theirs(self, text: str) -> None:
        (_, asked) = chat(text)
        variant = {
            "name": "default",
            "templateType": "CHAT",
            "templateConfiguration": {
                "chat": {
                    "system": [{"text": text}],
                    "messages": [{"role": "user", "content": [{"text": asked["content"]}]}],
                    "inputVariables": [{"name": "ticket"}],
                }
            },
            "modelId": "small",
        }
        tags = {"author": "Bob"}
        self._somebody.create_prompt(name=NAME, defaultVariant="default", variants=[variant], tags=tags)

    def delete_prompt(self) -> None:
        self._somebody.delete_prompt(promptIdentifier=self._id)

    def rely(self) -> None:
        """With a version of their own."""
        self._theirs = self._somebody.create_prompt_version(promptIdentifier=self._id)["version"]

    def let_go(self) -> None:
        self._somebody.delete_prompt(promptIdentifier=self._id, promptVersion=self._theirs)

    @property
    def _id(self) -> str:
        return self.fake.registry().prompt(NAME).id

    @property
    def _somebody(self) -> Any:
        return boto3.client(
            "bedrock-agent",
            endpoint_url=self.fake.url,
            region_name=REGION,
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
        )


def _stored(registry: Registry, prompt: Prompt) -> StoredPrompt:
    tags = registry.tags[prompt.arn]
    versions = (
        StoredVersion(name, _text(version.fields), version.fields.get("description"))
        for name, version in prompt.versions.items()
    )
    description = str(prompt.draft.fields.get("description", ""))
    return StoredPrompt(
        id=prompt.id,
        name=prompt.name,
        made=prompt.id,
        description=description,
        labels={key: value for key, value in tags.items() if not key.startswith(_OURS)},
        marker=tags.get(f"{_OURS}marker"),
        versions=tuple(versions),
    )


def _text(fields: dict[str, Any]) -> str:
    template = _template_of(fields)
    return str(template["text"]["text"] if "text" in template else template["chat"]["system"][0]["text"])


def _chat_of(fields: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = _template_of(fields)["chat"]
    return found


def _template_of(fields: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = fields["variants"][0]["templateConfiguration"]
    return found


@pytest.fixture
def bedrock_world(bedrock_fake: BedrockFake, tmp_path: Path) -> BedrockWorld:
    return BedrockWorld(bedrock_fake, tmp_path)
