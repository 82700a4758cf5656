"""The fake of Langfuse does what the server's source says, also where that is a trap; and the SDK talks to it."""

import http.client
import json
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from fakes.langfuse import OTHER_PUBLIC_KEY, PUBLIC_KEY, LangfuseFake, authorization
from langfuse_sdk.client import Sdk, SdkRefusedError
from langfuse_sdk.fixtures import langfuse_fake, langfuse_sdk, sdk

__all__ = ["langfuse_fake", "langfuse_sdk", "sdk"]

TEXT = {"name": "greet", "type": "text", "prompt": "Hi"}
LARGEST = 1_048_576


@pytest.fixture
def fake(langfuse_fake: LangfuseFake) -> LangfuseFake:
    return langfuse_fake


def send(
    fake: LangfuseFake, method: str, path: str, body: Any = None, key: str = PUBLIC_KEY
) -> tuple[int, dict[str, Any]]:
    """The status and the body of an answer; `{}` where that is no JSON."""
    connection = http.client.HTTPConnection(urlsplit(fake.url).netloc, timeout=20)
    data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    try:
        connection.request(method, f"/api/public{path}", data, {"Authorization": authorization(key)})
        response = connection.getresponse()
        answered = response.read()
        is_json = response.getheader("Content-Type") == "application/json"
        return response.status, json.loads(answered) if is_json else {}
    finally:
        connection.close()


def post(fake: LangfuseFake, **members: Any) -> tuple[int, dict[str, Any]]:
    return send(fake, "POST", "/v2/prompts", {**TEXT, **members})


def wrong(answer: tuple[int, dict[str, Any]]) -> list[str]:
    """The places of what is wrong with a request."""
    status, body = answer
    assert (status, body["message"]) == (400, "Invalid request data")
    return [".".join(map(str, each["path"])) for each in body["error"]]


def test_the_same_once_more_is_another_version(fake: LangfuseFake) -> None:
    numbers = [post(fake)[1]["version"] for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert fake.registry().labels("greet") == {"latest": 3}


def test_numbers_come_back_and_ids_do_not(fake: LangfuseFake) -> None:
    ids = [post(fake)[1]["id"] for _ in range(2)]
    assert send(fake, "DELETE", "/v2/prompts/greet?version=2")[0] == 204
    assert fake.registry().labels("greet") == {"latest": 1}
    status, again = post(fake)
    assert (status, again["version"]) == (201, 2)
    assert again["id"] not in ids


def test_a_version_0_is_all_of_them(fake: LangfuseFake) -> None:
    for _ in range(2):
        post(fake)
    assert send(fake, "DELETE", "/v2/prompts/greet?version=0")[0] == 204
    assert fake.registry().prompts == {}


def test_tags_are_those_of_all_versions_and_labels_only_move(fake: LangfuseFake) -> None:
    post(fake, tags=["a"], labels=["production"])
    assert post(fake)[1]["tags"] == ["a"]
    post(fake, tags=[])
    assert [each.tags for each in fake.registry().versions("greet")] == [[], [], []]
    patch = "/v2/prompts/greet/versions/1"
    assert send(fake, "PATCH", patch, {"newLabels": []})[1]["labels"] == ["production"]
    assert send(fake, "PATCH", "/v2/prompts/greet/versions/2", {"newLabels": ["production"]})[0] == 200
    assert fake.registry().labels("greet") == {"latest": 3, "production": 2}
    assert send(fake, "PATCH", patch, {"newLabels": ["latest"]})[0] == 400
    assert send(fake, "PATCH", "/v2/prompts/greet/versions/9", {"newLabels": []})[1]["error"] == "LangfuseNotFoundError"


def test_a_name_has_its_slashes_encoded(fake: LangfuseFake) -> None:
    post(fake, name="desk/greet", labels=["production"])
    assert send(fake, "GET", f"/v2/prompts/{quote('desk/greet', safe='')}")[0] == 200
    assert send(fake, "GET", "/v2/prompts/desk/greet") == (404, {})


def test_references_are_resolved_unless_one_says_no(fake: LangfuseFake) -> None:
    text = "@@@langfusePrompt:name=tone|label=production@@@ Hi"
    assert post(fake, prompt=text)[0] == 400
    post(fake, name="tone", prompt="Be kind.", labels=["production"])
    assert post(fake, prompt=text)[0] == 201
    assert send(fake, "GET", "/v2/prompts/greet?version=1")[1]["prompt"] == "Be kind. Hi"
    assert send(fake, "GET", "/v2/prompts/greet?version=1&resolve=false")[1]["prompt"] == text
    assert send(fake, "DELETE", "/v2/prompts/tone")[0] == 400
    del fake.registry().prompts["tone"]
    status, answer = send(fake, "GET", "/v2/prompts/greet?version=1")
    assert (status, answer["error"]) == (409, "LangfuseConflictError")


def test_a_prompt_stays_a_text_or_a_chat(fake: LangfuseFake) -> None:
    post(fake)
    status, answer = post(fake, type="chat", prompt=[{"role": "user", "content": "Hi"}])
    assert status == 400
    assert answer["message"].startswith("Previous versions have different prompt type")


CHAT = {"role": "user", "content": "Hi {{name}}"}
WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "an unknown member": ({"description": "x"}, ["description"]),
    "a name with a pipe": ({"name": "a|b"}, ["name"]),
    "a name of the application": ({"name": "new"}, ["name"]),
    "a label in capitals": ({"labels": ["Production"]}, ["labels.0"]),
    "a long label": ({"labels": ["a" * 37]}, ["labels.0"]),
    "a long message": ({"commitMessage": "🎉" * 251}, ["commitMessage"]),
    "tags that are no list": ({"tags": "a"}, ["tags"]),
    "a text that is a list": ({"prompt": []}, ["prompt"]),
    "parts": ({"type": "chat", "prompt": [{**CHAT, "content": []}]}, ["prompt.0.content"]),
    "a placeholder that is a variable": (
        {"type": "chat", "prompt": [CHAT, {"type": "placeholder", "name": "name"}]},
        ["prompt.1"],
    ),
    "a placeholder with a dash": (
        {"type": "chat", "prompt": [{"type": "placeholder", "name": "a-b"}]},
        ["prompt.0.name"],
    ),
}


