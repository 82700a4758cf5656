"""The same calls to ministack and to our fake: the answers agree, but for what is listed here with its reason.

The lists are exact: a ministack that mends something fails the test, and loses its line.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from fakes.bedrock import BedrockFake
from ministack.conversation import ABSENT, CHAT_VARIANT, TEXT_VARIANT, Conversation, client, differences

FULL = {"name": "triage", "description": "Sorts tickets", "defaultVariant": "main", "variants": [TEXT_VARIANT]}
EDITED = {**FULL, "variants": [CHAT_VARIANT]}


def agreed(talk: Conversation) -> None:
    """The life of a prompt: all nine operations, and what is asked of things that are not there."""
    created = talk.ask("create", "create_prompt", **FULL, tags={"team": "support", "empty": ""})
    prompt_id, arn = created["id"], created["arn"]
    talk.ask("get", "get_prompt", promptIdentifier=prompt_id)
    talk.ask("tags of a new prompt", "list_tags_for_resource", resourceArn=arn)
    version = talk.ask("publish", "create_prompt_version", promptIdentifier=prompt_id, tags={"by": "me"})
    talk.ask("tags of a version", "list_tags_for_resource", resourceArn=version["arn"])
    talk.ask("update", "update_prompt", promptIdentifier=prompt_id, **EDITED)
    talk.ask("get what was updated", "get_prompt", promptIdentifier=prompt_id)
    talk.ask("get the version that stays", "get_prompt", promptIdentifier=prompt_id, promptVersion="1")
    talk.ask("publish again", "create_prompt_version", promptIdentifier=prompt_id)
    talk.ask("get the second version", "get_prompt", promptIdentifier=prompt_id, promptVersion="2")
    talk.ask("rename", "update_prompt", promptIdentifier=prompt_id, **{**EDITED, "name": "renamed"})
    talk.ask("update leaves tags", "list_tags_for_resource", resourceArn=arn)
    talk.ask("tag", "tag_resource", resourceArn=arn, tags={"team": "other", "alias/live": "1"})
    talk.ask("untag", "untag_resource", resourceArn=arn, tagKeys=["empty", "never-there"])
    talk.ask("tags at last", "list_tags_for_resource", resourceArn=arn)
    talk.ask("tag a version", "tag_resource", resourceArn=version["arn"], tags={"checked": "yes"})
    talk.ask("tags of the version at last", "list_tags_for_resource", resourceArn=version["arn"])
    talk.ask("list", "list_prompts")
    talk.ask("get an unknown version", "get_prompt", promptIdentifier=prompt_id, promptVersion="7")
    talk.ask("get an unknown prompt", "get_prompt", promptIdentifier="AAAAAAAAAA")
    talk.ask("update an unknown prompt", "update_prompt", promptIdentifier="AAAAAAAAAA", name="x")
    talk.ask("publish an unknown prompt", "create_prompt_version", promptIdentifier="AAAAAAAAAA")
    talk.ask("delete an unknown prompt", "delete_prompt", promptIdentifier="AAAAAAAAAA")
    unknown = f"{arn.rsplit('/', 1)[0]}/AAAAAAAAAA"
    talk.ask("tags of an unknown prompt", "list_tags_for_resource", resourceArn=unknown)
    talk.ask("tags of an unknown version", "list_tags_for_resource", resourceArn=f"{arn}:7")
    talk.ask("delete", "delete_prompt", promptIdentifier=prompt_id)
    talk.ask("get what was deleted", "get_prompt", promptIdentifier=prompt_id)
    talk.ask("tags of what was deleted", "list_tags_for_resource", resourceArn=arn)


def disputed(talk: Conversation) -> None:
    """Where ministack does other things than the service's model and documentation say, or less."""
    first = talk.ask("create", "create_prompt", name="first", description="old", variants=[TEXT_VARIANT])
    talk.ask("publish with a description", "create_prompt_version", promptIdentifier=first["id"], description="new")
    talk.ask("list versions", "list_prompts", promptIdentifier=first["id"])
    talk.ask("get DRAFT by its name", "get_prompt", promptIdentifier=first["id"], promptVersion="DRAFT")
    talk.ask("get by ARN", "get_prompt", promptIdentifier=first["arn"])
    talk.ask("take a name twice", "create_prompt", name="first")
    talk.ask("take a name that is none", "create_prompt", name="a b")
    talk.ask("update without a description", "update_prompt", promptIdentifier=first["id"], name="first", variants=[])
    talk.ask("delete a version", "delete_prompt", promptIdentifier=first["id"], promptVersion="1")
    talk.ask("the prompt stays", "get_prompt", promptIdentifier=first["id"])
    talk.ask("create a bare prompt", "create_prompt", name="bare")
    variant = {
        **TEXT_VARIANT,
        "inferenceConfiguration": {"text": {"temperature": 0.9}},
        "additionalModelRequestFields": {"Top_K": 5},
    }
    talk.ask(
        "create with capitals and a fraction", "create_prompt", name="capitals", description="d", variants=[variant]
    )


