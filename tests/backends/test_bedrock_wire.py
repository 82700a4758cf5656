"""Content there and back: what the gate lets through reads as it was declared, and fits the service's model."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.validate import ParamValidator
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backends.bedrock_contents import contents
from backends.bedrock_world import declared
from backends.damage import damage
from fakes.bedrock.model import Operation, load_model
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import Options
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.registries.base import Desired
from pulumi_prompts.registries.bedrock.options import BedrockOptions
from pulumi_prompts.registries.bedrock.wire import FlatPrompt, expand, flatten

MODEL = load_model("bedrock-agent")
CREATE = Operation(MODEL.operation_model("CreatePrompt"))
UPDATE = Operation(MODEL.operation_model("UpdatePrompt"))
KEY = "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012"
AGENT = "arn:aws:bedrock:us-east-1:111122223333:agent-alias/AAAAAAAAAA/BBBBBBBBBB"
POINT = {"cachePoint": {"type": "default"}}
SCHEMA = {"type": "object", "properties": {"City": {"enum": ["a", None, 1, 0.5, True]}}}


def gate(tree: Mapping[str, Any]) -> list[str]:
    """What `check` says of a prompt."""
    beside = {"name": "triage", "backend": {"kind": "bedrock", "region": "us-east-1"}}
    return [str(failure) for failure in Declaration.of({**beside, **tree}).failures]


def stored(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the service would answer: floats of 32 bits, and nothing but JSON."""
    CREATE.check_request(dict(fields))
    UPDATE.check_request({"promptIdentifier": "AAAAAAAAAA", **fields})
    shape = MODEL.operation_model("CreatePrompt").input_shape
    assert shape is not None
    report = ParamValidator().validate(fields, shape)
    assert not report.has_errors(), report.generate_report()
    answer: dict[str, Any] = json.loads(json.dumps(CREATE.stored(dict(fields))))
    return answer


def there_and_back(desired: Desired) -> FlatPrompt:
    return flatten(stored(expand(desired)))


def variant(tree: Mapping[str, Any]) -> dict[str, Any]:
    """The variant that is sent for a content."""
    (only,) = expand(declared(tree))["variants"]
    assert isinstance(only, dict)
    return only


def chat(*messages: tuple[str, Any], **more: Any) -> dict[str, Any]:
    return {"messages": [{"role": role, "content": content} for role, content in messages], **more}


def bedrock(**options: Any) -> dict[str, Any]:
    return {"options": {"bedrock": options}}


@settings(max_examples=200)
@given(contents())
def test_whatever_the_gate_accepts_reads_as_it_was_declared(tree: dict[str, Any]) -> None:
    assume(not gate(tree))
    desired = declared(tree)
    flat = there_and_back(desired)
    assert (flat.digest, flat.obstacle) == (desired.digest, "")


