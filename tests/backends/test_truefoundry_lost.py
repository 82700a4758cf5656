"""What becomes of writes whose answers get lost, and how long is waited."""

import pytest

from backends.truefoundry_fixtures import backend, fake, ref, world
from backends.truefoundry_world import BESIDE, CONTENT, GET, LIST, PUT, World, desired, refusal
from clock import time_of_day
from fakes.truefoundry import NEW_PREFIX, TrueFoundryFake, drop, error, lose_answer, page, truncate
from pulumi_prompts.errors import AnswerError, ThrottledError, UnavailableError
from pulumi_prompts.registries.base import Change, Ref
from pulumi_prompts.registries.truefoundry import TrueFoundry
from pulumi_prompts.testing.base import write
from remedies import AGAIN

__all__ = ["backend", "fake", "ref", "world"]
LOST = {
    "the answer": lose_answer(),
    "the connection": drop(),
    "half of the answer": page(502, "<html>bad gateway</html>"),
}


@pytest.mark.parametrize("lost", LOST)
def test_a_creation_is_carried_out_once(world: World, backend: TrueFoundry, fake: TrueFoundryFake, lost: str) -> None:
    fake.inject(PUT, LOST[lost])
    ref = backend.create(desired())
    assert backend.read(ref.id).digest == desired().digest
    assert fake.registry().numbers("triage") == [1]
    done = lost == "the answer"
    assert fake.call_counts()[PUT] == (1 if done else 2)
    assert world.time.now > 0


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("change", [CONTENT, BESIDE], ids=["content", "beside"])
def test_an_update_is_carried_out_once(
    backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake, lost: str, change: Change
) -> None:
    fake.inject(PUT, LOST[lost])
    declaration = desired("Other." if change is CONTENT else "Sort {{ticket}}.", description="d")
    write(backend, ref, declaration, change)
    head = backend.read(ref.id)
    assert (head.digest, head.description) == (declaration.digest, "d")
    assert fake.registry().numbers("triage") == ([1, 2] if change is CONTENT else [1])


def test_an_answer_that_stays_lost_is_found_by_the_next_up(backend: TrueFoundry, fake: TrueFoundryFake) -> None:
    fake.inject(PUT, lose_answer())
    fake.inject(LIST, page(503, "<html>busy</html>"), times=100, skip=1)
    said = refusal(UnavailableError, lambda: backend.create(desired()))
    assert said == f"503 Service Unavailable; {AGAIN}"
    assert fake.registry().numbers("triage") == [1]


def test_a_write_and_its_look_ups_have_one_deadline(world: World, fake: TrueFoundryFake) -> None:
    fake.inject(PUT, error(429, "slow down", {"Retry-After": "50"}))
    fake.inject(PUT, lose_answer())
    fake.inject(LIST, page(503, "<html>busy</html>"), times=100, skip=1)
    refusal(UnavailableError, lambda: world.connect(prefix=NEW_PREFIX, timeout=60).create(desired()))
    assert 50 <= world.time.now <= 60


def test_half_an_answer_to_a_write_makes_no_second_version(
    backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake
) -> None:
    fake.inject(PUT, truncate())
    refusal(AnswerError, lambda: write(backend, ref, desired("Other."), CONTENT))
    write(backend, ref, desired("Other."), CONTENT)
    assert fake.registry().numbers("triage") == [1, 2]


def test_it_waits_as_the_registry_asks(world: World, backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake) -> None:
    fake.inject(PUT, error(429, "slow down", {"Retry-After": "30"}))
    write(backend, ref, desired("Other."), CONTENT)
    assert world.time.now >= 30
    assert world.progress == [f"{fake.url} asks for fewer requests; trying until {time_of_day(300)}"]


def test_it_gives_up_at_the_timeout(world: World, ref: Ref, fake: TrueFoundryFake) -> None:
    fake.inject(GET, error(429, "slow down"), times=1000)
    said = refusal(ThrottledError, lambda: world.connect(prefix=NEW_PREFIX, timeout=60).read(ref.id))
    assert said == f"429: slow down; {AGAIN}"
    assert 30 < world.time.now <= 60
