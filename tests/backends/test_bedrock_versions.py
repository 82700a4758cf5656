"""Versions on Bedrock, hook by hook: ten at most, never another writer's draft, numbers that are not used again."""

from collections.abc import Callable, Sequence

import pytest

from backends.bedrock_world import MARKER, PUBLISHED, Program, World, desired
from fakes.bedrock import REGION
from protocol.client import HookError
from protocol.lifecycle import CheckFailedError
from pulumi_prompts.lifecycle.choosing import chosen
from pulumi_prompts.registries.base import Change, Publication, Ref
from pulumi_prompts.testing.base import write
from remedies import REFRESH

THEIRS = "acme/other/dev/theirs"
MOST = 10


def line_of(call: Callable[[], object]) -> str:
    with pytest.raises(HookError) as raised:
        call()
    return str(raised.value)


def text(number: int) -> str:
    return f"Edition {number}."


def publish_all(program: Program, numbers: Sequence[int], keep: int | None = None) -> None:
    for number in numbers:
        program.up(text(number), keep=keep)


def numbers(world: World) -> list[str]:
    return list(world.fake.registry().prompt("triage").versions)


def pin(program: Program, world: World, *versions: str) -> None:
    """Aliases, as tags on the prompt."""
    tags = world.fake.registry().tags[program.prompt.outputs["uri"]]
    tags |= {f"alias/a{version}": version for version in versions}


def publish_theirs(program: Program, world: World, edition: int) -> str:
    """Somebody writes the draft and publishes it."""
    bedrock = world.connect()
    declared = desired(text(edition), marker=THEIRS)
    ref = Ref(program.prompt.id, program.prompt.outputs["uri"])
    write(bedrock, ref, declared, Change(frozenset({"content"})))
    return bedrock.publish(program.prompt.id, Publication(declared.digest, THEIRS, THEIRS)).version


def test_editing_back_uses_the_old_version_again(program: Program, world: World) -> None:
    publish_all(program, [1, 2, 1])
    assert (program.current, program.history, numbers(world)) == ("1", ["1", "2"], ["1", "2"])
    assert program.version.outputs["uri"].endswith(f"prompt/{program.prompt.id}:1")
    assert program.up(text(1)) == ("same", "same")
    assert not program.version.refresh()


def test_a_version_has_its_description_and_our_marker(program: Program, world: World) -> None:
    program.up(text(1), description="The first.")
    version = world.fake.registry().version("triage", "1")
    assert version.fields["description"] == "The first."
    assert world.fake.registry().tags[program.version.outputs["uri"]] == {
        "pulumi-prompts/marker": PUBLISHED,
        "pulumi-prompts/prompt": MARKER,
    }


def test_ten_versions_are_all_and_nothing_is_removed_unasked(program: Program, world: World) -> None:
    publish_all(program, range(MOST))
    program.prompt.up(program.of_prompt(text(MOST)))
    assert line_of(lambda: program.version.up(program.of_version())) == (
        f"publishing a version of {program.prompt.id} on bedrock {REGION}: "
        "the prompt has 10 versions, the most that the registry keeps; "
        "set keep=9 or less, so that the oldest are removed, or delete versions that are not needed"
    )
    assert numbers(world) == [str(number) for number in range(1, MOST + 1)]
    publish_all(program, [MOST], keep=9)
    assert numbers(world) == [str(number) for number in range(3, MOST + 2)]


def test_ten_versions_are_no_hindrance_to_reuse(program: Program, world: World) -> None:
    publish_all(program, range(MOST))
    publish_all(program, [3])
    assert (program.current, len(numbers(world))) == ("4", MOST)


def test_keep_removes_the_oldest_after_publishing(program: Program, world: World) -> None:
    publish_all(program, range(6), keep=3)
    assert numbers(world) == program.history == ["4", "5", "6"]


def test_keep_one_leaves_the_one_that_was_superseded(program: Program, world: World) -> None:
    publish_all(program, range(4), keep=1)
    assert numbers(world) == program.history == ["3", "4"]


def test_the_cap_forces_the_oldest_out_first(program: Program, world: World) -> None:
    publish_all(program, range(12), keep=MOST)
    assert numbers(world) == [str(number) for number in range(3, 13)]
    assert program.current == "12"


def test_pinned_versions_stay(program: Program, world: World) -> None:
    publish_all(program, range(2), keep=2)
    pin(program, world, "1")
    publish_all(program, range(2, 12), keep=2)
    assert numbers(world) == ["1", "11", "12"]


def test_versions_of_others_stay(program: Program, world: World) -> None:
    publish_all(program, [1], keep=1)
    theirs = publish_theirs(program, world, 99)
    program.prompt.refresh()
    publish_all(program, range(2, 8), keep=1)
    assert numbers(world) == [theirs, "7", "8"]


