"""The proxy itself: what it forwards, and what each fault looks like to a client and to the registry."""

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest

from fakes.server import Server
from fakes.wire import Reply, Request
from faults.proxy import (
    BAD_GATEWAY,
    FORBIDDEN,
    INTERNAL_ERROR,
    LATE,
    LISTS_FOR_OBJECTS,
    LOGIN_PAGE,
    NUMBERS_FOR_STRINGS,
    PAGE_NOT_FOUND,
    REFUSED,
    RESET_AFTER,
    RESET_BEFORE,
    ROUTE_NOT_FOUND,
    SERVICE_UNAVAILABLE,
    SLOW,
    TOO_MANY_REQUESTS,
    TOO_MANY_REQUESTS_RETRY_AFTER,
    TRUNCATED,
    UNAUTHORIZED,
    Fault,
    FaultProxy,
    answering,
    extra_fields,
    json_response,
    replacing_in_header,
    with_header,
)

BODY = {"name": "triage", "tags": [{"key": "team", "value": "desk"}], "size": 3, "none": None}
REPLY = Reply(200, json.dumps(BODY).encode(), {"Content-Type": "application/json", "X-Is": "ours"})


@dataclass
class Upstream:
    """A registry that answers the same to everything, and remembers what it was asked."""

    requests: list[Request] = field(default_factory=list)
    reply: Reply = REPLY

    def handle(self, request: Request) -> Reply:
        self.requests.append(request)
        return self.reply


@pytest.fixture
def upstream() -> Upstream:
    return Upstream()


@pytest.fixture
def proxy(upstream: Upstream) -> Iterator[FaultProxy]:
    server = Server(upstream.handle)
    server.start()
    with FaultProxy(f"{server.url}/v5") as proxy:
        yield proxy
    server.stop()


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=10) as client:
        yield client


# forwarding


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_a_request_passes_as_it_is(proxy: FaultProxy, upstream: Upstream, client: httpx.Client, method: str) -> None:
    body = b"\x00\xff" * 70_000
    answer = client.request(method, f"{proxy.url}/a%2Fb?q=%20x", content=body, headers={"X-API-KEY": "k y"})
    (got,) = upstream.requests
    assert (got.method, got.path, got.query, got.body) == (method, "/v5/a%2Fb", "q=%20x", body)
    assert (got.headers["x-api-key"], got.headers["host"]) == ("k y", httpx.URL(proxy.url).netloc.decode())
    assert (answer.status_code, answer.json(), answer.headers["x-is"]) == (200, BODY, "ours")


def test_a_connection_is_kept(proxy: FaultProxy, upstream: Upstream) -> None:
    with asking(proxy) as connection, connection.makefile("rb") as stream:
        for _ in range(3):
            connection.sendall(b"GET /x HTTP/1.1\r\nHost: h\r\n\r\n")
            while stream.readline() != b"\r\n":
                pass
            assert json.loads(stream.read(len(json.dumps(BODY)))) == BODY
    assert len(upstream.requests) == 3


@pytest.mark.parametrize("chunked", [False, True])
def test_an_answer_without_a_length_passes(chunked: bool) -> None:
    head = b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n" if chunked else b"\r\nabcde"
    with socket.create_server(("127.0.0.1", 0)) as plain, FaultProxy(url_of(plain)) as proxy, asking(proxy) as client:
        client.sendall(b"GET / HTTP/1.1\r\n\r\n")
        connection, _ = plain.accept()
        with connection:
            assert connection.recv(1000) == b"GET / HTTP/1.1\r\n\r\n"
            connection.sendall(b"HTTP/1.1 200 OK\r\n" + head)
        assert client.recv(1000).partition(b"\r\n\r\n")[2] == b"abcde"


def url_of(server: socket.socket) -> str:
    return f"http://127.0.0.1:{server.getsockname()[1]}"


