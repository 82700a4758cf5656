"""Our note of ownership in the tags of Bedrock: when it is written, what it is kept apart from; and what stays."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, get_args

import pytest

from backends.bedrock_world import MARKER, World, declared, desired
from clock import Time
from fakes.bedrock import BedrockFake, Fault, Habits, error
from fakes.wire import Reply
from pulumi_prompts import errors
from pulumi_prompts.registries.base import Change, Field, Head, Labels, Publication, Ref, Version
from pulumi_prompts.registries.bedrock import Bedrock
from pulumi_prompts.testing.base import write

THEIRS = "acme/other/dev/theirs"
EVERYTHING = Change(frozenset(get_args(Field)))
KEY = "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012"


@pytest.fixture
def bedrock(world: World) -> Bedrock:
    return world.connect()


@pytest.fixture
def theirs(bedrock: Bedrock) -> Head:
    """A prompt of somebody else."""
    return bedrock.read(bedrock.create(desired("One.", marker=THEIRS, nonce="theirs")).id)


def calls(world: World, act: Callable[[], object]) -> list[str]:
    world.fake.clear_calls()
    act()
    return [call.operation for call in world.fake.calls]


def refused(kind: type[errors.PromptsError], act: Callable[[], object]) -> None:
    with pytest.raises(kind):
        act()


def test_a_take_over_is_noted_before_anything_else_is_written(world: World, bedrock: Bedrock, theirs: Head) -> None:
    taken = desired("Two.", nonce="ours", description="Ours.", tags={"team": "desk"})
    assert calls(world, lambda: bedrock.update(theirs, taken, EVERYTHING)) == ["TagResource", "UpdatePrompt"]
    assert bedrock.labels(theirs.uri) == Labels({"team": "desk"}, MARKER, "ours")
    assert bedrock.read(theirs.id).digest == taken.digest


def test_its_former_owner_sees_a_take_over_that_was_interrupted(world: World, bedrock: Bedrock, theirs: Head) -> None:
    world.fake.inject("UpdatePrompt", error(400, "ValidationException", "no"))
    refused(errors.RejectedError, lambda: bedrock.update(theirs, desired("Two.", nonce="ours"), EVERYTHING))
    assert bedrock.labels(theirs.uri).nonce == "ours"
    assert bedrock.read(theirs.id).digest == theirs.digest


def test_a_taken_name_is_refused_before_anything_is_written(world: World, bedrock: Bedrock) -> None:
    bedrock.create(desired(name="taken"))
    head = bedrock.read(bedrock.create(desired("One.", nonce="before")).id)
    renamed = desired("Two.", name="taken", marker=THEIRS, nonce="after", tags={"team": "desk"})
    attempt = calls(
        world, lambda: refused(errors.AlreadyExistsError, lambda: bedrock.update(head, renamed, EVERYTHING))
    )
    assert attempt == ["UpdatePrompt"]
    assert (bedrock.read(head.id), bedrock.labels(head.uri)) == (head, Labels(marker=MARKER, nonce="before"))


def test_a_free_name_is_written_with_the_note(world: World, bedrock: Bedrock) -> None:
    head = bedrock.read(bedrock.create(desired(nonce="before")).id)
    renamed = desired(name="free", nonce="after")
    assert calls(world, lambda: bedrock.update(head, renamed, EVERYTHING)) == ["UpdatePrompt", "TagResource"]
    assert (bedrock.read(head.id).name, bedrock.labels(head.uri).nonce) == ("free", "after")


def test_tags_of_ours_are_never_peoples(world: World, bedrock: Bedrock) -> None:
    """Also those of a release that knows more of them; nor are those of AWS, and aliases."""
    ref = bedrock.create(desired(nonce="n", tags={"team": "desk"}))
    more = {"pulumi-prompts/later": "x", "Pulumi-Prompts/x": "x", "aws:cloudformation:stack": "x", "alias/live": "1"}
    world.fake.registry().tags[ref.uri] |= more
    assert bedrock.labels(ref.uri) == Labels({"team": "desk"}, MARKER, "n")


def test_a_version_says_who_published_it_and_for_which_prompt(world: World, bedrock: Bedrock) -> None:
    ref = bedrock.create(desired())
    version = bedrock.publish(ref.id, Publication(desired().digest, f"{MARKER}-published", MARKER))
    assert bedrock.labels(version.uri) == Labels(marker=f"{MARKER}-published", of_prompt=MARKER)
    assert world.fake.call_counts()["CreatePromptVersion"] == 1


def test_a_lost_note_of_a_version_is_written_in_one_call(world: World, bedrock: Bedrock) -> None:
    ref = bedrock.create(desired())
    version = bedrock.publish(ref.id, Publication(desired().digest, MARKER, MARKER))
    world.fake.registry().tags[version.uri] = {"checked": "yes"}
    assert calls(world, lambda: bedrock.mark_version(ref.id, version, "m", "p")) == ["TagResource"]
    assert bedrock.labels(version.uri) == Labels({"checked": "yes"}, "m", of_prompt="p")


# What the registry keeps although it was to be removed; an empty text is none.

FULL = declared({"template": "One.", "options": {"bedrock": {"kms_key_arn": KEY}}}, description="Sorts.")
BARE = desired("One.")


@pytest.mark.parametrize(
    ("keeps", "expected"),
    [
        (False, []),
        (True, [f"bedrock keeps the {what} of triage, which was to be removed" for what in ("description", "KMS key")]),
    ],
)
def test_what_was_to_be_removed_and_stays_is_told(aws: BedrockFake, keeps: bool, expected: list[str]) -> None:
    with BedrockFake(habits=Habits(keeps_what_is_left_out=keeps)) as fake:
        world = World(fake, Time())
        bedrock = world.connect()
        ref = bedrock.create(FULL)
        write(bedrock, ref, BARE, Change(frozenset({"description", "options"})))
        assert world.warnings == expected
        assert (bedrock.read(ref.id).description == "Sorts.") is keeps


def test_what_is_carried_is_written_and_not_told(aws: BedrockFake) -> None:
    with BedrockFake(habits=Habits(keeps_what_is_left_out=True)) as fake:
        world = World(fake, Time())
        bedrock = world.connect()
        ref = bedrock.create(FULL)
        write(bedrock, ref, replace(FULL, carried=frozenset({"description", "kms_key_arn"})), EVERYTHING)
        assert world.warnings == []


def _with_an_empty_description(reply: Reply) -> Reply:
    answer: dict[str, Any] = json.loads(reply.body)
    summaries: list[Mapping[str, Any]] = answer.get("promptSummaries", [])
    listed = {"promptSummaries": [{"description": "", **each} for each in summaries]} if summaries else {}
    return replace(reply, body=json.dumps({"description": "", **answer, **listed}).encode())


def test_an_empty_description_is_none(world: World, bedrock: Bedrock) -> None:
    """As an emulator answers; of a prompt and of a version, listed or alone."""
    world.fake.inject("*", Fault(instead=_with_an_empty_description), times=10)
    ref: Ref = bedrock.create(desired())
    published = bedrock.publish(ref.id, Publication(desired().digest, MARKER, MARKER))
    (listed,) = bedrock.versions(ref.id)
    found: list[Head | Version] = [bedrock.read(ref.id), published, listed, bedrock.read_version(ref.id, "1")]
    assert [each.description for each in found] == [None] * 4
