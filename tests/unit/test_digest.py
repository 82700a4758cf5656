"""The digest, pinned: a change of any vector here would make every user's next `up` publish every prompt again.

Each vector is a content as a program writes it, its canonical text and its digest. They are held against a second
implementation that knows nothing of ours: RFC 8785 on the inputs, from the standard library. The real prompts
among them come from the public collection "awesome-chatgpt-prompts" (CC0 1.0).
"""

import json
import struct
from decimal import ROUND_HALF_EVEN, Context, Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from pulumi_prompts.content.digest import canonical, digest_of, options_beside_content, options_in_content
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import Options
from pulumi_prompts.registries.kinds import OPTIONS, content_from

VECTORS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("digest_vectors.json").read_text(encoding="utf-8"))

IN_CONTENT = {
    "bedrock": ("additional_model_request_fields", "agent", "cache_points"),
    "humanloop": ("template_language", "other", "linked_tools", "attributes"),
    "mlflow": ("extra_params", "response_schema"),
    "phoenix": ("invocation_parameters",),
    "truefoundry": ("variable_defaults", "extra_parameters", "manifest_extra"),
}
FLOATS = ("temperature", "top_p", "presence_penalty", "frequency_penalty")


# A second implementation. From the inputs of a program to the fields that identify them:


def _deciding(kind: str, block: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in block.items() if name in IN_CONTENT[kind] and value not in ([], {})}


def expected_fields(tree: dict[str, Any]) -> dict[str, Any]:
    tree = _without_nulls(tree)
    fields = {name: value for name, value in tree.items() if name not in ("variables", "options")}
    if "messages" in fields:
        fields["messages"] = [{**m, "content": _text_or_texts(m["content"])} for m in fields["messages"]]
    if "parameters" in fields:
        fields["parameters"] = _parameters(fields["parameters"])
    blocks = {kind: _deciding(kind, block) for kind, block in tree.get("options", {}).items()}
    fields["options"] = {kind: block for kind, block in blocks.items() if block}
    return {name: value for name, value in fields.items() if value not in ([], {})}


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(item) for name, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value


def _text_or_texts(content: Any) -> Any:
    return content[0] if isinstance(content, list) and len(content) == 1 else content


def _parameters(parameters: dict[str, Any]) -> dict[str, Any]:
    stop = {"stop": [parameters["stop"]]} if isinstance(parameters.get("stop"), str) else {}
    floats = {name: _shortest(parameters[name]) for name in FLOATS if name in parameters}
    return {name: value for name, value in {**parameters, **stop, **floats}.items() if value != []}


def _shortest(value: float) -> float:
    exact = Decimal(_in_32_bits(value))
    rounded = (float(Context(digits, ROUND_HALF_EVEN).plus(exact)) for digits in range(1, 10))
    return next(decimal for decimal in rounded if _in_32_bits(decimal) == exact)


def _in_32_bits(value: float) -> float:
    (exact,) = struct.unpack(">f", struct.pack(">f", value))
    return float(exact)


# ... and from these to the canonical text:


def canonical_text(value: Any) -> str:
    if isinstance(value, dict):
        by_utf16 = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_quoted(name)}:{canonical_text(item)}" for name, item in by_utf16) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical_text, value)) + "]"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _ecmascript(float(value))
    return _quoted(value)


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _ecmascript(number: float) -> str:
    """Number::toString of ECMAScript, from Python's digits, which are the same."""
    sign, digits_of, exponent_of = Decimal(repr(number)).normalize().as_tuple()
    assert isinstance(exponent_of, int)
    digits = "".join(map(str, digits_of))
    point = len(digits) + exponent_of
    if number == 0:
        return "0"
    if len(digits) <= point <= 21:
        text = digits.ljust(point, "0")
    elif 0 < point <= 21:
        text = f"{digits[:point]}.{digits[point:]}"
    elif -6 < point <= 0:
        text = f"0.{digits.rjust(len(digits) - point, '0')}"
    else:
        fraction = f".{digits[1:]}" if len(digits) > 1 else ""
        text = f"{digits[0]}{fraction}e{point - 1:+d}"
    return "-" * sign + text


def digest_of_text(text: str) -> str:
    return f"sha256:{sha256(text.encode()).hexdigest()}"


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_vector(vector: dict[str, Any]) -> None:
    content = content_from(vector["content"])
    assert rfc8785.dumps(canonical(content)).decode() == vector["canonical"]
    assert digest_of(content) == vector["digest"]


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_what_was_read_back_has_the_same_digest(vector: dict[str, Any]) -> None:
    assert digest_of(content_from(json.loads(vector["canonical"]))) == vector["digest"]


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_vectors_agree_with_the_second_implementation(vector: dict[str, Any]) -> None:
    if not vector["content"].get("variables"):
        assert canonical_text(expected_fields(vector["content"])) == vector["canonical"]
    assert digest_of_text(vector["canonical"]) == vector["digest"]


def test_vectors_cover_every_field() -> None:
    vectors = [content_from(vector["content"]) for vector in VECTORS]
    set_somewhere = {name for content in vectors for name in _set_fields("", content)}
    everything = set(_all_fields("", Content))
    assert set_somewhere <= everything
    assert {name for name in everything - set_somewhere if not name.startswith("options.")} == set()


