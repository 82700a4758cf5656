"""Aliases on Bedrock: three tags on the prompt's ARN, which one call writes, call by call."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import boto3
import pytest

from backends.bedrock_world import MARKER, World, desired
from fakes.bedrock import REGION, error
from pulumi_prompts import errors
from pulumi_prompts.lifecycle.aliases import AliasLifecycle
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.registries.base import Alias, Change, Environment, Labels, Publication, Ref
from pulumi_prompts.registries.bedrock import Bedrock
from pulumi_prompts.registries.session import Session
from pulumi_prompts.testing.base import write

OURS = Alias("production", "1", f"{MARKER}-live", "n1")
READ, TAGS, TAG, UNTAG = "GetPrompt", "ListTagsForResource", "TagResource", "UntagResource"


@pytest.fixture
def bedrock(world: World) -> Bedrock:
    return world.connect()


@pytest.fixture
def ref(bedrock: Bedrock) -> Ref:
    """A prompt with two versions."""
    ref = bedrock.create(desired("1.", tags={"team": "desk"}))
    for text in ("1.", "2."):
        write(bedrock, ref, desired(text, tags={"team": "desk"}), Change(frozenset({"content"})))
        bedrock.publish(ref.id, Publication(desired(text).digest, MARKER, MARKER))
    return ref


def tags(world: World, ref: Ref) -> dict[str, str]:
    return world.fake.registry().tags[ref.uri]


def calls(world: World, act: Callable[[], object]) -> list[str]:
    world.fake.clear_calls()
    act()
    return [call.operation for call in world.fake.calls]


def refusal(kind: type[errors.PromptsError], act: Callable[[], object]) -> str:
    with pytest.raises(kind) as raised:
        act()
    return str(raised.value)


def test_what_each_operation_sends(world: World, bedrock: Bedrock, ref: Ref) -> None:
    """One call writes all that there is of an alias; the ARN of a prompt is asked for where nothing told it."""
    assert calls(world, partial(bedrock.set_alias, ref.id, OURS, None)) == [READ, TAGS, TAG]
    assert calls(world, partial(bedrock.set_alias, ref.id, OURS, OURS)) == [READ, TAGS]
    moved = replace(OURS, version="2")
    assert calls(world, partial(bedrock.set_alias, ref.id, moved, OURS)) == [READ, TAGS, TAG]
    assert calls(world, partial(bedrock.aliases, ref.id)) == [TAGS]
    assert calls(world, partial(world.connect().aliases, ref.id)) == [READ, TAGS]
    assert calls(world, partial(bedrock.remove_alias, ref.id, moved)) == [TAGS, UNTAG]
    assert calls(world, partial(bedrock.remove_alias, ref.id, moved)) == [TAGS]


def test_the_tags_are_those_that_an_application_reads(world: World, bedrock: Bedrock, ref: Ref) -> None:
    """With boto3 alone; and they are nobody's labels."""
    bedrock.set_alias(ref.id, OURS, None)
    client = boto3.client("bedrock-agent", region_name=REGION, endpoint_url=world.fake.url)
    told = client.list_tags_for_resource(resourceArn=ref.uri)["tags"]
    assert {key: value for key, value in told.items() if "alias" in key} == {
        "alias/production": "1",
        "pulumi-prompts/alias/production": f"{MARKER}-live",
        "pulumi-prompts/alias-nonce/production": "n1",
    }
    assert bedrock.labels(ref.uri) == Labels({"team": "desk"}, MARKER)
    client.tag_resource(resourceArn=ref.uri, tags={"alias/production": "2", "alias/by hand": "x"})
    assert [*bedrock.aliases(ref.id)] == [Alias("by hand", "x"), replace(OURS, version="2")]


def test_an_alias_whose_version_is_gone_is_told_as_it_stands(bedrock: Bedrock, ref: Ref) -> None:
    bedrock.set_alias(ref.id, OURS, None)
    bedrock.delete_version(ref.id, "1")
    assert [*bedrock.aliases(ref.id)] == [OURS]
    moved = replace(OURS, version="2")
    bedrock.set_alias(ref.id, moved, OURS)
    assert [*bedrock.aliases(ref.id)] == [moved]


