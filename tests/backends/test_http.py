"""The one HTTP layer: connections, deadlines, how long it waits, and what it takes for an answer."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from time import tzset
from typing import Any

import httpx
import pytest

from backends.http_world import OK, URL, Script, Thing, World
from clock import time_of_day
from fakes.server import Server
from fakes.wire import Reply, Request
from pulumi_prompts import errors
from pulumi_prompts.registries.transport.http import Answer
from remedies import AGAIN, BUG, STRANGER

BUSY = httpx.Response(503, json={"no": "busy"})


# connections


class Loopback:
    """A registry on loopback that counts its connections: each has a thread of its own."""

    def __init__(self) -> None:
        self.connections: set[threading.Thread] = set()
        self.server = Server(self._handle)

    def _handle(self, request: Request) -> Reply:
        self.connections.add(threading.current_thread())
        return Reply(200, b'{"name": "thing"}', {"Content-Type": "application/json"})


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    loopback = Loopback()
    loopback.server.start()
    yield loopback
    loopback.server.stop()


def test_one_connection_carries_all_requests(loopback: Loopback) -> None:
    client = World(loopback.server.url).client()
    for _ in range(20):
        client.call("GET", "/things/1", Thing)
    assert len(loopback.connections) == 1


def test_four_threads_need_four_connections_at_most(loopback: Loopback) -> None:
    client = World(loopback.server.url).client()
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: client.call("GET", "/things/1", Thing).name, range(80)))
    assert found == ["thing"] * 80
    assert len(loopback.connections) <= 4


@pytest.mark.parametrize(
    ("timeout", "connect", "answer"), [(300, 10, 60), (30, 10, 10), (6, 6, 2)], ids=["usual", "short", "very short"]
)
def test_the_deadline_has_room_for_three_silent_answers(timeout: float, connect: float, answer: float) -> None:
    script = Script(OK)
    World(timeout=timeout).get(script)
    expected = {"connect": connect, "read": answer, "write": answer, "pool": answer}
    assert script.requests[0].extensions["timeout"] == expected


@pytest.mark.timeout(30)
def test_no_answer_is_waited_for_longer_than_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(errors.UnavailableError) as raised:
            World(url, timeout=0.2).get()
    assert raised.value.said == "no answer came in time"


# what is sent


def test_a_request_is_what_was_asked_for() -> None:
    script = Script(OK)
    client = World().client(httpx.MockTransport(script))
    client.call("PATCH", "/a%2Fb", Thing, params={"page": 1, "none": None}, json={"text": "ü"})
    (request,) = script.requests
    assert (request.method, str(request.url)) == ("PATCH", f"{URL}/a%2Fb?page=1")
    assert request.content == '{"text":"ü"}'.encode()
    assert request.headers["accept"] == "application/json"


# waiting


def pauses(*steps: httpx.Response, timeout: float = 300) -> list[float]:
    """How long the layer waits between its requests."""
    world, script = World(timeout=timeout), Script(*steps)
    times: list[float] = []

    def answer(request: httpx.Request) -> httpx.Response:
        times.append(world.time.now)
        return script(request)

    with suppress(errors.UnavailableError):
        world.get(answer)
    return [later - earlier for earlier, later in pairwise(times)]


def test_pauses_grow_differ_and_end_with_the_deadline() -> None:
    first, second = pauses(BUSY), pauses(BUSY)
    assert first != second
    for number, pause in enumerate(first):
        ceiling = min(0.2 * 2**number, 20)
        assert ceiling / 2 <= pause <= ceiling
    assert 270 < sum(first) <= 300


def test_the_last_error_is_the_one_that_is_told() -> None:
    script = Script(httpx.Response(500, json={"no": "first"}), httpx.Response(502, json={"no": "last"}))
    world = World()
    with pytest.raises(errors.UnavailableError) as raised:
        world.get(script)
    assert str(raised.value) == f"502: last; {AGAIN}"
    assert len(script.requests) > 5
    assert 30 < world.time.now <= 60


@pytest.mark.timeout(30)
def test_each_thread_has_a_deadline_of_its_own() -> None:
    """One that waits for its answer all the time does not use up the time of one that begins later."""
    world, script, asked, told = World(timeout=10), Script(BUSY, OK), threading.Event(), threading.Event()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/slow"):
            asked.set()
            told.wait()
            return OK
        return script(request)

    client = world.client(httpx.MockTransport(answer))
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(client.call, "GET", "/slow", Thing)
        asked.wait()
        world.time.sleep(9.95)  # no pause is as short as what is left
        try:
            assert client.call("GET", "/things/1", Thing).name == "thing"
        finally:
            told.set()
        assert slow.result().name == "thing"
    assert len(script.requests) == 2


def later(status: int, retry_after: str, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers={"Retry-After": retry_after, **headers}, json={"no": "busy"})


SENT = "Tue, 14 Nov 2023 22:13:20 GMT"  # when a test's time begins
LONG_AGO = "Wed, 01 Jan 2020 00:00"
WAITS = {
    "seconds": (later(429, "42"), 42),
    "seconds in spaces": (later(429, " 42 "), 42),
    "a server that is busy": (later(503, "42"), 42),
    "a date": (later(503, "Tue, 14 Nov 2023 22:14:02 GMT", Date=SENT), 42),
    "a date, by the registry's clock": (
        later(503, "Wed, 01 Jan 2020 00:00:42 GMT", Date="Wed, 01 Jan 2020 00:00:00 GMT"),
        42,
    ),
    "a date, by our clock": (later(503, "Tue, 14 Nov 2023 22:14:02 GMT"), 42),
    "a date of RFC 850": (later(503, "Tuesday, 14-Nov-23 22:14:02 GMT", Date=SENT), 42),
    "a date of asctime": (later(503, "Tue Nov 14 22:14:02 2023", Date=SENT), 42),
}
NO_WAITS = {
    "no time": later(429, "0"),
    "a date that has passed": later(429, "Tue, 14 Nov 2023 22:00:00 GMT", Date=SENT),
    "negative": later(429, "-42"),
    "a fraction": later(429, "42.5"),
    "words": later(429, "soon"),
    "nothing": later(429, ""),
    "digits of another script": httpx.Response(429, headers=[(b"Retry-After", "٤٢".encode())], json={"no": "busy"}),
    "a date that there is not": later(429, "Tue, 31 Feb 2023 22:14:02 GMT", Date=SENT),
    "a year that there is not": later(429, "Tue, 14 Nov 99999 22:14:02 GMT", Date=SENT),
}


@pytest.fixture
def far_from_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The zone of this machine is no matter of HTTP."""
    monkeypatch.setenv("TZ", "FAR-13")
    tzset()
    yield
    monkeypatch.undo()
    tzset()


