"""Content there and back: what the gate lets through reads as it was declared, and fits the vendor's schema."""

import copy
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backends.damage import damage
from backends.truefoundry_contents import contents
from backends.truefoundry_world import MARKER, MODEL, declared
from fakes.truefoundry.manifest import ChatPromptManifest
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.truefoundry.options import TrueFoundryOptions
from pulumi_prompts.registries.truefoundry.wire import FlatVersion, expand, flatten

MESSAGES = [{"role": "user", "content": "Hi {{name}}"}]


def gate(tree: Mapping[str, Any]) -> list[str]:
    """What `check` says of a prompt."""
    backend = {"kind": "truefoundry", "url": "https://tfy.example.com", "ml_repo": "support"}
    return [str(failure) for failure in Declaration.of({"name": "triage", "backend": backend, **tree}).failures]


def sent(tree: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """The manifest that is sent for a content."""
    return expand(declared(tree, **more), "support", MARKER)


def stored(manifest: Mapping[str, Any], *, fills_in_defaults: bool) -> dict[str, Any]:
    """What the service would answer: the vendor's own schema, with its defaults or without, and nothing but JSON."""
    parsed = ChatPromptManifest.model_validate_json(json.dumps(manifest))
    return parsed.model_dump(mode="json", by_alias=True, exclude_unset=not fills_in_defaults)


def options(**block: Any) -> dict[str, Any]:
    return {"options": {"truefoundry": block}}


@settings(max_examples=200)
@given(contents(), st.booleans())
def test_whatever_the_gate_accepts_reads_as_it_was_declared(tree: dict[str, Any], fills_in_defaults: bool) -> None:
    assume(not gate(tree))
    content = content_from(tree)
    flat = flatten(stored(sent(tree), fills_in_defaults=fills_in_defaults))
    assert (flat.digest, flat.obstacle) == (digest_of(content), "")


def test_a_text_is_sent_as_one_message_and_nothing_that_is_not_declared() -> None:
    assert sent({"template": "Sort {{ticket}}."}) == {
        "type": "chat_prompt",
        "name": "triage",
        "ml_repo": "support",
        "metadata": {"pulumi_prompts": {"marker": MARKER, "published_by": MARKER, "template": True}},
        "messages": [{"role": "user", "content": "Sort {{ticket}}."}],
        "variables": {"ticket": ""},
    }


def test_everything_is_sent_where_truefoundry_looks_for_it() -> None:
    tree = {
        **MODEL,
        "messages": [
            {"role": "system", "content": "You are {{role}}.", "name": "house"},
            {"role": "user", "content": ["a", "b"]},
        ],
        "parameters": {
            "temperature": 0.5,
            "top_p": 0.9,
            "top_k": 3,
            "max_tokens": 10,
            "stop": "X",
            "seed": 1,
            "presence_penalty": 0.1,
            "frequency_penalty": -1,
            "reasoning_effort": "high",
        },
        "tools": [{"name": "f", "description": "d", "parameters": {"type": "object"}, "strict": True}],
        "tool_choice": {"name": "f"},
        "response_format": {"type": "json_schema", "json_schema": {"name": "s", "schema": {"type": "object"}}},
        **options(
            version_alias="v1",
            variable_defaults={"role": "a bot"},
            extra_parameters={"n": 2},
            manifest_extra={"sub_agents": [{"name": "helper"}]},
        ),
    }
    assert gate(tree) == []
    manifest = sent(tree, description="d", metadata={"team": "support"})
    assert manifest.pop("metadata") == {
        "team": "support",
        "pulumi_prompts": {"marker": MARKER, "published_by": MARKER},
    }
    assert manifest == {
        "type": "chat_prompt",
        "name": "triage",
        "ml_repo": "support",
        "description": "d",
        "version_alias": "v1",
        "messages": [
            {"role": "system", "content": "You are {{role}}.", "name": "house"},
            {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]},
        ],
        "variables": {"role": "a bot"},
        "model_configuration": {
            "provider": "openai-main",
            "model": "gpt-4o",
            "parameters": {"temperature": 0.5, "top_p": 0.9, "top_k": 3, "max_tokens": 10, "stop": ["X"]},
            "extra_parameters": {
                "n": 2,
                "seed": 1,
                "presence_penalty": 0.1,
                "frequency_penalty": -1,
                "reasoning_effort": "high",
                "tool_choice": {"type": "function", "function": {"name": "f"}},
            },
        },
        "tools": [
            {
                "type": "function",
                "function": {"name": "f", "description": "d", "parameters": {"type": "object"}, "strict": True},
            }
        ],
        "response_format": {"type": "json_schema", "json_schema": {"name": "s", "schema": {"type": "object"}}},
        "sub_agents": [{"name": "helper"}],
    }


