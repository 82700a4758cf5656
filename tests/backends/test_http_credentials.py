"""Credentials reach the registry and nothing else: no log, no error, no traceback, no other host."""

import base64
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic_core import PydanticCustomError

from backends.http_world import KEY, OK, PLACE, Script, World, failure
from clock import time_of_day
from fakes.server import Server
from fakes.wire import Reply, Request
from pulumi_prompts.errors import CredentialsError, LostAnswerError, RejectedError
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.shared.settings import url_of
from pulumi_prompts.registries.transport.credentials import Credentials, basic, bearer, credential, optional_credential
from pulumi_prompts.registries.transport.failures import origin_of

ENCODED = base64.b64encode(f"ada:{KEY}".encode()).decode()
CREDENTIALS: dict[str, Credentials] = {
    "bearer": bearer(KEY),
    "basic": basic("ada", KEY),
    "X-API-KEY": Credentials({"X-API-KEY": KEY}, (KEY,)),
}
kinds = pytest.mark.parametrize("credentials", CREDENTIALS.values(), ids=CREDENTIALS)


def has_none(text: str) -> bool:
    return KEY not in text and ENCODED not in text


@kinds
def test_they_are_sent(credentials: Credentials) -> None:
    script = Script(OK)
    World(credentials=credentials).get(script)
    assert {name: script.requests[0].headers[name] for name in credentials.headers} == credentials.headers


def test_an_account_is_sent_in_base64() -> None:
    assert basic("ada", KEY).headers == {"Authorization": f"Basic {ENCODED}"}


ANSWERS = [
    Reply(200, b'{"name": "thing"}', {}),
    Reply(503, b'{"no": "busy"}', {}),
    None,
    Reply(429, b"<html>", {}),
    Reply(400, b'{"no": "no"}', {}),
]


@pytest.fixture
def server() -> Iterator[Server]:
    """Some answers of each kind, in turn; one is lost."""
    answers = iter(ANSWERS * 100)

    def answer(request: Request) -> Reply | None:
        assert any(KEY in value or ENCODED in value for value in request.headers.values())
        return next(answers)

    server = Server(answer)
    server.start()
    yield server
    server.stop()


def everything_logged(caplog: pytest.LogCaptureFixture) -> str:
    formatter = logging.Formatter("%(name)s %(levelname)s %(message)s")
    return "\n".join(f"{formatter.format(record)} {record.__dict__}" for record in caplog.records)


