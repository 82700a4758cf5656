"""Two who make one prompt at once on Langfuse, where a POST takes a name that is taken: the second takes back."""

from collections.abc import Callable

import pytest

from backends.http_world import Meanwhile
from backends.langfuse_world import World, declared, desired
from fakes.langfuse import LangfuseFake, drop, error
from fakes.langfuse.fixtures import langfuse_fake  # noqa: F401 (a fixture)
from fakes.langfuse.wire import RACE
from pulumi_prompts.errors import (
    AlreadyExistsError,
    DriftError,
    LostRaceError,
    NotFoundError,
    RejectedError,
    UnavailableError,
)
from pulumi_prompts.registries.base import Change, Desired, Labels, Ref
from pulumi_prompts.registries.langfuse import Langfuse
from pulumi_prompts.registries.langfuse.failures import STAYS
from pulumi_prompts.registries.langfuse.prompts import Prompts
from pulumi_prompts.testing.base import assert_holds, write

OURS = desired("Ours.", nonce="ours", tags={"team": "desk"})
THEIRS = desired("Theirs.", marker="acme/other/dev/theirs", nonce="theirs", tags={"team": "sales"})
CONTENT = Change(frozenset({"content"}))
CREATE = "POST */prompts"
LOST = str(LostRaceError.of("triage"))


@pytest.fixture
def world(langfuse_fake: LangfuseFake) -> World:  # noqa: F811
    return World(langfuse_fake)


@pytest.fixture
def other(world: World) -> Langfuse:
    return world.connect()


def late(world: World, meanwhile: Callable[[], object], line: str = CREATE, **how: bool) -> Langfuse:
    """A backend, just before whose first such request somebody else acts."""
    return world.connect(Meanwhile(line, meanwhile, **how))


def refused(backend: Langfuse, ours: Desired = OURS) -> str:
    with pytest.raises(AlreadyExistsError) as raised:
        backend.create(ours)
    return str(raised.value)


def assert_is(backend: Langfuse, desired: Desired) -> None:
    """There is what they declared, tags and note, in one version, and nothing of anybody else."""
    head = backend.find("triage")
    assert head is not None
    assert_holds(backend, head, head.ref, desired)
    labels = [version.labels for version in backend.versions(head.id)]
    assert labels == [Labels(marker=desired.marker, of_prompt=desired.marker)]


# creations


def test_who_comes_second_takes_back_what_it_wrote(world: World, other: Langfuse) -> None:
    """Its version; it has written no tag, and whose the prompt is stands in the version of who came first."""
    assert refused(late(world, lambda: other.create(THEIRS))) == LOST
    assert_is(other, THEIRS)


def test_so_it_does_where_its_answer_was_lost(world: World, other: Langfuse) -> None:
    """It is found by its note, among the versions that others have made meanwhile."""
    theirs = desired("Theirs.", marker="acme/other/dev/theirs", nonce="theirs")
    other.create(theirs)
    world.registry.unlabel("triage", "latest")  # as for a moment while its holder is being deleted

    def they_write() -> None:
        world.registry.write("triage", type="text", prompt="Later.")

    loser = late(world, they_write, answer_is_lost=True)
    assert refused(loser) == LOST
    assert [each.prompt for each in world.registry.versions("triage")] == ["Theirs.", "Later."]


def test_whom_the_server_refuses_has_come_second(world: World, other: Langfuse) -> None:
    """The number that it was to get was taken at that moment: nothing is sent again."""

    def they_create() -> None:
        other.create(THEIRS)
        world.fake.inject("create", error(400, RACE.format(name="triage")))

    loser = late(world, they_create)
    assert refused(loser).startswith("400: Failed to create prompt 'triage' due to unique constraint failure")
    assert_is(other, THEIRS)


def test_a_version_that_somebody_has_labelled_since_is_not_taken_back(world: World) -> None:
    """An application may read it by now."""
    prompts = Prompts(world.client())
    for label, left in (("production", 2), ("", 1)):
        world.registry.prompts.clear()
        world.registry.write("triage", type="text", prompt="Theirs.")
        world.registry.write("triage", type="text", prompt="Ours.")
        written = world.client().newest("triage")
        if label:
            world.registry.label("triage", label, 2)
        assert prompts.take_back(written) is not bool(label)
        assert len(world.registry.versions("triage")) == left


def test_where_the_prompt_is_gone_by_then_nothing_is_left(world: World, other: Langfuse) -> None:
    def come_and_go() -> None:
        ref = other.create(desired("Theirs."))
        world.registry.delete(ref.id.partition("//")[0])

    late(world, come_and_go).create(OURS)
    assert_is(other, OURS)


# writes


def test_a_write_waits_for_another_one(world: World, other: Langfuse) -> None:
    """The server refuses one of two that would make the same number; that one is sent again."""
    ref = other.create(desired("One."))
    world.fake.inject("create", error(400, RACE.format(name="triage")), times=3)
    write(other, ref, desired("Two."), CONTENT)
    assert [each.prompt for each in world.registry.versions("triage")] == ["One.", "Two."]
    assert world.time.now > 0


def test_it_waits_no_longer_than_its_deadline(world: World) -> None:
    backend = world.connect(timeout=20)
    ref = backend.create(desired("One."))
    world.fake.inject("create", error(400, RACE.format(name="triage")), times=1000)
    with pytest.raises(UnavailableError, match="unique constraint failure"):
        write(backend, ref, desired("Two."), CONTENT)


def test_what_is_deleted_meanwhile_is_not_made_anew(world: World, other: Langfuse) -> None:
    ref = other.create(desired("One."))
    backend = late(world, lambda: world.registry.delete("triage"))
    with pytest.raises(DriftError, match="the prompt 'triage' was deleted meanwhile"):
        write(backend, ref, desired("Two."), CONTENT)
    assert "triage" not in world.registry.prompts


