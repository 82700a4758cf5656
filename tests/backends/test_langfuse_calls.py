"""Which calls an operation makes: each is a round trip, and each that repeats must not make anything twice."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from backends.langfuse_world import MARKER, World, desired
from fakes.langfuse import LangfuseFake, drop, error, lose_answer
from fakes.langfuse.fixtures import langfuse_fake  # noqa: F401 (a fixture)
from pulumi_prompts.errors import AccessError, AlreadyExistsError, DriftError
from pulumi_prompts.registries.base import Alias, Change, Labels, Publication, Ref
from pulumi_prompts.registries.langfuse import Langfuse
from pulumi_prompts.registries.langfuse.options import LangfuseOptions
from pulumi_prompts.testing.base import assert_holds, write
from remedies import REFRESH

CONTENT = Change(frozenset({"content"}))
EVERYTHING = Change(frozenset({"content", "options", "tags", "marker"}))
BEFORE = desired("One.", nonce="n1")
READ, LIST, ADD, REMOVE = "get", "list_prompts", "create", "delete"
RETAG = [ADD, READ, READ, REMOVE]
"""A version with the tags, the first one (is it still the same prompt?), that version (has nobody labelled it?)."""


@pytest.fixture
def world(langfuse_fake: LangfuseFake) -> World:  # noqa: F811
    return World(langfuse_fake)


@pytest.fixture
def backend(world: World) -> Langfuse:
    return world.connect()


@pytest.fixture
def ref(backend: Langfuse) -> Ref:
    return backend.create(BEFORE)


def saying(message: str | None, text: str = "One.", **more: Any) -> Any:
    """A prompt with that commit message."""
    content = desired(text).content
    options = type(content.options)(LangfuseOptions(commit_message=message))
    return replace(desired(text, nonce="n1", **more), content=content.model_copy(update={"options": options}))


def texts(world: World) -> list[object]:
    return [each.prompt for each in world.registry.versions("triage")]


def test_creating_is_two_calls_and_four_more_for_tags(world: World, backend: Langfuse) -> None:
    assert world.calls_of(backend.create, BEFORE) == [READ, ADD]
    assert world.calls_of(backend.create, desired(name="b", tags={"team": "desk"})) == [READ, ADD, *RETAG]


def test_a_creation_sends_no_tags(world: World, backend: Langfuse) -> None:
    """They would be those of the prompt also where somebody else has made it meanwhile."""
    backend.create(desired(tags={"team": "desk"}))
    first, second = (call.body for call in world.fake.calls if call.operation == ADD)
    assert "tags" not in first
    tail = world.registry.newest("triage").id[-12:]
    assert second["tags"] == [f"pulumi-prompts/id={tail}", f"pulumi-prompts/marker={MARKER}", "team=desk"]
    assert world.registry.labels("triage") == {"latest": 1}


READERS: dict[str, tuple[Callable[[Langfuse, Ref], object], list[str]]] = {
    "read": (lambda backend, ref: backend.read(ref.id), [READ, READ]),
    "find": (lambda backend, ref: backend.find("triage"), [READ, READ]),
    "list_prompts": (lambda backend, ref: [*backend.list_prompts()], [LIST]),
    "find nothing": (lambda backend, ref: backend.find("another"), [READ, LIST]),
    "versions": (lambda backend, ref: backend.versions(ref.id), [LIST, READ, READ]),
    "versions with head and aliases": (lambda backend, ref: backend.read_whole(ref.id), [LIST, READ, READ]),
    "delete": (lambda backend, ref: backend.delete(ref.id, Labels(marker=MARKER, nonce="n1")), [READ, READ, REMOVE]),
}


@pytest.mark.parametrize(("operation", "calls"), READERS.values(), ids=READERS)
def test_an_operation_makes_the_least_calls(
    world: World, backend: Langfuse, ref: Ref, operation: Callable[[Langfuse, Ref], object], calls: list[str]
) -> None:
    write(backend, ref, desired("Two.", nonce="n1"), CONTENT)
    assert world.calls_of(operation, backend, ref) == calls


def test_a_version_is_read_by_one_call_and_deleted_by_two(world: World, backend: Langfuse, ref: Ref) -> None:
    write(backend, ref, desired("Two.", nonce="n1"), CONTENT)
    first = backend.versions(ref.id)[0].version
    assert world.calls_of(backend.read_version, ref.id, first) == [READ]
    assert world.calls_of(backend.delete_version, ref.id, first) == [READ, REMOVE]


def test_prompts_are_read_as_they_stand(world: World, backend: Langfuse, ref: Ref) -> None:
    """With their references, which the answer has resolved otherwise."""
    world.registry.write("tone", type="text", prompt="Be kind.", labels=["production"])
    text = "@@@langfusePrompt:name=tone|label=production@@@ Sort."
    write(backend, ref, desired(text, nonce="n1"), CONTENT)
    assert backend.read(ref.id).digest == desired(text).digest
    assert world.registry.get("triage", label="latest")["prompt"] == "Be kind. Sort."


def test_new_content_is_a_version_and_the_tags_stay(world: World, backend: Langfuse, ref: Ref) -> None:
    """The first such write has the note in the tags; from then on they are not sent, because each version gets them."""
    for text in ("Two.", "Three."):
        assert world.calls_of(write, backend, ref, desired(text, nonce="n1"), CONTENT)[-2:] == [ADD, READ]
    sent = [call.body.get("tags") for call in world.fake.calls if call.operation == ADD]
    assert sent == [None]
    assert texts(world) == ["One.", "Two.", "Three."]
    assert backend.read(ref.id).labels == Labels(marker=MARKER, nonce="n1")


def test_what_is_there_already_is_not_written(world: World, backend: Langfuse, ref: Ref) -> None:
    write(backend, ref, BEFORE, EVERYTHING)
    assert world.calls_of(write, backend, ref, BEFORE, EVERYTHING) == [READ]


def test_tags_go_with_a_version_that_goes_again(world: World, backend: Langfuse, ref: Ref) -> None:
    """Labels stay where they are, and a tag of a person stays."""
    world.registry.label("triage", "production", 1)
    world.registry.newest("triage").tags = ["reviewed"]
    change = Change(frozenset({"tags"}), frozenset({"gone"}))
    assert world.calls_of(write, backend, ref, desired("One.", nonce="n1", tags={"a": "b"}), change) == [READ, *RETAG]
    assert world.registry.newest("triage").tags == [
        "reviewed",
        "a=b",
        f"pulumi-prompts/id={ref.id[-12:]}",
        f"pulumi-prompts/marker={MARKER}",
        "pulumi-prompts/nonce=n1",
    ]
    assert world.registry.labels("triage") == {"latest": 1, "production": 1}


def test_going_back_makes_a_new_version(world: World, backend: Langfuse, ref: Ref) -> None:
    for text in ("Two.", "One."):
        write(backend, ref, desired(text, nonce="n1"), CONTENT)
    assert texts(world) == ["One.", "Two.", "One."]


def test_a_commit_message_is_that_of_the_version(world: World, backend: Langfuse, ref: Ref) -> None:
    """Beside our note; a change of it alone makes a version, because none can be edited."""
    write(backend, ref, saying("Shorter.", "Two."), EVERYTHING)
    assert world.registry.newest("triage").commit_message == f"Shorter.\n\npulumi-prompts: {MARKER}"
    head = backend.read(ref.id)
    assert head.options.of(LangfuseOptions).commit_message == "Shorter."
    assert backend.versions(ref.id)[1].description == "Shorter."
    assert world.calls_of(write, backend, ref, saying("Shorter.", "Two."), EVERYTHING) == [READ, READ]
    write(backend, ref, saying("Better.", "Two."), Change(frozenset({"options"})))
    assert texts(world) == ["One.", "Two.", "Two."]


def test_one_that_is_not_declared_stays_with_its_version(world: World, backend: Langfuse, ref: Ref) -> None:
    write(backend, ref, saying("Shorter.", "Two."), EVERYTHING)
    write(backend, ref, saying("Shorter.", "Three.", carried=frozenset({"commit_message"})), EVERYTHING)
    assert world.registry.newest("triage").commit_message == f"pulumi-prompts: {MARKER}"


def test_a_version_is_called_by_its_number_too(world: World, backend: Langfuse, ref: Ref) -> None:
    """The end of its id tells it from a later one of that number."""
    (version,) = backend.versions(ref.id)
    id = world.registry.newest("triage").id
    assert (version.version, version.version_name) == (f"1-{id[-12:]}", "1")
    assert ref.id == f"triage//{id[-12:]}"


def test_publishing_finds_the_head(backend: Langfuse, ref: Ref) -> None:
    assert backend.publish(ref.id, Publication(BEFORE.digest, MARKER, MARKER)) == backend.versions(ref.id)[0]
    with pytest.raises(DriftError) as raised:
        backend.publish(ref.id, Publication(desired("Two.").digest, MARKER, MARKER))
    assert str(raised.value) == f"the newest version of the prompt is not the one that this program wrote; {REFRESH}"


# answers that are lost


def test_a_creation_whose_answer_is_lost_is_found(world: World, backend: Langfuse) -> None:
    world.fake.inject(ADD, lose_answer())
    assert world.calls_of(backend.create, BEFORE) == [READ, ADD, LIST, READ]
    assert texts(world) == ["One."]


def test_a_creation_that_did_not_arrive_is_sent_again(world: World, backend: Langfuse) -> None:
    world.fake.inject(ADD, drop())
    assert world.calls_of(backend.create, BEFORE) == [READ, ADD, LIST, ADD]


def test_one_whose_look_was_answered_too_late_finds_itself(world: World, backend: Langfuse) -> None:
    """As another process with the same note would: it is no prompt of somebody else."""
    backend.create(BEFORE)
    with pytest.raises(AlreadyExistsError):
        backend.create(BEFORE)
    assert texts(world) == ["One."]


def test_a_version_whose_answer_is_lost_is_found(world: World, backend: Langfuse, ref: Ref) -> None:
    world.fake.inject(ADD, lose_answer())
    write(backend, ref, desired("Two.", nonce="n1"), CONTENT)
    assert texts(world) == ["One.", "Two."]


def test_a_version_that_was_not_made_is_sent_again(world: World, backend: Langfuse, ref: Ref) -> None:
    for fault in (drop(), error(503, "busy")):
        world.fake.inject(ADD, fault)
        write(backend, ref, desired(f"Not {fault.send}.", nonce="n1"), CONTENT)
    assert texts(world) == ["One.", "Not False.", "Not True."]


def test_going_back_whose_request_was_lost_is_not_taken_for_done(world: World, backend: Langfuse, ref: Ref) -> None:
    """An older version says the same; only a newer one shows that the request was carried out."""
    write(backend, ref, desired("Two.", nonce="n1"), CONTENT)
    world.fake.inject(ADD, drop())
    write(backend, ref, desired("One.", nonce="n1"), CONTENT)
    assert texts(world) == ["One.", "Two.", "One."]


def test_tags_whose_answer_is_lost_leave_no_version(world: World, backend: Langfuse, ref: Ref) -> None:
    for operation in (ADD, REMOVE):
        world.fake.inject(operation, lose_answer())
        write(backend, ref, desired("One.", nonce="n1", tags={"of": operation}), Change(frozenset({"tags"})))
    assert texts(world) == ["One."]


# what an interrupted write of tags leaves


@pytest.fixture
def leftover(world: World, backend: Langfuse, ref: Ref) -> Ref:
    """A prompt of which a temporary version is still there."""
    world.fake.inject(REMOVE, error(403, "Not yours."))
    with pytest.raises(AccessError):
        write(backend, ref, TAGGED, Change(frozenset({"tags"})))
    assert len(texts(world)) == 2
    return ref


TAGGED = desired("One.", nonce="n1", tags={"a": "b"})


def test_a_temporary_version_is_none(backend: Langfuse, leftover: Ref) -> None:
    """Neither the head, nor a version that can be used again."""
    assert_holds(backend, backend.read(leftover.id), leftover, TAGGED)
    (version,) = backend.versions(leftover.id)
    assert backend.read(leftover.id).version == version.version


@pytest.mark.parametrize("act", ["write", "set an alias", "remove an alias"])
def test_the_next_write_removes_it(world: World, backend: Langfuse, leftover: Ref, act: str) -> None:
    """Also one that finds nothing else to do."""
    alias = Alias("staging", backend.versions(leftover.id)[0].version)
    acts: dict[str, Callable[[], object]] = {
        "write": lambda: write(backend, leftover, TAGGED, Change(frozenset({"tags"}))),
        "set an alias": lambda: backend.set_alias(leftover.id, alias, None),
        "remove an alias": lambda: backend.remove_alias(leftover.id, alias),
    }
    acts[act]()
    assert texts(world) == ["One."]


def test_one_that_somebody_has_labelled_is_a_version(world: World, backend: Langfuse, leftover: Ref) -> None:
    world.registry.label("triage", "production", 2)
    write(backend, leftover, TAGGED, Change(frozenset({"tags"})))
    assert len(backend.versions(leftover.id)) == 2


def test_one_that_is_alone_is_the_head(world: World, backend: Langfuse, leftover: Ref) -> None:
    world.registry.delete("triage", version=1)
    assert backend.read(leftover.id).digest == TAGGED.digest
