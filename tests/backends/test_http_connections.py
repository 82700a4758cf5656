"""Connections that really break, on loopback: what the system, TLS and a proxy say, as a person reads it."""

import errno
import os
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from backends.http_world import KEY, Kind, Script, Thing, World, failure, kind_and_calls
from clock import time_of_day
from fakes.server import Server
from fakes.wire import Reply, Request
from pulumi_prompts.errors import AnswerError, ConfigurationError, LostAnswerError, UnavailableError, UnreachableError
from pulumi_prompts.registries.transport.http_failures import CHECK_THE_WAY, CORRECT_THE_PROXY
from remedies import AGAIN


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}"
    assert str(failure(lambda: World(url).get())) == f"{os.strerror(errno.ECONNREFUSED)}; {CHECK_THE_WAY}"


def unresolved(code: int) -> httpx.ConnectError:
    """What httpx raises when DNS answers this."""
    error = httpx.ConnectError("x")
    error.__cause__ = socket.gaierror(code, "of DNS")
    return error


def system(number: int) -> httpx.ConnectError:
    """What httpx raises when the system refuses a connection with this number."""
    error = httpx.ConnectError("x")
    error.__cause__ = OSError(number, os.strerror(number))
    return error


HOST = "correct the host in the backend's URL, or connect to the network that knows it"
UNREACHED: dict[str, tuple[Exception, str, str]] = {
    "nobody listens": (system(errno.ECONNREFUSED), f"Connection refused; {CHECK_THE_WAY}", "refused the connection"),
    "no such host": (unresolved(socket.EAI_NONAME), f"of DNS; {HOST}", "is an unknown host"),
    "DNS that is silent": (
        unresolved(socket.EAI_AGAIN),
        f"of DNS; {CHECK_THE_WAY}",
        "cannot be looked up: DNS does not answer",
    ),
    "no network": (
        system(errno.ENETUNREACH),
        f"Network is unreachable; {CHECK_THE_WAY}",
        "is out of reach: no network leads to it",
    ),
    "a host that is off": (
        system(errno.EHOSTUNREACH),
        f"No route to host; {CHECK_THE_WAY}",
        "is out of reach: no network leads to it",
    ),
    "silence": (
        httpx.ConnectTimeout("x"),
        f"it cannot be connected to in time; {CHECK_THE_WAY}",
        "did not answer in time",
    ),
    "anything else": (system(errno.EACCES), f"Permission denied; {CHECK_THE_WAY}", "cannot be connected to"),
}


@pytest.mark.parametrize(("seen", "line", "state"), UNREACHED.values(), ids=UNREACHED)
def test_without_a_connection_a_few_tries_are_enough(seen: Exception, line: str, state: str) -> None:
    world, script = World(timeout=300), Script(seen)
    error = failure(lambda: world.post(script))
    assert (type(error), str(error)) == (UnreachableError, line)
    assert world.time.now <= 30
    assert len(script.requests) >= 6
    assert world.progress == [f"https://registry.example.com {state}; trying until {time_of_day(30)}"]


BUSY: dict[str, tuple[Exception | httpx.Response, str]] = {
    "no answer": (httpx.ReadTimeout("x"), "did not answer in time"),
    "a request that is not taken": (httpx.WriteTimeout("x"), "did not answer in time"),
    "a connection that breaks": (httpx.ReadError("x"), "broke the connection"),
    "503": (httpx.Response(503, json={"no": KEY}), "answered 503"),
    "Cloudflare's 522": (httpx.Response(522, html=KEY), "answered 522"),
    "429": (httpx.Response(429, json={"no": KEY}), "asks for fewer requests"),
}


@pytest.mark.parametrize(("seen", "state"), BUSY.values(), ids=BUSY)
def test_what_is_busy_is_waited_for_until_the_timeout(seen: Exception | httpx.Response, state: str) -> None:
    world = World(timeout=300)
    failure(lambda: world.get(Script(seen)))
    assert 270 < world.time.now <= 300
    assert world.progress == [f"https://registry.example.com {state}; trying until {time_of_day(300)}"]


def test_a_write_that_is_looked_for_tells_why() -> None:
    world = World(timeout=300)
    client = world.client(httpx.MockTransport(Script(httpx.ReadTimeout("x"))))
    failure(lambda: client.once(lambda: client.call("POST", "/", Thing, repeatable=False), lambda: None))
    assert world.progress == [f"https://registry.example.com did not answer in time; trying until {time_of_day(300)}"]


@pytest.mark.parametrize("url", ["http://a..b", f"http://{'a' * 64}.example", "http://xn--", "http://[::1"])
def test_a_host_that_there_cannot_be(url: str) -> None:
    assert str(failure(lambda: World(url).get())) == (
        "it is no URL; correct the backend's URL: it begins with https:// or http://, and a host follows"
    )


@contextmanager
def serving(answer: Callable[[socket.socket], object]) -> Iterator[int]:
    """The port of a server that treats each connection like this, and closes it."""

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                answer(connection)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


def saying(text: bytes) -> Callable[[socket.socket], object]:
    def answer(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(text)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):  # closing with something unread would be a reset
            pass

    return answer


