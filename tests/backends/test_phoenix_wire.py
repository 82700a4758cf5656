"""Content there and back: what the gate lets through reads as declared, and stands where Phoenix looks for it."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from backends.phoenix_contents import contents
from backends.phoenix_world import MODEL, World, declared
from phoenix_server.fixtures import phoenix_registry, phoenix_server  # noqa: F401 (fixtures)
from phoenix_server.registry import PhoenixRegistry, of_people
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.phoenix.wire import Note, expand, flatten

FIND = {"name": "find", "description": "Finds.", "parameters": {"type": "object"}, "strict": True}


def gate(tree: Mapping[str, Any]) -> list[str]:
    """What `check` says of a prompt."""
    beside = {"name": "triage", "backend": {"kind": "phoenix", "url": "http://phoenix.example.com"}}
    return [str(failure) for failure in Declaration.of({**beside, **tree}).failures]


def written(tree: Mapping[str, Any]) -> dict[str, Any]:
    """The version that is sent for a content."""
    return expand(content_from({**MODEL, **tree}), Note("marker"))


@settings(max_examples=200)
@given(contents())
def test_whatever_the_gate_accepts_reads_as_it_was_declared(tree: dict[str, Any]) -> None:
    assume(not gate(tree))
    content = content_from(tree)
    flat = flatten(expand(content, Note("marker")))
    assert (flat.digest, flat.obstacle) == (digest_of(content), "")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(contents())
def test_so_it_does_from_a_server(phoenix_registry: PhoenixRegistry, tree: dict[str, Any]) -> None:  # noqa: F811
    assume(not gate(tree))
    phoenix_registry.empty()
    backend = World(phoenix_registry).connect()
    prompt = declared(tree)
    assert backend.read(backend.create(prompt).id).digest == prompt.digest


def test_a_text_is_a_message_of_the_user_with_our_note() -> None:
    assert written({"template": "Sort {{ticket}}."}) == {
        "metadata": {"pulumi-prompts": {"marker": "marker", "is_text": True}},
        "model_provider": "OPENAI",
        "model_name": "gpt-4o",
        "template_type": "CHAT",
        "template_format": "MUSTACHE",
        "template": {"type": "chat", "messages": [{"role": "user", "content": "Sort {{ticket}}."}]},
        "invocation_parameters": {"type": "openai", "openai": {}},
    }


def test_a_chat_with_all_that_goes_with_it() -> None:
    schema = {"name": "answer", "schema": {"type": "object"}, "strict": False}
    tree = {
        "messages": [{"role": "system", "content": "Sort."}, {"role": "user", "content": ["{{a}}", "{{b}}"]}],
        "parameters": {"temperature": 0.5, "stop": ["END"]},
        "tools": [FIND, {"name": "ping"}],
        "tool_choice": {"name": "find"},
        "response_format": {"type": "json_schema", "json_schema": schema},
        "options": {"phoenix": {"invocation_parameters": {"max_completion_tokens": 300}}},
    }
    version = written(tree)
    assert version["template"]["messages"] == [
        {"role": "system", "content": "Sort."},
        {"role": "user", "content": [{"type": "text", "text": text} for text in ("{{a}}", "{{b}}")]},
    ]
    assert version["invocation_parameters"] == {
        "type": "openai",
        "openai": {"temperature": 0.5, "stop": ["END"], "max_completion_tokens": 300},
    }
    assert version["tools"] == {
        "type": "tools",
        "tools": [{"type": "function", "function": FIND}, {"type": "function", "function": {"name": "ping"}}],
        "tool_choice": {"type": "specific_function", "function_name": "find"},
    }
    assert version["response_format"] == {"type": "json_schema", "json_schema": schema}
    assert version["metadata"] == {"pulumi-prompts": {"marker": "marker"}}


@pytest.mark.parametrize(("ours", "theirs"), [("auto", "zero_or_more"), ("required", "one_or_more"), ("none", "none")])
def test_a_mode_of_choice_has_its_word(ours: str, theirs: str) -> None:
    version = written({"template": "x", "tools": [FIND], "tool_choice": ours})
    assert version["tools"]["tool_choice"] == {"type": theirs}


@pytest.mark.parametrize(
    ("provider", "effort", "expected"),
    [
        ("groq", "low", {"reasoning_effort": "low"}),
        ("anthropic", "low", {"output_config": {"effort": "low"}}),
        ("anthropic", 2000, {"thinking": {"type": "enabled", "budget_tokens": 2000}}),
        ("google", "low", {"thinking_config": {"thinking_level": "low"}}),
        ("google", 2000, {"thinking_config": {"thinking_budget": 2000}}),
    ],
)
def test_an_effort_stands_where_the_provider_has_it(provider: str, effort: Any, expected: dict[str, Any]) -> None:
    version = written({"template": "x", "provider": provider, "parameters": {"reasoning_effort": effort}})
    parameters = version["invocation_parameters"]
    assert parameters[parameters["type"]] == expected


PEOPLES = of_people("Sort.")
TEXT = {"messages": [{"role": "user", "content": "Sort."}], **MODEL}


def _saying(content: Any, role: str = "user") -> dict[str, Any]:
    return {**PEOPLES, "template": {"type": "chat", "messages": [{"role": role, "content": content}]}}


READ: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a chat without our note": (PEOPLES, TEXT),
    "our note of another text": (
        {**_saying("Sort.", "system"), "metadata": {"pulumi-prompts": {"is_text": True}}},
        {
            "messages": [{"role": "system", "content": "Sort."}],
            **MODEL,
        },
    ),
    "metadata of people": ({**PEOPLES, "metadata": {"pulumi-prompts": "mine", "a": 1}}, TEXT),
    "a text in parts, as Phoenix's pages write it": (_saying([{"type": "text", "text": "Sort."}]), TEXT),
    "a role of Phoenix's pages": (_saying("x", "ai"), {**TEXT, "messages": [{"role": "assistant", "content": "x"}]}),
    "parameters by the name of the provider": (
        {**PEOPLES, "model_provider": "XAI", "invocation_parameters": {"type": "xai", "xai": {"seed": 1}}},
        {**TEXT, "provider": "xai", "parameters": {"seed": 1}},
    ),
    "two ways of thinking": (
        {
            **PEOPLES,
            "model_provider": "ANTHROPIC",
            "invocation_parameters": {
                "type": "anthropic",
                "anthropic": {
                    "max_tokens": 9,
                    "output_config": {"effort": "low"},
                    "thinking": {"type": "enabled", "budget_tokens": 5},
                },
            },
        },
        {
            **TEXT,
            "provider": "anthropic",
            "parameters": {"max_tokens": 9, "reasoning_effort": "low"},
            "options": {"phoenix": {"invocation_parameters": {"thinking": {"type": "enabled", "budget_tokens": 5}}}},
        },
    ),
}


@pytest.mark.parametrize(("version", "tree"), READ.values(), ids=READ)
def test_what_others_wrote_is_understood(version: dict[str, Any], tree: dict[str, Any]) -> None:
    assert flatten(version).content == content_from(tree)


CALL = {"type": "tool_call", "tool_call_id": "1", "tool_call": {"type": "function", "name": "f", "arguments": "{}"}}
OBSTACLES: Mapping[str, tuple[dict[str, Any], str]] = {
    "single braces": (
        {**PEOPLES, "template_format": "F_STRING"},
        "its variables are written as F_STRING, and not as MUSTACHE",
    ),
    "a call of a tool": (_saying([CALL]), "messages[0] has a part that is no text"),
    "a provider of a later release": (
        {**PEOPLES, "model_provider": "ACME"},
        "its provider is acme, whose parameters are not known",
    ),
    "a tool that is no function": (
        {**PEOPLES, "tools": {"type": "tools", "tools": [{"type": "raw", "raw": {}}]}},
        "its tools hold something that is no function",
    ),
    "no parallel calls": (
        {**PEOPLES, "tools": {"type": "tools", "tools": [], "disable_parallel_tool_calls": True}},
        "it disables parallel calls of tools",
    ),
    "no messages": ({**PEOPLES, "template": {"type": "string"}}, "a part of it lacks 'messages'"),
}


@pytest.mark.parametrize(("version", "obstacle"), OBSTACLES.values(), ids=OBSTACLES)
def test_what_has_no_word_of_ours_is_told(version: dict[str, Any], obstacle: str) -> None:
    flat = flatten(version)
    assert (flat.content, flat.digest, flat.obstacle) == (None, "", obstacle)
