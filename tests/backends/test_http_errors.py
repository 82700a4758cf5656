"""What goes wrong on the way, as our errors: every status and every exception of httpx."""

import errno
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from backends.http_world import KEY, OK, URL, Kind, Script, World, failure, kind_and_calls
from pulumi_prompts.errors import (
    AccessError,
    AlreadyExistsError,
    AnswerError,
    ConfigurationError,
    CredentialsError,
    LateAnswerError,
    LostAnswerError,
    NotFoundError,
    QuotaError,
    RejectedError,
    ThrottledError,
    UnavailableError,
    UnreachableError,
)
from pulumi_prompts.registries.transport.http import Refusal
from pulumi_prompts.registries.transport.http_failures import CORRECT_THE_PROXY
from remedies import AGAIN, ANOTHER_NAME, LOST, PERMISSION, STRANGER

# statuses

OWN: dict[int, tuple[Kind, Kind]] = {
    401: (CredentialsError, CredentialsError),
    402: (QuotaError, QuotaError),
    403: (AccessError, AccessError),
    404: (NotFoundError, NotFoundError),
    407: (ConfigurationError, ConfigurationError),
    409: (AlreadyExistsError, AlreadyExistsError),
}
"""In the registry's own form: for a request that may be repeated, and for one that may not."""
WHOEVER: dict[int, tuple[Kind, Kind]] = {
    401: (CredentialsError, CredentialsError),
    402: (QuotaError, QuotaError),
    403: (AccessError, AccessError),
    407: (ConfigurationError, ConfigurationError),
    413: (RejectedError, RejectedError),
}
"""In any other form: a 404 above all is never believed."""
BROKEN = (UnavailableError, LostAnswerError)
LATE = (UnavailableError, LateAnswerError)
ALWAYS: dict[int, tuple[Kind, Kind]] = {
    408: (UnavailableError, UnavailableError),
    425: (UnavailableError, UnavailableError),
    429: (ThrottledError, ThrottledError),
    500: BROKEN,
    501: (ConfigurationError, ConfigurationError),
    502: BROKEN,
    503: BROKEN,
    504: LATE,
    507: (QuotaError, QuotaError),
    520: BROKEN,
    521: BROKEN,
    522: BROKEN,
    523: BROKEN,
    524: LATE,
    529: BROKEN,
}
"""In every form: what passes, and what is known not to pass though a server says that it is its own failure."""
PASSING = (UnavailableError, ThrottledError, UnreachableError)


def decided(status: int, special: dict[int, tuple[Kind, Kind]], other: Kind) -> tuple[Kind, Kind]:
    """What nobody knows is final."""
    return {**ALWAYS, **special}.get(status, (other, other))


@pytest.mark.parametrize("status", range(400, 600))
def test_every_status_is_decided(status: int) -> None:
    """And only what passes is sent again."""
    own, page = httpx.Response(status, json={"no": "no"}), httpx.Response(status, html="<html>no</html>")
    for answer, kinds in (
        (own, decided(status, OWN, RejectedError)),
        (page, decided(status, WHOEVER, AnswerError)),
        (httpx.Response(status, json={"error": "of another API"}), decided(status, WHOEVER, AnswerError)),
        (httpx.Response(status), decided(status, WHOEVER, AnswerError)),
    ):
        for kind, repeatable in zip(kinds, (True, False), strict=True):
            assert kind_and_calls(answer, repeatable=repeatable) == (kind, kind in PASSING)


def text_refusal(status: int, body: Any) -> Refusal | None:
    """Of a registry that says no in plain text."""
    return Refusal(body) if body in ("Prompt not found", f"no, {KEY}") else None


