"""How fast calls follow each other, and which are sent again: in a time of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from backends.bedrock_world import MARKER, World, desired
from clock import time_of_day
from fakes.bedrock import (
    REAL_RATE_LIMITS,
    REGION,
    BedrockFake,
    Fault,
    drop,
    error,
)
from faults.proxy import TRUNCATED, FaultProxy
from pulumi_prompts import errors
from pulumi_prompts.registries.base import THREADS, Change, Environment, Publication, Ref
from pulumi_prompts.registries.bedrock import Bedrock
from pulumi_prompts.registries.bedrock.settings import BedrockSettings
from pulumi_prompts.testing.base import write
from remedies import AGAIN

FOREVER = 10**6
SLOW = error(429, "ThrottlingException", "slow down")


# Pacing.

WRITES: dict[str, Callable[[Bedrock, Ref, int], object]] = {
    "create": lambda bedrock, ref, number: bedrock.create(desired(name=f"p{number}")),
    "update": lambda bedrock, ref, number: write(bedrock, ref, desired(f"{number}"), Change(frozenset({"content"}))),
    "publish": lambda bedrock, ref, number: bedrock.publish(ref.id, Publication(desired().digest, MARKER, MARKER)),
    "delete": lambda bedrock, ref, number: bedrock.delete_version(ref.id, str(number)),
}


@pytest.mark.parametrize("write", WRITES)
def test_writes_are_sent_twice_a_second(world: World, write: str) -> None:
    bedrock = world.connect()
    ref = bedrock.create(desired())
    for _ in range(5):
        bedrock.publish(ref.id, Publication(desired().digest, MARKER, MARKER))
    world.time.sleep(100)
    started = world.time.now
    for number in range(1, 6):
        WRITES[write](bedrock, ref, number)
    assert world.time.now - started == 2


def test_each_operation_has_a_quota_of_its_own(world: World) -> None:
    bedrock = world.connect()
    ref = bedrock.create(desired())
    head = bedrock.read(ref.id)
    bedrock.update(head, desired("Other."), Change(frozenset({"content"})))
    bedrock.publish(ref.id, Publication(desired("Other.").digest, MARKER, MARKER))
    bedrock.delete(ref.id, bedrock.labels(ref.uri))
    assert world.time.now == 0


def test_reads_are_sent_ten_times_a_second(world: World) -> None:
    bedrock = world.connect()
    ref = bedrock.create(desired())
    for _ in range(21):
        bedrock.read(ref.id)
    assert world.time.now == pytest.approx(2)


def test_the_real_quotas_are_never_hit(aws: BedrockFake) -> None:
    """With the time of this machine, and as many threads as there may be hooks at once."""
    throttled = BedrockFake(rate_limits=REAL_RATE_LIMITS)
    with throttled as fake, ThreadPoolExecutor(THREADS) as threads:
        settings = BedrockSettings(kind="bedrock", region=REGION, endpoint_url=fake.url)
        bedrock = Bedrock.connect(settings, Environment())

        def create_and_publish(number: int) -> str:
            ref = bedrock.create(desired(name=f"p{number}"))
            return bedrock.publish(ref.id, Publication(desired().digest, MARKER, MARKER)).version

        assert list(threads.map(create_and_publish, range(12))) == ["1"] * 12
        assert len(fake.registry().names()) == 12
        assert fake.faults == []


# Repeating.


def test_throttled_for_a_while(world: World) -> None:
    bedrock = world.connect()
    ref = bedrock.create(desired())
    world.fake.inject("GetPrompt", SLOW, times=8)
    assert bedrock.read(ref.id).digest == desired().digest
    assert world.fake.pending_faults == 0
    assert world.progress == [f"{world.fake.url} asks for fewer requests; trying until {time_of_day(300)}"]


def test_throttled_for_ever(world: World) -> None:
    bedrock = world.connect(timeout=120)
    world.fake.inject("GetPrompt", SLOW, times=FOREVER)
    with pytest.raises(errors.ThrottledError) as raised:
        bedrock.read("AAAAAAAAAA")
    assert str(raised.value) == (f"ThrottlingException: slow down; {AGAIN}")
    assert 90 < world.time.now <= 120


def test_the_registry_says_when_to_come_again(world: World) -> None:
    bedrock = world.connect()
    ref = bedrock.create(desired())
    world.fake.inject("GetPrompt", error(429, "ThrottlingException", "slow down", {"Retry-After": "42"}))
    bedrock.read(ref.id)
    assert 42 <= world.time.now < 43
    assert world.progress == [f"{world.fake.url} asks for fewer requests; trying until {time_of_day(300)}"]


def test_a_registry_that_asks_for_more_time_than_there_is(world: World) -> None:
    bedrock = world.connect(timeout=60)
    world.fake.inject("GetPrompt", error(503, "ServiceUnavailableException", "later", {"Retry-After": "61"}))
    with pytest.raises(errors.UnavailableError):
        bedrock.read("AAAAAAAAAA")
    assert world.fake.call_counts() == {"GetPrompt": 1}
    assert world.time.now == 0


@pytest.mark.parametrize(
    "fault",
    [
        drop(),
        error(500, "InternalServerException", "x"),
        error(502, "BadGateway", "x"),
        error(503, "ServiceUnavailableException", "x"),
        error(504, "GatewayTimeout", "x"),
        error(408, "RequestTimeout", "x"),
        error(425, "TooEarly", "x"),
        error(429, "TooManyRequestsException", "x"),
    ],
)
def test_what_may_go_through_later_is_sent_again(world: World, fault: Fault) -> None:
    bedrock = world.connect()
    world.fake.inject("CreatePrompt", fault, times=3)
    ref = bedrock.create(desired())
    assert bedrock.read(ref.id).name == "triage"
    assert world.fake.call_counts()["CreatePrompt"] == 4


def test_what_came_in_half_is_sent_again(world: World) -> None:
    with FaultProxy(world.fake.url) as proxy:
        bedrock = world.connect(endpoint_url=proxy.url)
        proxy.inject(TRUNCATED, times=8)
        ref = bedrock.create(desired())
    assert world.fake.call_counts() == {"CreatePrompt": 9}
    assert world.progress == [f"{proxy.url} broke the connection; trying until {time_of_day(300)}"]
    assert [*world.fake.registry().prompts] == [ref.id]


@pytest.mark.parametrize("status", [400, 402, 403, 404, 409, 410, 413, 422, 501, 505, 507, 599])
def test_what_is_final_is_sent_once(world: World, status: int) -> None:
    world.fake.inject("CreatePrompt", error(status, "SomeException", "x"))
    with pytest.raises(errors.PromptsError):
        world.connect().create(desired())
    assert world.fake.call_counts() == {"CreatePrompt": 1}
