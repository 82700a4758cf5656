"""How many connections an adapter has at once: one for each thread, or as many as its registry takes; all are kept."""

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError, Lock

import pytest

from backends.http_world import PLACE, Thing, refusal
from clock import Time
from fakes.bedrock import REGION, BedrockFake, delay
from fakes.server import Server
from fakes.wire import Reply, Request
from pulumi_prompts.registries.base import THREADS, Environment
from pulumi_prompts.registries.bedrock import Bedrock
from pulumi_prompts.registries.bedrock.settings import BedrockSettings
from pulumi_prompts.registries.transport.credentials import bearer
from pulumi_prompts.registries.transport.http import Dialect, HttpClient


class Meeting:
    """A registry each of whose answers waits until as many requests are there as are expected, or for a moment."""

    def __init__(self, expected: int, seconds: float = 60) -> None:
        self._barrier = Barrier(expected)
        self._seconds = seconds
        self._lock = Lock()
        self._now = 0
        self.most = 0

    def __call__(self, request: Request) -> Reply:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            self._barrier.wait(self._seconds)
        except BrokenBarrierError:
            time.sleep(self._seconds)  # a barrier that broke once lets everybody through
        finally:
            with self._lock:
                self._now -= 1
        return Reply(200, b'{"name": "thing"}', {})


def asked_at_once(meeting: Meeting, dialect: Dialect) -> None:
    """Requests of all threads at once, twice."""
    server = Server(meeting)
    server.start()
    client = HttpClient(server.url, dialect, 60, Environment(clock=Time()))
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(lambda _: client.call("GET", "/things/1", Thing), range(2 * THREADS)))
    server.stop()


def test_each_thread_has_a_connection() -> None:
    meeting = Meeting(THREADS)
    asked_at_once(meeting, Dialect((PLACE,), lambda _: bearer("k"), refusal))
    assert meeting.most == THREADS


def test_a_registry_that_takes_fewer_gets_no_more() -> None:
    meeting = Meeting(9, seconds=0.05)
    asked_at_once(meeting, Dialect((PLACE,), lambda _: bearer("k"), refusal, connections=8))
    assert meeting.most == 8


@pytest.fixture
def thrown_away(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], list[str]]]:
    with caplog.at_level(logging.WARNING, "urllib3.connectionpool"):
        yield lambda: [record.getMessage() for record in caplog.records if "pool is full" in record.getMessage()]


def test_bedrock_keeps_the_connection_of_each_thread(thrown_away: Callable[[], list[str]], aws: BedrockFake) -> None:
    aws.inject("*", delay(0.2), times=2 * THREADS)
    settings = BedrockSettings(kind="bedrock", region=REGION, endpoint_url=aws.url)
    bedrock = Bedrock.connect(settings, Environment(clock=Time()))
    with ThreadPoolExecutor(THREADS) as threads:
        assert list(threads.map(bedrock.find, [f"p{number}" for number in range(2 * THREADS)])) == [None] * 2 * THREADS
    assert thrown_away() == []