class Known(NamedTuple):
    """A difference, and why it says nothing against the fake."""

    theirs: Any
    ours: Any
    why: str


_INHERITS = "ministack ignores a version's own description and gives it the draft's; the model: 'for the version'"
_DELETED = "the model allows only numbers there, and the documentation says it names a deleted version"
_CASE = "ministack lowers the first letter of all keys, also in free-form documents"
_EMPTY = "ministack answers what was never given; an empty description breaks the model (at least 1 character)"
_LISTS = "ministack ignores promptIdentifier; the documentation: 'all versions of a prompt'"

KNOWN_IN_A_LIFE = {
    "publish: description": Known("Sorts tickets", ABSENT, _INHERITS),
    "publish again: description": Known("Sorts tickets", ABSENT, _INHERITS),
    "get the version that stays: description": Known("Sorts tickets", ABSENT, _INHERITS),
    "get the second version: description": Known("Sorts tickets", ABSENT, _INHERITS),
    "delete: version": Known("DRAFT", ABSENT, _DELETED),
}
_MORE = "create with capitals and a fraction: variants[0]"
KNOWN_ELSEWHERE = {
    "publish with a description: description": Known("old", "new", _INHERITS),
    "list versions: promptSummaries[1].name": Known(ABSENT, "first", _LISTS),
    "list versions: promptSummaries[1].description": Known(ABSENT, "new", _LISTS),
    "list versions: promptSummaries[1].version": Known(ABSENT, "1", _LISTS),
    "list versions: promptSummaries[1].arn": Known(ABSENT, "arn:<prompt>:1", _LISTS),
    "get DRAFT by its name": Known("ResourceNotFoundException", "answers", "DRAFT fits the model's pattern"),
    "get by ARN": Known("ValidationException", "answers", "an ARN fits the model's pattern"),
    "take a name twice": Known("answers", "ConflictException", "ministack does not hold names unique"),
    "take a name that is none": Known("answers", "ValidationException", "ministack ignores the model's patterns"),
    "update without a description: description": Known("old", ABSENT, "ministack keeps what an update leaves out"),
    "delete a version: version": Known("DRAFT", "1", _DELETED),
    "the prompt stays": Known("ResourceNotFoundException", "answers", "ministack deletes the prompt with any version"),
    "create a bare prompt: description": Known("", ABSENT, _EMPTY),
    "create a bare prompt: variants": Known([], ABSENT, _EMPTY),
    f"{_MORE}.additionalModelRequestFields.Top_K": Known(ABSENT, 5, _CASE),
    f"{_MORE}.additionalModelRequestFields.top_K": Known(5, ABSENT, _CASE),
    f"{_MORE}.inferenceConfiguration.text.temperature": Known(0.9, 0.8999999761581421, "the model says: 32-bit float"),
}


def compared(theirs: str, ours: str, region: str, script: Callable[[Conversation], None]) -> dict[str, tuple[Any, Any]]:
    conversations = [Conversation(client(url, region)) for url in (theirs, ours)]
    for conversation in conversations:
        script(conversation)
    return differences(conversations[0].heard, conversations[1].heard)


def plain(known: dict[str, Known]) -> dict[str, tuple[Any, Any]]:
    return {where: (difference.theirs, difference.ours) for where, difference in known.items()}


def test_the_life_of_a_prompt_is_the_same_on_both(ministack: str, bedrock_fake: BedrockFake) -> None:
    assert compared(ministack, bedrock_fake.url, "us-east-1", agreed) == plain(KNOWN_IN_A_LIFE)


def test_where_they_differ_the_model_is_on_our_side(ministack: str, bedrock_fake: BedrockFake) -> None:
    assert compared(ministack, bedrock_fake.url, "eu-west-1", disputed) == plain(KNOWN_ELSEWHERE)


def test_the_comparison_sees_a_difference(ministack: str, bedrock_fake: BedrockFake) -> None:
    """The same life, but behind our back the fake's draft changes: that field, and no other, must stand out."""

    def script(talk: Conversation) -> None:
        created = talk.ask("create", "create_prompt", **FULL)
        registry = bedrock_fake.registry(region="us-west-2")
        if registry.prompts:
            registry.draft("triage").fields["variants"][0]["inferenceConfiguration"]["text"]["maxTokens"] = 1
        talk.ask("get", "get_prompt", promptIdentifier=created["id"])

    found = compared(ministack, bedrock_fake.url, "us-west-2", script)
    assert found == {"get: variants[0].inferenceConfiguration.text.maxTokens": (0, 1)}
