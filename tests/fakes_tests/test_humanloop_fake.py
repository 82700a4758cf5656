"""The fake of Humanloop, as the vendor's own SDK sees it: what it sends, and what it makes of the answers.

The SDK's model of each answer must take it as it is (`model_validate`); the SDK itself would take anything.
"""

import ast
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from fakes.humanloop import KEY, OTHER_KEY, OTHER_ORGANIZATION, HumanloopFake
from humanloop_sdk.client import Sdk, SdkClient, SdkRefusedError
from humanloop_sdk.fixtures import humanloop_fake, humanloop_sdk, sdk

__all__ = ["humanloop_fake", "humanloop_sdk", "sdk"]

RECORDINGS = Path(__file__).parents[1] / "recordings" / "humanloop-0.8.38.json"
RECORDED = {each["call"]: each["requests"] for each in json.loads(RECORDINGS.read_text(encoding="utf-8"))}
CHAT = [{"role": "system", "content": "You are {{role}}."}, {"role": "user", "content": "Hi {{name}}"}]
EVERYTHING: dict[str, Any] = {
    "endpoint": "chat",
    "template": CHAT,
    "template_language": "jinja",
    "provider": "anthropic",
    "max_tokens": 100,
    "temperature": 0.5,
    "top_p": 0.9,
    "stop": ["X"],
    "presence_penalty": 0.1,
    "frequency_penalty": -2.0,
    "other": {"top_k": 5, "list": [None, 1.5]},
    "seed": 7,
    "response_format": {"type": "json_schema", "json_schema": {"name": "s", "schema": {"type": "object"}}},
    "reasoning_effort": 1024,
    "tools": [{"name": "f", "description": "fd", "parameters": {"type": "object"}, "strict": True}],
    "attributes": {"team": "a"},
}
BESIDE: dict[str, Any] = {
    "version_name": "v1",
    "version_description": "first",
    "description": "d",
    "tags": ["t1"],
    "readme": "r",
}


def refused(status: int, text: str) -> Any:
    """The SDK raises, and says this."""
    return pytest.raises(SdkRefusedError, match=rf"(?s)^{status}: .*{re.escape(text)}")


# what the SDK sends arrives as it was recorded


def _meant(call: str) -> tuple[str, dict[str, Any]]:
    """The function and the arguments of a recorded call; where it names them only, those are its body."""
    found = re.search(r"client\.(\w+\.\w+)(?:\((.*?)\)+)?(?: \(server .*\))?$", call)
    assert found is not None
    function, written = found.groups(default="")
    body = RECORDED[call][0].get("body")
    if body is not None:
        ids = {name: value for name, value in _keywords(written).items() if name in ("id", "version_id")}
        return function, {**ids, **body}
    return function, _keywords(written)


def _keywords(written: str) -> dict[str, Any]:
    try:
        parsed = ast.parse(f"f({written})", mode="eval").body
    except SyntaxError:
        return {}
    assert isinstance(parsed, ast.Call)
    return {str(each.arg): ast.literal_eval(each.value) for each in parsed.keywords}


NOT_A_ROUTE = "client.prompts.get(id='a/b c')"


@pytest.mark.parametrize("call", [each for each in RECORDED if each != NOT_A_ROUTE])
def test_what_was_recorded_of_the_sdk_arrives(humanloop_fake: HumanloopFake, sdk: SdkClient, call: str) -> None:
    humanloop_fake.registry().write("greet", model="m")
    function, arguments = _meant(call)
    with suppress(SdkRefusedError):  # most objects of the recordings are not there
        sdk.call(function, **arguments)
    recorded = [(each["method"], each["path"], each.get("body")) for each in RECORDED[call]]
    arrived = [(each.method, each.path, each.body) for each in humanloop_fake.calls]
    assert arrived[: len(recorded)] == recorded


def test_an_identifier_with_a_slash_is_no_route(sdk: SdkClient) -> None:
    """The SDK does not quote it; the framework answers, not the service."""
    with refused(404, "{'detail': 'Not Found'}"):
        sdk.get("a/b c")


# what it makes of the answers


def test_the_least_is_filled_in(sdk: SdkClient) -> None:
    read = sdk.upsert(path="greet", model="gpt-4o")
    filled_in = {name: read[name] for name in ("endpoint", "provider", "max_tokens", "temperature", "top_p")}
    assert filled_in == {"endpoint": "chat", "provider": "openai", "max_tokens": -1, "temperature": 1.0, "top_p": 1.0}
    assert (read["presence_penalty"], read["frequency_penalty"], read["template_language"]) == (0.0, 0.0, "default")
    assert (read["template"], read["stop"], read["seed"], read["inputs"]) == (None, None, None, [])
    assert (read["path"], read["name"], read["type"], read["environments"]) == ("greet", "greet", "prompt", [])