TREES: Mapping[str, dict[str, Any]] = {
    "text": {"template": "Sort {{ticket}}."},
    "chat": chat(("system", "a"), ("system", "b {{c}}"), ("user", ["d", "e"]), ("assistant", "f"), model="m"),
    "only systems": chat(("system", "a")),
    "parameters": {
        "template": "x",
        "parameters": {"temperature": 0.9, "top_p": 0.1, "max_tokens": 0, "stop": ["", "z"]},
    },
    "zeros": {"template": "x", "parameters": {"temperature": 0, "top_p": 0}},
    "smallest float": {"template": "x", "parameters": {"temperature": 1e-45}},
    "tools": chat(
        ("user", "x"),
        tools=[
            {"name": "find", "description": "Finds.", "parameters": SCHEMA, "strict": False},
            {"name": "close_1", "parameters": {}, "strict": True},
        ],
        tool_choice={"name": "close_1"},
    ),
    "tool choice auto": chat(("user", "x"), tools=[{"name": "find", "parameters": {}}], tool_choice="auto"),
    "tool choice required": chat(("user", "x"), tools=[{"name": "find", "parameters": {}}], tool_choice="required"),
    "agent": {"template": "x", **bedrock(agent=AGENT)},
    "document": {
        "template": "x",
        **bedrock(additional_model_request_fields={"k": [1, 2.5, None, {"a": None, "b": 0}]}),
    },
    "document that is a list": {"template": "x", **bedrock(additional_model_request_fields=[0, False, ""])},
    "document that is zero": {"template": "x", **bedrock(additional_model_request_fields=0)},
    "document that is false": {"template": "x", **bedrock(additional_model_request_fields=False)},
    "document that is empty": {"template": "x", **bedrock(additional_model_request_fields={})},
    "cache point after a text": {"template": "x", **bedrock(cache_points="template")},
    "cache points everywhere": chat(
        ("system", "a"),
        ("system", "b"),
        ("user", ["c", "d", "e"]),
        ("assistant", "f"),
        tools=[{"name": "g", "parameters": {}}, {"name": "h", "parameters": {}}],
        **bedrock(
            cache_points=[
                "tools[1]",
                "messages[0]",
                "messages[1]",
                "messages[2].content[0]",
                "messages[2].content[1]",
                "messages[2]",
                "messages[3]",
                "tools[0]",
            ]
        ),
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_each_kind_of_content_reads_as_it_was_declared(name: str) -> None:
    assert gate(TREES[name]) == []
    desired = declared(TREES[name])
    flat = there_and_back(desired)
    assert (flat.digest, flat.obstacle) == (desired.digest, "")


def test_sampling_parameters_come_back_as_32_bit_floats_and_read_as_declared() -> None:
    answer = stored(expand(declared({"template": "x", "parameters": {"temperature": 0.9, "top_p": 0.1}})))
    assert answer["variants"][0]["inferenceConfiguration"]["text"]["temperature"] == 0.8999999761581421
    content = flatten(answer).content
    assert content is not None
    assert content.parameters is not None
    assert (content.parameters.temperature, content.parameters.top_p) == (0.9, 0.1)


def test_what_is_beside_the_content_reads_as_declared() -> None:
    tree = {"template": "x", **bedrock(kms_key_arn=KEY, variant_name="main")}
    flat = there_and_back(declared(tree, metadata={"b": "", "a": "1"}))
    assert flat.metadata == {"a": "1", "b": ""}
    assert flat.options.of(BedrockOptions) == BedrockOptions(kms_key_arn=KEY, variant_name="main")
    assert flat.digest == declared({"template": "x"}).digest


def test_nothing_that_is_not_declared_is_sent() -> None:
    assert expand(declared({"template": "x"})) == {
        "name": "triage",
        "defaultVariant": "default",
        "variants": [
            {"name": "default", "templateType": "TEXT", "templateConfiguration": {"text": {"text": "x"}}},
        ],
    }


def test_a_chat_is_sent_with_systems_apart_and_cache_points_in_their_places() -> None:
    assert variant(TREES["cache points everywhere"])["templateConfiguration"]["chat"] == {
        "system": [{"text": "a"}, POINT, {"text": "b"}, POINT],
        "messages": [
            {"role": "user", "content": [{"text": "c"}, POINT, {"text": "d"}, POINT, {"text": "e"}, POINT]},
            {"role": "assistant", "content": [{"text": "f"}, POINT]},
        ],
        "toolConfiguration": {
            "tools": [
                {"toolSpec": {"name": "g", "inputSchema": {"json": {}}}},
                POINT,
                {"toolSpec": {"name": "h", "inputSchema": {"json": {}}}},
                POINT,
            ]
        },
    }


def test_variables_are_sent_by_name_in_the_order_of_the_text() -> None:
    tree = chat(("system", "{{b}}"), ("user", "{{a}} {{ b }}"), variables=["a", "b"])
    assert variant(tree)["templateConfiguration"]["chat"]["inputVariables"] == [{"name": "b"}, {"name": "a"}]


def test_variables_that_differ_from_the_text_are_drift() -> None:
    answer = stored(expand(declared({"template": "{{a}}"})))
    digest = flatten(answer).digest
    text = answer["variants"][0]["templateConfiguration"]["text"]
    text["inputVariables"] = [{"name": "a"}, {"name": "b"}]
    assert flatten(answer).digest != digest
    del text["inputVariables"]
    assert flatten(answer).digest == digest


# What our content has no words for: told, never raised.

UNKNOWN_MEMBER = {"SDK_UNKNOWN_MEMBER": {"name": "newer"}}


def answered(**changed: Any) -> dict[str, Any]:
    """An answer with one variant, of which something differs."""
    answer = stored(expand(declared(chat(("user", "x"), tools=[{"name": "find", "parameters": {}}]))))
    answer["variants"][0].update(changed)
    return answer


def answered_chat(**changed: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": [{"text": "x"}]}]
    return answered(templateConfiguration={"chat": {"messages": messages, **changed}})


def answered_blocks(*blocks: Any) -> dict[str, Any]:
    return answered_chat(messages=[{"role": "user", "content": list(blocks)}])


NO_TEXT = "messages[0] has a block that is no text, or begins with a cache point"
NO_TOOL = "its tools hold something that is no tool, or begin with a cache point"


@pytest.mark.parametrize(
    ("answer", "obstacle"),
    [
        ({"variants": 2 * answered()["variants"]}, "it has 2 variants"),
        (answered(templateConfiguration=UNKNOWN_MEMBER), "its template is neither a text nor a chat"),
        (answered_blocks({"text": "x"}, UNKNOWN_MEMBER), NO_TEXT),
        (answered_blocks(POINT, {"text": "x"}), NO_TEXT),
        (answered_blocks(), "messages[0] has no text"),
        (answered_chat(system=[POINT, {"text": "x"}]), NO_TEXT),
        (answered_chat(system=[UNKNOWN_MEMBER]), NO_TEXT),
        (answered_chat(toolConfiguration={"tools": [UNKNOWN_MEMBER]}), NO_TOOL),
        (answered_chat(toolConfiguration={"tools": [POINT]}), NO_TOOL),
        (
            answered_chat(toolConfiguration={"tools": [], "toolChoice": UNKNOWN_MEMBER}),
            "its choice of tools is of an unknown kind",
        ),
        (
            answered_chat(toolConfiguration={"tools": [{"toolSpec": {"name": "f", "inputSchema": UNKNOWN_MEMBER}}]}),
            "the arguments of its tool 'f' are not described by a JSON schema",
        ),
        (
            answered_chat(messages=[{"role": "critic", "content": [{"text": "x"}]}]),
            "its messages[0].role must be 'system', 'developer', 'user', 'assistant' or 'tool'",
        ),
        (answered_chat(messages=[{"role": "user"}]), "a part of it lacks 'content'"),
        (answered(inferenceConfiguration=UNKNOWN_MEMBER), "its sampling parameters are of an unknown kind"),
        (
            answered(inferenceConfiguration={"text": {"maxTokens": "many", "topP": 2}}),
            "its parameters.top_p must be at most 1; its parameters.max_tokens must be an integer",
        ),
        (answered(genAiResource=UNKNOWN_MEMBER), "it is used with a resource that is no agent"),
        (answered(additionalModelRequestFields={"k": "\ud800"}), "it holds something that has no canonical form"),
        (answered(modelId=5), "its model must be a string"),
    ],
)
def test_what_has_no_words_is_told(answer: dict[str, Any], obstacle: str) -> None:
    flat = flatten(answer)
    assert (flat.content, flat.digest, flat.obstacle) == (None, "", obstacle)


@pytest.mark.parametrize("answer", [{}, {"variants": []}, {"variants": None}, {"customerEncryptionKeyArn": ""}])
def test_a_prompt_without_a_variant_is_the_empty_content(answer: dict[str, Any]) -> None:
    flat = flatten(answer)
    assert (flat.content, flat.digest, flat.obstacle) == (Content(), digest_of(Content()), "")
    assert flat.options == Options()


def test_the_empty_content_is_a_prompt_without_a_variant() -> None:
    desired = declared({"options": {"bedrock": {"kms_key_arn": KEY}}}, description="To be written.")
    assert expand(desired) == {"name": "triage", "description": "To be written.", "customerEncryptionKeyArn": KEY}
    assert there_and_back(desired).digest == desired.digest == digest_of(Content())


@settings(max_examples=100)
@given(st.data(), contents())
def test_no_answer_makes_it_raise(data: st.DataObject, tree: dict[str, Any]) -> None:
    assume(not gate(tree))
    answer = stored(expand(declared(tree, metadata={"a": "b"})))
    damage(data, answer, kinds_stay=True)
    flat = flatten(answer)
    assert (flat.content is None) == bool(flat.obstacle) == (flat.digest == "")