def asking(proxy: FaultProxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", httpx.URL(proxy.url).port or 0))


def test_requests_are_recorded(proxy: FaultProxy, client: httpx.Client) -> None:
    proxy.inject(BAD_GATEWAY, match="GET *")
    client.get(f"{proxy.url}/prompts?limit=1")
    client.post(f"{proxy.url}/prompts", json={"a": 1})
    assert [(each.line, each.fault) for each in proxy.requests] == [
        ("GET /v5/prompts", "502"),
        ("POST /v5/prompts", None),
    ]
    assert (proxy.requests[0].request.target, proxy.requests[1].request.body) == ("/v5/prompts?limit=1", b'{"a":1}')
    proxy.clear_requests()
    assert proxy.requests == []


# the script


def statuses(client: httpx.Client, proxy: FaultProxy, lines: str) -> list[int]:
    return [client.request(line, f"{proxy.url}/x").status_code for line in lines.split()]


def test_the_nth_matching_request_goes_wrong(proxy: FaultProxy, client: httpx.Client) -> None:
    proxy.inject(BAD_GATEWAY, match="PUT */x", nth=2)
    assert statuses(client, proxy, "PUT GET PUT PUT") == [200, 200, 502, 200]
    assert proxy.pending == []


def test_so_many_times(proxy: FaultProxy, client: httpx.Client) -> None:
    proxy.inject(BAD_GATEWAY, times=2)
    assert statuses(client, proxy, "GET GET GET") == [502, 502, 200]


def test_until_it_is_healed(proxy: FaultProxy, client: httpx.Client) -> None:
    proxy.inject(BAD_GATEWAY, match="GET*", nth=2, times=None)
    assert statuses(client, proxy, "GET PUT GET GET") == [200, 200, 502, 502]
    assert proxy.pending == ["502"]
    proxy.heal()
    assert statuses(client, proxy, "GET") == [200]


def test_the_first_that_was_injected_comes_first(proxy: FaultProxy, client: httpx.Client) -> None:
    proxy.inject(BAD_GATEWAY)
    proxy.inject(INTERNAL_ERROR)
    assert statuses(client, proxy, "GET GET GET") == [502, 500, 200]


# the faults


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("nth", [1, 3])
def test_refused(proxy: FaultProxy, upstream: Upstream, client: httpx.Client, method: str, nth: int) -> None:
    """On a connection that was kept as on a new one, and as often as somebody tries; the port stays the proxy's."""
    statuses(client, proxy, "GET")
    proxy.inject(REFUSED, nth=nth)
    assert statuses(client, proxy, "GET " * (nth - 1)) == [200] * (nth - 1)
    for _ in range(3):
        with pytest.raises(httpx.ConnectError):
            client.request(method, proxy.url)
    proxy.heal()
    assert statuses(client, proxy, "GET") == [200]
    assert len(upstream.requests) == nth + 1


@pytest.mark.parametrize(("fault", "reaches"), [(RESET_BEFORE, False), (RESET_AFTER, True)], ids=["before", "after"])
def test_reset(proxy: FaultProxy, upstream: Upstream, client: httpx.Client, fault: Fault, reaches: bool) -> None:
    proxy.inject(fault)
    with pytest.raises(httpx.ReadError, match="reset by peer"):
        client.get(proxy.url)
    assert len(upstream.requests) == reaches
    assert statuses(client, proxy, "GET") == [200]


def test_slow(proxy: FaultProxy, upstream: Upstream) -> None:
    proxy.inject(SLOW)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(proxy.url, timeout=0.05)
    assert httpx.get(proxy.url).status_code == 200
    assert len(upstream.requests) == 2


def test_late(proxy: FaultProxy, upstream: Upstream) -> None:
    proxy.inject(LATE, nth=1)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{proxy.url}/first", timeout=0.05)
    httpx.get(f"{proxy.url}/second")
    assert [request.path.rpartition("/")[2] for request in upstream.requests] == ["second", "first"]


def test_what_is_late_arrives_when_all_is_well(proxy: FaultProxy, upstream: Upstream) -> None:
    proxy.inject(LATE)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{proxy.url}/first", timeout=0.05)
    proxy.heal()
    assert [request.path.rpartition("/")[2] for request in upstream.requests] == ["first"]


@pytest.mark.parametrize("reply", [REPLY, Reply(204, b"")], ids=["with a body", "without one"])
def test_truncated(proxy: FaultProxy, upstream: Upstream, client: httpx.Client, reply: Reply) -> None:
    upstream.reply = reply
    proxy.inject(TRUNCATED)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        client.get(proxy.url)
    assert len(upstream.requests) == 1


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        (TOO_MANY_REQUESTS, 429, "text/plain"),
        (INTERNAL_ERROR, 500, "text/plain"),
        (BAD_GATEWAY, 502, "text/html"),
        (SERVICE_UNAVAILABLE, 503, "text/html"),
        (LOGIN_PAGE, 200, "text/html"),
        (UNAUTHORIZED, 401, "text/plain"),
        (FORBIDDEN, 403, "text/plain"),
        (PAGE_NOT_FOUND, 404, "text/html"),
        (ROUTE_NOT_FOUND, 404, "application/json"),
        (answering("409", json_response(409, {"detail": "taken"})), 409, "application/json"),
    ],
    ids=str,
)
def test_somebody_else_answers(
    proxy: FaultProxy, upstream: Upstream, client: httpx.Client, fault: Fault, status: int, kind: str
) -> None:
    proxy.inject(fault)
    answer = client.put(proxy.url, content=b"{}")
    assert (answer.status_code, answer.headers["content-type"], bool(answer.content)) == (status, kind, True)
    assert "retry-after" not in answer.headers
    assert upstream.requests == []


