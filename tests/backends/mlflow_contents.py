"""Contents as programs write them, of every form that MLflow has, and a little beyond what it takes."""

from typing import Any

from hypothesis import strategies as st

_variables = st.sampled_from(["{{a}}", "{{ b_1 }}", "{{c-d}}", "{{1e}}", "{{#if x}}", "{{", "}}", "{% if a %}"])
_texts = st.lists(st.text(max_size=20) | _variables, max_size=4).map("".join)
_names = st.text(min_size=1, max_size=8)
_documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
_objects = st.dictionaries(st.text(max_size=6), _documents, max_size=3)
_schemas = _objects | st.sampled_from([{"type": "object"}, {"type": "text"}, {"type": "json_object", "title": "x"}])


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """A content; most are accepted, some not."""
    tree: dict[str, Any] = {"template": draw(_texts)} if draw(st.booleans()) else {"messages": draw(_messages())}
    tree |= draw(st.fixed_dictionaries({}, optional=_BESIDE))
    tools = draw(st.lists(_tools(), max_size=3, unique_by=lambda tool: str(tool["name"])))
    if tools:
        named = st.sampled_from(tools).map(lambda tool: {"name": tool["name"]})
        choice = draw(st.none() | st.sampled_from(["auto", "required", "none"]) | named)
        tree |= {"tools": tools} | ({} if choice is None else {"tool_choice": choice})
    options = draw(st.fixed_dictionaries({}, optional=_OPTIONS))
    return {**tree, "options": {"mlflow": options}} if options else tree


def _messages() -> st.SearchStrategy[list[dict[str, Any]]]:
    roles = st.sampled_from(["system", "developer", "user", "assistant", "tool"])
    blocks = _texts | st.lists(_texts, min_size=1, max_size=2)
    return st.lists(st.fixed_dictionaries({"role": roles, "content": blocks}), min_size=1, max_size=4)


def _tools() -> st.SearchStrategy[dict[str, Any]]:
    optional = {"description": st.text(max_size=10), "parameters": _objects, "strict": st.booleans()}
    return st.fixed_dictionaries({"name": _names}, optional=optional)


_shares = st.floats(0, 1) | st.sampled_from([0, 1, 0.1, 0.9, 1e-45])
_penalties = st.floats(-2, 2)
_json_schemas = st.fixed_dictionaries(
    {"name": _names, "schema": _objects}, optional={"description": st.text(max_size=8), "strict": st.booleans()}
)
_BESIDE = {
    "model": st.text(max_size=10),
    "provider": st.text(max_size=10),
    "response_format": st.sampled_from([{"type": "text"}, {"type": "json_object"}])
    | _json_schemas.map(lambda schema: {"type": "json_schema", "json_schema": schema}),
    "parameters": st.fixed_dictionaries(
        {},
        optional={
            "temperature": _shares | st.floats(0, 10),
            "top_p": _shares,
            "top_k": st.integers(0, 50),
            "max_tokens": st.integers(-1, 2**40),
            "stop": st.lists(st.text(max_size=5), max_size=5) | st.text(max_size=5),
            "presence_penalty": _penalties,
            "frequency_penalty": _penalties,
            "seed": st.integers(-(2**53) + 1, 2**53 - 1),
            "reasoning_effort": st.sampled_from(["none", "low", "xhigh"]) | st.integers(0, 10**6),
        },
    ),
}
_extra = st.dictionaries(st.sampled_from(["anthropic_version", "n", "tools", "temperature"]), _documents, max_size=3)
_OPTIONS = {"extra_params": _extra, "response_schema": _schemas}
