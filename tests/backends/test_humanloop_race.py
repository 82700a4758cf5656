"""Two who make one path at once on Humanloop, where a write takes a path that is taken: the second takes back."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from backends.http_world import Meanwhile
from backends.humanloop_world import World, desired
from fakes.humanloop import HumanloopFake, drop, error, lose_answer
from fakes.humanloop import Prompt as StoredPrompt
from fakes.humanloop.fixtures import humanloop_fake  # noqa: F401 (a fixture)
from pulumi_prompts.errors import AccessError, AlreadyExistsError, LostRaceError
from pulumi_prompts.registries.base import Change, Desired, Labels
from pulumi_prompts.registries.humanloop import Humanloop
from pulumi_prompts.registries.shared.races import may_stay
from pulumi_prompts.testing.base import assert_holds, write
from remedies import ANOTHER_NAME

OURS = desired("Ours.", nonce="ours", description="For us.", tags={"team": "desk"})
THEIRS = desired("Theirs.", marker="acme/other/dev/theirs", nonce="theirs")
LOOK, WRITE, VERSIONS = "retrieve_by_path", "upsert", "list_versions"
SECONDS = 10
TAKEN = f"a prompt has the path 'triage'; {ANOTHER_NAME}"
LOST = str(LostRaceError.of("triage"))


@pytest.fixture
def world(humanloop_fake: HumanloopFake) -> World:  # noqa: F811
    return World(humanloop_fake)


@pytest.fixture
def winner(world: World) -> Humanloop:
    return world.connect()


def late(world: World, meanwhile: Callable[[], object]) -> Humanloop:
    """A backend that sends its first write after somebody else acted."""
    return world.connect(Meanwhile("POST */prompts", meanwhile))


def refused(backend: Humanloop, ours: Desired = OURS) -> str:
    with pytest.raises(AlreadyExistsError) as raised:
        backend.create(ours)
    return str(raised.value)


def forbidden() -> AccessError:
    error = AccessError("Not yours")
    error.code = "403"
    return error


def stored(world: World) -> StoredPrompt:
    return world.registry.prompt("triage")


def assert_is(backend: Humanloop, desired: Desired) -> None:
    """There is what they declared, and nothing of anybody else."""
    head = backend.find("triage")
    assert head is not None
    assert_holds(backend, head, head.ref, desired)
    labels = [version.labels for version in backend.versions(head.id)]
    assert labels == [Labels(marker=desired.marker, of_prompt=desired.marker)]


def test_who_comes_second_takes_back_what_it_wrote(world: World, winner: Humanloop) -> None:
    """Its version, its texts and its tags; and the note of who came first is restored."""
    assert refused(late(world, lambda: winner.create(THEIRS))) == LOST
    assert_is(winner, THEIRS)
    assert (stored(world).description, stored(world).readme) == ("", None)


def test_texts_of_who_came_first_stay_where_the_second_has_none(world: World, winner: Humanloop) -> None:
    theirs = desired("Theirs.", marker=THEIRS.marker, nonce="theirs", description="For them.")
    refused(late(world, lambda: winner.create(theirs)), desired("Ours.", nonce="ours"))
    assert_is(winner, theirs)


def test_their_tags_are_lost_with_it(world: World, winner: Humanloop) -> None:
    """A write says all tags, and the second has not seen theirs: a refresh shows it, and their next run mends it."""
    theirs = desired("Theirs.", marker=THEIRS.marker, nonce="theirs", tags={"team": "sales"})
    refused(late(world, lambda: winner.create(theirs)))
    head = winner.find("triage")
    assert head is not None
    assert head.labels == Labels(marker=theirs.marker, nonce="theirs")
    write(winner, head.ref, theirs, Change(frozenset({"tags"})))
    assert_is(winner, theirs)


def test_it_takes_three_calls_more_than_one_that_is_first(world: World, winner: Humanloop) -> None:
    loser = late(world, lambda: winner.create(THEIRS))
    for backend in (loser, winner):
        backend.find("another")
    world.fake.clear_calls()
    refused(loser)
    operations = [call.operation for call in world.fake.calls if call.operation != "list_directories"]
    of_winner = [LOOK, WRITE, VERSIONS]
    assert operations == [LOOK, *of_winner, WRITE, VERSIONS, "delete_prompt_version", WRITE]


def test_of_the_same_content_it_is_who_wrote_last(world: World) -> None:
    """There is one version of it, and its note is written over: who looks after that has come second."""
    theirs, ours = desired("Ours.", marker=THEIRS.marker, nonce="theirs"), desired("Ours.", nonce="ours")
    written, finished = Event(), Event()

    def until_the_other_has_finished() -> None:
        written.set()
        finished.wait(SECONDS)

    first = world.connect(Meanwhile("GET */versions", until_the_other_has_finished))
    with ThreadPoolExecutor(1) as thread:
        attempts: list[Future[str]] = []

        def first_writes() -> None:
            attempts.append(thread.submit(refused, first, ours))
            written.wait(SECONDS)

        last = late(world, first_writes)
        last.create(theirs)
        finished.set()
        assert attempts[0].result() == LOST
    assert_is(last, theirs)


@pytest.mark.parametrize("fault", [lose_answer(), drop()], ids=["answer", "request"])
@pytest.mark.parametrize("operation", [WRITE, "delete_prompt_version"])
def test_what_gets_lost_of_it_is_taken_back_all_the_same(
    world: World, winner: Humanloop, operation: str, fault: Any
) -> None:
    def meanwhile() -> None:
        winner.create(THEIRS)
        world.fake.inject(operation, fault)

    assert refused(late(world, meanwhile)) == LOST
    assert_is(winner, THEIRS)


def test_what_was_deleted_meanwhile_need_not_be_taken_back(world: World, winner: Humanloop) -> None:
    loser = late(world, lambda: winner.create(THEIRS))
    world.fake.inject("delete_prompt_version", lose_answer())
    world.fake.inject(WRITE, error(404, "Prompt with ID 'pr_1' not found."), skip=2)
    assert refused(loser) == LOST


def test_what_could_not_be_taken_back_makes_nobody_an_owner(world: World, winner: Humanloop) -> None:
    """All of it stays, which a refresh of who was first shows; the prompt is not who came second's for that."""
    world.fake.inject("delete_prompt_version", error(403, "Not yours."))
    said = refused(late(world, lambda: winner.create(THEIRS)))
    head = winner.find("triage")
    assert head is not None
    assert said == str(LostRaceError.of("triage", may_stay(head.version or "", forbidden())))
    assert (head.digest, head.labels) == (OURS.digest, Labels({"team": "desk"}, THEIRS.marker, "theirs"))
    assert refused(winner) == TAKEN
    winner.update(head, THEIRS, Change(frozenset({"content", "description", "tags"}), frozenset({"team"})))
    assert_holds(winner, winner.find("triage"), head.ref, THEIRS)


def test_who_took_it_over_since_is_the_owner(winner: Humanloop) -> None:
    ref = winner.create(THEIRS)
    third = desired("Third.", nonce="third")
    write(winner, ref, third, Change(frozenset({"content", "marker"})))
    assert winner.read(ref.id).labels == Labels(marker=third.marker, nonce="third")
