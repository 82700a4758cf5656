"""A prompt that is a name and nothing else, which another emulator takes as the service does."""

from pathlib import Path

import pytest

from backends.bedrock_world import declared
from fakes.bedrock import ACCESS_KEY
from pulumi_prompts.content.comparing import differing
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.bedrock import Bedrock
from pulumi_prompts.registries.bedrock.settings import BedrockSettings


@pytest.fixture
def bedrock(ministack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bedrock:
    for name, value in {
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": "fake",
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL_STS": ministack,
    }.items():
        monkeypatch.setenv(name, value)
    settings = {"kind": "bedrock", "region": "ap-south-1", "endpoint_url": ministack}
    return Bedrock.connect(BedrockSettings.model_validate(settings), Environment())


def test_it_reads_as_the_empty_content(bedrock: Bedrock) -> None:
    ref = bedrock.create(declared({}, name="bare"))
    head = bedrock.read(ref.id)
    assert (head.content, head.digest, head.obstacle) == (Content(), digest_of(Content()), "")
    assert (
        differing({}, {"description": head.description, "metadata": head.metadata}, ["description", "metadata"]) == []
    )
    assert bedrock.find("bare") == head
