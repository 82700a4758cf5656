"""Contents as programs write them, of every form that Langfuse has, and a little beyond what it takes."""

from typing import Any

from hypothesis import strategies as st

_variables = st.sampled_from(["{{a}}", "{{ b-1 }}", "{{#if x}}", "{{", "}}", "@@@langfusePrompt:"])
_texts = st.lists(st.text(max_size=20) | _variables, max_size=4).map("".join)
_names = st.from_regex(r"[0-9a-zA-Z_-]{1,12}", fullmatch=True)
_documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
_objects = st.dictionaries(st.text(max_size=6) | st.just("model"), _documents, max_size=3)
_messages = st.fixed_dictionaries(
    {"role": st.sampled_from(["system", "developer", "user", "assistant", "tool"]), "content": _texts}
)
_tools = st.fixed_dictionaries(
    {"name": _names},
    optional={"description": st.text(max_size=10), "strict": st.booleans(), "parameters": _objects},
)
_parameters = st.fixed_dictionaries(
    {},
    optional={
        "temperature": st.floats(0, 2) | st.sampled_from([0, 1, 1.0]),
        "top_p": st.floats(0, 1) | st.sampled_from([0, 1, 1e-45]),
        "top_k": st.integers(0, 3),
        "max_tokens": st.integers(-1, 2**40),
        "stop": st.lists(st.text(max_size=5), max_size=5) | st.text(max_size=5),
        "presence_penalty": st.floats(-2, 2),
        "seed": st.integers(-(2**53) + 1, 2**53 - 1),
        "reasoning_effort": st.sampled_from(["low", "xhigh", 0, 1024]),
    },
)
_schemas = st.fixed_dictionaries(
    {"name": _names, "schema": _objects}, optional={"description": st.text(max_size=5), "strict": st.booleans()}
)
_formats = st.sampled_from([{"type": "json_object"}, {"type": "text"}]) | _schemas.map(
    lambda schema: {"type": "json_schema", "json_schema": schema}
)
_places: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"name": st.sampled_from(["a", "c_1", "Z", "1"]), "position": st.integers(0, 4)}
)


def _in_order(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(places, key=lambda each: int(each["position"]))


_options = st.fixed_dictionaries(
    {},
    optional={
        "placeholders": st.lists(_places, max_size=3).map(_in_order),
        "config": _objects,
        "tool_form": st.just("playground"),
        "commit_message": st.text(min_size=1, max_size=10),
    },
)


def _name_of(tool: Any) -> str:
    return str(tool["name"])


_beside = st.fixed_dictionaries(
    {},
    optional={
        "model": st.sampled_from(["gpt-4o", "claude-3-7-sonnet-latest"]),
        "provider": st.sampled_from(["openai", "anthropic"]),
        "parameters": _parameters,
        "tools": st.lists(_tools, max_size=3, unique_by=_name_of),
        "tool_choice": st.sampled_from(["auto", "required", "none"]) | _names.map(lambda name: {"name": name}),
        "response_format": _formats,
        "options": _options.map(lambda options: {"langfuse": options}),
    },
)


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """A content; most are accepted, some not."""
    text = {"template": draw(_texts)} if draw(st.booleans()) else {"messages": draw(st.lists(_messages, max_size=4))}
    return {**text, **draw(_beside)}
