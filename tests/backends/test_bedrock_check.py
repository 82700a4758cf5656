"""What a person reads at preview where a limit of Bedrock is broken: everything at once, each with its path."""

import re
from typing import Any

import pytest

from pulumi_prompts._model import UNKNOWN
from pulumi_prompts.backends.bedrock.support import MARKER_TAG
from pulumi_prompts.resources._declared import declared

BACKEND = {"kind": "bedrock", "region": "us-east-1"}


def failures(**properties: Any) -> list[str]:
    """What `check` says of a prompt that is good but for these properties."""
    text: dict[str, Any] = {} if properties.keys() & {"template", "messages"} else {"template": "x"}
    tree = {"name": "triage", "backend": BACKEND, **text, **properties}
    return sorted(str(failure) for failure in declared(tree).failures)


def chat(*messages: tuple[str, Any]) -> list[dict[str, Any]]:
    return [{"role": role, "content": content} for role, content in messages]


def tool(**more: Any) -> dict[str, Any]:
    return {"messages": chat(("user", "x")), "tools": [{"name": "find", "parameters": {}, **more}]}


def bedrock(**options: Any) -> dict[str, Any]:
    return {"options": {"bedrock": options}}


FORM_OF_NAME = "1 to 100 letters and digits, `_` or `-` between them (bedrock)"
FORM_OF_LABEL = "letters, digits, spaces and . _ : / = + @ - (bedrock)"
FIELDS = (
    "bedrock cannot express this: put it into `options.bedrock.additional_model_request_fields`, as the model names it"
)
RESERVED = "keys that begin with 'aws:' or 'pulumi-prompts/' or 'alias/' are reserved (bedrock)"
NO_PLACE = "is no place in this prompt; the end of a message is 'messages[N]', without its last block"

CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({"name": "support triage"}, [f"name: must be {FORM_OF_NAME}"]),
    ({"name": ""}, ["name: must not be empty (bedrock)"]),
    ({"name": "a" * 101}, [f"name: must be {FORM_OF_NAME}"]),
    ({"name": "a_-b"}, [f"name: must be {FORM_OF_NAME}"]),
    ({"name": "a" * 100}, []),
    ({"description": ""}, ["description: must not be empty (bedrock)"]),
    ({"description": "x" * 201}, ["description: must have at most 200 characters, has 201 (bedrock)"]),
    ({"tags": {"a;b": "c"}}, [f'tags["a;b"]: the key must be {FORM_OF_LABEL}']),
    ({"tags": {"a": "c;d"}}, [f"tags.a: must be {FORM_OF_LABEL}"]),
    ({"tags": {"a": "\u2003"}}, [f"tags.a: must be {FORM_OF_LABEL}"]),
    ({"tags": {"": "a"}}, ['tags[""]: the key must not be empty (bedrock)']),
    ({"tags": {"k" * 129: "a"}}, [f"tags.{'k' * 129}: the key must have at most 128 characters, has 129 (bedrock)"]),
    ({"tags": {"a": "v" * 257}}, ["tags.a: must have at most 256 characters, has 257 (bedrock)"]),
    ({"tags": {f"k{number}": "" for number in range(50)}}, ["tags: must have at most 48 entries, has 50 (bedrock)"]),
    ({"tags": {"aws:x": "a"}}, [f'tags["aws:x"]: {RESERVED}']),
    ({"tags": {"AWS:x": "a"}}, [f'tags["AWS:x"]: {RESERVED}']),
    ({"tags": {"alias/production": "1"}}, [f'tags["alias/production"]: {RESERVED}']),
    ({"tags": {MARKER_TAG: "mine"}}, [f'tags["{MARKER_TAG}"]: {RESERVED}']),
    ({"metadata": {"a": 1}}, ["metadata.a: must be a string (bedrock)"]),
    ({"metadata": {"a": "Grüße"}}, [f"metadata.a: must be {FORM_OF_LABEL}"]),
    (
        {"metadata": {"a": "v" * 1025}},
        ["metadata.a: must have at most 1024 characters, has 1025 (bedrock)"],
    ),
    (
        {"metadata": {f"k{number}": "" for number in range(51)}},
        ["metadata: must have at most 50 entries, has 51 (bedrock)"],
    ),
    ({"template": ""}, ["template: must not be empty (bedrock)"]),
    (
        {"messages": chat(("user", ""), ("user", ["x", ""]))},
        ["messages[0].content: must not be empty (bedrock)", "messages[1].content[1]: must not be empty (bedrock)"],
    ),
    (
        {"messages": chat(("developer", "x"), ("tool", "y"))},
        [
            "messages[0].role: must be 'system' or 'user' or 'assistant'; "
            "a developer message is a system message there (bedrock)",
            "messages[1].role: must be 'system' or 'user' or 'assistant'; "
            "a developer message is a system message there (bedrock)",
        ],
    ),
    (
        {"messages": chat(("user", "x"), ("system", "y"))},
        ["messages[1].role: system messages stand first (bedrock); move it up"],
    ),
    (
        {"messages": chat(("system", ["x", "y"]), ("user", "z"))},
        ["messages[0].content: must be one text (bedrock); write a system message for each"],
    ),
    (
        {"messages": [{"role": "user", "content": "x", "name": "ada"}]},
        ["messages[0].name: bedrock cannot express this: say the name in the text"],
    ),
    ({"model": "not a model"}, ["model: must be the ID or ARN of a model or an inference profile (bedrock)"]),
    ({"model": ""}, ["model: must not be empty (bedrock)"]),
    ({"model": "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123"}, []),
    ({"provider": "anthropic"}, ["provider: bedrock cannot express this: the ID of the model says who serves it"]),
    ({"endpoint": "chat"}, ["endpoint: bedrock cannot express this: it follows from `template` or `messages`"]),
    (
        {"response_format": {"type": "json_object"}},
        [
            "response_format: bedrock cannot express this: say it in the text, "
            "or give the model a tool with the schema and `tool_choice`"
        ],
    ),
    ({"parameters": {"temperature": 1.1}}, ["parameters.temperature: must be at most 1 (bedrock)"]),
    ({"parameters": {"max_tokens": -1}}, ["parameters.max_tokens: must be at least 0 (bedrock)"]),
    ({"parameters": {"max_tokens": 2**31}}, ["parameters.max_tokens: must be at most 2147483647 (bedrock)"]),
    ({"parameters": {"max_tokens": 2**31 - 1}}, []),
    ({"parameters": {"stop": list("abcde")}}, ["parameters.stop: must have at most 4 items, has 5 (bedrock)"]),
    ({"parameters": {"top_k": 5}}, [f"parameters.top_k: {FIELDS}"]),
    ({"parameters": {"presence_penalty": 0}}, [f"parameters.presence_penalty: {FIELDS}"]),
    ({"parameters": {"frequency_penalty": 0}}, [f"parameters.frequency_penalty: {FIELDS}"]),
    ({"parameters": {"seed": 0}}, [f"parameters.seed: {FIELDS}"]),
    ({"parameters": {"reasoning_effort": "low"}}, [f"parameters.reasoning_effort: {FIELDS}"]),
    (
        {"template": "x", "tools": [{"name": "find", "parameters": {}}]},
        ["tools: go with `messages`, not with `template` (bedrock); write the text as a user message"],
    ),
    (tool(name="2-find"), ["tools[0].name: must be a letter, then letters, digits or `_` (bedrock)"]),
    (tool(name="f" * 65), ["tools[0].name: must have at most 64 characters, has 65 (bedrock)"]),
    (tool(description=""), ["tools[0].description: must not be empty (bedrock)"]),
    (tool(parameters=None), ["tools[0].parameters: is required (bedrock); {} stands for no arguments"]),
    (
        {**tool(), "tool_choice": "none"},
        ["tool_choice: must be 'auto' or 'required'; leave `tools` out for a model that must not call any (bedrock)"],
    ),
    (
        {"template": " ".join(f"{{{{v{number}}}}}" for number in range(21))},
        ["variables: must be at most 20 (bedrock), the text uses 21"],
    ),
    (
        {
            "template": " ".join(f"{{{{v{number}}}}}" for number in range(21)),
            "variables": [f"v{number}" for number in range(21)],
        },
        ["variables: must have at most 20 items, has 21 (bedrock)"],
    ),
    ({"template": "{{a__b}}"}, [f"variables: 'a__b' must be {FORM_OF_NAME}"]),
    (bedrock(kms_key_arn="x"), ["options.bedrock.kms_key_arn: must be the ARN of a KMS key (bedrock)"]),
    (bedrock(variant_name="a b"), [f"options.bedrock.variant_name: must be {FORM_OF_NAME}"]),
    (bedrock(agent="x"), ["options.bedrock.agent: must be the ARN of an agent's alias (bedrock)"]),
    (bedrock(cache_points=["messages[0]"]), [f"options.bedrock.cache_points: 'messages[0]' {NO_PLACE}"]),
    (
        {"messages": chat(("user", ["x", "y"])), **bedrock(cache_points=["messages[0].content[1]"])},
        [f"options.bedrock.cache_points: 'messages[0].content[1]' {NO_PLACE}"],
    ),
]