BREAKS = {
    "without an answer": (b"", "the connection ended without a whole answer"),
    "in the middle of an answer": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}",
        "the connection ended without a whole answer",
    ),
    "with something else": (b"SSH-2.0-OpenSSH\r\n", "the connection ended without a whole answer"),
}


@pytest.mark.parametrize(("text", "said"), BREAKS.values(), ids=BREAKS)
def test_a_connection_that_ends(text: bytes, said: str) -> None:
    with serving(saying(text)) as port:
        url = f"http://127.0.0.1:{port}"
        assert str(failure(lambda: World(url, timeout=1).get())) == f"{said}; {AGAIN}"
        lost = failure(lambda: World(url).post())
    assert (type(lost), lost.said) == (LostAnswerError, f"{said}")


def test_an_answer_that_cannot_be_unpacked() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n"
    with serving(saying(head + b"none")) as port:
        url = f"http://127.0.0.1:{port}"
        error = failure(lambda: World(url).get())
    assert (type(error), error.said) == (AnswerError, "the answer cannot be unpacked")


# TLS


def test_https_where_http_is_spoken() -> None:
    with serving(saying(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) as port:
        url = f"https://127.0.0.1:{port}"
        error = failure(lambda: World(url).get())
    assert type(error) is ConfigurationError
    assert error.said.startswith("TLS: ")
    assert error.remedy == "correct the backend's URL: what answers there does not speak https"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate that nobody signed, and its key, for another host."""
    file = tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=x"
    more = ["-addext", "subjectAltName=DNS:registry.example.com", "-keyout", str(file)]
    made = subprocess.run([*command.split(), *more], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + made.stdout)
    return file


@contextmanager
def serving_tls(certificate: Path) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(lambda connection: context.wrap_socket(connection, server_side=True)) as port:
        yield f"https://127.0.0.1:{port}"


TRUST = "set SSL_CERT_FILE to the certificates that this network uses, or correct the backend's URL"


def test_a_certificate_that_nobody_vouches_for(certificate: Path) -> None:
    with serving_tls(certificate) as url:
        line = str(failure(lambda: World(url).get()))
    assert line == f"certificate verify failed: self-signed certificate; {TRUST}"


def test_a_certificate_of_another_host(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving_tls(certificate) as url:
        error = failure(lambda: World(url).get())
    assert type(error) is ConfigurationError
    assert str(error) == (
        f"certificate verify failed: IP address mismatch, certificate is not valid for '127.0.0.1'; {TRUST}"
    )


def test_tls_that_breaks_later_is_repeated() -> None:
    broken = httpx.ReadError("x")
    broken.__cause__ = tls = ssl.SSLError(1, KEY)
    tls.reason = "TLSV13_ALERT_CERTIFICATE_REQUIRED"
    assert kind_and_calls(broken, repeatable=True) == (UnavailableError, True)
    assert kind_and_calls(broken, repeatable=False) == (LostAnswerError, False)
    said = failure(lambda: World(timeout=0.01).get(Script(broken))).said
    assert said == "TLS: tlsv13 alert certificate required"


# what the environment says


@pytest.mark.parametrize(
    ("variable", "value", "name", "remedy"),
    [
        ("SSL_CERT_FILE", "/nowhere/ca.pem", "FileNotFoundError", "correct SSL_CERT_FILE or SSL_CERT_DIR"),
        ("HTTPS_PROXY", f"htps://ada:{KEY}@proxy", "ValueError", CORRECT_THE_PROXY),
        ("HTTPS_PROXY", f"http://ada:{KEY}@proxy:port", "InvalidURL", CORRECT_THE_PROXY),
        ("HTTPS_PROXY", f"socks5://ada:{KEY}@proxy", "ImportError", CORRECT_THE_PROXY),
    ],
)
def test_an_environment_that_is_wrong(
    variable: str, value: str, name: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    error = failure(lambda: World().get())
    assert type(error) is ConfigurationError
    assert str(error) == f"the environment does not let us connect ({name}); {remedy}"


@pytest.mark.parametrize(
    ("status", "kind", "line"),
    [
        (407, ConfigurationError, f"the proxy refuses with 407; {CORRECT_THE_PROXY}"),
        (403, ConfigurationError, f"the proxy refuses with 403; {CORRECT_THE_PROXY}"),
        (502, UnreachableError, f"the proxy makes no connection; {CHECK_THE_WAY}"),
        (429, UnreachableError, f"the proxy makes no connection; {CHECK_THE_WAY}"),
        (501, ConfigurationError, f"the proxy refuses with 501; {CORRECT_THE_PROXY}"),
    ],
)
def test_a_proxy_that_does_not_connect(status: int, kind: Kind, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = f"HTTP/1.1 {status} {KEY}\r\nContent-Length: 0\r\n\r\n".encode()
    with serving(saying(answer)) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://ada:{KEY}@127.0.0.1:{port}")
        error = failure(lambda: World(timeout=1).get())
    assert (type(error), str(error)) == (kind, line)


def test_a_proxy_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(request: Request) -> Reply:
        asked.append(request.path)
        return Reply(200, b'{"name": "thing"}', {})

    server = Server(answer)
    server.start()
    monkeypatch.setenv("HTTP_PROXY", server.url)
    assert World("http://registry.example.com").get().name == "thing"
    server.stop()
    assert asked == ["http://registry.example.com/things/1"]
