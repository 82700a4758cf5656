"""Contents as programs write them, of every form that Bedrock has, and a little beyond what it takes."""

from typing import Any

from hypothesis import strategies as st

from pulumi_prompts.content.model import Content
from pulumi_prompts.content.parsing import parse
from pulumi_prompts.registries.bedrock.support import places

AGENT = "arn:aws:bedrock:us-east-1:111122223333:agent-alias/AAAAAAAAAA/BBBBBBBBBB"
KEY = "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012"
MODELS = (
    "anthropic.claude-3-haiku-20240307-v1:0",
    "eu.amazon.nova-lite-v1:0",
    "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123",
    "not a model",
)

_variables = st.sampled_from(["{{a}}", "{{ b-1 }}", "{{c_d}}", "{{#if x}}", "{{", "}}", "{{e__f}}"])
_texts = st.lists(st.text(max_size=20) | _variables, max_size=4).map("".join)
_names = st.from_regex(r"[0-9a-zA-Z_-]{1,12}", fullmatch=True)
_documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """A content; most are accepted, some not."""
    tree: dict[str, Any] = {"template": draw(_texts)} if draw(st.booleans()) else draw(_chats())
    tree |= draw(st.fixed_dictionaries({}, optional={"model": st.sampled_from(MODELS), "parameters": _parameters()}))
    options = draw(st.fixed_dictionaries({}, optional=_OPTIONS))
    points = list(places(parse(Content, tree)[0]))
    if draw(st.booleans()) and points:
        options["cache_points"] = draw(st.lists(st.sampled_from(points), max_size=6))
    return {**tree, "options": {"bedrock": options}} if options else tree


@st.composite
def _chats(draw: st.DrawFn) -> dict[str, Any]:
    systems = draw(st.lists(_texts.map(lambda text: {"role": "system", "content": text}), max_size=3))
    roles = st.sampled_from(["user", "assistant"])
    blocks = _texts | st.lists(_texts, min_size=1, max_size=3)
    turns = draw(st.lists(st.fixed_dictionaries({"role": roles, "content": blocks}), max_size=4))
    chat: dict[str, Any] = {"messages": systems + turns}
    tools = draw(st.lists(_tools(), max_size=3, unique_by=lambda tool: tool["name"]))
    if tools:
        chat["tools"] = tools
        named = st.sampled_from(tools).map(lambda tool: {"name": tool["name"]})
        choice = draw(st.none() | st.sampled_from(["auto", "required"]) | named)
        chat |= {} if choice is None else {"tool_choice": choice}
    return chat


def _tools() -> st.SearchStrategy[dict[str, Any]]:
    parameters = st.dictionaries(st.text(max_size=6), _documents, max_size=3)
    return st.fixed_dictionaries(
        {"name": _names, "parameters": parameters},
        optional={"description": st.text(max_size=10), "strict": st.booleans()},
    )


def _parameters() -> st.SearchStrategy[dict[str, Any]]:
    shares = st.floats(0, 1) | st.sampled_from([0, 1, 0.1, 0.9, 1e-45, 1.1])
    return st.fixed_dictionaries(
        {},
        optional={
            "temperature": shares,
            "top_p": shares,
            "max_tokens": st.integers(0, 2**40),
            "stop": st.lists(st.text(max_size=5), max_size=5),
        },
    )


_OPTIONS = {
    "kms_key_arn": st.just(KEY),
    "variant_name": _names,
    "agent": st.just(AGENT),
    "additional_model_request_fields": _documents,
}
