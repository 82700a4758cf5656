"""Two who make one name at once on TrueFoundry, where a PUT takes a name that is taken: the second takes back."""

from collections.abc import Callable
from typing import Any

import pytest

from backends.http_world import Meanwhile
from backends.truefoundry_fixtures import fake, world
from backends.truefoundry_world import World, desired
from fakes.truefoundry import ML_REPO, NEW_PREFIX, Habits, TrueFoundryFake, drop, error, lose_answer
from fakes.truefoundry.manifest import ApplyRequest
from pulumi_prompts.errors import AccessError, AlreadyExistsError, LostRaceError
from pulumi_prompts.registries.base import Change, Head, Labels
from pulumi_prompts.registries.shared.races import may_stay
from pulumi_prompts.registries.truefoundry import TrueFoundry
from pulumi_prompts.registries.truefoundry.wire import expand
from pulumi_prompts.testing.base import assert_holds, write
from remedies import ANOTHER_NAME

__all__ = ["fake", "world"]

OURS = desired("Ours.", nonce="ours", description="For us.")
THEIRS = desired("Theirs.", marker="acme/other/dev/theirs", nonce="theirs", metadata={"team": "sales"})
LIST, PUT = "GET /prompts", "PUT /prompt-versions"
VERSIONS, DELETE = "GET /prompt-versions", "DELETE /prompt-versions/{id}"
TAKEN = f"the ML repo support has a prompt 'triage'; {ANOTHER_NAME}"
LOST = str(LostRaceError.of("triage"))


@pytest.fixture
def winner(world: World) -> TrueFoundry:
    return world.connect(prefix=NEW_PREFIX)


def late(world: World, meanwhile: Callable[[], object]) -> TrueFoundry:
    """A backend that sends its first PUT after somebody else acted."""
    return world.connect(Meanwhile("PUT *", meanwhile), prefix=NEW_PREFIX)


def put(world: World, manifest: dict[str, Any]) -> None:
    """What arrives without having been taken back yet."""
    world.fake.registry().apply(ApplyRequest.model_validate({"manifest": manifest}), "dev@acme")


def refused(backend: TrueFoundry) -> str:
    with pytest.raises(AlreadyExistsError) as raised:
        backend.create(OURS)
    return str(raised.value)


def only(backend: TrueFoundry) -> Head:
    head = backend.find("triage")
    assert head is not None
    return head


def assert_is_theirs(backend: TrueFoundry, numbers: list[int]) -> None:
    head = only(backend)
    assert_holds(backend, head, head.ref, THEIRS)
    assert [version.version for version in backend.versions(head.id)] == list(map(str, numbers))


@pytest.mark.parametrize("habits", [Habits(), Habits(repeats_make_versions=False, fills_in_defaults=False)], ids=str)
def test_who_comes_second_takes_its_version_back(habits: Habits) -> None:
    with TrueFoundryFake(habits=habits) as fake:
        world = World(fake)
        winner = world.connect(prefix=NEW_PREFIX)
        loser = late(world, lambda: winner.create(THEIRS))
        assert refused(loser) == LOST
        assert_is_theirs(winner, [1])


def test_the_same_content_twice_is_a_race_as_well(world: World, winner: TrueFoundry) -> None:
    theirs = desired("Ours.", marker="acme/other/dev/theirs", nonce="theirs")
    assert refused(late(world, lambda: winner.create(theirs))) == LOST
    assert only(winner).labels == Labels(marker=theirs.marker, nonce="theirs")
    assert world.fake.registry().numbers("triage") == [1]


def test_it_takes_three_calls_more_than_one_that_is_first(world: World, winner: TrueFoundry) -> None:
    loser = late(world, lambda: winner.create(THEIRS))
    refused(loser)
    of_winner = [LIST, PUT]
    assert [call.operation for call in world.fake.calls] == [LIST, *of_winner, PUT, VERSIONS, DELETE]


@pytest.mark.parametrize("fault", [lose_answer(), drop()], ids=["answer", "request"])
@pytest.mark.parametrize("operation", [PUT, DELETE])
def test_what_gets_lost_of_it_is_taken_back_all_the_same(
    world: World, winner: TrueFoundry, operation: str, fault: Any
) -> None:
    def meanwhile() -> None:
        winner.create(THEIRS)
        world.fake.inject(operation, fault)

    assert refused(late(world, meanwhile)) == LOST
    assert_is_theirs(winner, [1])


def test_who_came_first_is_so_whoever_wrote_since(world: World, winner: TrueFoundry) -> None:
    """Its answer is lost, and the newest version is another's: it does not write a second one."""
    stray = Meanwhile(
        "PUT *", lambda: put(world, expand(OURS, ML_REPO, OURS.marker, is_creation=True)), answer_is_lost=True
    )
    first = world.connect(stray, prefix=NEW_PREFIX)
    ref = first.create(THEIRS)
    assert world.fake.registry().numbers("triage") == [1, 2]
    first.delete_version(ref.id, "2")
    assert_is_theirs(winner, [1])


def test_what_could_not_be_taken_back_makes_nobody_an_owner(world: World, winner: TrueFoundry) -> None:
    """Its version stays, which a refresh of who was first shows; the prompt is not who came second's for that."""
    world.fake.inject(DELETE, error(403, "No permission"))
    forbidden = AccessError("No permission")
    forbidden.code = "403"
    said = refused(late(world, lambda: winner.create(THEIRS)))
    assert said == str(LostRaceError.of("triage", may_stay("2", forbidden)))
    head = only(winner)
    assert (head.digest, head.labels) == (OURS.digest, Labels(marker=THEIRS.marker, nonce="theirs"))
    assert refused(winner) == TAKEN
    winner.update(head, THEIRS, Change(frozenset({"content"})))
    assert_holds(winner, only(winner), head.ref, THEIRS)
    assert [each.labels and each.labels.marker for each in winner.versions(head.id)] == [
        THEIRS.marker,
        OURS.marker,
        THEIRS.marker,
    ]


def test_who_took_it_over_since_is_the_owner(world: World, winner: TrueFoundry) -> None:
    def meanwhile() -> None:
        ref = winner.create(THEIRS)
        write(winner, ref, desired("Third.", nonce="third"), Change(frozenset({"content", "marker"})))

    world.fake.inject(DELETE, error(403, "No permission"))
    refused(late(world, meanwhile))
    assert only(winner).labels == Labels(marker=OURS.marker, nonce="third")
    assert world.fake.registry().numbers("triage") == [1, 2, 3]


def test_only_a_late_creation_asks_who_was_first(world: World, winner: TrueFoundry) -> None:
    ref = winner.create(THEIRS)
    world.fake.clear_calls()
    winner.read(ref.id)
    write(winner, ref, desired("Theirs too.", marker=THEIRS.marker, nonce="theirs"), Change(frozenset({"content"})))
    winner.read(ref.id)
    assert VERSIONS not in world.fake.call_counts()


def test_who_is_alone_with_a_higher_number_keeps_it(world: World, winner: TrueFoundry) -> None:
    """Nobody has a version there that the prompt could belong to."""

    def meanwhile() -> None:
        winner.create(THEIRS)
        world.fake.registry().prompt("triage").versions.clear()

    ref = late(world, meanwhile).create(OURS)
    assert_holds(winner, winner.read(ref.id), ref, OURS)
    assert world.fake.registry().numbers("triage") == [2]