def test_everything_is_read_back(humanloop_fake: HumanloopFake, sdk: SdkClient) -> None:
    tool = humanloop_fake.registry().add_tool("search")
    read = sdk.upsert(path="folder/greet", model="gpt-4o", linked_tools=[tool], **EVERYTHING, **BESIDE)
    got = sdk.get(read["id"])
    assert got == read
    for name, value in {**EVERYTHING, **BESIDE}.items():
        if name != "template":
            assert read[name] == value, name
    assert [(each["role"], each["content"]) for each in read["template"]] == [
        (each["role"], each["content"]) for each in CHAT
    ]
    assert [each["id"] for each in read["linked_tools"]] == [tool]
    assert read["inputs"] == [{"name": "role"}, {"name": "name"}]


def test_the_same_parameters_are_the_same_version(sdk: SdkClient) -> None:
    first = sdk.upsert(path="greet", model="m", template="Hi {{name}}", endpoint="complete")
    described = sdk.upsert(path="greet", model="m", template="Hi {{name}}", endpoint="complete", **BESIDE)
    explicit = sdk.upsert(id=first["id"], model="m", template="Hi {{name}}", endpoint="complete", temperature=1)
    assert {each["version_id"] for each in (first, described, explicit)} == {first["version_id"]}
    assert (explicit["version_name"], explicit["description"]) == ("v1", "d")


@pytest.mark.parametrize("name", sorted(EVERYTHING))
def test_each_parameter_determines_the_version(sdk: SdkClient, name: str) -> None:
    value = "complete" if name == "endpoint" else EVERYTHING[name]
    before = sdk.upsert(path="greet", model="m")
    after = sdk.upsert(path="greet", model="m", **{name: value})
    assert after["version_id"] != before["version_id"]
    assert [each["version_id"] for each in sdk.versions(before["id"])] == [after["version_id"], before["version_id"]]


def test_null_is_as_good_as_absent(sdk: SdkClient) -> None:
    before = sdk.upsert(path="greet", model="m", description="d")
    after = sdk.upsert(path="greet", model="m", temperature=None, description=None)
    assert (after["version_id"], after["description"]) == (before["version_id"], "d")


def test_a_second_version_is_not_served_until_it_is_deployed(humanloop_fake: HumanloopFake, sdk: SdkClient) -> None:
    """Seen in the vendor's own integration tests."""
    first = sdk.upsert(path="greet", model="m")
    second = sdk.upsert(path="greet", model="m", temperature=0)
    assert sdk.get(first["id"])["version_id"] == first["version_id"]
    production = humanloop_fake.registry().environment("production").id
    ids = {"id": first["id"], "environment_id": production}
    deployed = sdk.call("prompts.set_deployment", **ids, version_id=second["version_id"])
    assert [each["name"] for each in deployed["environments"]] == ["production"]
    assert sdk.get(first["id"])["version_id"] == second["version_id"]
    assert sdk.get(first["id"], environment="production")["version_id"] == second["version_id"]
    sdk.call("prompts.remove_deployment", **ids)
    assert sdk.get(first["id"])["version_id"] == first["version_id"]
    with refused(404, "has no version deployed to environment 'production'"):
        sdk.get(first["id"], environment="production")


def test_environments_are_listed_with_what_is_deployed(humanloop_fake: HumanloopFake, sdk: SdkClient) -> None:
    version = sdk.upsert(path="greet", model="m")
    humanloop_fake.registry().deploy("greet", "staging", version["version_id"])
    listed = sdk.call("prompts.list_environments", id=version["id"])
    assert [(each["name"], each["tag"], (each["file"] or {}).get("version_id")) for each in listed] == [
        ("production", "default", None),
        ("staging", "other", version["version_id"]),
        ("development", "other", None),
    ]


def test_where_the_first_version_is_deployed_at_once(humanloop_sdk: Sdk) -> None:
    with HumanloopFake(deploys_first=True) as fake:
        client = humanloop_sdk.client(fake.url, KEY)
        version = client.upsert(path="greet", model="m")
        client.upsert(path="greet", model="m", temperature=0)
        assert [each["name"] for each in version["environments"]] == ["production"]
        assert client.get(version["id"])["version_id"] == version["version_id"]
        assert fake.faults == []


