"""Versions, identifiers and deletion, as the fake keeps Bedrock's rules, through the real boto3 client."""

from typing import Any

import pytest

from fakes.bedrock import ACCOUNT, OTHER_ACCESS_KEY, OTHER_ACCOUNT, OTHER_REGION, REGION, BedrockFake
from fakes_tests.bedrock_clients import ALL_FIELDS, connect, content, missing, missing_version, refused, text_variant


def test_a_version_is_a_snapshot_of_the_current_draft(client: Any) -> None:
    created = client.create_prompt(**ALL_FIELDS)
    client.update_prompt(promptIdentifier=created["id"], **{**ALL_FIELDS, "variants": [text_variant("Edited")]})
    version = client.create_prompt_version(promptIdentifier=created["id"], description="first", tags={"by": "me"})
    assert version["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert content(version) == {**ALL_FIELDS, "description": "first", "variants": [text_variant("Edited")]}
    assert (version["id"], version["version"], version["arn"]) == (created["id"], "1", f"{created['arn']}:1")
    assert client.list_tags_for_resource(resourceArn=version["arn"])["tags"] == {"by": "me"}
    client.update_prompt(promptIdentifier=created["id"], name="triage")
    read = client.get_prompt(promptIdentifier=created["id"], promptVersion="1")
    assert content(read) == content(version)


def test_a_version_does_not_inherit_the_drafts_description(client: Any) -> None:
    created = client.create_prompt(name="triage", description="of the draft")
    assert "description" not in client.create_prompt_version(promptIdentifier=created["id"])


def test_numbers_are_never_used_again(client: Any) -> None:
    prompt_id = client.create_prompt(name="triage")["id"]
    numbers = [client.create_prompt_version(promptIdentifier=prompt_id)["version"] for _ in range(2)]
    client.delete_prompt(promptIdentifier=prompt_id, promptVersion="2")
    numbers.append(client.create_prompt_version(promptIdentifier=prompt_id)["version"])
    assert numbers == ["1", "2", "3"]


def test_draft_is_the_version_that_is_not_named(client: Any) -> None:
    created = client.create_prompt(name="triage", description="draft")
    client.create_prompt_version(promptIdentifier=created["id"])
    assert client.get_prompt(promptIdentifier=created["id"])["description"] == "draft"
    assert client.get_prompt(promptIdentifier=created["id"], promptVersion="DRAFT")["version"] == "DRAFT"


def test_missing_prompts_and_versions_are_not_found(client: Any) -> None:
    prompt_id = client.create_prompt(name="triage")["id"]
    with missing_version(prompt_id, "1"):
        client.get_prompt(promptIdentifier=prompt_id, promptVersion="1")
    with missing_version(prompt_id, "1"):
        client.delete_prompt(promptIdentifier=prompt_id, promptVersion="1")
    for call in (client.get_prompt, client.delete_prompt, client.create_prompt_version):
        with missing("AAAAAAAAAA"):
            call(promptIdentifier="AAAAAAAAAA")
    with missing("AAAAAAAAAA"):
        client.update_prompt(promptIdentifier="AAAAAAAAAA", name="x")
    with missing("AAAAAAAAAA"):
        client.list_prompts(promptIdentifier="AAAAAAAAAA")


def test_arns_are_identifiers(client: Any) -> None:
    created = client.create_prompt(name="triage")
    version = client.create_prompt_version(promptIdentifier=created["arn"], description="v")
    assert client.get_prompt(promptIdentifier=created["arn"])["version"] == "DRAFT"
    assert client.get_prompt(promptIdentifier=created["arn"], promptVersion="1")["description"] == "v"
    assert client.get_prompt(promptIdentifier=version["arn"])["version"] == "1"
    assert client.update_prompt(promptIdentifier=created["arn"], name="triage")["id"] == created["id"]
    assert len(client.list_prompts(promptIdentifier=created["arn"])["promptSummaries"]) == 2
    assert client.delete_prompt(promptIdentifier=created["arn"])["id"] == created["id"]


def test_only_get_takes_a_versions_arn(client: Any) -> None:
    created = client.create_prompt(name="triage")
    arn = client.create_prompt_version(promptIdentifier=created["id"])["arn"]
    message = "The identifier of a prompt is expected here, not that of a version."
    for call in (client.delete_prompt, client.create_prompt_version, client.list_prompts):
        with refused("ValidationException", message, 400):
            call(promptIdentifier=arn)
    with refused("ValidationException", message, 400):
        client.update_prompt(promptIdentifier=arn, name="triage")
    with refused("ValidationException", "promptVersion differs from the version in promptIdentifier.", 400):
        client.get_prompt(promptIdentifier=arn, promptVersion="2")


@pytest.mark.parametrize(("old", "new"), [(REGION, OTHER_REGION), (ACCOUNT, OTHER_ACCOUNT)])
def test_arns_of_elsewhere_are_not_found(client: Any, old: str, new: str) -> None:
    created = client.create_prompt(name="triage")
    with missing(created["id"]):
        client.get_prompt(promptIdentifier=created["arn"].replace(old, new))


def test_ids_of_elsewhere_are_not_found(bedrock_fake: BedrockFake, client: Any) -> None:
    prompt_id = client.create_prompt(name="triage")["id"]
    for elsewhere in (connect(bedrock_fake, access_key=OTHER_ACCESS_KEY), connect(bedrock_fake, region=OTHER_REGION)):
        with missing(prompt_id):
            elsewhere.get_prompt(promptIdentifier=prompt_id)


# delete


def test_deleting_a_version_leaves_the_rest(bedrock_fake: BedrockFake, client: Any) -> None:
    created = client.create_prompt(name="triage")
    arns = [client.create_prompt_version(promptIdentifier=created["id"], tags={"a": "b"})["arn"] for _ in range(2)]
    answer = client.delete_prompt(promptIdentifier=created["id"], promptVersion="1")
    assert (answer["id"], answer["version"]) == (created["id"], "1")
    with missing_version(created["id"], "1"):
        client.get_prompt(promptIdentifier=created["id"], promptVersion="1")
    with missing_version(created["id"], "1"):
        client.list_tags_for_resource(resourceArn=arns[0])
    assert set(bedrock_fake.registry().tags) == {created["arn"], arns[1]}
    assert client.get_prompt(promptIdentifier=created["id"], promptVersion="2")["version"] == "2"
    assert client.get_prompt(promptIdentifier=created["id"])["version"] == "DRAFT"


def test_deleting_a_prompt_takes_versions_and_tags(bedrock_fake: BedrockFake, client: Any) -> None:
    created = client.create_prompt(name="triage", tags={"a": "b"})
    version = client.create_prompt_version(promptIdentifier=created["id"], tags={"a": "b"})
    answer = client.delete_prompt(promptIdentifier=created["id"])
    assert answer["id"] == created["id"]
    assert "version" not in answer
    for arn in (created["arn"], version["arn"]):
        with missing(created["id"]):
            client.list_tags_for_resource(resourceArn=arn)
    with missing(created["id"]):
        client.get_prompt(promptIdentifier=created["id"], promptVersion="1")
    with missing(created["id"]):
        client.delete_prompt(promptIdentifier=created["id"])
    assert bedrock_fake.registry().tags == {}