@kinds
def test_no_log_holds_them(credentials: Credentials, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    world = World(server.url, credentials=credentials)
    assert world.get().name == "thing"
    failure(world.get)
    logged = everything_logged(caplog)
    assert {"httpx", "httpcore.connection", "httpcore.http11"} <= {record.name for record in caplog.records}
    assert has_none(logged)
    assert has_none("".join(world.progress))


def test_no_log_holds_those_of_a_proxy(
    server: Server, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("HTTP_PROXY", server.url.replace("//", "//grace:h0pper@"))
    World("http://registry.example.com").get()
    logged = everything_logged(caplog)
    assert "httpcore.connection" in logged
    assert "h0pper" not in logged
    assert base64.b64encode(b"grace:h0pper").decode() not in logged


# errors

ECHOES = {
    "in its own words": httpx.Response(400, json={"no": f"the key {KEY} ({ENCODED}) is wrong"}),
    "in a page": httpx.Response(400, html=f"<html>{KEY}</html>"),
    "in a type": httpx.Response(400, headers={"Content-Type": KEY}, content=b"x"),
    "in a redirect": httpx.Response(302, headers={"Location": f"/{KEY}?key={KEY}"}),
    "in an answer": httpx.Response(200, json={"name": [KEY]}),
}


@kinds
@pytest.mark.parametrize("answer", ECHOES.values(), ids=ECHOES)
def test_no_error_holds_them(credentials: Credentials, answer: httpx.Response) -> None:
    error = failure(lambda: World(credentials=credentials).get(Script(answer)))
    assert KEY not in f"{error!r} {error} {error.__dict__}"
    assert KEY not in "".join(traceback.format_exception(error))


@kinds
def test_an_echo_is_redacted_and_the_rest_is_told(credentials: Credentials) -> None:
    answer = httpx.Response(400, json={"no": f"the key {KEY} is wrong"})
    error = failure(lambda: World(credentials=credentials).get(Script(answer)))
    assert str(error) == "400: the key [secret] is wrong; correct what it names"


def test_the_encoded_form_is_redacted_as_well() -> None:
    answer = httpx.Response(400, json={"no": f"Basic {ENCODED} is wrong"})
    error = failure(lambda: World(credentials=basic("ada", KEY)).get(Script(answer)))
    assert error.said == "400: Basic [secret] is wrong"


def test_a_password_is_redacted_whatever_the_name_of_the_account_holds() -> None:
    answer = httpx.Response(400, json={"no": f"svc:team used {KEY} here"})
    error = failure(lambda: World(credentials=basic("svc:team", KEY)).get(Script(answer)))
    assert error.said == "400: svc:team used [secret] here"


def test_progress_holds_no_word_of_the_registry() -> None:
    world = World()
    busy = httpx.Response(503, headers={"Retry-After": "6"}, json={"no": "cannot store: the text of a prompt"})
    world.get(Script(busy, OK))
    assert world.progress == [f"https://registry.example.com answered 503; trying until {time_of_day(60)}"]


@pytest.mark.parametrize(
    "url",
    ["https://ada:pa/ss@host", "https://ada:pa/ss@host/x", "https://ada:p?w@host", "HTTPS://ada:pw@host", "a@host"],
)
def test_no_address_holds_them(url: str) -> None:
    with pytest.raises(PydanticCustomError, match=r"^must not hold credentials; set a variable$"):
        url_of("a registry", "set a variable")(url)


def test_the_address_that_is_told_holds_none_of_what_a_url_may_hold() -> None:
    assert origin_of(f"https://ada:{KEY}@host:8080/{KEY}?key={KEY}#{KEY}") == "https://host:8080"


def test_an_echo_that_is_cut_is_redacted_first() -> None:
    long = "x" * (500 - len("400: ") - len("...") - 4)
    answer = httpx.Response(400, json={"no": f"{long}{KEY} is wrong"})
    assert KEY[:4] not in str(failure(lambda: World().get(Script(answer))))


def test_a_page_that_names_its_status_by_the_key() -> None:
    reason = {"reason_phrase": KEY.encode()}
    error = failure(lambda: World().get(lambda _: httpx.Response(403, extensions=reason)))
    assert error.said == "403 [secret]"


@kinds
def test_no_traceback_holds_them(credentials: Credentials) -> None:
    broken = httpx.ReadError(f"{KEY} {ENCODED}")
    error = failure(lambda: World(credentials=credentials).post(Script(broken)))
    assert type(error) is LostAnswerError
    assert has_none("".join(traceback.format_exception(error)))


@kinds
def test_no_representation_holds_them(credentials: Credentials) -> None:
    client = World(credentials=credentials).client(httpx.MockTransport(Script(OK)))
    assert has_none(f"{client!r} {client} {credentials!r} {credentials}")


def test_a_header_that_cannot_be_sent_is_not_told(server: Server) -> None:
    """`credential` looks first, so that nobody gets that far: httpx would repeat the header."""
    error = failure(lambda: World(server.url, credentials=Credentials({"X-API-KEY": f"{KEY}\n"})).get())
    assert (type(error), error.said) == (RejectedError, "the HTTP library was used in a way that it refuses")
    assert KEY not in "".join(traceback.format_exception(error))


# another host, another file


def test_a_redirect_gets_none_of_them() -> None:
    seen: list[Request] = []

    def elsewhere(request: Request) -> Reply:
        seen.append(request)
        return Reply(200, b"{}", {})

    other = Server(elsewhere)
    other.start()
    redirecting = Server(lambda request: Reply(307, b"", {"Location": f"{other.url}/things/1"}))
    redirecting.start()
    error = failure(lambda: World(redirecting.url).get())
    redirecting.stop()
    other.stop()
    assert error.said == f"{redirecting.url} answered 307, which leads to {other.url}/things/1"
    assert seen == []


def test_a_netrc_does_not_say_who_we_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login grace password h0pper\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HOME", str(tmp_path))
    script = Script(OK)
    World("http://127.0.0.1").get(script)
    World("http://127.0.0.1", credentials=Credentials()).get(script)
    assert [request.headers.get("authorization") for request in script.requests] == [f"Bearer {KEY}", None]


# where they stand


def environment(variable: str | None = None, configured: str | None = None) -> Environment:
    return Environment(secret={PLACE.key: configured}.get, variable={PLACE.variable: variable}.get)


def test_the_variable_comes_before_the_configuration() -> None:
    assert credential(environment("of the variable", "x"), PLACE) == "of the variable"
    assert credential(environment("", "of the stack"), PLACE) == "of the stack"


def test_where_there_are_none_both_places_are_named() -> None:
    assert optional_credential(environment("", ""), PLACE) is None
    with pytest.raises(CredentialsError) as raised:
        credential(environment(), PLACE)
    assert str(raised.value) == (
        "there are no credentials; set ACME_KEY, or `pulumi config set --secret prompts:acmeKey`"
    )


@pytest.mark.parametrize("value", [f"{KEY}\n", f" {KEY}", f"{KEY} ", f"{KEY}\r\nX: y", f"{KEY}ü", f"{KEY}\x7f", " "])
def test_what_no_header_can_carry_is_named_and_not_told(value: str) -> None:
    with pytest.raises(CredentialsError) as raised:
        credential(environment(value), PLACE)
    assert str(raised.value) == (
        "ACME_KEY (or prompts:acmeKey) holds what no header can carry, such as a line break; "
        "set ACME_KEY, or `pulumi config set --secret prompts:acmeKey`"
    )


def test_base64_carries_more() -> None:
    assert optional_credential(environment(" pä ss "), PLACE, encoded=True) == " pä ss "
    with pytest.raises(CredentialsError):
        optional_credential(environment(f"{KEY}\n"), PLACE, encoded=True)
