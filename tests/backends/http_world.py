"""A registry of nothing but scripted answers behind the HTTP layer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Any

import httpx
import pytest

from clock import Time
from pulumi_prompts.errors import PromptsError
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.transport.credentials import Credentials, Place, bearer
from pulumi_prompts.registries.transport.http import Answer, Dialect, HttpClient, Refusal

URL = "https://registry.example.com/api"
KEY = "sw0rdfish"
PLACE = Place("ACME_KEY", "prompts:acmeKey")
OK = httpx.Response(200, json={"name": "thing"})


Kind = type[PromptsError]
Answerer = Callable[[httpx.Request], httpx.Response]


class Thing(Answer):
    name: str


def refusal(status: int, body: Any) -> Refusal | None:
    """The registry's own form is `{"no": ...}`."""
    return Refusal(body["no"]) if isinstance(body, dict) and "no" in body else None


@dataclass
class World:
    """The layer with a time of its own, over the network or a transport, and what it tells people."""

    url: str = URL
    timeout: float = 60
    credentials: Credentials = field(default_factory=lambda: bearer(KEY))
    refusal: Callable[[int, Any], Refusal | None] = refusal
    time: Time = field(default_factory=Time)
    progress: list[str] = field(default_factory=list)

    def client(self, transport: httpx.BaseTransport | None = None) -> HttpClient:
        environment = Environment(progress=self.progress.append, clock=self.time)
        dialect = Dialect((PLACE,), lambda _: self.credentials, self.refusal)
        return HttpClient(self.url, dialect, self.timeout, environment, transport)

    def get(self, answer: Answerer | None = None) -> Thing:
        """A request that may be repeated."""
        return self.client(answer and httpx.MockTransport(answer)).call("GET", "/things/1", Thing)

    def post(self, answer: Answerer | None = None) -> Thing:
        """A request that may not."""
        client = self.client(answer and httpx.MockTransport(answer))
        return client.call("POST", "/things", Thing, json={"name": "thing"}, repeatable=False)


class Meanwhile(httpx.BaseTransport):
    """The network, on which somebody else acts once: just before the first request like `line` (`PUT */x`) arrives.

    Args:
        line: A pattern of the method and the path.
        act: What the other one does.
        answer_is_lost: The request arrives before that, and its answer is lost.
    """

    def __init__(self, line: str, act: Callable[[], object], *, answer_is_lost: bool = False) -> None:
        self._network = httpx.HTTPTransport()
        self._line = line
        self._acts = [act]
        self._answer_is_lost = answer_is_lost

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if not self._acts or not fnmatch(f"{request.method} {request.url.path}", self._line):
            return self._network.handle_request(request)
        act = self._acts.pop()
        if self._answer_is_lost:
            self._network.handle_request(request).read()
            act()
            raise httpx.ReadError("broken after it was carried out", request=request)
        act()
        return self._network.handle_request(request)

    def close(self) -> None:
        self._network.close()


class Script:
    """Answers, or exceptions, in this order; the last one for ever."""

    def __init__(self, *steps: httpx.Response | Exception) -> None:
        self._steps = list(steps)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        step = self._steps.pop(0) if len(self._steps) > 1 else self._steps[0]
        if isinstance(step, Exception):
            raise step
        return httpx.Response(step.status_code, headers=step.headers, content=step.content)


def failure(call: Callable[[], object]) -> PromptsError:
    with pytest.raises(PromptsError) as raised:
        call()
    assert "\n" not in str(raised.value)
    return raised.value


def kind_and_calls(answer: httpx.Response | Exception, *, repeatable: bool) -> tuple[Kind, bool]:
    """The class of error, and whether the request was sent again."""
    script, world = Script(answer), World(timeout=1)
    error = failure(lambda: world.get(script) if repeatable else world.post(script))
    return type(error), len(script.requests) > 1