def test_a_moved_prompt_keeps_its_versions(humanloop_fake: HumanloopFake, sdk: SdkClient) -> None:
    before = sdk.upsert(path="greet", model="m")
    sdk.upsert(path="taken", model="m")
    after = sdk.call("prompts.move", id=before["id"], path="new/folder/greet")
    assert (after["id"], after["path"], after["name"]) == (before["id"], "new/folder/greet", "greet")
    assert after["version_id"] == before["version_id"]
    assert after["directory_id"] != before["directory_id"]
    assert sdk.call("prompts.move", id=before["id"], name="hello")["path"] == "new/folder/hello"
    with refused(409, "A file with the path 'taken' already exists."):
        sdk.call("prompts.move", id=before["id"], path="taken")
    with refused(422, "Path is invalid."):
        sdk.call("prompts.move", id=before["id"], path="a//b")
    assert humanloop_fake.registry().paths() == ["new/folder/hello", "taken"]


def test_directories_have_one_root(sdk: SdkClient) -> None:
    version = sdk.upsert(path="a/b/greet", model="m")
    listed = {each["path"]: each for each in sdk.call("directories.list")}
    assert list(listed) == ["", "a", "a/b"]
    assert listed[""]["parent_id"] is None
    assert [listed["a"]["parent_id"], listed["a/b"]["parent_id"]] == [listed[""]["id"], listed["a"]["id"]]
    assert version["directory_id"] == listed["a/b"]["id"]


def test_lists_have_pages_and_filters(sdk: SdkClient) -> None:
    for number in range(23):
        sdk.upsert(path=f"desk/prompt-{number:02}", model="m")
    newest_first = [f"prompt-{number:02}" for number in reversed(range(23))]
    assert [each["name"] for each in sdk.call("prompts.list")] == newest_first
    assert [each["name"] for each in sdk.call("prompts.list", size=7)] == newest_first
    by_name = sdk.call("prompts.list", sort_by="name", order="asc", name="PROMPT-1")
    assert [each["name"] for each in by_name] == sorted(newest_first)[10:20]


def test_a_version_is_described_and_deleted(sdk: SdkClient) -> None:
    first, second = sdk.upsert(path="greet", model="m"), sdk.upsert(path="greet", model="m", temperature=0)
    ids = {"id": first["id"], "version_id": first["version_id"]}
    named = sdk.call("prompts.patch_prompt_version", **ids, name="v1", description="d")
    assert (named["version_name"], named["version_description"]) == ("v1", "d")
    kept = sdk.call("prompts.patch_prompt_version", **ids, description="e")
    assert (kept["version_name"], kept["version_description"]) == ("v1", "e")
    assert sdk.call("prompts.patch_prompt_version", **ids, name=None)["version_name"] is None
    assert sdk.call("prompts.delete_prompt_version", **ids) is None
    assert [each["version_id"] for each in sdk.versions(first["id"])] == [second["version_id"]]
    with refused(404, "has no version with ID"):
        sdk.call("prompts.delete_prompt_version", **ids)


@pytest.mark.parametrize(
    ("endpoint", "template"),
    [
        ("chat", CHAT),
        ("chat", [{"role": "user", "content": "two\nlines", "name": "ada"}]),
        ("complete", "Hi {{name}}\n"),
    ],
)
def test_the_text_form_there_and_back(sdk: SdkClient, endpoint: str, template: Any) -> None:
    parameters = {**EVERYTHING, "endpoint": endpoint, "template": template, "stop": "---"}
    version = sdk.upsert(path="greet", model="gpt-4o", **parameters)
    text = sdk.call("prompts.serialize", id=version["id"])
    assert text.startswith("---\nendpoint: ")
    assert '\ntools: [{"strict": true, "parameters": {"type": "object"}, "name": "f", "description": "fd"}]\n' in text
    read = sdk.call("prompts.deserialize", prompt=text)
    assert {name: value for name, value in read.items() if name != "template"} == {
        name: version[name] for name in read if name != "template"
    }
    assert _without_nothing(read["template"]) == template


def _without_nothing(template: Any) -> Any:
    if isinstance(template, str):
        return template
    return [{name: value for name, value in each.items() if value is not None} for each in template]


def test_what_is_no_text_form_is_refused(sdk: SdkClient) -> None:
    with refused(422, "a .prompt file begins with a header between `---`"):
        sdk.call("prompts.deserialize", prompt="model: gpt-4o")
    with refused(422, "text stands outside of the messages"):
        sdk.call("prompts.deserialize", prompt="---\nmodel: gpt-4o\n---\nHi")


