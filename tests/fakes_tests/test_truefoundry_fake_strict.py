"""What the fake of TrueFoundry refuses, and how it says so; faults by script."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from fakes.truefoundry import (
    ML_REPO,
    NEW_PREFIX,
    OLD_PREFIX,
    TOKEN,
    Habits,
    TrueFoundryFake,
    drop,
    error,
    lose_answer,
)

MANIFEST: dict[str, Any] = {
    "type": "chat_prompt",
    "name": "greet",
    "ml_repo": ML_REPO,
    "metadata": {},
    "messages": [{"role": "user", "content": "Hi"}],
}


@pytest.fixture
def fake(truefoundry_fake: TrueFoundryFake) -> TrueFoundryFake:
    return truefoundry_fake


def send(fake: TrueFoundryFake, method: str, path: str, body: Any = None, token: str = TOKEN) -> tuple[int, Any]:
    """The status and the body of an answer."""
    connection = http.client.HTTPConnection(urlsplit(fake.url).netloc, timeout=20)
    data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    try:
        connection.request(method, f"/{fake.prefix}{path}", data, {"Authorization": f"Bearer {token}"})
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def apply(fake: TrueFoundryFake, **members: Any) -> tuple[int, Any]:
    return send(fake, "PUT", "/prompt-versions", {"manifest": {**MANIFEST, **members}})


def wrong(fake: TrueFoundryFake, **members: Any) -> list[tuple[str, str]]:
    """Where a manifest is wrong, and how."""
    status, answer = apply(fake, **members)
    assert status == 422
    assert fake.registry().names() == []
    return [(".".join(map(str, each["loc"])).removeprefix("body.manifest."), each["type"]) for each in answer["detail"]]


@pytest.mark.parametrize(
    ("members", "failures"),
    [
        ({"name": "a b"}, [("name", "string_pattern_mismatch")]),
        ({"name": "x" * 257}, [("name", "string_too_long")]),
        ({"ml_repo": "a_b"}, [("ml_repo", "string_pattern_mismatch")]),
        ({"metadata": None}, [("metadata", "dict_type")]),
        ({"description": "x" * 513}, [("description", "string_too_long")]),
        ({"version": 0}, [("version", "greater_than_equal")]),
        ({"version": "1"}, [("version", "int_type")]),
        ({"version_alias": "1.0"}, [("version_alias", "string_pattern_mismatch")]),
        ({"version_alias": "v1-"}, [("version_alias", "string_pattern_mismatch")]),
        ({"version_alias": "v" * 129}, [("version_alias", "string_too_long")]),
        ({"messages": []}, [("messages", "too_short")]),
        ({"messages": [{"role": "critic", "content": "x"}]}, [("messages.0", "union_tag_invalid")]),
        ({"messages": [{"role": "system"}]}, [("messages.0.system.content", "missing")]),
        ({"messages": [{"role": "tool", "content": "x"}]}, [("messages.0.tool.tool_call_id", "missing")]),
        (
            {"messages": [{"role": "system", "content": "x", "tool_calls": []}]},
            [("messages.0.system.tool_calls", "extra_forbidden")],
        ),
        ({"variables": {"a": 1}}, [("variables.a", "string_type")]),
        ({"model_configuration": {"model": "gpt-4o"}}, [("model_configuration.provider", "missing")]),
        (
            {"model_configuration": {"provider": "p", "model": "p/gpt-4o"}},
            [("model_configuration.model", "string_pattern_mismatch")],
        ),
        (
            {"model_configuration": {"provider": "p", "model": "gpt", "parameters": {"seed": 1}}},
            [("model_configuration.parameters.seed", "extra_forbidden")],
        ),
        ({"tools": [{"type": "function", "function": {}}]}, [("tools.0.function.name", "missing")]),
        ({"response_format": {"type": "text"}}, [("response_format", "union_tag_invalid")]),
        ({"cache_config": {"type": "exact-match", "ttl": 0}}, [("cache_config.exact-match.ttl", "greater_than")]),
        ({"temperature": 1}, [("temperature", "extra_forbidden")]),
        ({"type": "model-version"}, [("type", "literal_error")]),
    ],
)
def test_a_manifest_that_is_wrong(
    fake: TrueFoundryFake, members: dict[str, Any], failures: list[tuple[str, str]]
) -> None:
    assert wrong(fake, **members) == failures


@pytest.mark.parametrize("name", ["type", "name", "ml_repo", "metadata", "messages"])
def test_what_a_manifest_must_have(fake: TrueFoundryFake, name: str) -> None:
    manifest = {key: value for key, value in MANIFEST.items() if key != name}
    status, answer = send(fake, "PUT", "/prompt-versions", {"manifest": manifest})
    assert (status, [each["loc"] for each in answer["detail"]]) == (422, [["body", "manifest", name]])


@pytest.mark.parametrize(
    ("method", "path", "body", "loc"),
    [
        ("PUT", "/prompt-versions", {"manifest": MANIFEST, "force": True}, ["body", "force"]),
        ("PUT", "/prompt-versions", b"{", ["body"]),
        ("PUT", "/prompt-versions", b'{"manifest": NaN}', ["body"]),
        ("PUT", "/prompt-versions/tags", {"prompt_version_id": "x"}, ["body", "tags"]),
        ("GET", "/prompts?limit=0", None, ["query", "limit"]),
        ("GET", "/prompts?page=2", None, ["query", "page"]),
        ("GET", "/prompt-versions?version=latest", None, ["query", "version"]),
    ],
)
def test_a_request_that_is_wrong(fake: TrueFoundryFake, method: str, path: str, body: Any, loc: list[str]) -> None:
    status, answer = send(fake, method, path, body)
    assert (status, [each["loc"] for each in answer["detail"]]) == (422, [loc])


def test_each_prefix_has_words_of_its_own() -> None:
    with TrueFoundryFake(OLD_PREFIX) as old, TrueFoundryFake(NEW_PREFIX) as new:
        assert send(old, "GET", "/prompts/p1") == (404, {"detail": "Prompt p1 not found"})
        assert send(new, "GET", "/prompts/p1") == (404, {"statusCode": 404, "message": "Prompt p1 not found"})
        assert send(old, "GET", "/nothing") == (404, {"detail": "Not Found"})
        assert send(new, "GET", "/prompts", token="x") == (
            401,
            {"statusCode": 401, "message": "Invalid or expired token"},
        )


def test_an_unknown_repo_and_an_alias_that_is_taken(fake: TrueFoundryFake) -> None:
    assert apply(fake, ml_repo="nowhere") == (404, {"statusCode": 404, "message": "ML Repo nowhere not found"})
    assert fake.registry().names() == []
    apply(fake, version_alias="v1")
    status, answer = apply(fake, version_alias="v1", description="other")
    assert (status, answer["message"]) == (409, "Version alias v1 is in use by version 1")


@pytest.mark.parametrize(
    ("takes", "status", "numbers"), [("rewrites", 200, [1]), ("refuses", 409, [1]), ("ignores", 200, [1, 2])]
)
def test_what_becomes_of_a_number_is_done_each_way(takes: Any, status: int, numbers: list[int]) -> None:
    with TrueFoundryFake(habits=Habits(takes_version=takes)) as fake:
        apply(fake)
        assert apply(fake, version=1, description="d")[0] == status
        assert fake.registry().numbers("greet") == numbers
        assert apply(fake, version=9)[0] == 409


def test_a_tag_of_another_version_moves_only_by_force(fake: TrueFoundryFake) -> None:
    one, two = [apply(fake, description=text)[1]["data"]["id"] for text in ("one", "two")]
    tags = {"prompt_version_id": one, "tags": ["production"]}
    assert send(fake, "PUT", "/prompt-versions/tags", tags) == (200, {})
    status, answer = send(fake, "PUT", "/prompt-versions/tags", {**tags, "prompt_version_id": two})
    assert (status, answer["message"]) == (409, "Tag production is in use by version 1")
    assert send(fake, "PUT", "/prompt-versions/tags", {**tags, "prompt_version_id": two, "force": True}) == (200, {})
    assert [version.tags for version in fake.registry().prompt("greet").versions] == [[], ["production"]]


def test_faults_by_script(fake: TrueFoundryFake) -> None:
    fake.inject("PUT /prompt-versions", error(403, "not you"))
    fake.inject("PUT /prompt-versions", drop())
    fake.inject("PUT /prompt-versions", lose_answer())
    assert apply(fake) == (403, {"statusCode": 403, "message": "not you"})
    for made in ([], ["greet"]):
        with pytest.raises(http.client.RemoteDisconnected):
            apply(fake)
        assert fake.registry().names() == made
    assert fake.pending_faults == 0
    assert fake.call_counts() == {"PUT /prompt-versions": 3}
