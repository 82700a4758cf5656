"""How old a prompt is by the registry's own clock, whatever ours says: it decides what an interrupted creation is."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from backends import bedrock_world, humanloop_world, langfuse_world, truefoundry_world
from clock import Time
from fakes.bedrock import BedrockFake
from fakes.humanloop import HumanloopFake
from fakes.langfuse import LangfuseFake
from fakes.truefoundry import TrueFoundryFake
from pulumi_prompts.registries.base import Backend, Desired
from pulumi_prompts.registries.transport.clock import RegistryClock, moment_of

NOON = datetime(2031, 5, 7, 12, tzinfo=UTC)
AT_NOON = {"date": "Wed, 07 May 2031 12:00:00 GMT"}
HOURS = timedelta(hours=2)


@pytest.mark.parametrize("date", [AT_NOON["date"], "Wed, 07 May 2031 12:00:00", "Wed, 07 May 2031 14:00:00 +0200"])
def test_a_date_is_one_of_utc_unless_it_says_otherwise(date: str) -> None:
    assert moment_of(date) == NOON


@pytest.mark.parametrize("date", ["", "noon", "Wed, 99 May 2031 12:00:00 GMT", "2031-05-07T12:00:00Z"])
def test_what_is_no_date_tells_nothing(date: str) -> None:
    """Whatever was heard before goes on."""
    clock = RegistryClock(Time())
    clock.hear(AT_NOON)
    clock.hear({"date": date})
    assert clock.age_of(NOON - HOURS) == HOURS


def test_an_age_is_the_registrys_time_less_the_registrys_time() -> None:
    """Ours, which is years away, only measures what has passed since."""
    ours = Time()
    clock = RegistryClock(ours)
    clock.hear(AT_NOON)
    ours.sleep(90)
    assert clock.age_of(NOON - HOURS) == HOURS + timedelta(seconds=90)
    assert clock.age_of(NOON + HOURS) == timedelta(seconds=90) - HOURS


def test_a_registry_that_tells_no_time_tells_no_age() -> None:
    clock = RegistryClock(Time())
    assert clock.age_of(NOON) is None
    clock.hear(AT_NOON)
    assert clock.age_of(None) is None


def test_the_last_answer_counts() -> None:
    clock = RegistryClock(Time())
    clock.hear(AT_NOON)
    clock.hear({"date": "Wed, 07 May 2031 14:00:00 GMT"})
    assert clock.age_of(NOON) == HOURS


def two_hours_ago() -> float:
    return time.time() - HOURS.total_seconds()


def assert_is_two_hours_old(backend: Backend, desired: Desired) -> None:
    """The registry says now when it answers, and two hours ago when it says when it made something."""
    ref = backend.create(desired)
    for head in (backend.read(ref.id), backend.find(desired.name)):
        assert head is not None
        assert head.age is not None
        assert abs(head.age - HOURS) < timedelta(minutes=1)


@pytest.mark.usefixtures("aws")
def test_bedrock() -> None:
    with BedrockFake(clock=two_hours_ago) as fake:
        backend = bedrock_world.World(fake, Time()).connect()
        assert_is_two_hours_old(backend, bedrock_world.desired(nonce="n"))


def test_truefoundry() -> None:
    with TrueFoundryFake(clock=two_hours_ago) as fake:
        assert_is_two_hours_old(truefoundry_world.World(fake).connect(), truefoundry_world.desired(nonce="n"))


def test_langfuse() -> None:
    with LangfuseFake(clock=two_hours_ago) as fake:
        assert_is_two_hours_old(langfuse_world.World(fake).connect(), langfuse_world.desired(nonce="n"))


def test_humanloop() -> None:
    with HumanloopFake(clock=two_hours_ago) as fake:
        assert_is_two_hours_old(humanloop_world.World(fake).connect(), humanloop_world.desired(nonce="n"))