@pytest.mark.usefixtures("far_from_greenwich")
@pytest.mark.parametrize(("answer", "seconds"), WAITS.values(), ids=WAITS)
def test_it_waits_as_long_as_the_registry_asks(answer: httpx.Response, seconds: float) -> None:
    assert pauses(answer, OK) == [seconds]


@pytest.mark.parametrize("answer", NO_WAITS.values(), ids=NO_WAITS)
def test_what_asks_for_nothing_is_waited_for_as_usual(answer: httpx.Response) -> None:
    (pause,) = pauses(answer, OK)
    assert 0.1 <= pause <= 0.2


@pytest.mark.parametrize(
    "answer", [later(429, "61"), later(503, "9" * 400), later(429, "Tue, 14 Nov 2023 22:15:00 GMT", Date=SENT)]
)
def test_a_wait_beyond_the_deadline_is_not_begun(answer: httpx.Response) -> None:
    world, script = World(timeout=60), Script(answer)
    with pytest.raises(errors.UnavailableError):
        world.get(script)
    assert (len(script.requests), world.time.now, world.progress) == (1, 0, [])


def test_a_long_wait_is_told() -> None:
    world = World()
    world.get(Script(later(429, "42"), OK))
    assert world.progress == [f"https://registry.example.com asks for fewer requests; trying until {time_of_day(60)}"]


# what is an answer


class Things(Answer):
    total: int
    items: tuple[Thing, ...] = ()


WRONG: dict[str, tuple[Any, str]] = {
    "a name that is missing": ({"total": 1, "items": [{}]}, "items[0].name: Field required"),
    "a name that is none": ({"total": 1, "items": [{"name": 5}]}, "items[0].name: Input should be a valid string"),
    "a list that is none": ({"total": 1, "items": "swordfish"}, "items: Input should be a valid tuple"),
    "a number that is none": (
        {"total": "swordfish"},
        "total: Input should be a valid integer, unable to parse string as an integer",
    ),
    "a list": (["swordfish"], "Input should be an object"),
    "a text": ("swordfish", "Input should be an object"),
    "nothing": ({}, "total: Field required"),
}


@pytest.mark.parametrize(("body", "said"), WRONG.values(), ids=WRONG)
def test_an_answer_of_another_form_names_the_field_and_no_value(body: Any, said: str) -> None:
    client = World().client(httpx.MockTransport(Script(httpx.Response(200, json=body))))
    with pytest.raises(errors.AnswerError) as raised:
        client.call("GET", "/things", Things)
    assert str(raised.value) == (f"the answer to GET /things is not understood: {said}; {BUG}")


BROKEN = {
    "a page": httpx.Response(200, html="<html>log in</html>"),
    "half a document": httpx.Response(200, content=b'{"name": "th', headers={"Content-Type": "application/json"}),
    "null": httpx.Response(200, content=b"null", headers={"Content-Type": "application/json; charset=utf-8"}),
    "no text": httpx.Response(200, content=b'{"name": "\xff"}', headers={"Content-Type": "application/json"}),
    "a hole without a ground": httpx.Response(200, content=b"[" * 10**6, headers={"Content-Type": "application/json"}),
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_what_is_no_json_is_somebody_elses(answer: httpx.Response) -> None:
    script = Script(answer)
    with pytest.raises(errors.AnswerError) as raised:
        World().get(script)
    form = answer.headers["content-type"].partition(";")[0]
    assert str(raised.value) == (f"{URL} answered 200 with a body of type {form}; {STRANGER}")
    assert len(script.requests) == 1


def test_an_empty_answer_is_one_that_says_nothing() -> None:
    client = World().client(httpx.MockTransport(Script(httpx.Response(204))))
    client.call("DELETE", "/things/1", Answer)
    with pytest.raises(errors.AnswerError) as raised:
        client.call("GET", "/things/1", Thing)
    assert raised.value.said == "the answer to GET /things/1 is not understood: name: Field required"


def test_what_the_registry_adds_is_ignored() -> None:
    assert World().get(Script(httpx.Response(200, json={"name": "thing", "more": [1]}))).name == "thing"
