"""Prompts and client tokens, as the fake keeps Bedrock's rules, through the real boto3 client."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fakes.bedrock import ACCOUNT, OTHER_ACCESS_KEY, OTHER_REGION, REGION, BedrockFake, Habits
from fakes_tests.bedrock_clients import ALL_FIELDS, connect, content, refused, text_variant

TOKEN = "a-token-of-more-than-thirty-two-characters"


def test_a_created_prompt_answers_all_its_fields_and_reads_back_the_same(client: Any) -> None:
    created = client.create_prompt(**ALL_FIELDS)
    assert created["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert content(created) == ALL_FIELDS
    assert created["version"] == "DRAFT"
    assert created["arn"] == f"arn:aws:bedrock:{REGION}:{ACCOUNT}:prompt/{created['id']}"
    read = client.get_prompt(promptIdentifier=created["id"])
    assert {**read, "ResponseMetadata": None} == {**created, "ResponseMetadata": None}


def test_a_name_alone_is_a_prompt(client: Any) -> None:
    assert content(client.create_prompt(name="bare")) == {"name": "bare"}


def test_ids_have_ten_characters_and_differ(client: Any) -> None:
    ids = {client.create_prompt(name=f"p{number}")["id"] for number in range(5)}
    assert len(ids) == 5
    assert all(len(one) == 10 and one.isalnum() for one in ids)


def test_a_name_is_taken_once_in_an_account_and_region(bedrock_fake: BedrockFake, client: Any) -> None:
    client.create_prompt(name="triage")
    with refused("ConflictException", "A prompt with the name triage already exists.", 409):
        client.create_prompt(name="triage")
    connect(bedrock_fake, region=OTHER_REGION).create_prompt(name="triage")
    connect(bedrock_fake, access_key=OTHER_ACCESS_KEY).create_prompt(name="triage")
    assert bedrock_fake.registry().names() == ["triage"]


def test_a_name_is_free_again_after_its_prompt_is_deleted(client: Any) -> None:
    first = client.create_prompt(name="triage")
    client.delete_prompt(promptIdentifier=first["id"])
    assert client.create_prompt(name="triage")["id"] != first["id"]


def test_update_replaces_everything_of_the_draft_and_no_tags(client: Any) -> None:
    created = client.create_prompt(**ALL_FIELDS, tags={"team": "a"})
    updated = client.update_prompt(promptIdentifier=created["id"], name="renamed")
    assert updated["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert content(updated) == {"name": "renamed"}
    assert content(client.get_prompt(promptIdentifier=created["id"])) == {"name": "renamed"}
    assert (updated["id"], updated["arn"], updated["version"]) == (created["id"], created["arn"], "DRAFT")
    assert client.list_tags_for_resource(resourceArn=created["arn"])["tags"] == {"team": "a"}


def test_update_may_keep_what_it_does_not_name() -> None:
    with BedrockFake(habits=Habits(keeps_what_is_left_out=True)) as fake:
        client = connect(fake)
        created = client.create_prompt(**ALL_FIELDS)
        updated = client.update_prompt(promptIdentifier=created["id"], name="renamed")
    kept = ("description", "customerEncryptionKeyArn")
    assert content(updated) == {"name": "renamed", **{name: ALL_FIELDS[name] for name in kept}}


def test_update_keeps_the_name_but_cannot_take_anothers(client: Any) -> None:
    first, second = client.create_prompt(name="first"), client.create_prompt(name="second")
    client.update_prompt(promptIdentifier=first["id"], name="first", description="same name")
    with refused("ConflictException", "A prompt with the name first already exists.", 409):
        client.update_prompt(promptIdentifier=second["id"], name="first")


def test_floats_keep_32_bits(client: Any) -> None:
    variant = text_variant(inferenceConfiguration={"text": {"temperature": 0.9, "topP": 1}})
    created = client.create_prompt(name="floats", variants=[variant])
    for answer in (created, client.get_prompt(promptIdentifier=created["id"])):
        text = answer["variants"][0]["inferenceConfiguration"]["text"]
        assert text == {"temperature": 0.8999999761581421, "topP": 1.0}


def test_free_form_documents_come_back_unchanged(client: Any) -> None:
    extra = {"Top_K": 0, "Nested": {"A": [1, 1.5, None, True, "x", {}]}, "": 0.9}
    schema = {"type": "object", "properties": {"City": {"type": "string", "default": ""}}, "Required": ["City"]}
    tool = {"toolSpec": {"name": "weather", "inputSchema": {"json": schema}, "strict": False}}
    chat = {"messages": [{"role": "user", "content": [{"text": "hi"}]}], "toolConfiguration": {"tools": [tool]}}
    variant = {"name": "main", "templateType": "CHAT", "templateConfiguration": {"chat": chat}}
    created = client.create_prompt(name="documents", variants=[{**variant, "additionalModelRequestFields": extra}])
    read = client.get_prompt(promptIdentifier=created["id"])["variants"][0]
    assert read["additionalModelRequestFields"] == extra
    assert read["templateConfiguration"]["chat"] == chat


def test_metadata_only_leaves_the_variants_out(client: Any) -> None:
    created = client.create_prompt(**ALL_FIELDS)
    read = client.get_prompt(promptIdentifier=created["id"], includedData="METADATA_ONLY")
    assert content(read) == {key: value for key, value in ALL_FIELDS.items() if key != "variants"}


def test_times_come_from_the_clock_and_only_updates_move_them() -> None:
    now = datetime(2024, 5, 1, 12, 0, 0, 250000, tzinfo=UTC)
    times = [now.timestamp()]
    with BedrockFake(clock=lambda: times[-1]) as fake:
        client = connect(fake)
        created = client.create_prompt(name="timed")
        times.append(now.timestamp() + 60)
        updated = client.update_prompt(promptIdentifier=created["id"], name="timed")
        times.append(now.timestamp() + 120)
        version = client.create_prompt_version(promptIdentifier=created["id"])
    assert created["createdAt"] == created["updatedAt"] == updated["createdAt"] == now
    assert (updated["updatedAt"] - now).total_seconds() == 60
    assert (version["createdAt"] - now).total_seconds() == (version["updatedAt"] - now).total_seconds() == 120


def test_a_default_variant_must_be_there(client: Any) -> None:
    with refused("ValidationException", "defaultVariant other is not the name of a variant.", 400):
        client.create_prompt(name="p", defaultVariant="other", variants=[text_variant()])


def test_a_template_fits_its_type(client: Any) -> None:
    variant = {**text_variant(), "templateType": "CHAT"}
    created = client.create_prompt(name="p")
    message = "templateConfiguration of variant main does not fit its templateType."
    with refused("ValidationException", message, 400):
        client.create_prompt(name="q", variants=[variant])
    with refused("ValidationException", message, 400):
        client.update_prompt(promptIdentifier=created["id"], name="p", variants=[variant])


# client tokens


def test_a_repeated_create_answers_the_first_result(bedrock_fake: BedrockFake, client: Any) -> None:
    first = client.create_prompt(**ALL_FIELDS, clientToken=TOKEN)
    client.update_prompt(promptIdentifier=first["id"], name="renamed")
    again = client.create_prompt(**ALL_FIELDS, clientToken=TOKEN)
    assert {**again, "ResponseMetadata": None} == {**first, "ResponseMetadata": None}
    assert bedrock_fake.registry().names() == ["renamed"]


def test_a_repeated_create_answers_the_first_result_though_it_was_deleted(
    bedrock_fake: BedrockFake, client: Any
) -> None:
    first = client.create_prompt(name="triage", clientToken=TOKEN)
    client.delete_prompt(promptIdentifier=first["id"])
    assert client.create_prompt(name="triage", clientToken=TOKEN)["id"] == first["id"]
    assert bedrock_fake.registry().names() == []


def test_a_token_with_other_parameters_is_a_conflict(client: Any) -> None:
    created = client.create_prompt(name="triage", clientToken=TOKEN)
    with refused("ConflictException", f"The client token {TOKEN} was used with other parameters.", 409):
        client.create_prompt(name="other", clientToken=TOKEN)
    client.create_prompt_version(promptIdentifier=created["id"], clientToken=TOKEN)
    with refused("ConflictException", f"The client token {TOKEN} was used with other parameters.", 409):
        client.create_prompt_version(promptIdentifier=created["id"], clientToken=TOKEN, description="d")


def test_a_failed_create_uses_no_token_up(client: Any) -> None:
    holder = client.create_prompt(name="triage")
    with refused("ConflictException", "A prompt with the name triage already exists.", 409):
        client.create_prompt(name="triage", clientToken=TOKEN)
    client.delete_prompt(promptIdentifier=holder["id"])
    assert client.create_prompt(name="triage", clientToken=TOKEN)["id"] != holder["id"]


def test_a_repeated_version_answers_the_first_result(bedrock_fake: BedrockFake, client: Any) -> None:
    prompt_id = client.create_prompt(name="triage")["id"]
    first = client.create_prompt_version(promptIdentifier=prompt_id, clientToken=TOKEN)
    client.update_prompt(promptIdentifier=prompt_id, name="triage", description="later")
    again = client.create_prompt_version(promptIdentifier=prompt_id, clientToken=TOKEN)
    assert (again["version"], content(again)) == (first["version"], content(first)) == ("1", {"name": "triage"})
    assert list(bedrock_fake.registry().prompt("triage").versions) == ["1"]


# behind our back


def test_state_can_be_changed_behind_our_back_and_versions_stand(bedrock_fake: BedrockFake, client: Any) -> None:
    created = client.create_prompt(**ALL_FIELDS)
    client.create_prompt_version(promptIdentifier=created["id"])
    draft = bedrock_fake.registry().draft("triage")
    draft.fields["variants"][0]["templateConfiguration"]["text"]["text"] = "Changed"
    read = client.get_prompt(promptIdentifier=created["id"])
    assert read["variants"][0]["templateConfiguration"]["text"]["text"] == "Changed"
    version = client.get_prompt(promptIdentifier=created["id"], promptVersion="1")
    assert version["variants"] == ALL_FIELDS["variants"]
    bedrock_fake.registry().version("triage", "1").fields["variants"] = []
    assert client.get_prompt(promptIdentifier=created["id"], promptVersion="1")["variants"] == []
    with pytest.raises(KeyError, match="nobody"):
        bedrock_fake.registry().prompt("nobody")
