"""Writes that must be carried out once: what becomes of one whose answer is lost."""

from collections.abc import Callable

import httpx
import pytest

from backends.http_world import OK, Script, Thing, World, failure
from pulumi_prompts import errors
from remedies import LOST

BROKEN: dict[str, httpx.Response | Exception] = {
    "the connection": httpx.ReadError("x"),
    "the answer": httpx.RemoteProtocolError("x"),
    "500": httpx.Response(500),
    "a gateway's 502": httpx.Response(502),
}
LATE: dict[str, httpx.Response | Exception] = {
    "no answer": httpx.ReadTimeout("x"),
    "a gateway's 504": httpx.Response(504),
}


class Registry:
    """What a registry holds, and how often it was looked up there."""

    def __init__(self, *found: Thing | None) -> None:
        self._found = list(found)
        self.looked = 0

    def landed(self) -> Thing | None:
        self.looked += 1
        return self._found.pop(0) if len(self._found) > 1 else self._found[0]


MADE = Thing(name="thing")


def once(world: World, script: Script, landed: Callable[[], Thing | None]) -> Thing:
    client = world.client(httpx.MockTransport(script))
    return client.once(lambda: client.call("POST", "/things", Thing, json={}, repeatable=False), landed)


def test_a_write_that_is_answered_is_not_looked_up() -> None:
    script, registry = Script(OK), Registry(MADE)
    assert once(World(), script, registry.landed) == MADE
    assert (len(script.requests), registry.looked) == (1, 0)


@pytest.mark.parametrize("lost", [*BROKEN.values(), *LATE.values()], ids=[*BROKEN, *LATE])
def test_what_was_carried_out_is_not_sent_again(lost: httpx.Response | Exception) -> None:
    script, world = Script(lost), World()
    assert once(world, script, Registry(MADE).landed) == MADE
    assert len(script.requests) == 1
    assert world.time.now >= 2  # it looks a moment later: the registry may be about to commit


@pytest.mark.parametrize("lost", BROKEN.values(), ids=BROKEN)
def test_what_was_not_carried_out_is_sent_again(lost: httpx.Response | Exception) -> None:
    script, registry = Script(lost, OK), Registry(None)
    assert once(World(), script, registry.landed) == MADE
    assert (len(script.requests), registry.looked) == (2, 1)


def test_it_is_sent_again_when_the_registry_asks_for_it() -> None:
    world = World()
    once(world, Script(httpx.Response(503, headers={"Retry-After": "30"}), OK), Registry(None).landed)
    assert world.time.now >= 30


@pytest.mark.parametrize("lost", LATE.values(), ids=LATE)
def test_what_may_still_arrive_is_waited_for(lost: httpx.Response | Exception) -> None:
    script, registry = Script(lost, OK), Registry(None, None, MADE)
    assert once(World(), script, registry.landed) == MADE
    assert (len(script.requests), registry.looked) == (1, 3)


def test_what_never_arrives_is_given_up_at_the_deadline() -> None:
    world, script = World(timeout=60), Script(LATE["no answer"], OK)
    error = failure(lambda: once(world, script, Registry(None).landed))
    assert str(error) == f"no answer came in time; {LOST}"
    assert 30 < world.time.now <= 60
    assert len(script.requests) == 1


def test_a_look_up_that_fails_for_good_is_what_is_told() -> None:
    def forbidden() -> Thing:
        raise errors.AccessError("403: no")

    assert failure(lambda: once(World(), Script(BROKEN["500"]), forbidden)).said == "403: no"
