"""Lists, quotas and tags, as the fake keeps Bedrock's rules, through the real boto3 client."""

from typing import Any

import pytest

from fakes.bedrock import OTHER_REGION, BedrockFake
from fakes_tests.bedrock_clients import connect, missing, missing_version, refused, text_variant


def test_listing_prompts_gives_drafts_ten_a_page(client: Any) -> None:
    for number in range(23):
        client.create_prompt(name=f"p{number}", description="d", variants=[text_variant()])
    pages = list(client.get_paginator("list_prompts").paginate(PaginationConfig={"PageSize": 1000}))
    assert [len(page["promptSummaries"]) for page in pages] == [10, 10, 3]
    summaries = [summary for page in pages for summary in page["promptSummaries"]]
    assert [summary["name"] for summary in summaries] == [f"p{number}" for number in range(23)]
    assert {summary["version"] for summary in summaries} == {"DRAFT"}
    assert set(summaries[0]) == {"name", "description", "id", "arn", "version", "createdAt", "updatedAt"}


def test_an_exactly_full_page_is_the_last(client: Any) -> None:
    for number in range(10):
        client.create_prompt(name=f"p{number}")
    assert "nextToken" not in client.list_prompts()


def test_max_results_makes_pages_smaller_and_deletions_skip_nothing(client: Any) -> None:
    ids = [client.create_prompt(name=f"p{number}")["id"] for number in range(4)]
    page = client.list_prompts(maxResults=2)
    client.delete_prompt(promptIdentifier=ids[0])
    rest = client.list_prompts(nextToken=page["nextToken"])
    assert [summary["name"] for summary in rest["promptSummaries"]] == ["p2", "p3"]


def test_listing_a_prompt_gives_its_draft_and_versions_in_order() -> None:
    with BedrockFake(max_versions=12) as fake:
        client = connect(fake)
        created = client.create_prompt(name="triage")
        for _ in range(11):
            client.create_prompt_version(promptIdentifier=created["id"])
        client.create_prompt(name="other")
        pages = list(client.get_paginator("list_prompts").paginate(promptIdentifier=created["id"]))
    found = [(one["version"], one["arn"]) for page in pages for one in page["promptSummaries"]]
    numbered = [(str(number), f"{created['arn']}:{number}") for number in range(1, 12)]
    assert found == [("DRAFT", created["arn"]), *numbered]


def test_a_token_belongs_to_its_list(client: Any) -> None:
    ids = [client.create_prompt(name=f"p{number}")["id"] for number in range(2)]
    token = client.list_prompts(maxResults=1)["nextToken"]
    with refused("ValidationException", "The nextToken belongs to another list.", 400):
        client.list_prompts(promptIdentifier=ids[0], nextToken=token)
    with refused("ValidationException", "The nextToken is not valid.", 400):
        client.list_prompts(nextToken="nonsense")


# quotas


def test_ten_versions_a_prompt(client: Any) -> None:
    prompt_id = client.create_prompt(name="triage")["id"]
    for _ in range(10):
        client.create_prompt_version(promptIdentifier=prompt_id)
    message = f"Prompt {prompt_id} has 10 versions, which is its quota."
    with refused("ServiceQuotaExceededException", message, 402):
        client.create_prompt_version(promptIdentifier=prompt_id)
    client.delete_prompt(promptIdentifier=prompt_id, promptVersion="4")
    assert client.create_prompt_version(promptIdentifier=prompt_id)["version"] == "11"


def test_fifty_prompts_a_region(bedrock_fake: BedrockFake, client: Any) -> None:
    ids = [client.create_prompt(name=f"p{number}")["id"] for number in range(50)]
    with refused(
        "ServiceQuotaExceededException", "The account has 50 prompts in this region, which is its quota.", 402
    ):
        client.create_prompt(name="one-more")
    connect(bedrock_fake, region=OTHER_REGION).create_prompt(name="elsewhere")
    client.delete_prompt(promptIdentifier=ids[7])
    client.create_prompt(name="one-more")


def test_quotas_are_arguments() -> None:
    with BedrockFake(max_prompts=60, max_versions=1) as fake:
        client = connect(fake)
        prompt_id = [client.create_prompt(name=f"p{number}")["id"] for number in range(51)].pop()
        client.create_prompt_version(promptIdentifier=prompt_id)
        with refused("ServiceQuotaExceededException", f"Prompt {prompt_id} has 1 versions, which is its quota.", 402):
            client.create_prompt_version(promptIdentifier=prompt_id)


# tags


@pytest.fixture(params=["prompt", "version"])
def tagged(request: pytest.FixtureRequest, client: Any) -> str:
    """The ARN of a prompt, then of a version; its tags are {"a": "1"}."""
    created = client.create_prompt(name="triage", tags={"a": "1"})
    version = client.create_prompt_version(promptIdentifier=created["id"], tags={"a": "1"})
    return str(created["arn"] if request.param == "prompt" else version["arn"])


def test_tags_are_added_changed_and_removed(client: Any, tagged: str) -> None:
    client.tag_resource(resourceArn=tagged, tags={"a": "2", "alias/x": "", "c": "3"})
    assert client.list_tags_for_resource(resourceArn=tagged)["tags"] == {"a": "2", "alias/x": "", "c": "3"}
    client.untag_resource(resourceArn=tagged, tagKeys=["a", "alias/x", "never-there"])
    assert client.list_tags_for_resource(resourceArn=tagged)["tags"] == {"c": "3"}


def test_fifty_tags_a_resource(client: Any, tagged: str) -> None:
    client.tag_resource(resourceArn=tagged, tags={f"k{number}": "" for number in range(49)})
    with refused("ServiceQuotaExceededException", "A resource has at most 50 tags.", 402):
        client.tag_resource(resourceArn=tagged, tags={"one-more": ""})
    assert len(client.list_tags_for_resource(resourceArn=tagged)["tags"]) == 50


def test_too_many_tags_create_nothing(bedrock_fake: BedrockFake, client: Any) -> None:
    tags = {f"k{number}": "" for number in range(51)}
    prompt_id = client.create_prompt(name="triage")["id"]
    with refused("ServiceQuotaExceededException", "A resource has at most 50 tags.", 402):
        client.create_prompt(name="other", tags=tags)
    with refused("ServiceQuotaExceededException", "A resource has at most 50 tags.", 402):
        client.create_prompt_version(promptIdentifier=prompt_id, tags=tags)
    assert bedrock_fake.registry().names() == ["triage"]
    assert client.create_prompt_version(promptIdentifier=prompt_id)["version"] == "1"


def test_keys_of_aws_are_reserved(client: Any, tagged: str) -> None:
    with refused("ValidationException", "Tag keys starting with aws: are reserved.", 400):
        client.tag_resource(resourceArn=tagged, tags={"aws:mine": "1"})


def test_tags_of_what_is_not_there(client: Any) -> None:
    created = client.create_prompt(name="triage")
    with missing_version(created["id"], "1"):
        client.tag_resource(resourceArn=f"{created['arn']}:1", tags={"a": "b"})
    gone = created["arn"].replace(created["id"], "AAAAAAAAAA")
    with missing("AAAAAAAAAA"):
        client.untag_resource(resourceArn=gone, tagKeys=["a"])
