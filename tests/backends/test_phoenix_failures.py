"""What Phoenix, or somebody in its place, says instead of an answer, and what a person reads then; and the API key."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import httpx
import pytest

from clock import Time
from pulumi_prompts import errors
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.phoenix import Phoenix
from pulumi_prompts.registries.phoenix.settings import PhoenixSettings
from remedies import AGAIN, BUG, PERMISSION, STRANGER

URL = "http://phoenix.example.com/p"
SECRET = "swordfish"
ID = "triage:UHJvbXB0OjE=:UHJvbXB0VmVyc2lvbjox"

Answerer = Callable[[httpx.Request], httpx.Response]


def connect(answer: Answerer, environment: Environment | None = None) -> Phoenix:
    parsed = PhoenixSettings.model_validate({"kind": "phoenix", "url": URL})
    return Phoenix.connect(parsed, replace(environment or Environment(), clock=Time()), httpx.MockTransport(answer))


def always(response: httpx.Response) -> Answerer:
    return lambda request: httpx.Response(response.status_code, headers=response.headers, content=response.content)


CREDENTIALS = (
    "check the credentials, which are missing, wrong or expired: looked at were PHOENIX_API_KEY (or "
    "prompts:phoenixApiKey)"
)
OWN = {"X-Phoenix-Server-Version": "20.26.1"}
PROBLEM = {"loc": ["body", "version", "template_type"], "msg": "Input should be 'CHAT'", "input": SECRET}
FAILURES: Mapping[str, tuple[httpx.Response, type[errors.PromptsError], str]] = {
    "the page that the server shows for a path that it does not know": (
        httpx.Response(200, html="<html>Phoenix</html>"),
        errors.AnswerError,
        f"{URL}/v1 answered 200 with a body of type text/html; {STRANGER}",
    ),
    "another server's not found": (
        httpx.Response(404, text="Not Found"),
        errors.AnswerError,
        f"{URL}/v1 answered 404 with a body of type text/plain; {STRANGER}",
    ),
    "no key": (
        httpx.Response(401, text="Invalid token", headers=OWN),
        errors.CredentialsError,
        f"401: Invalid token; {CREDENTIALS}",
    ),
    "a viewer": (
        httpx.Response(403, text="Permission denied", headers=OWN),
        errors.AccessError,
        f"403: Permission denied; {PERMISSION}",
    ),
    "a text of the server's own": (
        httpx.Response(422, text="Invalid cursor format: x", headers=OWN),
        errors.RejectedError,
        "422: Invalid cursor format: x; correct what it names",
    ),
    "what is wrong with a body": (
        httpx.Response(422, json={"detail": [PROBLEM]}, headers=OWN),
        errors.RejectedError,
        "422: version.template_type: Input should be 'CHAT'; correct what it names",
    ),
    "no room": (
        httpx.Response(507, text="Database operations are disabled.", headers=OWN),
        errors.QuotaError,
        "507: Database operations are disabled; free space where the registry keeps its data",
    ),
    "a broken server": (
        httpx.Response(500, text="Internal Server Error"),
        errors.UnavailableError,
        f"500 Internal Server Error; {AGAIN}",
    ),
    "an answer of other types": (
        httpx.Response(200, json={"data": [{"id": 7, "secret": SECRET}]}),
        errors.AnswerError,
        f"the answer to GET /prompts/UHJvbXB0OjE%3D/versions is not understood: data[0].id: Input should be a valid "
        f"string; {BUG}",
    ),
}


@pytest.mark.parametrize(("response", "kind", "said"), FAILURES.values(), ids=FAILURES)
def test_what_is_no_answer_is_one_clear_line(
    response: httpx.Response, kind: type[errors.PromptsError], said: str
) -> None:
    with pytest.raises(errors.PromptsError) as caught:
        connect(always(response)).read(ID)
    assert (type(caught.value), str(caught.value)) == (kind, said)
    assert SECRET not in str(caught.value)


def test_a_prompt_is_gone_where_the_list_of_all_lacks_it() -> None:
    """And not because a list of its versions is empty, which it is for any name."""
    with pytest.raises(errors.NotFoundError) as caught:
        connect(always(httpx.Response(200, json={"data": [], "next_cursor": None}))).read(ID)
    assert caught.value.said == "the server has no prompt 'triage'"


def test_a_prompt_is_not_gone_where_the_list_cannot_be_had() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        is_of_versions = request.url.path.endswith("versions")
        return httpx.Response(200, json={"data": []}) if is_of_versions else httpx.Response(404, text="Not Found")

    with pytest.raises(errors.AnswerError):
        connect(answer).read(ID)


# the API key


def sent(environment: Environment) -> httpx.Headers:
    """The headers of a request."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={"data": []})

    assert connect(answer, environment).find("triage") is None
    return requests[0].headers


def test_a_server_without_users_is_sent_no_key() -> None:
    assert "authorization" not in sent(Environment())


@pytest.mark.parametrize(
    "environment",
    [
        Environment(variable={"PHOENIX_API_KEY": SECRET}.get),
        Environment(secret={"prompts:phoenixApiKey": SECRET}.get),
    ],
    ids=["variable", "configuration"],
)
def test_the_key_is_a_bearers(environment: Environment) -> None:
    assert sent(environment)["authorization"] == f"Bearer {SECRET}"