def test_a_value_of_a_person_that_is_no_version_is_drift(world: World, ref: Ref) -> None:
    """A tag takes any value; the service does not look for a version of that name."""
    tags(world, ref)[f"alias/{OURS.name}"] = "the newest"
    backend = {"kind": "bedrock", "region": REGION, "endpoint_url": world.fake.url}
    state = {"alias": OURS.name, "prompt_id": ref.id, "backend": backend, "marker": OURS.marker, "nonce": OURS.nonce}
    served = desired("1.").digest
    found = AliasLifecycle(Run(Session(Environment()))).read("x", {**state, "version": "1", "digest": served})
    assert found is not None
    assert {name: found.outputs[name] for name in ("version", "digest", "lost")} == {
        "version": "the newest",
        "digest": "",
        "lost": served,
    }


def test_an_owner_without_a_nonce_takes_that_of_another_away(world: World, bedrock: Bedrock, ref: Ref) -> None:
    bedrock.set_alias(ref.id, OURS, None)
    theirs = Alias("production", "2", "acme/other/dev/live")
    assert calls(world, partial(bedrock.set_alias, ref.id, theirs, OURS)) == [READ, TAGS, TAG, UNTAG]
    assert [*bedrock.aliases(ref.id)] == [theirs]


def test_tags_of_people_leave_less_room_for_aliases(world: World, bedrock: Bedrock, ref: Ref) -> None:
    """Fifty tags: the line says so before anything is written; what is there already can be moved."""
    bedrock.set_alias(ref.id, OURS, None)
    tags(world, ref).update({f"t{number}": "x" for number in range(50 - 2 - len(tags(world, ref)))})
    before = dict(tags(world, ref))
    said = refusal(errors.QuotaError, partial(bedrock.set_alias, ref.id, replace(OURS, name="staging"), None))
    assert said == (
        "the prompt has 48 tags of at most 50, and an alias takes 3; "
        "remove aliases or tags of the prompt that nobody needs"
    )
    assert tags(world, ref) == before
    bedrock.set_alias(ref.id, replace(OURS, version="2"), OURS)
    assert tags(world, ref)["alias/production"] == "2"


def test_a_prompt_has_as_many_aliases_as_are_declared(bedrock: Bedrock) -> None:
    ref = bedrock.create(desired(nonce="n"))
    bedrock.publish(ref.id, Publication(desired().digest, MARKER, MARKER))
    assert Bedrock.support.aliases is not None
    assert Bedrock.support.aliases.most == 16
    aliases = [replace(OURS, name=f"a{number:02}") for number in range(16)]
    for alias in aliases:
        bedrock.set_alias(ref.id, alias, None)
    assert [*bedrock.aliases(ref.id)] == aliases
    refusal(errors.QuotaError, partial(bedrock.set_alias, ref.id, OURS, None))


def test_who_dies_is_healed_by_a_repeat(world: World, bedrock: Bedrock, ref: Ref) -> None:
    for operation, act, expected in (
        (TAG, partial(bedrock.set_alias, ref.id, OURS, None), [OURS]),
        (UNTAG, partial(bedrock.remove_alias, ref.id, OURS), []),
    ):
        world.fake.inject(operation, error(400, "ValidationException", "no"))
        refusal(errors.RejectedError, act)
        act()
        assert [*bedrock.aliases(ref.id)] == expected


def test_what_a_person_removed_by_half_goes_wholly(world: World, bedrock: Bedrock, ref: Ref) -> None:
    bedrock.set_alias(ref.id, OURS, None)
    del tags(world, ref)["alias/production"]
    assert [*bedrock.aliases(ref.id)] == []
    bedrock.remove_alias(ref.id, OURS)
    assert not [key for key in tags(world, ref) if "alias" in key]


@pytest.mark.parametrize("name", ["", ".a", "a/b", "a b", "ä", "a" * 101])
def test_names_that_are_not_taken(name: str) -> None:
    (failure,) = Bedrock.support.alias_failures(name)
    assert failure.reason.endswith("(bedrock)")


def test_the_longest_name_is_taken_by_the_service(bedrock: Bedrock, ref: Ref) -> None:
    alias = replace(OURS, name="a" * 100)
    assert [*Bedrock.support.alias_failures(alias.name)] == []
    bedrock.set_alias(ref.id, alias, None)
    assert [*bedrock.aliases(ref.id)] == [alias]