@pytest.mark.parametrize(
    ("answer", "kind", "line"),
    [
        (httpx.Response(404, text="Prompt not found"), NotFoundError, "404: Prompt not found"),
        (httpx.Response(422, text=f"no, {KEY}"), RejectedError, "422: no, [secret]; correct what it names"),
        (
            httpx.Response(404, text="Not Found"),
            AnswerError,
            f"{URL} answered 404 with a body of type text/plain; {STRANGER}",
        ),
        (
            httpx.Response(404, html="Prompt not found"),
            AnswerError,
            f"{URL} answered 404 with a body of type text/html; {STRANGER}",
        ),
        (
            httpx.Response(200, text="Prompt not found"),
            AnswerError,
            f"{URL} answered 200 with a body of type text/plain; {STRANGER}",
        ),
    ],
    ids=["not found", "refused", "another text", "a page", "a success"],
)
def test_a_refusal_may_be_a_plain_text(answer: httpx.Response, kind: Kind, line: str) -> None:
    """Its own word is believed, as what it is in JSON; that of a web server is none."""
    with pytest.raises(kind) as raised:
        World(refusal=text_refusal).get(lambda _: answer)
    assert str(raised.value) == line


LINES = {
    "401": (
        httpx.Response(401),
        "401 Unauthorized; check the credentials, which are missing, wrong or expired: "
        "looked at were ACME_KEY (or prompts:acmeKey)",
    ),
    "403": (
        httpx.Response(403, text="RBAC: access denied"),
        f"403 Forbidden; {PERMISSION}; a proxy on the way may refuse as well",
    ),
    "403, its own": (
        httpx.Response(403, json={"no": "not yours"}),
        f"403: not yours; {PERMISSION}",
    ),
    "404": (httpx.Response(404), f"{URL} answered 404 with a body of no type; {STRANGER}"),
    "407": (httpx.Response(407), f"407 Proxy Authentication Required; {CORRECT_THE_PROXY}"),
    "409, its own": (httpx.Response(409, json={"no": "the name is taken"}), f"409: the name is taken; {ANOTHER_NAME}"),
    "413": (
        httpx.Response(413),
        "413 Request Entity Too Large; "
        "make the prompt smaller, or let the registry and the proxies before it take larger requests",
    ),
    "501": (httpx.Response(501), "501 Not Implemented; use a release of the registry that can do this"),
    "501, its own": (
        httpx.Response(501, json={"no": "no aliases"}),
        "501: no aliases; use a release of the registry that can do this",
    ),
    "502": (httpx.Response(502, html="<html>"), f"502 Bad Gateway; {AGAIN}"),
    "507": (httpx.Response(507), "507 Insufficient Storage; free space where the registry keeps its data"),
    "599": (httpx.Response(599), f"{URL} answered 599 with a body of no type; {STRANGER}"),
    "a status without a name": (httpx.Response(529), f"529; {AGAIN}"),
}


@pytest.mark.parametrize(("answer", "line"), LINES.values(), ids=LINES)
def test_a_refusal_is_one_line(answer: httpx.Response, line: str) -> None:
    assert str(failure(lambda: World().get(Script(answer)))) == line


@pytest.mark.parametrize("answer", [httpx.Response(400, json={"no": "Too long."}), httpx.Response(401)])
def test_the_status_is_the_code(answer: httpx.Response) -> None:
    assert failure(lambda: World().get(Script(answer))).code == str(answer.status_code)


def test_an_answer_that_is_lost_says_that_nothing_is_made_twice() -> None:
    error = failure(lambda: World().post(Script(httpx.Response(504))))
    assert str(error) == f"504 Gateway Timeout; {LOST}"


def test_what_was_not_carried_out_is_sent_again_whoever_says_so() -> None:
    for status in (408, 425, 429):
        assert World().post(Script(httpx.Response(status, html="<html>"), OK)).name == "thing"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(status: int) -> None:
    location = f"https://ada:{KEY}@login.example.com/sso?session={KEY}#x"
    script = Script(httpx.Response(status, headers={"Location": location}, json={"no": "moved"}))
    assert str(failure(lambda: World().get(script))) == (
        f"{URL} answered {status}, which leads to https://login.example.com/sso; "
        "set the backend's URL to where the registry itself answers: redirects are not followed"
    )
    assert [request.url.host for request in script.requests] == ["registry.example.com"]


# exceptions