def test_ten_versions_that_are_all_pinned(program: Program, world: World) -> None:
    publish_all(program, range(MOST), keep=MOST)
    pin(program, world, *(str(number) for number in range(1, MOST)))
    program.prompt.up(program.of_prompt(text(MOST)))
    pinned = ", ".join(f"version {number} is pinned by alias 'a{number}'" for number in range(1, MOST))
    assert line_of(lambda: program.version.up(program.of_version(keep=MOST))) == (
        f"publishing a version of {program.prompt.id} on bedrock {REGION}: "
        "the prompt has 10 versions, the most that the registry keeps, and none may be removed: "
        f"{pinned}, version 10 is the current one; "
        "move an alias off one, or delete a version that is not needed"
    )
    assert len(numbers(world)) == MOST


def test_a_version_is_found_though_the_list_tells_no_digests(program: Program, world: World) -> None:
    publish_all(program, range(3))
    digest = desired(text(1)).digest
    for said in (("2", None), (None, digest)):
        found = chosen(world.connect(), program.prompt.id, *said)
        assert (found.version, found.digest) == ("2", digest)


def test_a_version_of_others_with_the_same_content_is_used_and_never_removed(program: Program, world: World) -> None:
    program.prompt.up(program.of_prompt(text(1)))
    world.connect().publish(program.prompt.id, Publication(desired(text(1)).digest, THEIRS, THEIRS))
    publish_all(program, [1], keep=1)
    assert (program.current, program.version.outputs["reused"]) == ("1", ["1"])
    publish_all(program, [2, 3, 4], keep=1)
    assert numbers(world) == ["1", "3", "4"]


# Another writer.


def test_another_writers_draft_is_never_published(program: Program, world: World) -> None:
    program.up(text(1))
    program.prompt.up(program.of_prompt(text(2)))
    ref = Ref(program.prompt.id, program.prompt.outputs["uri"])
    write(world.connect(), ref, desired("Theirs."), Change(frozenset({"content"})))
    assert line_of(lambda: program.version.up(program.of_version())) == (
        f"publishing a version of {program.prompt.id} on bedrock {REGION}: "
        f"the prompt's draft is not the one that this program wrote; {REFRESH}"
    )
    assert numbers(world) == ["1"]
    assert program.prompt.refresh()
    assert not program.version.refresh()
    assert program.up(text(2)) == ("update", "update")
    assert program.current == "3"
    assert world.connect().read_version(program.prompt.id, "3").digest == desired(text(2)).digest
    assert numbers(world) == ["1", "3"]


def test_another_writers_draft_is_never_published_first(program: Program, world: World) -> None:
    """With nothing published before; the second attempt must not be given the answer of the first."""
    program.prompt.up(program.of_prompt(text(1)))
    ref = Ref(program.prompt.id, program.prompt.outputs["uri"])
    write(world.connect(), ref, desired("Theirs."), Change(frozenset({"content"})))
    line_of(lambda: program.version.up(program.of_version()))
    assert numbers(world) == []
    program.prompt.refresh()
    assert program.up(text(1)) == ("update", "create")
    assert (program.current, numbers(world)) == ("2", ["2"])


def test_a_version_that_somebody_removed_is_published_again(program: Program, world: World) -> None:
    program.up(text(1))
    world.connect().delete_version(program.prompt.id, "1")
    assert program.version.refresh()
    assert program.up(text(1)) == ("same", "update")
    assert (program.current, program.history, numbers(world)) == ("2", ["2"], ["2"])
    assert not program.version.refresh()


# Descriptions.


def test_a_description_changed_alone_is_refused_at_preview(program: Program, world: World) -> None:
    program.up(text(1), description="The first.")
    world.fake.clear_calls()
    with pytest.raises(CheckFailedError) as raised:
        program.version.preview(program.of_version(description="Reviewed."))
    assert raised.value.failures == [
        "description: bedrock cannot edit a published version; "
        "change it together with the content, so that it goes with the next version"
    ]
    assert world.fake.calls == []
    program.up(text(2), description="Reviewed.")
    assert world.fake.registry().version("triage", "2").fields["description"] == "Reviewed."
    assert world.fake.registry().version("triage", "1").fields["description"] == "The first."


# Deletion.


def test_what_was_published_stays(program: Program, world: World) -> None:
    publish_all(program, range(2))
    world.fake.clear_calls()
    program.version.destroy()
    assert (numbers(world), world.fake.calls) == (["1", "2"], [])


def test_by_force_goes_what_was_published_but_for_the_heads_and_what_is_pinned(program: Program, world: World) -> None:
    publish_all(program, range(2))
    theirs = publish_theirs(program, world, 99)
    program.prompt.refresh()
    for number in (3, 4):
        program.up(text(number), force_destroy=True)
    pin(program, world, "2")
    program.version.destroy()
    assert numbers(world) == ["2", theirs, "5"]