def test_vectors_of_one_digest_are_those_that_say_so() -> None:
    by_digest: dict[str, list[dict[str, Any]]] = {}
    for vector in VECTORS:
        by_digest.setdefault(vector["digest"], []).append(vector)
    for first, *others in by_digest.values():
        assert [other["same_as"] for other in others] == [first["name"]] * len(others)
    assert len(by_digest) + sum("same_as" in vector for vector in VECTORS) == len(VECTORS)


def _set_fields(prefix: str, value: Any) -> list[str]:
    if isinstance(value, Options):
        return [name for kind, block in value.items() for name in _set_fields(f"{prefix}{kind}.", block)]
    if isinstance(value, tuple):
        return [name for item in value for name in _set_fields(prefix, item)]
    if not hasattr(value, "model_fields_set"):
        return []
    return [
        found
        for name in value.model_fields_set
        for found in (f"{prefix}{name}", *_set_fields(f"{prefix}{name}.", getattr(value, name)))
    ]


def _all_fields(prefix: str, annotation: Any) -> list[str]:
    if annotation is Options:
        return [name for kind, block in OPTIONS.items() for name in _all_fields(f"{prefix}{kind}.", block)]
    fields = getattr(annotation, "model_fields", None)
    if fields is None:
        return [name for part in getattr(annotation, "__args__", ()) for name in _all_fields(prefix, part)]
    return [
        found
        for name, field in fields.items()
        for found in (f"{prefix}{name}", *_all_fields(f"{prefix}{name}.", field.annotation))
    ]


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
whole = st.integers(-(2**53) + 1, 2**53 - 1)
scalar = st.none() | st.booleans() | whole | text | st.floats(allow_nan=False, allow_infinity=False)
document = st.dictionaries(text, st.recursive(scalar, lambda x: st.lists(x) | st.dictionaries(text, x), max_leaves=8))
texts = text | st.lists(text, min_size=1, max_size=3)


def float32(least: float, most: float) -> st.SearchStrategy[float]:
    return st.floats(least, most) | st.integers(int(least * 1000), int(most * 1000)).map(lambda n: n / 1000)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


parameters = some(
    temperature=float32(0, 3e38),
    top_p=float32(0, 1),
    top_k=st.integers(0, 2**53 - 1),
    max_tokens=st.integers(-1, 2**53 - 1).map(float),
    stop=text | st.lists(text, max_size=3),
    presence_penalty=float32(-2, 2),
    frequency_penalty=float32(-2, 2),
    seed=whole,
    reasoning_effort=st.sampled_from(["none", "minimal", "low", "medium", "high", "xhigh", 0, 1024]),
)
role = st.sampled_from(["system", "developer", "user", "assistant", "tool"])
message = st.fixed_dictionaries({"role": role, "content": texts}, optional={"name": text})
tool_extras = {"description": text, "parameters": document, "strict": st.booleans()}
tool = st.fixed_dictionaries({"name": text}, optional=tool_extras)
json_schema = st.fixed_dictionaries(
    {"name": text, "schema": document}, optional={"description": text, "strict": st.booleans()}
)
response_format = st.sampled_from([{"type": "text"}, {"type": "json_object"}]) | json_schema.map(
    lambda schema: {"type": "json_schema", "json_schema": schema}
)
bedrock = some(
    kms_key_arn=text,
    variant_name=text,
    additional_model_request_fields=document,
    agent=text,
    cache_points=st.sampled_from([[], ["template"], ["template", "messages[0].content[1]", "messages[0]", "tools[2]"]]),
)
programs = some(
    template=text,
    messages=st.lists(message, max_size=3),
    model=text,
    provider=text,
    endpoint=text,
    parameters=parameters,
    tools=st.lists(tool, max_size=3),
    tool_choice=st.sampled_from(["auto", "required", "none"]) | text.map(lambda name: {"name": name}),
    response_format=response_format,
    options=some(bedrock=bedrock),
)


@given(programs)
def test_agrees_with_the_second_implementation(tree: dict[str, Any]) -> None:
    expected = canonical_text(expected_fields(tree))
    content = content_from(tree)
    assert rfc8785.dumps(canonical(content)).decode() == expected
    assert digest_of(content) == digest_of_text(expected)


@given(programs)
def test_is_the_same_for_what_a_registry_kept_of_it(tree: dict[str, Any]) -> None:
    content = content_from(tree)
    assert digest_of(content_from(canonical(content))) == digest_of(content)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_written_as_in_ecmascript(number: float) -> None:
    assert _ecmascript(number) == rfc8785.dumps(number).decode()


def test_options_are_in_the_content_or_beside_it() -> None:
    fields = {
        "kms_key_arn": "k",
        "variant_name": "v",
        "additional_model_request_fields": {"top_k": 5},
        "agent": "a",
        "cache_points": ["template"],
    }
    options = content_from({"options": {"bedrock": fields}}).options
    inside = {name: value for name, value in fields.items() if name in IN_CONTENT["bedrock"]}
    beside = {name: value for name, value in fields.items() if name not in IN_CONTENT["bedrock"]}
    assert options_in_content(options) == {"bedrock": inside}
    assert options_beside_content(options) == {"bedrock": beside}
    assert options_in_content(Options()) == options_beside_content(Options()) == {}
