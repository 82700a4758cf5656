"""The fields of a content: what each takes, and the one clear failure that each gives otherwise."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pulumi_prompts.content.base import shortest_float32
from pulumi_prompts.content.parsing import parse_content
from pulumi_prompts.registries.kinds import OPTIONS, content_from

INTEGER = "must be an integer"
NUMBER = "must be a number"
TEXT = "must be a string"
EFFORTS = "must be 'none', 'minimal', 'low', 'medium', 'high' or 'xhigh'"
CHOICES = "must be 'auto', 'required' or 'none'"
TEXTS = "must be a text, or a list of texts"
SCHEMA = "`json_schema` goes with the type 'json_schema', and only with it"
CACHE_POINT = "must be paths such as 'template', 'messages[0]', 'messages[1].content[0]' or 'tools[2]'"

MESSAGE = {"role": "user", "content": "Hello."}
TOOL = {"name": "lookup", "description": "Looks up.", "parameters": {"type": "object"}, "strict": False}
JSON_SCHEMA = {"name": "answer", "description": "An answer.", "schema": {"type": "object"}, "strict": True}

NO_NUMBERS: list[object] = ["1", True, False, [], {}, float("inf"), float("nan")]
NO_BUDGETS: list[object] = [True, [], {"budget": 5}]


def parsed(tree: dict[str, Any]) -> dict[str, Any]:
    content, _, failures = parse_content(tree, OPTIONS)
    assert failures == []
    fields = content.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {name: value for name, value in fields.items() if (name, value) != ("options", {})}


def failures(tree: dict[str, Any]) -> list[str]:
    return [str(failure) for failure in parse_content(tree, OPTIONS)[2]]


@pytest.mark.parametrize(
    "tree",
    [
        {},
        {"template": "Hello {{name}}."},
        {"template": ""},
        {"messages": []},
        {"messages": [MESSAGE, {"role": "assistant", "content": ["Hello.", "Bye."], "name": "bot"}]},
        *({"messages": [{**MESSAGE, "role": role}]} for role in ("system", "developer", "user", "assistant", "tool")),
        {"model": "m", "provider": "p", "endpoint": "chat"},
        {"parameters": {}},
        {"parameters": {"temperature": 0.0, "top_p": 1.0, "presence_penalty": -2.0, "frequency_penalty": 2.0}},
        {"parameters": {"top_k": 0, "max_tokens": -1, "seed": -7, "stop": ["a", "b"]}},
        *({"parameters": {"reasoning_effort": e}} for e in ("none", "minimal", "low", "medium", "high", "xhigh", 0)),
        {"tools": [TOOL, {"name": "nothing more"}]},
        *({"tool_choice": choice} for choice in ("auto", "required", "none", {"name": "lookup"})),
        {"response_format": {"type": "text"}},
        {"response_format": {"type": "json_object"}},
        {"response_format": {"type": "json_schema", "json_schema": JSON_SCHEMA}},
        {"variables": ["name"]},
        {"options": {"bedrock": {"kms_key_arn": "k", "variant_name": "v", "agent": "a"}}},
        {"options": {"bedrock": {"additional_model_request_fields": {"top_k": 5}, "cache_points": ["template"]}}},
    ],
)
def test_takes_and_keeps(tree: dict[str, Any]) -> None:
    assert parsed(tree) == tree


@pytest.mark.parametrize(
    ("tree", "same"),
    [
        ({"template": None, "model": None}, {}),
        ({"parameters": {"stop": "end"}}, {"parameters": {"stop": ["end"]}}),
        ({"parameters": {"stop": []}}, {"parameters": {}}),
        ({"variables": "name"}, {"variables": ["name"]}),
        ({"messages": [{**MESSAGE, "content": ["Hello."]}]}, {"messages": [MESSAGE]}),
        ({"messages": [{**MESSAGE, "name": None}]}, {"messages": [MESSAGE]}),
        (
            {"parameters": {"max_tokens": 200.0, "top_k": 5.0, "seed": 7.0, "reasoning_effort": 1024.0}},
            {"parameters": {"max_tokens": 200, "top_k": 5, "seed": 7, "reasoning_effort": 1024}},
        ),
        ({"parameters": {"temperature": 1}}, {"parameters": {"temperature": 1.0}}),
        ({"parameters": {"temperature": 0.8999999761581421}}, {"parameters": {"temperature": 0.9}}),
        (
            {"tools": [{"name": "a", "parameters": {"a": None, "b": [1.0, None, {"c": None}], "d": 0.5}}]},
            {"tools": [{"name": "a", "parameters": {"b": [1, None, {}], "d": 0.5}}]},
        ),
        (
            {"options": {"bedrock": {"cache_points": ["tools[0]", "template", "template"]}}},
            {"options": {"bedrock": {"cache_points": ["template", "tools[0]"]}}},
        ),
    ],
)
def test_normalises_what_pulumi_sends(tree: dict[str, Any], same: dict[str, Any]) -> None:
    assert parsed(tree) == same
    assert [type(value) for value in parsed(tree).get("parameters", {}).values()] == [
        type(value) for value in same.get("parameters", {}).values()
    ]


@pytest.mark.parametrize(
    ("tree", "failure"),
    [
        *(({name: 5}, f"{name}: {TEXT}") for name in ("template", "model", "provider", "endpoint")),
        ({"messages": {}}, "messages: must be a list"),
        ({"messages": "x"}, "messages: must be a list"),
        ({"messages": ["x"]}, "messages[0]: must be an object with `role` and `content`"),
        ({"messages": [{"role": "user"}]}, "messages[0].content: is required"),
        ({"messages": [{"content": "x"}]}, "messages[0].role: is required"),
        (
            {"messages": [MESSAGE, {**MESSAGE, "role": "bot"}]},
            "messages[1].role: must be 'system', 'developer', 'user', 'assistant' or 'tool'",
        ),
        ({"messages": [{**MESSAGE, "name": 5}]}, f"messages[0].name: {TEXT}"),
        *(
            ({"messages": [{**MESSAGE, "content": content}]}, f"messages[0].content: {TEXTS}")
            for content in (5, True, None, {}, {"text": "x"}, [], [5], ["x", 5], ["x", None], [["x"]])
        ),
        ({"parameters": []}, "parameters: must be an object"),
        *(
            ({"parameters": {name: value}}, f"parameters.{name}: {NUMBER}")
            for name in ("temperature", "top_p", "presence_penalty", "frequency_penalty")
            for value in NO_NUMBERS
        ),
        *(
            ({"parameters": {name: value}}, f"parameters.{name}: {INTEGER}")
            for name in ("top_k", "max_tokens", "seed")
            for value in (*NO_NUMBERS, 1.5)
        ),
        ({"parameters": {"temperature": -0.1}}, "parameters.temperature: must be at least 0"),
        ({"parameters": {"temperature": 1e39}}, "parameters.temperature: must be a 32-bit number"),
        ({"parameters": {"top_p": -0.1}}, "parameters.top_p: must be at least 0"),
        ({"parameters": {"top_p": 1.1}}, "parameters.top_p: must be at most 1"),
        ({"parameters": {"top_k": -1}}, "parameters.top_k: must be at least 0"),
        ({"parameters": {"max_tokens": -2}}, "parameters.max_tokens: must be at least -1"),
        ({"parameters": {"presence_penalty": 2.1}}, "parameters.presence_penalty: must be at most 2"),
        ({"parameters": {"frequency_penalty": -2.1}}, "parameters.frequency_penalty: must be at least -2"),
        *(
            (
                {"parameters": {"seed": seed}},
                "parameters.seed: must lie between -2^53 and 2^53, beyond which Pulumi loses digits",
            )
            for seed in (2**53, -(2**53), 1e300)
        ),
        ({"parameters": {"stop": 5}}, "parameters.stop: must be a list"),
        ({"parameters": {"stop": ["a", 5]}}, f"parameters.stop[1]: {TEXT}"),
        *(({"parameters": {"reasoning_effort": e}}, f"parameters.reasoning_effort: {EFFORTS}") for e in ("huge", "")),
        *(
            ({"parameters": {"reasoning_effort": e}}, f"parameters.reasoning_effort: {INTEGER}")
            for e in (*NO_BUDGETS, 1.5)
        ),
        ({"parameters": {"reasoning_effort": -1}}, "parameters.reasoning_effort: must be at least 0"),
        ({"tools": {}}, "tools: must be a list"),
        ({"tools": [{}]}, "tools[0].name: is required"),
        ({"tools": [{**TOOL, "description": 5}]}, f"tools[0].description: {TEXT}"),
        ({"tools": [{**TOOL, "parameters": []}]}, "tools[0].parameters: must be an object"),
        *(({"tools": [{**TOOL, "strict": s}]}, "tools[0].strict: must be true or false") for s in (0, 1.0, "yes")),
        *(({"tool_choice": choice}, f"tool_choice: {CHOICES}") for choice in ("any", "", 5, True, [], ["auto"])),
        ({"tool_choice": {}}, "tool_choice.name: is required"),
        ({"tool_choice": {"name": 5}}, f"tool_choice.name: {TEXT}"),
        ({"response_format": "json"}, "response_format: must be an object with `type`"),
        ({"response_format": {}}, "response_format.type: is required"),
        ({"response_format": {"type": "x"}}, "response_format.type: must be 'text', 'json_object' or 'json_schema'"),
        ({"response_format": {"type": "json_schema"}}, f"response_format: {SCHEMA}"),
        ({"response_format": {"type": "json_object", "json_schema": JSON_SCHEMA}}, f"response_format: {SCHEMA}"),
        (
            {"response_format": {"type": "json_schema", "json_schema": {"name": "answer"}}},
            "response_format.json_schema.schema: is required",
        ),
        ({"variables": {}}, "variables: must be a list"),
        ({"variables": ["a", 5]}, f"variables[1]: {TEXT}"),
        ({"options": []}, "options: must be an object"),
        ({"options": {"bedrock": "x"}}, "options.bedrock: must be an object"),
        ({"options": {"bedrock": {"agent": 5}}}, f"options.bedrock.agent: {TEXT}"),
        ({"options": {"bedrock": {"cache_points": ["system"]}}}, f"options.bedrock.cache_points: {CACHE_POINT}"),
    ],
)
def test_one_clear_failure(tree: dict[str, Any], failure: str) -> None:
    assert failures(tree) == [failure]


@pytest.mark.parametrize(
    ("tree", "failure"),
    [
        ({"modle": "x"}, "modle: is not a known property; did you mean `model`?"),
        ({"parameters": {"temprature": 1}}, "parameters.temprature: is not a known property; did you mean"),
        ({"messages": [{**MESSAGE, "nane": "x"}]}, "messages[0].nane: is not a known property; did you mean `name`?"),
        ({"messages": [{**MESSAGE, "x": 1}]}, "messages[0].x: is not a known property; known are content, name, role"),
        ({"tools": [{**TOOL, "desc": "x"}]}, "tools[0].desc: is not a known property; known are description, name,"),
        (
            {"tool_choice": {"name": "a", "named": 5}},
            "tool_choice.named: is not a known property; did you mean `name`?",
        ),
        ({"tool_choice": {"name": "a", "type": "x"}}, "tool_choice.type: is not a known property; known are name"),
        (
            {"response_format": {"type": "json_schema", "json_schema": {**JSON_SCHEMA, "shema": {}}}},
            "response_format.json_schema.shema: is not a known property; did you mean `schema`?",
        ),
        ({"options": {"bedrok": {}}}, "options.bedrok: is not a known property; did you mean `bedrock`?"),
        ({"options": {"bedrock": {"agnt": 1}}}, "options.bedrock.agnt: is not a known property; did you mean `agent`?"),
    ],
)
def test_an_unknown_property_names_the_nearest(tree: dict[str, Any], failure: str) -> None:
    (said,) = failures(tree)
    assert said.startswith(failure)


@example(0.00010000000474974513)  # one of the few that need nine digits
@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_the_shortest_decimal_is_the_same_32_bit_float(exact: float) -> None:
    short = shortest_float32(exact)
    assert shortest_float32(short) == short
    assert len(f"{short!r}".strip("-").replace(".", "").split("e")[0].strip("0")) <= 9
    assert content_from({"parameters": {"temperature": abs(exact)}}) == content_from(
        {"parameters": {"temperature": abs(short)}}
    )


@given(st.integers(0, 10_000))
def test_a_decimal_of_few_digits_stays_as_it_is(thousandths: int) -> None:
    assert shortest_float32(thousandths / 1000) == thousandths / 1000