REQUEST = httpx.Request("GET", f"{URL}/things/1?secret={KEY}")
UNREACHED = (UnreachableError, UnreachableError)
MEANT: dict[type[Exception], tuple[Kind, Kind]] = {
    httpx.InvalidURL: (ConfigurationError, ConfigurationError),
    httpx.UnsupportedProtocol: (ConfigurationError, ConfigurationError),
    httpx.ConnectError: UNREACHED,
    httpx.ConnectTimeout: UNREACHED,
    httpx.PoolTimeout: (UnavailableError, UnavailableError),
    httpx.ProxyError: UNREACHED,
    httpx.ReadTimeout: LATE,
    httpx.WriteTimeout: BROKEN,
    httpx.ReadError: BROKEN,
    httpx.WriteError: BROKEN,
    httpx.CloseError: BROKEN,
    httpx.RemoteProtocolError: BROKEN,
    httpx.DecodingError: (AnswerError, AnswerError),
    httpx.TooManyRedirects: (AnswerError, AnswerError),
    httpx.LocalProtocolError: (RejectedError, RejectedError),
    httpx.HTTPStatusError: (RejectedError, RejectedError),
    httpx.StreamError: (RejectedError, RejectedError),
    httpx.StreamConsumed: (RejectedError, RejectedError),
    httpx.StreamClosed: (RejectedError, RejectedError),
    httpx.ResponseNotRead: (RejectedError, RejectedError),
    httpx.RequestNotRead: (RejectedError, RejectedError),
    httpx.CookieConflict: (RejectedError, RejectedError),
    # Bases, which are not raised themselves.
    httpx.HTTPError: BROKEN,
    httpx.RequestError: BROKEN,
    httpx.TransportError: BROKEN,
    httpx.TimeoutException: BROKEN,
    httpx.NetworkError: BROKEN,
    httpx.ProtocolError: BROKEN,
}


def family(kind: type[Exception]) -> Iterator[type[Exception]]:
    yield kind
    for each in kind.__subclasses__():
        yield from family(each)


def exported() -> set[type[Exception]]:
    values = [getattr(httpx, name) for name in httpx.__all__]
    return {each for each in values if isinstance(each, type) and issubclass(each, Exception)}


def test_every_exception_of_httpx_is_decided() -> None:
    found = {each for kind in exported() for each in family(kind)}
    assert {each for each in found if each.__module__.startswith("httpx")} == MEANT.keys()


def test_an_error_does_not_tell_of_the_one_before() -> None:
    """A look-up that follows a lost answer fails for a reason of its own."""
    broken = httpx.ReadError("x")
    broken.__cause__ = ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")
    world = World(timeout=0.01)

    def look_up() -> None:
        try:
            world.post(Script(broken))
        except LostAnswerError:
            world.get(Script(httpx.ReadTimeout("x")))

    assert failure(lambda: world.post(Script(broken))).said == "Connection reset by peer"
    assert failure(look_up).said == "no answer came in time"


def an(kind: type[Exception]) -> Exception:
    """One whose text holds a secret."""
    if kind is httpx.HTTPStatusError:
        return httpx.HTTPStatusError(KEY, request=REQUEST, response=httpx.Response(500))
    if issubclass(kind, httpx.StreamConsumed | httpx.StreamClosed | httpx.ResponseNotRead | httpx.RequestNotRead):
        return kind()
    return kind(KEY)


@pytest.mark.parametrize("kind", MEANT, ids=lambda kind: kind.__name__)
def test_an_exception_of_httpx_means(kind: type[Exception]) -> None:
    for expected, repeatable in zip(MEANT[kind], (True, False), strict=True):
        assert kind_and_calls(an(kind), repeatable=repeatable) == (expected, expected in PASSING)


@pytest.mark.parametrize("kind", MEANT, ids=lambda kind: kind.__name__)
def test_no_exception_of_httpx_is_told_in_its_own_words(kind: type[Exception]) -> None:
    error = failure(lambda: World(timeout=0.01).get(Script(an(kind))))
    assert error.said
    assert KEY not in str(error)