def test_a_file_is_found_by_its_path(humanloop_fake: HumanloopFake, sdk: SdkClient) -> None:
    version = sdk.upsert(path="folder/greet", model="m")
    found = sdk.call("files.retrieve_by_path", path="folder/greet")
    assert (found["id"], found["version_id"], found["raw_file_content"]) == (version["id"], version["version_id"], None)
    with_text = sdk.call("files.retrieve_by_path", path="folder/greet", include_raw_file_content=True)
    assert with_text["raw_file_content"].startswith("---\n")
    with refused(404, "No file found with the path 'greet'."):
        sdk.call("files.retrieve_by_path", path="greet")
    humanloop_fake.registry().add_file("folder/search", "tool")
    with refused(409, "A file with the path 'folder/search' already exists."):
        sdk.upsert(path="folder/search", model="m")


def test_a_deleted_prompt_is_gone(humanloop_fake: HumanloopFake, sdk: SdkClient) -> None:
    version = sdk.upsert(path="greet", model="m")
    assert sdk.call("prompts.delete", id=version["id"]) is None
    for function in ("get", "list_versions", "list_environments", "serialize", "delete"):
        with refused(404, f"Prompt with ID '{version['id']}' not found."):
            sdk.call(f"prompts.{function}", id=version["id"])
    with refused(404, f"Prompt with ID '{version['id']}' not found."):
        sdk.upsert(id=version["id"], model="m")
    assert sdk.upsert(path="greet", model="m")["id"] != version["id"]


def test_organizations_are_apart(humanloop_fake: HumanloopFake, humanloop_sdk: Sdk, sdk: SdkClient) -> None:
    version = sdk.upsert(path="greet", model="m")
    other = humanloop_sdk.client(humanloop_fake.url, OTHER_KEY)
    assert other.upsert(path="greet", model="m")["id"] != version["id"]
    with refused(404, f"Prompt with ID '{version['id']}' not found."):
        other.get(version["id"])
    assert humanloop_fake.registry(OTHER_ORGANIZATION).paths() == ["greet"]


def test_a_wrong_key_is_refused(humanloop_fake: HumanloopFake, humanloop_sdk: Sdk) -> None:
    with refused(401, "Invalid API key."):
        humanloop_sdk.client(humanloop_fake.url, "hl_sk_wrong").upsert(path="greet", model="m")
    assert humanloop_fake.calls == []


WRONG: Mapping[str, tuple[dict[str, Any], list[str | int], str]] = {
    "no path": ({"model": "m"}, ["body"], "Either `path` or `id` must be provided."),
    "path and id": ({"model": "m", "path": "a", "id": "pr_1"}, ["body"], "Either `path` or `id` must be provided."),
    "no model": ({"path": "a", "model": None}, ["body", "model"], "field required"),
    "path": ({"path": "/a", "model": "m"}, ["body", "path"], "Path is invalid."),
    "endpoint": ({"path": "a", "model": "m", "endpoint": "x"}, ["body", "endpoint"], "not a valid enumeration member"),
    "provider": ({"path": "a", "model": "m", "provider": "x"}, ["body", "provider"], "permitted: 'anthropic', "),
    "penalty": (
        {"path": "a", "model": "m", "presence_penalty": 2.1},
        ["body", "presence_penalty"],
        "ensure this value is less than or equal to 2",
    ),
    "max_tokens": (
        {"path": "a", "model": "m", "max_tokens": -2},
        ["body", "max_tokens"],
        "ensure this value is greater than or equal to -1",
    ),
    "role": (
        {"path": "a", "model": "m", "template": [{"role": "critic", "content": "x"}]},
        ["body", "template", 0, "role"],
        "not a valid enumeration member",
    ),
    "tool": (
        {"path": "a", "model": "m", "tools": [{"name": "f"}]},
        ["body", "tools", 0, "description"],
        "field required",
    ),
    "tags": ({"path": "a", "model": "m", "tags": ["a", 1]}, ["body", "tags", 1], "str type expected"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_body_is_refused_with_its_place(humanloop_fake: HumanloopFake, sdk: SdkClient, name: str) -> None:
    body, loc, said = WRONG[name]
    with pytest.raises(SdkRefusedError) as caught:
        sdk.upsert(**body)
    assert caught.value.status == 422
    assert any(each["loc"] == loc and said in each["msg"] and each["type"] for each in caught.value.body["detail"])
    assert humanloop_fake.registry().paths() == []
