"""Content there and back: what the gate lets through reads as it was declared, and stands where applications look."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backends.damage import damage
from backends.langfuse_contents import contents
from backends.langfuse_world import declared
from fakes.langfuse.schema import created
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.langfuse.answers import Version
from pulumi_prompts.registries.langfuse.wire import expand, flatten
from pulumi_prompts.registries.shared.flattening import Flat

ANSWER = {"id": "1", "projectId": "p", "createdAt": "2026-01-01T00:00:00.000Z", "name": "triage", "version": 1}
HELLO = [{"role": "user", "content": "Hello"}]
TOOL = {"name": "find", "parameters": {"type": "object"}}
SCHEMA = {"name": "answer", "schema": {"type": "object"}, "strict": True}


def gate(tree: Mapping[str, Any]) -> list[str]:
    """What `check` says of a prompt."""
    beside = {"name": "triage", "backend": {"kind": "langfuse", "url": "http://langfuse.example.com"}}
    return [str(failure) for failure in Declaration.of({**beside, **tree}).failures]


def stored(fields: Mapping[str, Any]) -> Version:
    """What the server would answer, as the adapter parses it."""
    made = created({"name": "triage", **fields})
    return Version.model_validate(json.loads(json.dumps({**ANSWER, **made})))


def read(type: str, prompt: Any, config: Any = MappingProxyType({})) -> Flat:
    return flatten(Version.model_validate({**ANSWER, "type": type, "prompt": prompt, "config": config}))


@settings(max_examples=200)
@given(contents())
def test_whatever_the_gate_accepts_reads_as_it_was_declared(tree: dict[str, Any]) -> None:
    assume(not gate(tree))
    prompt = declared(tree)
    flat = flatten(stored(expand(prompt.content)))
    assert (flat.digest, flat.obstacle) == (prompt.digest, "")


@settings(max_examples=100)
@given(contents(), st.data())
def test_whatever_an_answer_holds_it_is_read_or_told(tree: dict[str, Any], data: st.DataObject) -> None:
    assume(not gate(tree))
    fields = json.loads(json.dumps(expand(content_from(tree))))
    type = fields.pop("type")
    damage(data, fields)
    flat = read(type, fields.get("prompt"), fields.get("config"))
    assert bool(flat.content) == bool(flat.digest) == (not flat.obstacle)


def test_a_text_stands_as_it_is() -> None:
    assert expand(content_from({"template": "Sort {{ticket}}."})) == {
        "type": "text",
        "prompt": "Sort {{ticket}}.",
        "config": {},
    }


def test_a_chat_has_its_placeholders_between_the_messages() -> None:
    places = [{"name": "examples", "position": 1}, {"name": "history", "position": 1}, {"name": "end", "position": 2}]
    chat = [{"role": "system", "content": "Be brief."}, *HELLO]
    written = expand(content_from({"messages": chat, "options": {"langfuse": {"placeholders": places}}}))
    assert written["prompt"] == [
        chat[0],
        {"type": "placeholder", "name": "examples"},
        {"type": "placeholder", "name": "history"},
        chat[1],
        {"type": "placeholder", "name": "end"},
    ]


def test_the_config_is_what_an_application_passes_on() -> None:
    """Under the names of OpenAI's chat completions."""
    content = {
        "messages": HELLO,
        "model": "gpt-4o",
        "parameters": {"temperature": 0.2, "stop": ["END"], "reasoning_effort": "low"},
        "tools": [TOOL],
        "tool_choice": {"name": "find"},
        "response_format": {"type": "json_schema", "json_schema": SCHEMA},
        "options": {"langfuse": {"config": {"logit_bias": {"1": 2}}}},
    }
    assert expand(content_from(content))["config"] == {
        "model": "gpt-4o",
        "temperature": 0.2,
        "stop": ["END"],
        "reasoning_effort": "low",
        "tools": [{"type": "function", "function": TOOL}],
        "tool_choice": {"type": "function", "function": {"name": "find"}},
        "response_format": {"type": "json_schema", "json_schema": SCHEMA},
        "logit_bias": {"1": 2},
    }


def test_tools_for_the_playground_have_its_form() -> None:
    tools = [TOOL, {"name": "look"}]
    content = content_from({"template": "x", "tools": tools, "options": {"langfuse": {"tool_form": "playground"}}})
    assert expand(content)["config"] == {"tools": tools}
    assert read("text", "x", {"tools": tools}).content == content


def test_words_of_former_versions_are_read() -> None:
    """A message says that it is one, or says nothing."""
    for word in ("chatmessage", "message"):
        assert read("chat", [{"type": word, **HELLO[0]}]) == read("chat", HELLO)


OBSTACLES: Mapping[str, tuple[Flat, str]] = {
    "another type": (read("image", "x"), "it is neither a text nor a chat"),
    "a text that is none": (read("text", HELLO), "it is neither a text nor a chat"),
    "a chat of nothing": (read("chat", []), "it has no messages"),
    "a chat of placeholders": (read("chat", [{"type": "placeholder", "name": "a"}]), "it has no messages"),
    "a call": (read("chat", [{**HELLO[0], "tool_calls": [1]}]), "messages[0] is of a call of a tool"),
    "another role": (
        read("chat", [{"role": "critic", "content": "x"}]),
        "its messages[0].role must be 'system', 'developer', 'user', 'assistant' or 'tool'",
    ),
    "a config that is a list": (read("text", "x", [1]), "its config is no object"),
    "a temperature that is a text": (
        read("text", "x", {"temperature": "0"}),
        "its parameters.temperature must be a number",
    ),
    "tools of another form": (
        read("text", "x", {"tools": [{"type": "function", "name": "find"}]}),
        "its tools hold something that is no function",
    ),
    "tools of two forms": (
        read("text", "x", {"tools": [TOOL, {"type": "function", "function": TOOL}]}),
        "its tools hold something that is no function",
    ),
    "a placeholder without a name": (
        read("chat", [{"type": "placeholder"}, *HELLO]),
        "a part of it lacks 'name'",
    ),
}


@pytest.mark.parametrize(("flat", "obstacle"), OBSTACLES.values(), ids=OBSTACLES)
def test_what_has_no_word_here_is_told(flat: Flat, obstacle: str) -> None:
    assert flat == Flat(None, "", obstacle)
