"""Content there and back: what the gate lets through reads as it was declared, and the service takes it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backends.damage import damage
from backends.humanloop_contents import contents
from backends.humanloop_world import declared
from fakes.humanloop.schema import UPSERT, checked
from fakes.humanloop.state import FILLED_IN, kernel_of
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.registries.base import Desired
from pulumi_prompts.registries.humanloop.answers import Record
from pulumi_prompts.registries.humanloop.wire import as_it_stands, expand, flatten
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.shared.flattening import Flat

CHAT = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}
TEXT = {"model": "m", "template": "Hi"}
TOOL = {"name": "find", "description": "Finds."}
EVERYTHING_FILLED_IN: dict[str, Any] = {
    "provider": "openai",
    "endpoint": "chat",
    "parameters": {
        "max_tokens": -1,
        "temperature": 1,
        "top_p": 1,
        "presence_penalty": 0,
        "frequency_penalty": 0,
    },
    "options": {"humanloop": {"template_language": "default"}},
    "tools": [{**TOOL, "strict": False}],
}


def gate(tree: Mapping[str, Any]) -> list[str]:
    """What `check` says of a prompt."""
    return [
        str(failure)
        for failure in Declaration.of({"name": "triage", "backend": {"kind": "humanloop"}, **tree}).failures
    ]


def stored(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What the service would answer, as the adapter parses it."""
    checked(UPSERT, {"path": "triage", **parameters})
    kernel = kernel_of(dict(parameters))
    linked = [{"id": tool, "version_id": "tlv_1", "name": tool, "description": ""} for tool in kernel["linked_tools"]]
    answer = {"id": "pr_1", "path": "triage", "version_id": "prv_1", "created_at": "2024-07-08T22:40:35.656915"}
    return Record.model_validate(json.loads(json.dumps({**answer, **kernel, "linked_tools": linked}))).kernel


def there_and_back(desired: Desired) -> Flat:
    return flatten(stored(expand(desired.content)))


@settings(max_examples=200)
@given(contents())
def test_whatever_the_gate_accepts_reads_as_it_was_declared(tree: dict[str, Any]) -> None:
    assume(not gate(tree))
    desired = declared(tree)
    flat = there_and_back(desired)
    assert (flat.digest, flat.obstacle) == (desired.digest, "")


@settings(max_examples=200)
@given(contents())
def test_a_version_as_it_stands_is_the_same_version(tree: dict[str, Any]) -> None:
    assume(not gate(tree))
    kernel = stored(expand(declared(tree).content))
    assert stored(as_it_stands(kernel)) == kernel


@settings(max_examples=200)
@given(contents())
def test_the_same_digest_is_the_same_version(tree: dict[str, Any]) -> None:
    """What is written is a function of the content alone."""
    assume(not gate(tree))
    content = flatten(stored(expand(declared(tree).content))).content
    assert content is not None
    assert expand(content) == expand(declared(tree).content)


@pytest.mark.parametrize("name", ["provider", "endpoint", "parameters", "options", "tools"])
def test_what_is_filled_in_differs_from_what_is_declared(name: str) -> None:
    silent, explicit = (
        declared({**CHAT, "tools": [TOOL]}),
        declared({**CHAT, "tools": [TOOL], name: EVERYTHING_FILLED_IN[name]}),
    )
    assert silent.digest != explicit.digest
    assert gate({**CHAT, "tools": [TOOL], name: EVERYTHING_FILLED_IN[name]}) == []
    assert there_and_back(silent).digest == silent.digest
    assert there_and_back(explicit).digest == explicit.digest


def test_a_declaration_of_all_that_is_filled_in_is_noted() -> None:
    explicit = declared({**CHAT, **EVERYTHING_FILLED_IN})
    declared_ones = [
        "endpoint",
        "frequency_penalty",
        "max_tokens",
        "presence_penalty",
        "provider",
        "temperature",
        "template_language",
        "tools[0].strict",
        "top_p",
    ]
    assert expand(explicit.content)["attributes"] == {"pulumi-prompts": {"declared": declared_ones}}
    assert there_and_back(explicit).digest == explicit.digest


def test_nothing_that_is_not_declared_is_sent() -> None:
    note: dict[str, Any] = {"pulumi-prompts": {"declared": []}}
    assert expand(content_from(TEXT)) == {
        "model": "m",
        "endpoint": "complete",
        "template": "Hi",
        "attributes": note,
    }
    assert expand(content_from(CHAT)) == {
        "model": "m",
        "endpoint": "chat",
        "template": [{"role": "user", "content": "Hi"}],
        "attributes": note,
    }


def test_several_texts_are_sent_as_parts() -> None:
    content = content_from({"model": "m", "messages": [{"role": "user", "content": ["a", "b"], "name": "ada"}]})
    parts = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    assert expand(content)["template"] == [{"role": "user", "content": parts, "name": "ada"}]


