"""The vendor's own SDKs talk to the fake of TrueFoundry: every release that is tried reads and writes all of it."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from fakes.truefoundry import (
    ML_REPO,
    NEW_PREFIX,
    OTHER_ML_REPO,
    OTHER_TOKEN,
    TENANT,
    TOKEN,
    Habits,
    Prefix,
    TrueFoundryFake,
    error,
)
from truefoundry_sdks.client import LAST_OLD, NEW, OLD, PREFIXES, Sdk, SdkError, Speaker

RECORDINGS = Path(__file__).parents[1] / "recordings"
Speakers = Callable[[str], Speaker]

PLAIN = {"name": "greet", "ml_repo": ML_REPO, "metadata": {"k": "v"}, "messages": [{"role": "user", "content": "Hi"}]}
FULL: dict[str, Any] = {
    "type": "chat_prompt",
    "name": "greet",
    "ml_repo": ML_REPO,
    "metadata": {"team": "support", "rating": 4.5, "nested": {"list": [1, None]}},
    "description": "Says hello.",
    "version_alias": "v1-prod",
    "messages": [
        {"role": "system", "content": "You are {{role}}.", "name": "house"},
        {"role": "developer", "content": "Be brief.", "name": None},
        {"role": "user", "content": [{"type": "text", "text": "Hi"}], "name": None},
        {"role": "assistant", "content": "", "tool_calls": None, "name": None},
        {"role": "tool", "content": "42", "tool_call_id": "call-1"},
    ],
    "variables": {"role": "a bot"},
    "model_configuration": {
        "provider": "openai-main",
        "model": "gpt-4o",
        "parameters": {"max_tokens": 10, "temperature": 0.5, "top_k": 3.0, "top_p": 0.9, "stop": ["X"]},
        "extra_parameters": {"seed": 1},
    },
    "tools": [
        {"type": "function", "function": {"name": "f", "description": "d", "parameters": {"a": {}}, "strict": True}}
    ],
    "response_format": {"type": "json_schema", "json_schema": {"name": "s", "schema": {"type": "object"}}},
    "mcp_servers": [
        {"type": "mcp-server-fqn", "integration_fqn": "acme:mcp:files", "enable_all_tools": True, "tools": None},
        {
            "type": "mcp-server-url",
            "url": "https://mcp.example.com",
            "headers": {"a": "b"},
            "enable_all_tools": False,
            "tools": [{"name": "t"}],
        },
    ],
    "tool_call_to_mcp_mapping": {"f": {"mcp_server_integration_id": "1", "tool_name": "t"}},
    "guardrails": {"input_guardrails": ["pii"], "output_guardrails": None},
    "cache_config": {"type": "semantic", "similarity_threshold": 0.9, "namespace": "n", "ttl": 60.0},
    "logging_config": {"enabled": True, "tracing_project_fqn": None},
    "sub_agents": [{"name": "helper"}],
}


@pytest.fixture(params=[OLD, LAST_OLD, NEW])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def fake(version: str) -> Iterator[TrueFoundryFake]:
    with TrueFoundryFake(_prefix(version)) as fake:
        yield fake
    assert fake.faults == []


@pytest.fixture
def sdk(fake: TrueFoundryFake, version: str, sdk_speakers: Speakers) -> Sdk:
    return Sdk(version, fake.url, TOKEN, sdk_speakers(version))


def _prefix(version: str) -> Prefix:
    return NEW_PREFIX if PREFIXES[version] == NEW_PREFIX else "api/ml/v1"


def numbers(sdk: Sdk, **filters: Any) -> list[int]:
    return [each["manifest"]["version"] for each in sdk.call("versions", **filters)]


def test_a_full_manifest_comes_back_as_the_sdk_wrote_it(sdk: Sdk, fake: TrueFoundryFake) -> None:
    written = sdk.call("apply", manifest=FULL)["data"]
    read = sdk.call("version", id=written["id"])["data"]
    assert read == written
    routing = read["manifest"].pop("routing_config")
    assert (read["manifest"], routing) == ({**FULL, "version": 1}, None)
    assert read["fqn"] == f"chat_prompt:{TENANT}/{ML_REPO}/greet:1"
    assert read["created_by_subject"]["subjectSlug"] == f"dev@{TENANT}"
    assert read["prompt_id"] == fake.registry().prompt("greet").id


@pytest.mark.parametrize("kind", ["weight", "latency", "priority"])
def test_each_kind_of_routing_comes_back(sdk: Sdk, kind: str) -> None:
    target = {"target": "openai-main/gpt-4o", **({"weight": 1} if kind == "weight" else {})}
    routing = {"type": f"{kind}-based-routing", "load_balance_targets": [target]}
    read = sdk.call("apply", manifest={**PLAIN, "routing_config": routing})["data"]["manifest"]["routing_config"]
    assert read["type"] == routing["type"]
    assert read["load_balance_targets"][0].items() >= target.items()


def test_a_prompt_is_found_by_its_id_its_fqn_and_in_lists(sdk: Sdk) -> None:
    written = sdk.call("apply", manifest=PLAIN)["data"]
    prompt = sdk.call("prompt", id=written["prompt_id"])["data"]
    assert prompt["latest_version"] == written
    assert prompt == sdk.call("prompt_by_fqn", fqn=f"chat_prompt:{TENANT}/{ML_REPO}/greet")["data"]
    assert [prompt] == sdk.call("prompts") == sdk.call("prompts", name="greet", ml_repo_id=prompt["ml_repo_id"])
    assert sdk.call("prompts", name="other") == []


def test_lists_have_real_pages(sdk: Sdk, fake: TrueFoundryFake) -> None:
    for number in range(5):
        sdk.call("apply", manifest={**PLAIN, "description": str(number)})
        sdk.call("apply", manifest={**PLAIN, "name": f"other-{number}"})
    prompt_id = fake.registry().prompt("greet").id
    assert len(sdk.call("prompts", limit=4)) == 6
    assert numbers(sdk, prompt_id=prompt_id, limit=2) == [5, 4, 3, 2, 1]
    assert len(sdk.call("first_page_of_versions", prompt_id=prompt_id, limit=2)) == 2


def test_versions_are_filtered(sdk: Sdk, fake: TrueFoundryFake) -> None:
    for text in ("one", "two"):
        sdk.call("apply", manifest={**PLAIN, "description": text})
    prompt = fake.registry().prompt("greet")
    assert numbers(sdk, prompt_id=prompt.id, version=1) == [1]
    assert sdk.call("version_by_fqn", fqn=f"{prompt.fqn}:2")["data"]["manifest"]["description"] == "two"
    assert numbers(sdk, prompt_id="unknown") == []


def test_versions_and_prompts_are_deleted(sdk: Sdk, fake: TrueFoundryFake) -> None:
    one, two = [sdk.call("apply", manifest={**PLAIN, "description": text})["data"] for text in ("one", "two")]
    sdk.call("delete_version", id=two["id"])
    assert sdk.call("prompt", id=one["prompt_id"])["data"]["latest_version"]["id"] == one["id"]
    assert sdk.call("apply", manifest=PLAIN)["data"]["manifest"]["version"] == 3
    sdk.call("delete_prompt", id=one["prompt_id"])
    assert fake.registry().names() == []
    for call, id_ in (("prompt", one["prompt_id"]), ("version", one["id"]), ("delete_prompt", one["prompt_id"])):
        with pytest.raises(SdkError) as raised:
            sdk.call(call, id=id_)
        assert raised.value.status == 404


def test_a_prompt_without_versions_stays(sdk: Sdk) -> None:
    written = sdk.call("apply", manifest=PLAIN)["data"]
    sdk.call("delete_version", id=written["id"])
    assert sdk.call("prompt", id=written["prompt_id"])["data"]["latest_version"] is None
    assert sdk.call("prompts", include_empty_prompts=False) == []


def test_a_tag_is_that_of_one_version(sdk: Sdk, fake: TrueFoundryFake) -> None:
    one, two = [sdk.call("apply", manifest={**PLAIN, "description": text})["data"] for text in ("one", "two")]
    sdk.call("apply_tags", prompt_version_id=one["id"], tags=["production", "eu"])
    assert numbers(sdk, tag="production") == [1]
    fake.inject("PUT /prompt-versions/tags", error(422, "no retries, please"))
    for call in ({"force": False}, {"force": True}):
        if call["force"]:
            sdk.call("apply_tags", prompt_version_id=two["id"], tags=["production"], **call)
        else:
            with pytest.raises(SdkError, match="no retries"):
                sdk.call("apply_tags", prompt_version_id=two["id"], tags=["production"], **call)
    assert numbers(sdk, tag="production") == [2]
    assert sdk.call("version", id=one["id"])["data"]["tags"] == ["eu"]


@pytest.mark.parametrize(("adds", "left"), [(False, ["eu"]), (True, ["production", "eu"])])
def test_tags_are_replaced_or_added(version: str, sdk_speakers: Speakers, adds: bool, left: list[str]) -> None:
    """Which of the two is not known: the SDKs say only that tags are applied, and have no call that takes one away."""
    with TrueFoundryFake(_prefix(version), Habits(adds_tags=adds)) as fake:
        sdk = Sdk(version, fake.url, TOKEN, sdk_speakers(version))
        written = sdk.call("apply", manifest=PLAIN)["data"]
        for tags in (["production"], ["eu"]):
            assert sdk.call("apply_tags", prompt_version_id=written["id"], tags=tags) == {}
        assert sdk.call("version", id=written["id"])["data"]["tags"] == left


def test_ml_repos_say_whose_they_are(sdk: Sdk) -> None:
    (repo,) = sdk.call("ml_repos", name=OTHER_ML_REPO)
    assert (repo["tenant_name"], repo["manifest"]["name"]) == (TENANT, OTHER_ML_REPO)


def test_a_tenant_sees_only_its_own(sdk: Sdk, fake: TrueFoundryFake) -> None:
    written = sdk.call("apply", manifest=PLAIN)["data"]
    other = Sdk(sdk.version, fake.url, OTHER_TOKEN, sdk.speaker)
    assert other.call("prompts") == []
    with pytest.raises(SdkError, match="404"):
        other.call("prompt", id=written["prompt_id"])
    other.call("apply", manifest=PLAIN)
    assert fake.registry("globex").names() == ["greet"]


def test_an_unknown_token_is_refused(sdk: Sdk, fake: TrueFoundryFake) -> None:
    with pytest.raises(SdkError, match="401"):
        Sdk(sdk.version, fake.url, "wrong", sdk.speaker).call("prompts")


def test_the_other_prefix_is_a_page_of_somebody_else(sdk: Sdk, version: str) -> None:
    with TrueFoundryFake("api/ml/v1" if version == NEW else "api/svc/v1") as other:
        with pytest.raises(SdkError) as raised:
            Sdk(version, other.url, TOKEN, sdk.speaker).call("prompts")
        assert raised.value.status == 404
        assert str(raised.value.body).startswith("<!doctype html>")


@pytest.mark.parametrize("repeats", [True, False])
@pytest.mark.parametrize("fills", [True, False])
def test_what_is_not_known_is_done_both_ways(version: str, sdk_speakers: Speakers, repeats: bool, fills: bool) -> None:
    with TrueFoundryFake(_prefix(version), Habits(repeats, fills)) as fake:
        sdk = Sdk(version, fake.url, TOKEN, sdk_speakers(version))
        for _ in range(2):
            sdk.call("apply", manifest=PLAIN)
        prompt = fake.registry().prompt("greet")
        assert len(prompt.versions) == (2 if repeats else 1)
        assert ("tools" in prompt.latest.manifest) is fills


# What the SDKs send, against what was recorded of them.

BASIC: dict[str, Any] = {
    "name": "greet",
    "ml_repo": "repo1",
    "metadata": {"k": "v"},
    "messages": [{"role": "system", "content": "You are {{role}}"}, {"role": "user", "content": "Hi {{name}}"}],
}
DETAILED: dict[str, Any] = {
    **BASIC,
    "description": "d",
    "version_alias": "v1-prod",
    "variables": {"role": "bot", "name": ""},
    "model_configuration": FULL["model_configuration"],
    "tools": [
        {
            "type": "function",
            "function": {
                "name": "f",
                "description": "fd",
                "parameters": {"type": "object", "properties": {}},
                "strict": True,
            },
        }
    ],
    "response_format": FULL["response_format"],
}
FQN = "chat_prompt:acme/repo1/greet"
FILTERS = {"fqn": FQN, "ml_repo_id": "42", "name": "greet"}
VERSION_FILTERS = {**FILTERS, "tag": "prod", "fqn": f"{FQN}:1", "version": 1}
RECORDED: dict[str, tuple[str, dict[str, Any]]] = {
    "client.prompts.create_or_update(manifest=ChatPromptManifest(name,ml_repo,metadata,messages))": (
        "apply",
        {"manifest": BASIC},
    ),
    "... description, version_alias, variables, model_configuration, tools, response_format": (
        "apply",
        {"manifest": DETAILED},
    ),
    "client.prompts.create_or_update(manifest={...dict...})": (
        "apply_dict",
        {"manifest": {"type": "chat_prompt", **BASIC, "metadata": {}, "messages": [{"role": "user", "content": "x"}]}},
    ),
    "client.prompts.get('p1')": ("prompt", {"id": "p1"}),
    "client.prompts.get('a/b c')": ("prompt", {"id": "a/b c"}),
    "list(client.prompts.list())": ("prompts", {}),
    "list(client.prompts.list(fqn=..,ml_repo_id=..,name=..,limit=5))": ("prompts", {**FILTERS, "limit": 5}),
    f"client.prompts.get_by_fqn('{FQN}')": ("prompt_by_fqn", {"fqn": FQN}),
    "list(client.prompt_versions.list(prompt_id='p1',limit=2))": ("versions", {"prompt_id": "p1", "limit": 2}),
    "client.prompt_versions.list(tag=..,fqn=..,ml_repo_id=..,name=..,version=1)": (
        "first_page_of_versions",
        VERSION_FILTERS,
    ),
    f"client.prompt_versions.get_by_fqn('{FQN}:1')": ("version_by_fqn", {"fqn": f"{FQN}:1"}),
    "client.prompt_versions.get('pv1')": ("version", {"id": "pv1"}),
    "client.prompt_versions.apply_tags(prompt_version_id='pv1', tags=['prod'], force=True)": (
        "apply_tags",
        {"prompt_version_id": "pv1", "tags": ["prod"], "force": True},
    ),
    "client.prompt_versions.apply_tags(prompt_version_id='pv1', tags=[])": (
        "apply_tags",
        {"prompt_version_id": "pv1", "tags": []},
    ),
    "client.prompt_versions.delete('pv1')": ("delete_version", {"id": "pv1"}),
    "client.prompts.delete('p1')": ("delete_prompt", {"id": "p1"}),
}


@pytest.fixture
def recorded_world(version: str) -> Iterator[TrueFoundryFake]:
    """What there was when the SDKs were recorded: one prompt, p1, with five versions."""
    with TrueFoundryFake(_prefix(version), ml_repos={TENANT: ["repo1"]}) as fake:
        yield fake
    assert fake.faults == []


def _populate(fake: TrueFoundryFake, sdk: Sdk) -> None:
    for number in range(5):
        sdk.call("apply", manifest={**BASIC, "description": str(number)})
    registry = fake.registry()
    (prompt,) = registry.prompts.values()
    prompt.id, prompt.ml_repo_id, prompt.versions[0].id, prompt.versions[0].tags = "p1", "42", "pv1", ["prod"]
    registry.prompts = {"p1": prompt}
    fake.clear_calls()


@pytest.mark.parametrize("version", [OLD, NEW], indirect=True)
@pytest.mark.parametrize("what", RECORDED)
def test_they_send_what_was_recorded_of_them(
    recorded_world: TrueFoundryFake, version: str, sdk_speakers: Speakers, what: str
) -> None:
    sdk = Sdk(version, recorded_world.url, TOKEN, sdk_speakers(version))
    _populate(recorded_world, sdk)
    call, arguments = RECORDED[what]
    with suppress(SdkError):  # some ask for what was not there
        sdk.call(call, **arguments)
    recorded = json.loads((RECORDINGS / f"truefoundry-sdk-{version}.json").read_text(encoding="utf-8"))
    (expected,) = [entry["requests"] for entry in recorded if entry["call"] == what]
    assert [_as_recorded(each) for each in recorded_world.calls] == expected


def _as_recorded(call: Any) -> dict[str, Any]:
    method = call.operation.partition(" ")[0]
    return {"method": method, "path": call.path, **({} if call.body is None else {"body": call.body})}
