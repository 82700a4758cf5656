"""Prompts that AWS's own packages manage, found in what `pulumi stack export` writes."""

from pathlib import Path
from typing import Any

import pytest

from pulumi_prompts.adoption.moving import NONE_HELD, Moving
from pulumi_prompts.errors import InputError, UsageError
from pulumi_prompts.registries.local import Local
from pulumi_prompts.status.states import NO_EXPORT

ARN = "arn:aws:bedrock:us-east-1:123456789012:prompt/AAAAAAAAAA"
OTHER = "arn:aws:bedrock:us-east-1:123456789012:prompt/BBBBBBBBBB"


def resource(type_: str, name: str, **more: Any) -> dict[str, Any]:
    return {"urn": f"urn:pulumi:prod::infra::{type_}::{name}", "type": type_, "custom": True, **more}


CLASSIC = resource("aws:bedrock/agentPrompt:AgentPrompt", "triage", outputs={"arn": ARN, "name": "support-triage"})
NATIVE = resource("aws-native:bedrock:Prompt", "reply", outputs={"arn": OTHER, "name": "reply"}, protect=True)
VERSION = resource(
    "aws-native:bedrock:PromptVersion", "triage-1", outputs={"arn": f"{ARN}:1", "promptArn": ARN, "version": "1"}
)
BUCKET = resource("aws:s3/bucket:Bucket", "logs", outputs={"arn": "arn:aws:s3:::logs"})


def moving(*resources: dict[str, Any]) -> Moving:
    return Moving.of("infra.json", {"version": 3, "deployment": {"resources": [*resources]}})


def test_each_prompt_is_found_once(tmp_path: Path) -> None:
    gone = resource("aws-native:bedrock:Prompt", "gone", outputs={"arn": f"{ARN}C"}, delete=True)
    read = resource("aws:bedrock/agentPrompt:AgentPrompt", "read", outputs={"arn": f"{ARN}D"}, external=True)
    found = moving(CLASSIC, VERSION, BUCKET, gone, read, NATIVE).prompts(Local(str(tmp_path)))
    assert [(each.ref, each.name) for each in found] == [
        (("AAAAAAAAAA", ARN), "support-triage"),
        (("BBBBBBBBBB", OTHER), "reply"),
    ]


def test_a_version_alone_tells_of_its_prompt(tmp_path: Path) -> None:
    (found,) = moving(VERSION).prompts(Local(str(tmp_path)))
    assert (found.ref and found.ref.id, found.name) == ("AAAAAAAAAA", "AAAAAAAAAA")


def test_versions_go_first_and_nobody_writes_to_what_two_manage() -> None:
    first, *urns, second, third = moving(CLASSIC, VERSION, NATIVE).steps("imported")
    assert (
        first
        == "In the program of infra/prod, set `retain_on_delete` to True, and `protect` to False, and run `pulumi up`:"
    )
    assert urns == [f"  {each['urn']}" for each in (VERSION, CLASSIC, NATIVE)]
    assert second.startswith("Remove these resources from that program, and run `pulumi up`.")
    assert third == "Here, put `import imported` into the program, and run `pulumi up`."


def test_what_is_not_protected_need_not_be_unprotected() -> None:
    first, *_ = moving(CLASSIC).steps("imported")
    assert "protect" not in first


@pytest.mark.parametrize("export", [[], {}, {"deployment": None}, None, "x"])
def test_what_is_no_export_is_a_wrong_command(export: object) -> None:
    with pytest.raises(UsageError, match=f"infra.json: {NO_EXPORT}"):
        Moving.of("infra.json", export)


def test_a_stack_without_such_a_resource_is_told() -> None:
    with pytest.raises(UsageError, match=f"infra.json: {NONE_HELD}"):
        moving(BUCKET)


def test_a_resource_that_was_never_read_is_told() -> None:
    unread = resource("aws-native:bedrock:Prompt", "reply", outputs={})
    with pytest.raises(
        InputError, match="does not tell the ARN of urn:pulumi:prod::infra::aws-native:bedrock:Prompt::reply"
    ):
        moving(unread)