# What another hand changed is seen as what it is, whatever our note says.

NOTED: dict[str, Any] = {
    "messages": MESSAGES,
    "tools": [{"name": "f", "strict": False}, {"name": "g"}],
    **options(manifest_extra={"cache_config": {"type": "exact-match", "ttl": 3600}}),
}


def altered(tree: Mapping[str, Any], **members: Any) -> FlatVersion:
    return flatten({**stored(sent(tree), fills_in_defaults=True), **members})


def test_a_text_that_became_a_chat_is_one() -> None:
    for messages in (
        [*MESSAGES, {"role": "assistant", "content": "Hello."}],
        [{"role": "system", "content": "Hi {{name}}"}],
        [{"role": "user", "content": "Hi {{name}}", "name": "ada"}],
    ):
        flat = altered({"template": "Hi {{name}}"}, messages=messages)
        assert flat.digest == digest_of(content_from({"messages": messages}))
    assert altered({"template": "Hi {{name}}"}, messages=MESSAGES).digest == digest_of(Content(template="Hi {{name}}"))


def test_what_the_note_tells_apart_counts_only_while_the_manifest_agrees() -> None:
    content = altered(NOTED).content
    assert content is not None
    assert content.tools is not None
    assert [tool.strict for tool in content.tools] == [False, None]
    for members in (
        {"cache_config": {"type": "exact-match", "ttl": 60}},
        {"cache_config": {"type": "exact-match", "ttl": 3600, "namespace": "x"}},
        {"cache_config": None},
        {"sub_agents": [{"name": "helper"}]},
        {"tools": [{"type": "function", "function": {"name": "f", "strict": True}}]},
        {"tools": None},
    ):
        assert altered(NOTED, **members).digest not in ("", digest_of(content))


def test_what_the_registry_fills_in_is_no_change() -> None:
    filled = {"cache_config": {"type": "exact-match", "ttl": 3600.0, "namespace": None}, "guardrails": None}
    assert altered(NOTED, **filled).digest == digest_of(content_from(NOTED))


def test_a_key_of_the_users_own_choice_is_no_default() -> None:
    """`priority` of a target is a default, as a parameter that is passed on it is none."""

    def routing(**override: Any) -> dict[str, Any]:
        target = {"target": "a", "override_params": override}
        return {"routing_config": {"type": "latency-based-routing", "load_balance_targets": [target]}}

    tree = {"messages": MESSAGES, **options(manifest_extra=routing(priority=0))}
    assert altered(tree, **routing()).digest != altered(tree).digest


def test_variables_that_the_manifest_leaves_out_are_no_change_and_unused_ones_are() -> None:
    digest = altered({"messages": MESSAGES}).digest
    for variables in (None, {}, {"name": None}, {"name": ""}):
        assert altered({"messages": MESSAGES}, variables=variables).digest == digest
    for variables in ({"name": "x"}, {"name": "", "other": ""}, {"other": "x"}):
        assert altered({"messages": MESSAGES}, variables=variables).digest not in ("", digest)