@pytest.mark.parametrize("change", ["content", "tags"])
def test_a_later_prompt_of_that_name_gets_no_version(world: World, other: Langfuse, change: str) -> None:
    ref = other.create(desired("One."))

    def they_begin_anew() -> None:
        world.registry.delete("triage")
        other.create(desired("Theirs.", marker=THEIRS.marker, nonce="theirs"))

    after = desired("One.", tags={"a": "b"}) if change == "tags" else desired("Two.")
    with pytest.raises(DriftError, match="the prompt 'triage' was deleted meanwhile"):
        write(late(world, they_begin_anew), ref, after, Change(frozenset({"content", "tags"})))
    assert [each.prompt for each in world.registry.versions("triage")] == ["Theirs."]


def test_a_prompt_stays_a_text_or_a_chat(other: Langfuse) -> None:
    """A preview refuses it where the state tells what it was."""
    ref = other.create(desired("One."))
    chat = declared({"messages": [{"role": "user", "content": "One."}]})
    with pytest.raises(RejectedError) as raised:
        write(other, ref, chat, CONTENT)
    assert raised.value.remedy == STAYS


# what is gone, and what has come in its place


def test_a_deletion_is_not_carried_out_twice(world: World, other: Langfuse) -> None:
    """Where its answer is lost, the number may be that of another version by the second request."""
    ref = other.create(desired("One."))
    write(other, ref, desired("Two."), CONTENT)
    version = other.versions(ref.id)[1].version

    def they_write() -> None:
        world.registry.write("triage", type="text", prompt="Theirs.")

    late(world, they_write, "DELETE */triage", answer_is_lost=True).delete_version(ref.id, version)
    assert [each.prompt for each in world.registry.versions("triage")] == ["One.", "Theirs."]


def test_a_deletion_that_was_not_carried_out_is_sent_again(world: World, other: Langfuse) -> None:
    ref = other.create(desired("One."))
    write(other, ref, desired("Two."), CONTENT)
    world.fake.inject("delete", drop())
    other.delete_version(ref.id, other.versions(ref.id)[0].version)
    world.fake.inject("delete", drop())
    other.delete(ref.id, Labels(marker=OURS.marker))
    assert world.registry.prompts == {}


def test_nor_is_that_of_a_prompt(world: World, other: Langfuse) -> None:
    ref = other.create(desired("One."))
    backend = late(world, lambda: other.create(THEIRS), "DELETE */triage", answer_is_lost=True)
    backend.delete(ref.id, Labels(marker=OURS.marker))
    assert_is(other, THEIRS)


def test_what_has_its_name_and_its_numbers_is_another_prompt(world: World, other: Langfuse) -> None:
    """Neither by its id nor by those of its versions; and by its name alone it is found."""
    ref = other.create(desired("One."))
    version = other.versions(ref.id)[0].version
    world.registry.delete("triage")
    theirs = other.create(desired("One."))
    calls: tuple[Callable[[], object], ...] = (
        lambda: other.read(ref.id),
        lambda: other.versions(ref.id),
        lambda: other.delete(ref.id, Labels(marker=OURS.marker)),
        lambda: other.aliases(ref.id),
        lambda: other.read_version(theirs.id, version),
        lambda: other.delete_version(theirs.id, version),
    )
    for call in calls:
        with pytest.raises(NotFoundError):
            call()
    assert other.read("triage").id == theirs.id != ref.id
    assert len(world.registry.versions("triage")) == 1


def test_a_prompt_without_its_first_version_is_the_one_that_it_was(world: World, other: Langfuse) -> None:
    ref = other.create(desired("One."))
    write(other, ref, desired("Two.", nonce="n"), Change(frozenset({"content", "marker"})))
    other.delete_version(ref.id, other.versions(ref.id)[0].version)
    for id_ in (ref.id, "triage"):
        head = other.read(id_)
        assert (head.id, head.age, head.labels) == (ref.id, None, Labels(marker=OURS.marker, nonce="n"))
        assert [each.version for each in other.versions(id_)] == [head.version]
    with pytest.raises(NotFoundError):
        other.read("triage//another")


def test_one_of_which_nothing_tells_whose_version_was_the_first_is_the_one_that_is_asked_for(
    world: World, other: Langfuse
) -> None:
    """Somebody made it, and has removed that; or has taken our tags away."""
    for text in ("1.", "2."):
        world.registry.write("triage", type="text", prompt=text)
    world.registry.delete("triage", version=1)
    assert [other.read(id_).id for id_ in ("triage", "triage//2c26b46b68ff")] == ["triage", "triage//2c26b46b68ff"]


def test_while_nobody_is_the_latest_the_list_tells(world: World, other: Langfuse) -> None:
    """The server deletes the holder of that label, and then gives it to another one."""
    ref = other.create(desired("One."))
    write(other, ref, desired("Two."), CONTENT)
    world.registry.unlabel("triage", "latest")
    assert_holds(other, other.read(ref.id), ref, desired("Two."))


def test_a_version_0_is_never_deleted(world: World, other: Langfuse) -> None:
    """The server would delete all of them."""
    ref: Ref = other.create(desired("One."))
    tail = other.versions(ref.id)[0].version.partition("-")[2]
    for version in (f"0-{tail}", f"-{tail}", "", "one", f"00-{tail}"):
        with pytest.raises(NotFoundError):
            other.delete_version(ref.id, version)
    with pytest.raises(ValueError, match="there is no version 0"):
        world.client().delete_version("triage", 0)
    assert "delete" not in world.fake.call_counts()
