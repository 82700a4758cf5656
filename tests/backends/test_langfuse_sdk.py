"""The vendor's own SDK as a witness: it reads what we write, and we understand what it writes."""

from typing import Any

import pytest

from backends.langfuse_world import MARKER, World, declared, desired
from backends.test_langfuse import TestLangfuse as Suite
from fakes.langfuse import LangfuseFake
from langfuse_sdk.client import Sdk, SdkRefusedError
from langfuse_sdk.fixtures import langfuse_fake, langfuse_sdk, sdk
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.registries.base import Alias, Change
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.langfuse import Langfuse
from pulumi_prompts.testing.base import assert_holds, write

__all__ = ["langfuse_fake", "langfuse_sdk", "sdk"]

TOOL = {"name": "find", "description": "Finds.", "parameters": {"type": "object"}, "strict": True}
FULL: dict[str, Any] = {
    "messages": [
        {"role": "system", "content": "You are {{role}}."},
        {"role": "user", "content": "{{question}}"},
    ],
    "model": "gpt-4o",
    "parameters": {"temperature": 0.5, "max_tokens": 100, "stop": ["END"]},
    "tools": [TOOL],
    "tool_choice": {"name": "find"},
    "response_format": {"type": "json_object"},
    "options": {"langfuse": {"placeholders": [{"name": "history", "position": 1}], "config": {"n": 1}}},
}
CONFIG = {
    "model": "gpt-4o",
    "temperature": 0.5,
    "max_tokens": 100,
    "stop": ["END"],
    "tools": [{"type": "function", "function": TOOL}],
    "tool_choice": {"type": "function", "function": {"name": "find"}},
    "response_format": {"type": "json_object"},
    "n": 1,
}


@pytest.fixture
def world(langfuse_fake: LangfuseFake) -> World:
    return World(langfuse_fake)


@pytest.fixture
def backend(world: World) -> Langfuse:
    return world.connect()


# it reads what we write


def test_an_application_reads_a_chat_by_its_label(backend: Langfuse, sdk: Sdk) -> None:
    """With its placeholder and variables filled in, and the config to pass on."""
    ref = backend.create(declared(FULL, name="desk/greet", tags={"team": "desk"}))
    (version,) = backend.versions(ref.id)
    backend.set_alias(ref.id, Alias("production", version.version), None)
    filled = {"role": "terse", "question": "Why?", "history": [{"role": "user", "content": "Hi"}]}
    for read in (sdk.get("desk/greet", compile=filled), sdk.get("desk/greet", label="production", compile=filled)):
        assert (read["is"], read["version"], read["config"]) == ("ChatPromptClient", 1, CONFIG)
        assert sorted(read["labels"]) == ["latest", "production"]
        assert read["variables"] == ["role", "question"]
        assert read["compiled"] == [
            {"role": "system", "content": "You are terse."},
            {"role": "user", "content": "Hi"},
            {"role": "user", "content": "Why?"},
        ]


def test_an_application_reads_a_text_by_its_label(backend: Langfuse, sdk: Sdk) -> None:
    ref = backend.create(desired("Sort {{ticket}}."))
    write(backend, ref, desired("Sort {{ticket}}, please."), Change(frozenset({"content"})))
    first, second = backend.versions(ref.id)
    for version, text in ((first, "Sort 7."), (second, "Sort 7, please.")):
        found = {each.name: each for each in backend.aliases(ref.id)}.get("staging")
        backend.set_alias(ref.id, Alias("staging", version.version), found)
        read = sdk.get("triage", label="staging", compile={"ticket": "7"})
        assert (read["is"], read["compiled"]) == ("TextPromptClient", text)
    assert read["commit_message"] == f"pulumi-prompts: {MARKER}"
    assert sdk.get("triage", version=1)["prompt"] == "Sort {{ticket}}."


def test_without_the_label_production_there_is_nothing_to_read(backend: Langfuse, sdk: Sdk) -> None:
    backend.create(desired())
    with pytest.raises(SdkRefusedError) as raised:
        sdk.get("triage")
    assert raised.value.status == 404


@pytest.mark.parametrize("sample", [*Suite.declare.contents])
def test_it_reads_whatever_we_write(backend: Langfuse, sdk: Sdk, sample: str) -> None:
    content = Suite.declare.contents[sample]
    backend.create(Suite.declare.desired(content, tags={}, description=None))
    read = sdk.get("conformance", label="latest")
    if content.template is not None:
        assert read["prompt"] == content.template
        return
    said = [each for each in read["prompt"] if each["type"] == "message"]
    assert [(each["role"], each["content"]) for each in said] == [
        (each.role, each.content) for each in content.messages or ()
    ]


# we understand what it writes


def test_a_chat_that_it_has_made_can_be_adopted(backend: Langfuse, sdk: Sdk) -> None:
    """By the declaration that says the same."""
    messages = [FULL["messages"][0], {"type": "placeholder", "name": "history"}, FULL["messages"][1]]
    made = {"labels": ["production"], "tags": ["reviewed", "team=sales"], "commit_message": "By hand."}
    sdk.call("create_prompt", name="desk/greet", type="chat", prompt=messages, config=CONFIG, **made)
    head = backend.find("desk/greet")
    assert head is not None
    assert (head.digest, head.obstacle) == (digest_of(content_from(FULL)), "")
    assert head.labels is not None
    assert (head.labels.tags, head.labels.marker) == ({"reviewed": "", "team": "sales"}, None)
    assert [*backend.aliases(head.id)] == [Alias("production", str(head.version))]
    assert backend.versions(head.id)[0].description == "By hand."
    adopted = declared(FULL, name="desk/greet", tags={"team": "desk"}, nonce="n1")
    backend.update(head, adopted, Change(frozenset({"tags", "marker"}), frozenset()))
    read = sdk.get("desk/greet")
    assert read["version"] == 1
    assert {"reviewed", "team=desk"} < {*read["tags"]}


def test_a_text_that_it_has_made_can_be_adopted(backend: Langfuse, sdk: Sdk) -> None:
    sdk.call("create_prompt", name="triage", prompt="Sort {{ticket}}.", config={"model": "gpt-4o"})
    head = backend.find("triage")
    assert head is not None
    wanted = declared({"template": "Sort {{ticket}}.", "model": "gpt-4o"})
    written = write(backend, head.ref, wanted, Change(frozenset({"marker"})))
    assert_holds(backend, backend.read(head.id), written, wanted)
    assert sdk.get("triage", label="latest")["version"] == 1


def test_its_moves_and_its_versions_are_seen(backend: Langfuse, sdk: Sdk) -> None:
    """A version of its own is drift of the prompt, and nobody's."""
    ref = backend.create(desired("Sort."))
    sdk.call("create_prompt", name="triage", prompt="Sort well.", labels=["production"])
    head = backend.read(ref.id)
    assert head.content is not None
    assert head.content.template == "Sort well."
    assert [each.labels and each.labels.marker for each in backend.versions(ref.id)] == [MARKER, None]
    sdk.call("update_prompt", name="triage", version=1, new_labels=["production"])
    assert [each.version for each in backend.aliases(ref.id)] == [backend.versions(ref.id)[0].version]


def test_the_lists_of_the_two_agree(backend: Langfuse, sdk: Sdk) -> None:
    for number in range(3):
        backend.create(desired(name=f"desk/{number}"))
    (listed, *others) = sdk.call("api.prompts.list", limit=2, page=1)["data"]
    assert (listed["name"], listed["versions"], listed["labels"], len(others)) == ("desk/0", [1], ["latest"], 1)
    assert sdk.call("api.projects.get")["data"][0]["id"] in backend.read("desk/0").uri