@pytest.mark.parametrize(("properties", "said"), CASES)
def test_what_is_wrong_is_said(properties: dict[str, Any], said: list[str]) -> None:
    properties = {name: _without_none(value) for name, value in properties.items()}
    assert failures(**properties) == said


def _without_none(value: Any) -> Any:
    """As Pulumi sends it."""
    if isinstance(value, list):
        return [_without_none(item) for item in value]
    return {k: _without_none(v) for k, v in value.items() if v is not None} if isinstance(value, dict) else value


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert failures(
        name="support triage",
        description="x" * 201,
        tags={"aws:x": "a"},
        messages=chat(("developer", "{{a__b}}"), ("user", "")),
        parameters={"temperature": 2, "top_k": 5},
        tools=[{"name": "find"}],
        tool_choice="none",
        backend={"kind": "bedrock", "account_id": "1"},
        options={"bedrock": {"agent": "x", "kms_key_arn": "y"}},
    ) == sorted(
        [
            "backend.region: is required; "
            "set it, or `pulumi config set aws:region <region>`; the environment is not asked for it",
            "backend.account_id: must be the 12 digits of an AWS account",
            f"name: must be {FORM_OF_NAME}",
            "description: must have at most 200 characters, has 201 (bedrock)",
            f'tags["aws:x"]: {RESERVED}',
            "messages[0].role: must be 'system' or 'user' or 'assistant'; "
            "a developer message is a system message there (bedrock)",
            "messages[1].content: must not be empty (bedrock)",
            f"variables: 'a__b' must be {FORM_OF_NAME}",
            "parameters.temperature: must be at most 1 (bedrock)",
            f"parameters.top_k: {FIELDS}",
            "tools[0].parameters: is required (bedrock); {} stands for no arguments",
            "tool_choice: must be 'auto' or 'required'; leave `tools` out for a model that must not call any (bedrock)",
            "options.bedrock.agent: must be the ARN of an agent's alias (bedrock)",
            "options.bedrock.kms_key_arn: must be the ARN of a KMS key (bedrock)",
        ]
    )


@pytest.mark.parametrize(("properties", "said"), CASES)
def test_what_is_not_known_yet_passes(properties: dict[str, Any], said: list[str]) -> None:
    """Each broken property alone, not known: nothing is said of it."""
    broken = {re.split(r"[.\[:]", line, maxsplit=1)[0] for line in said}
    hidden = dict.fromkeys(broken & properties.keys(), UNKNOWN)
    if broken <= {"variables"} or broken <= {"tools"}:  # judged from the texts, or together with them
        hidden |= dict.fromkeys(properties.keys(), UNKNOWN)
    assert failures(**{**properties, **hidden}) == []
