"""How fast calls follow each other, and which are sent again: in a time of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from backends.bedrock_world import MARKER, World, desired
from clock import Time
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
from pulumi_prompts.backends._retry import Pace, Retry
from pulumi_prompts.backends.base import Change, Environment, Publication, Ref
from pulumi_prompts.backends.bedrock import Bedrock
from pulumi_prompts.backends.bedrock.settings import BedrockSettings
from pulumi_prompts.testing.base import write

FOREVER = 10**6
SLOW = error(429, "ThrottlingException", "slow down")


# Pacing.


class Timetable(Time):
    """A clock that stands still, and writes down until when somebody would sleep."""

    def __init__(self) -> None:
        super().__init__()
        self.slots: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slots.append(seconds)


def test_a_pace_lets_calls_through_at_its_rate() -> None:
    time = Time()
    pace, sent = Pace(2, Environment(clock=time)), []
    for _ in range(5):
        pace.wait()
        sent.append(time.now)
    assert sent == [0, 0.5, 1, 1.5, 2]


def test_time_that_passed_is_no_credit() -> None:
    time = Time()
    pace = Pace(2, Environment(clock=time))
    pace.wait()
    time.sleep(10)
    sent = []
    for _ in range(3):
        pace.wait()
        sent.append(time.now)
    assert sent == [10, 10.5, 11]


def test_four_threads_share_one_pace() -> None:
    timetable = Timetable()
    pace = Pace(2, Environment(clock=timetable))
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: pace.wait(), range(20)))
    assert sorted(timetable.slots) == [number / 2 for number in range(1, 20)]


def test_who_came_first_goes_first() -> None:
    timetable = Timetable()
    pace = Pace(2, Environment(clock=timetable))
    for _ in range(4):
        waiting = threading.Thread(target=pace.wait)
        waiting.start()
        waiting.join()
    assert timetable.slots == [0.5, 1, 1.5]


def test_a_long_wait_is_told() -> None:
    told: list[str] = []
    pace = Pace(0.1, Environment(progress=told.append, clock=Timetable()))
    for _ in range(3):
        pace.wait()
    assert told == [f"waiting {seconds} s for the registry's quota of requests" for seconds in (10, 20)]


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
    """With the time of this machine, and as many threads as Pulumi has hooks at once."""
    throttled = BedrockFake(rate_limits=REAL_RATE_LIMITS)
    with throttled as fake, ThreadPoolExecutor(4) as threads:
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
    assert {line.partition("; ")[0] for line in world.progress} == {"the registry asks for fewer requests"}


def test_throttled_for_ever(world: World) -> None:
    bedrock = world.connect(timeout=120)
    world.fake.inject("GetPrompt", SLOW, times=FOREVER)
    with pytest.raises(errors.ThrottledError) as raised:
        bedrock.read("AAAAAAAAAA")
    assert str(raised.value) == ("ThrottlingException: slow down; run the command again when the registry answers")
    assert 90 < world.time.now <= 120


def test_the_registry_says_when_to_come_again(world: World) -> None:
    bedrock = world.connect()
    ref = bedrock.create(desired())
    world.fake.inject("GetPrompt", error(429, "ThrottlingException", "slow down", {"Retry-After": "42"}))
    bedrock.read(ref.id)
    assert 42 <= world.time.now < 43
    assert world.progress == ["the registry asks for fewer requests; trying again in 42 s"]


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
        proxy.inject(TRUNCATED, times=3)
        ref = bedrock.create(desired())
    assert world.fake.call_counts() == {"CreatePrompt": 4}
    assert [*world.fake.registry().prompts] == [ref.id]


@pytest.mark.parametrize("status", [400, 402, 403, 404, 409, 410, 413, 422])
def test_what_is_final_is_sent_once(world: World, status: int) -> None:
    world.fake.inject("CreatePrompt", error(status, "SomeException", "x"))
    with pytest.raises(errors.PromptsError):
        world.connect().create(desired())
    assert world.fake.call_counts() == {"CreatePrompt": 1}


def test_pauses_grow_and_differ() -> None:
    """Four hooks that failed together must not come again together."""

    def pauses() -> list[float]:
        time, times = Time(), []

        def call() -> None:
            times.append(time.now)
            raise errors.UnavailableError("busy")

        with pytest.raises(errors.UnavailableError):
            Retry(100, Environment(clock=time)).run(call)
        return [later - earlier for earlier, later in pairwise(times)]

    first, second = pauses(), pauses()
    assert first != second
    assert 0.1 <= first[0] <= 0.2
    assert all(10 <= pause <= 20 for pause in first[7:])


def test_a_run_inside_another_has_the_deadline_of_that_one() -> None:
    time = Time()
    retry = Retry(100, Environment(clock=time))

    def busy() -> None:
        raise errors.UnavailableError("busy")

    def outer() -> None:
        time.sleep(60 if time.now == 0 else 0)
        retry.run(busy)

    with pytest.raises(errors.UnavailableError):
        retry.run(outer)
    assert 60 < time.now <= 100
    with pytest.raises(errors.UnavailableError):
        retry.run(busy)
    assert 150 < time.now <= 200


def test_other_errors_are_not_repeated() -> None:
    calls = []

    def call() -> None:
        calls.append(1)
        raise errors.RejectedError("no")

    with pytest.raises(errors.RejectedError):
        Retry(100, Environment(clock=Time())).run(call)
    assert calls == [1]
