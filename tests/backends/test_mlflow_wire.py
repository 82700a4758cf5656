"""Content there and back: what the gate lets through reads as it was declared, and stands where MLflow looks for it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from backends.mlflow_contents import contents
from backends.mlflow_world import World, declared
from mlflow_server.fixtures import mlflow_registry, mlflow_server  # noqa: F401 (fixtures)
from mlflow_server.registry import MlflowRegistry
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.mlflow.wire import expand, flatten

CONFIG = "_mlflow_prompt_model_config"
FORMAT = "_mlflow_prompt_response_format"
SCHEMA = {"type": "object", "properties": {"City": {"enum": ["a", None, 1, 0.5, True]}}}
TEXT = {"mlflow.prompt.is_prompt": "true", "_mlflow_prompt_type": "text", "mlflow.prompt.text": "Sort."}


def gate(tree: Mapping[str, Any]) -> list[str]:
    """What `check` says of a prompt."""
    beside = {"name": "triage", "backend": {"kind": "mlflow", "url": "http://mlflow.example.com"}}
    return [str(failure) for failure in Declaration.of({**beside, **tree}).failures]


def written(tree: Mapping[str, Any]) -> dict[str, Any]:
    """The tags that are sent for a content, JSON parsed."""
    tags = expand(content_from(tree))
    return {key: json.loads(value) if key in (CONFIG, FORMAT) else value for key, value in tags.items()}


@settings(max_examples=200)
@given(contents())
def test_whatever_the_gate_accepts_reads_as_it_was_declared(tree: dict[str, Any]) -> None:
    assume(not gate(tree))
    content = content_from(tree)
    flat = flatten(expand(content))
    assert (flat.digest, flat.obstacle) == (digest_of(content), "")


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(contents())
def test_so_it_does_from_a_server(mlflow_registry: MlflowRegistry, tree: dict[str, Any]) -> None:  # noqa: F811
    assume(not gate(tree))
    mlflow_registry.empty()
    backend = World(mlflow_registry).connect()
    prompt = declared(tree)
    assert backend.read(backend.create(prompt).id).digest == prompt.digest


def test_a_text_is_a_tag() -> None:
    assert written({"template": "Sort {{ticket}}."}) == {
        "mlflow.prompt.is_prompt": "true",
        "_mlflow_prompt_type": "text",
        "mlflow.prompt.text": "Sort {{ticket}}.",
    }


def test_a_chat_is_json_that_people_can_read() -> None:
    messages = [{"role": "system", "content": "Grüße"}, {"role": "user", "content": "{{a}}"}]
    tags = written({"messages": messages})
    assert tags["_mlflow_prompt_type"] == "chat"
    assert tags["mlflow.prompt.text"] == (
        '[{"role": "system", "content": "Grüße"}, {"role": "user", "content": "{{a}}"}]'
    )


def test_the_model_configuration_has_the_names_of_mlflow() -> None:
    tools = [{"name": "find", "description": "Finds.", "parameters": SCHEMA, "strict": True}, {"name": "ping"}]
    parameters = {
        "temperature": 0,
        "top_p": 0.9,
        "top_k": 40,
        "max_tokens": 200,
        "stop": ["END"],
        "presence_penalty": -1,
        "frequency_penalty": 0.5,
        "seed": 0,
        "reasoning_effort": "low",
    }
    tree = {"template": "x", "model": "gpt-4o", "provider": "openai", "parameters": parameters, "tools": tools}
    extra = {"options": {"mlflow": {"extra_params": {"n": 1}}}}
    assert written({**tree, **extra, "tool_choice": {"name": "find"}})[CONFIG] == {
        "provider": "openai",
        "model_name": "gpt-4o",
        "temperature": 0,
        "top_p": 0.9,
        "top_k": 40,
        "max_tokens": 200,
        "stop_sequences": ["END"],
        "presence_penalty": -1,
        "frequency_penalty": 0.5,
        "seed": 0,
        "reasoning_effort": "low",
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": "find",
                    "description": "Finds.",
                    "parameters": {"type": "object", "properties": {"City": {"enum": ["a", None, 1, 0.5, True]}}},
                    "strict": True,
                },
            },
            {"type": "function", "function": {"name": "ping"}},
        ],
        "tool_choice": {"type": "function", "function": {"name": "find"}},
        "n": 1,
    }


@pytest.mark.parametrize("choice", ["auto", "required", "none"])
def test_a_mode_of_choice_is_a_word(choice: str) -> None:
    assert (
        written({"template": "x", "tools": [{"name": "ping"}], "tool_choice": choice})[CONFIG]["tool_choice"] == choice
    )


def test_a_response_format_is_as_openai_writes_it() -> None:
    schema = {"name": "answer", "description": "An answer.", "schema": SCHEMA, "strict": False}
    response_format = {"type": "json_schema", "json_schema": schema}
    assert written({"template": "x", "response_format": response_format})[FORMAT] == response_format


def test_a_schema_alone_is_as_mlflows_client_writes_it() -> None:
    tree = {"template": "x", "options": {"mlflow": {"response_schema": SCHEMA}}}
    assert written(tree)[FORMAT] == SCHEMA


def test_what_is_not_declared_is_not_written() -> None:
    assert {CONFIG, FORMAT} & written({"template": "x", "parameters": {}, "tools": []}).keys() == set()


READ: Mapping[str, tuple[dict[str, str], dict[str, Any]]] = {
    "a text of an early release, without a type": (
        {"mlflow.prompt.is_prompt": "true", "mlflow.prompt.text": "Sort."},
        {"template": "Sort."},
    ),
    "a text that reads like a chat": ({**TEXT, "mlflow.prompt.text": "[1]"}, {"template": "[1]"}),
    "a configuration that says nothing": ({**TEXT, CONFIG: "{}"}, {"template": "Sort."}),
    "a configuration with nothing in it": ({**TEXT, CONFIG: '{"temperature": null}'}, {"template": "Sort."}),
    "what others write beside": ({**TEXT, "author": "Bob", "_mlflow_experiment_ids": ",0,"}, {"template": "Sort."}),
    "parameters of one provider": (
        {**TEXT, CONFIG: '{"model_name": "m", "anthropic_version": "2023-06-01"}'},
        {
            "template": "Sort.",
            "model": "m",
            "options": {"mlflow": {"extra_params": {"anthropic_version": "2023-06-01"}}},
        },
    ),
    "a schema alone": (
        {**TEXT, FORMAT: '{"type": "object", "title": "A"}'},
        {"template": "Sort.", "options": {"mlflow": {"response_schema": {"type": "object", "title": "A"}}}},
    ),
    "a format of OpenAI": (
        {**TEXT, FORMAT: '{"type": "json_object"}'},
        {"template": "Sort.", "response_format": {"type": "json_object"}},
    ),
    "texts in parts, and a name": (
        {
            **TEXT,
            "_mlflow_prompt_type": "chat",
            "mlflow.prompt.text": json.dumps(
                [{"role": "user", "name": "ada", "content": [{"type": "text", "text": t} for t in "ab"]}]
            ),
        },
        {"messages": [{"role": "user", "name": "ada", "content": ["a", "b"]}]},
    ),
}


@pytest.mark.parametrize(("tags", "tree"), READ.values(), ids=READ)
def test_what_others_wrote_is_understood(tags: dict[str, str], tree: dict[str, Any]) -> None:
    assert flatten(tags).content == content_from(tree)


def _chat(text: str) -> dict[str, str]:
    return {**TEXT, "_mlflow_prompt_type": "chat", "mlflow.prompt.text": text}


OBSTACLES: Mapping[str, tuple[dict[str, str], str]] = {
    "a model": ({}, "it is a version of a model, and not of a prompt"),
    "no text": ({"mlflow.prompt.is_prompt": "true"}, "it is a version of a model, and not of a prompt"),
    "a chat that is cut": (_chat('[{"role"'), "its text is no JSON"),
    "a chat that is a text": (_chat('"x"'), "its text is no list of messages"),
    "an empty chat": (_chat("[]"), "its text is no list of messages"),
    "a call of a tool": (
        _chat('[{"role": "user", "content": "x"}, {"role": "assistant", "tool_calls": []}]'),
        "messages[1] is of a call of a tool",
    ),
    "an image": (
        _chat('[{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]'),
        "messages[0] has a part that is no text",
    ),
    "a text with more to it": (
        _chat('[{"role": "user", "content": [{"type": "text", "text": "x", "cache_control": {}}]}]'),
        "messages[0] has a part that is no text",
    ),
    "an unknown role": (
        _chat('[{"role": "narrator", "content": "x"}]'),
        "its messages[0].role must be 'system', 'developer', 'user', 'assistant' or 'tool'",
    ),
    "a configuration that is cut": ({**TEXT, CONFIG: "{"}, "its model configuration is no JSON"),
    "a configuration that is a list": ({**TEXT, CONFIG: "[]"}, "its model configuration is no object"),
    "a format that is a list": ({**TEXT, FORMAT: "[]"}, "its response format is no object"),
    "a model that is a number": (
        {**TEXT, CONFIG: '{"model_name": 4}'},
        "its model must be a string",
    ),
    "a temperature of words": (
        {**TEXT, CONFIG: '{"temperature": "hot"}'},
        "its parameters.temperature must be a number",
    ),
    "tools of another kind": (
        {**TEXT, CONFIG: '{"tools": [{"type": "web_search"}]}'},
        "its tools hold something that is no function",
    ),
    "a tool that is a word": (
        {**TEXT, CONFIG: '{"tools": [{"type": "function", "function": "find"}]}'},
        "its tools[0] must be an object with `name`",
    ),
    "tools by name": ({**TEXT, CONFIG: '{"tools": {"find": {}}}'}, "its tools are no list"),
    "a number that is none": ({**TEXT, CONFIG: '{"x": NaN}'}, "its model configuration is no JSON"),
}


@pytest.mark.parametrize(("tags", "obstacle"), OBSTACLES.values(), ids=OBSTACLES)
def test_what_has_no_word_of_ours_is_told(tags: dict[str, str], obstacle: str) -> None:
    flat = flatten(tags)
    assert (flat.content, flat.digest, flat.obstacle) == (None, "", obstacle)


ALTERED = {
    "mlflow.prompt.text": "Sort!",
    "_mlflow_prompt_type": "chat",
    CONFIG: '{"temperature": 0.5}',
    FORMAT: '{"type": "json_object"}',
}


@pytest.mark.parametrize(("key", "value"), ALTERED.items())
def test_an_altered_tag_is_another_content(key: str, value: str) -> None:
    content = content_from({"template": "Sort."})
    assert flatten({**expand(content), key: value}).digest != digest_of(content)