# what somebody else wrote, or changed


def test_what_carries_no_note_says_all_that_it_says() -> None:
    content = flatten(stored({"model": "m", "template": [{"role": "user", "content": "Hi"}]})).content
    filled_in = {**CHAT, **{name: value for name, value in EVERYTHING_FILLED_IN.items() if name != "tools"}}
    assert content == content_from(filled_in)


@pytest.mark.parametrize(
    "altered",
    [
        {"temperature": 0.5},
        {"temperature": None},
        {"provider": "groq"},
        {"endpoint": "edit"},
        {"max_tokens": 1},
        {"top_p": 0.5},
        {"presence_penalty": 1},
        {"frequency_penalty": 1},
        {"template_language": "jinja"},
        {"template": "Hi!"},
        {"model": "n"},
        {"stop": "x"},
        {"seed": 0},
        {"other": {"a": 1}},
        {"response_format": {"type": "json_object"}},
        {"tools": [TOOL]},
        {"reasoning_effort": 1},
    ],
)
def test_a_copy_with_another_parameter_is_another_content(altered: dict[str, Any]) -> None:
    """As the vendor's editor would make it: the note of the version is copied along."""
    desired = declared({**TEXT, "parameters": {"temperature": 1}})
    kernel = stored(expand(desired.content))
    assert flatten(kernel).digest == desired.digest
    flat = flatten({name: value for name, value in {**kernel, **altered}.items() if value is not None})
    assert flat.digest != desired.digest
    assert flat.content is not None


@pytest.mark.parametrize("note", [None, 1, {}, {"declared": 1}, {"declared": [1]}, {"declared": [], "more": 1}])
def test_what_is_no_note_of_ours_is_an_attribute(note: Any) -> None:
    kernel = stored(expand(declared(TEXT).content))
    content = flatten({**kernel, "attributes": {"pulumi-prompts": note}}).content
    assert content is not None
    assert content.parameters is not None
    assert content.parameters.temperature == FILLED_IN["temperature"]


def foreign(**changed: Any) -> dict[str, Any]:
    return {**stored({"model": "m", "template": [{"role": "user", "content": "Hi"}]}), **changed}


ROLES = "'system', 'developer', 'user', 'assistant' or 'tool'"
EFFORTS = "'none', 'minimal', 'low', 'medium', 'high' or 'xhigh'"
FORMATS = "'text', 'json_object' or 'json_schema'"
IMAGE = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}


@pytest.mark.parametrize(
    ("kernel", "obstacle"),
    [
        ({"model": "m"}, "it has no template"),
        (foreign(template=[]), "it has no template"),
        (foreign(template=[{"role": "user", "content": [IMAGE]}]), "messages[0] has a part that is no text"),
        (foreign(template=[{"role": "user"}]), "messages[0] has no content"),
        (foreign(template=[{"content": "x"}]), "its messages[0].role is required"),
        (
            foreign(template=[{"role": "assistant", "content": "", "tool_calls": [{"id": "1"}], "thinking": None}]),
            "messages[0] is of a call of a tool",
        ),
        (foreign(template=[{"role": "critic", "content": "x"}]), f"its messages[0].role must be {ROLES}"),
        (foreign(template=["x"]), "messages[0] is no message"),
        (foreign(template=5), "it holds something that has no canonical form"),
        (foreign(model=5), "its model must be a string"),
        (
            foreign(max_tokens="many", top_p=2),
            "its parameters.top_p must be at most 1; its parameters.max_tokens must be an integer",
        ),
        (foreign(reasoning_effort="extreme"), f"its parameters.reasoning_effort must be {EFFORTS}"),
        (foreign(response_format={"type": "xml"}), f"its response_format.type must be {FORMATS}"),
        (
            foreign(tools=[{"name": "f", "kind": "x"}]),
            "its tools[0].kind is not a known property; known are description, name, parameters, strict",
        ),
        (foreign(linked_tools=[{"name": "f"}]), "a part of it lacks 'id'"),
        (foreign(attributes=[1]), "it holds something that has no canonical form"),
        (foreign(other={"a": "\ud800"}), "it holds something that has no canonical form"),
    ],
)
def test_what_has_no_words_is_told(kernel: dict[str, Any], obstacle: str) -> None:
    assert flatten(kernel) == Flat(None, "", obstacle)


@settings(max_examples=100)
@given(st.data(), contents())
def test_no_answer_makes_it_raise(data: st.DataObject, tree: dict[str, Any]) -> None:
    assume(not gate(tree))
    kernel = stored(expand(declared(tree).content))
    damage(data, kernel)
    flat = flatten(kernel)
    assert (flat.content is None) == bool(flat.obstacle) == (flat.digest == "")