@pytest.mark.parametrize(("members", "places"), WRONG.values(), ids=WRONG)
def test_a_wrong_body_is_refused_with_its_place(fake: LangfuseFake, members: dict[str, Any], places: list[str]) -> None:
    assert wrong(post(fake, **members)) == places
    assert fake.registry().prompts == {}


def test_what_a_message_has_beside_is_left_out(fake: LangfuseFake) -> None:
    answer = post(fake, type="chat", prompt=[{**CHAT, "type": "chatmessage", "name": "ada", "tool_calls": []}])[1]
    assert answer["prompt"] == [CHAT]


def test_a_body_that_is_too_large_never_arrives(fake: LangfuseFake) -> None:
    assert post(fake, prompt="x" * LARGEST) == (413, {})


def test_projects_are_apart(fake: LangfuseFake) -> None:
    post(fake)
    assert send(fake, "GET", "/v2/prompts/greet?version=1", key=OTHER_PUBLIC_KEY)[0] == 404
    assert send(fake, "GET", "/v2/prompts", key="pk-lf-wrong")[1]["error"] == "UnauthorizedError"
    assert "error" not in send(fake, "PATCH", "/v2/prompts/greet/versions/1", {"newLabels": []}, key="pk-lf-wrong")[1]


def test_lists_have_real_pages(fake: LangfuseFake) -> None:
    for number in range(5):
        post(fake, name=f"greet-{number}", labels=["production"] if number == 3 else [])
    assert send(fake, "GET", "/v2/prompts?limit=2&page=3")[1]["meta"] == {
        "page": 3,
        "limit": 2,
        "totalItems": 5,
        "totalPages": 3,
    }
    found = send(fake, "GET", "/v2/prompts?label=production")[1]["data"]
    assert [each["name"] for each in found] == ["greet-3"]
    assert wrong(send(fake, "GET", "/v2/prompts?nmae=x")) == ["nmae"]


def test_the_sdk_does_all_but_delete_what_is_in_a_folder(fake: LangfuseFake, sdk: Sdk) -> None:
    """It leaves the slashes of the name as they are."""
    made = sdk.call("create_prompt", name="desk/greet", prompt="Hi", labels=["staging"], tags=["a"], commit_message="m")
    assert (made["version"], made["tags"], made["commit_message"]) == (1, ["a"], "m")
    sdk.call("update_prompt", name="desk/greet", version=1, new_labels=["production"])
    assert sdk.get("desk/greet")["prompt"] == "Hi"
    fake.clear_calls()
    with pytest.raises(SdkRefusedError, match="404"):
        sdk.call("api.prompts.delete", prompt_name="desk/greet", version=1)
    assert fake.calls == []
    sdk.call("create_prompt", name="greet", prompt="Hi")
    sdk.call("api.prompts.delete", prompt_name="greet", version=1)
    assert [*fake.registry().prompts] == ["desk/greet"]
