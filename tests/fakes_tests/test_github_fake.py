"""What the stand-in for GitHub refuses, as GitHub does."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from fakes.github import LONGEST_BODY, TOKEN, GitHubFake
from fakes.github.fake import READING_TOKEN

COMMENTS = "/repos/acme/desk/issues/7/comments"


@pytest.fixture
def github() -> Iterator[GitHubFake]:
    with GitHubFake() as fake:
        fake.open(7)
        yield fake
    assert fake.faults == []


@pytest.fixture
def client(github: GitHubFake) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/vnd.github+json"}
    with httpx.Client(base_url=github.url, headers=headers, trust_env=False) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "headers", "status", "message"),
    [
        (COMMENTS, {"Authorization": ""}, 401, "Requires authentication"),
        (COMMENTS, {"Authorization": "Bearer another"}, 401, "Bad credentials"),
        (COMMENTS, {"Authorization": f"Bearer {READING_TOKEN}"}, 403, "Resource not accessible by integration"),
        (COMMENTS, {"User-Agent": ""}, 403, "Request forbidden by administrative rules"),
        (COMMENTS, {"Accept": "text/html"}, 415, "Must accept 'application/json'"),
        (COMMENTS, {"X-GitHub-Api-Version": "2099-01-01"}, 400, "2099-01-01, is not supported"),
        ("/repos/acme/desk/issues/8/comments", {}, 404, "Not Found"),
        ("/repos/acme/other/issues/7/comments", {}, 404, "Not Found"),
    ],
)
def test_a_request_is_refused(
    client: httpx.Client, path: str, headers: dict[str, str], status: int, message: str
) -> None:
    answer = client.post(path, headers=headers, json={"body": "a"})
    assert (answer.status_code, message in answer.json()["message"]) == (status, True)


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (b"{", 400, "Problems parsing JSON"),
        (b"{}", 422, "wasn't supplied"),
        (b'{"body": " "}', 422, "Body cannot be blank"),
        (b'{"body": "%b"}' % (b"x" * (LONGEST_BODY + 1)), 422, "Body is too long (maximum is 65536 characters)"),
    ],
)
def test_a_comment_is_refused(client: httpx.Client, body: bytes, status: int, message: str) -> None:
    answer = client.post(COMMENTS, content=body)
    assert answer.status_code == status
    assert message in answer.text


def test_characters_are_counted_and_not_bytes(client: httpx.Client) -> None:
    assert client.post(COMMENTS, json={"body": "\N{SNOWMAN}" * LONGEST_BODY}).status_code == 201


def test_pages_have_30_comments_or_100_at_most(client: httpx.Client, github: GitHubFake) -> None:
    for number in range(120):
        github.say(7, "someone", str(number))

    def pages(**query: Any) -> list[int]:
        answer = client.get(COMMENTS, params=query)
        sizes = [len(answer.json())]
        while following := answer.links.get("next"):
            answer = client.get(following["url"])
            sizes.append(len(answer.json()))
        return sizes

    assert pages() == [30] * 4
    assert pages(per_page=100) == pages(per_page=500) == [100, 20]
    assert client.get(COMMENTS, params={"page": 9}).json() == []