def test_a_rate_limit_that_says_how_long(proxy: FaultProxy, client: httpx.Client) -> None:
    proxy.inject(TOO_MANY_REQUESTS_RETRY_AFTER)
    answer = client.get(proxy.url)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")


MORE = {"x_unheard_of": {"since": "2031", "of": [1, None, "two"]}, "x_flag": True}


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (NUMBERS_FOR_STRINGS, {"name": 7, "tags": [{"key": 7, "value": 7}], "size": 3, "none": None}),
        (LISTS_FOR_OBJECTS, ["triage", [["team", "desk"]], 3, None]),
        (extra_fields(but_in=["tags"]), {**BODY, **MORE}),
        (extra_fields(), {**BODY, "tags": [{"key": "team", "value": "desk", **MORE}], **MORE}),
    ],
    ids=str,
)
def test_the_true_answer_is_changed(
    proxy: FaultProxy, upstream: Upstream, client: httpx.Client, fault: Fault, expected: object
) -> None:
    proxy.inject(fault)
    answer = client.get(proxy.url)
    assert (answer.status_code, answer.json(), answer.headers["x-is"]) == (200, expected, "ours")
    assert len(upstream.requests) == 1
    upstream.reply = Reply(204, b"")
    proxy.inject(fault)
    assert statuses(client, proxy, "GET") == [204]


def test_another_account(proxy: FaultProxy, upstream: Upstream, client: httpx.Client) -> None:
    proxy.inject(with_header("another account", "X-Api-Key", "theirs"))
    for _ in range(2):
        client.get(proxy.url, headers={"x-api-key": "ours"})
    assert [request.headers["x-api-key"] for request in upstream.requests] == ["theirs", "ours"]


def test_another_account_in_a_signature(proxy: FaultProxy, upstream: Upstream, client: httpx.Client) -> None:
    proxy.inject(replacing_in_header("another account", "Authorization", "OURS", "THEIRS"))
    for _ in range(2):
        client.get(proxy.url, headers={"authorization": "Credential=OURS/2030, Signature=0f"})
    assert [request.headers["authorization"] for request in upstream.requests] == [
        "Credential=THEIRS/2030, Signature=0f",
        "Credential=OURS/2030, Signature=0f",
    ]


def test_what_is_wrong_with_the_proxy_itself_is_told(client: httpx.Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = url_of(gone)
    proxy = FaultProxy(url).start()
    with pytest.raises(httpx.RemoteProtocolError):
        client.get(proxy.url)
    with pytest.raises(AssertionError, match="Connection refused"):
        proxy.stop()