@pytest.mark.parametrize(
    "extra",
    [
        {"seed": 0.5},
        {"seed": True},
        {"seed": 2.0**60},
        {"presence_penalty": 2.5},
        {"frequency_penalty": False},
        {"reasoning_effort": 1024},
        {"reasoning_effort": "extreme"},
        {"tool_choice": "any"},
        {"tool_choice": {"type": "function", "function": {"name": "f", "strict": True}}},
        {"tool_choice": {"type": "function", "function": {"name": "f"}, "cache": 1}},
        {"temperature": 3},
    ],
    ids=str,
)
def test_an_extra_parameter_that_is_none_of_ours_stays_one(extra: dict[str, Any]) -> None:
    flat = altered({"messages": MESSAGES}, model_configuration={**MODEL, "extra_parameters": extra})
    assert flat.obstacle == ""
    assert flat.content is not None
    assert flat.content.options.of(TrueFoundryOptions).extra_parameters == extra
    assert (flat.content.parameters, flat.content.tool_choice) == (None, None)


def test_a_note_that_is_none_is_ignored() -> None:
    notes: tuple[Any, ...] = (None, "x", [], {"template": 1, "not_strict": "f", "manifest_extra": 5, "marker": 7})
    for note in notes:
        flat = altered({"messages": MESSAGES}, metadata={"pulumi_prompts": note, "k": "v"})
        assert (flat.digest, flat.marker) == (altered({"messages": MESSAGES}).digest, None)
        assert flat.metadata == {"k": "v"}


# What our content has no words for: told, never raised.


@pytest.mark.parametrize(
    ("members", "obstacle"),
    [
        ({"type": "model-version"}, "it is no manifest of type 'chat_prompt'"),
        ({"messages": None}, "it has no messages"),
        ({"messages": {}}, "it has no messages"),
        ({"messages": {"a": 1}}, "its messages are no list"),
        ({"messages": ["x"]}, "messages[0] is no message"),
        ({"messages": [{"role": "tool", "content": "42", "tool_call_id": "1"}]}, "messages[0] is of a call of a tool"),
        (
            {"messages": [{"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]}]},
            "messages[0] is of a call of a tool",
        ),
        ({"messages": [{"role": "user", "content": "x", "refusal": "y"}]}, "messages[0] has refusal"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "u"}}]}]},
            "messages[0] has a part that is no text",
        ),
        (
            {"messages": [{"role": "user", "content": {"type": "blob-storage", "path": "p", "mime_type": "m"}}]},
            "messages[0] refers to a text that is kept elsewhere",
        ),
        (
            {"messages": [{"role": "critic", "content": "x"}]},
            "its messages[0].role must be 'system', 'developer', 'user', 'assistant' or 'tool'",
        ),
        ({"messages": [{"role": "assistant", "content": None}]}, "messages[0] has no content"),
        ({"tools": [{"type": "mcp"}]}, "its tools hold something that is no function"),
        ({"tools": [{"type": "function", "function": {"name": "f", "cache": 1}}]}, "a function of its tools has cache"),
        ({"model_configuration": {**MODEL, "seat": 1}}, "its model configuration has seat"),
        ({"model_configuration": {**MODEL, "parameters": {"seat": 1}}}, "its parameters has seat"),
        (
            {"model_configuration": {**MODEL, "parameters": {"top_k": 1.5}}},
            "its parameters.top_k must be an integer",
        ),
        ({"model_configuration": 5}, "its model configuration is no object"),
        (
            {"response_format": {"type": "xml"}},
            "its response_format.type must be 'text', 'json_object' or 'json_schema'",
        ),
        ({"variables": ["a"]}, "its list of variables is no object"),
        ({"sub_agents": [{"name": "\ud800"}]}, "it holds something that has no canonical form"),
    ],
)
def test_what_has_no_words_is_told(members: dict[str, Any], obstacle: str) -> None:
    flat = flatten({**stored(sent({"messages": MESSAGES}), fills_in_defaults=True), **members})
    assert (flat.content, flat.digest, flat.obstacle) == (None, "", obstacle)


@settings(max_examples=100)
@given(st.data(), contents())
def test_no_answer_makes_it_raise(data: st.DataObject, tree: dict[str, Any]) -> None:
    assume(not gate(tree))
    answer = copy.deepcopy(sent(tree, metadata={"a": {"b": [1]}}))
    damage(data, answer)
    flat = flatten(answer)
    assert (flat.content is None) == bool(flat.obstacle) == (flat.digest == "")
