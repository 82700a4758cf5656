"""The one HTTP layer: connections, deadlines, and what is sent again."""

import socket

import pytest

from clock import Time
from pulumi_prompts import errors
from pulumi_prompts.backends._http import Answer, Dialect, HttpClient
from pulumi_prompts.backends.base import Environment


class Thing(Answer):
    name: str


def client(url: str, timeout: float = 60) -> HttpClient:
    dialect = Dialect(headers=dict, refusal=lambda status, body: None)
    return HttpClient(url, dialect, timeout, Environment(clock=Time()))


@pytest.mark.timeout(30)
def test_no_answer_is_waited_for_longer_than_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(errors.UnavailableError) as raised:
            client(url, timeout=0.2).call("GET", "/things/1", Thing)
    assert raised.value.said == f"{url}: ReadTimeout"
