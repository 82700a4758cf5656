"""Contents as programs write them, of every form that Phoenix has, and a little beyond what it takes."""

from typing import Any

from hypothesis import strategies as st

from pulumi_prompts.registries.phoenix.parameters import FAMILIES

_texts = st.text(max_size=20) | st.sampled_from(["{{a}}", "{{ b_1 }}", "{{c-d}}", "{{#if x}}", "{{", "a\r\n b \t"])
_names = st.text(min_size=1, max_size=8)
_documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
_objects = st.dictionaries(st.text(max_size=6), _documents, max_size=3)
_budgets = st.integers(0, 5000)


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """A content; most are accepted, some not."""
    tree: dict[str, Any] = {"template": draw(_texts)} if draw(st.booleans()) else {"messages": draw(_messages())}
    tree |= {"model": draw(_names), "provider": draw(st.sampled_from(sorted(FAMILIES)))}
    parameters = draw(_PARAMETERS)
    if tree["provider"] == "anthropic":
        parameters.setdefault("max_tokens", 4096)
    tree |= {"parameters": parameters, **draw(st.fixed_dictionaries({}, optional={"response_format": _FORMATS}))}
    tools = draw(st.lists(_tools(), max_size=3, unique_by=lambda tool: str(tool["name"])))
    if tools:
        named = st.sampled_from(tools).map(lambda tool: {"name": tool["name"]})
        choice = draw(st.none() | st.sampled_from(["auto", "required", "none"]) | named)
        tree |= {"tools": tools} | ({} if choice is None else {"tool_choice": choice})
    more = draw(_MORE)
    return {**tree, "options": {"phoenix": {"invocation_parameters": more}}} if more else tree


def _messages() -> st.SearchStrategy[list[dict[str, Any]]]:
    roles = st.sampled_from(["system", "developer", "user", "assistant", "tool"])
    blocks = _texts | st.lists(_texts, min_size=1, max_size=2)
    return st.lists(st.fixed_dictionaries({"role": roles, "content": blocks}), min_size=1, max_size=4)


def _tools() -> st.SearchStrategy[dict[str, Any]]:
    optional = {"description": st.text(max_size=10), "parameters": _objects, "strict": st.booleans()}
    return st.fixed_dictionaries({"name": _names}, optional=optional)


_shares = st.floats(0, 1) | st.sampled_from([0, 1, 0.1, 1e-45])
_penalties = st.floats(-2, 2)
_PARAMETERS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "temperature": _shares | st.floats(0, 10),
        "top_p": _shares,
        "max_tokens": st.integers(1, 2**40),
        "stop": st.lists(st.text(max_size=5), max_size=5),
        "reasoning_effort": st.sampled_from(["none", "minimal", "low", "high", "xhigh"]) | _budgets,
        "presence_penalty": _penalties,
        "frequency_penalty": _penalties,
        "seed": st.integers(-(2**53) + 1, 2**53 - 1),
        "top_k": st.integers(0, 50),
    },
) | st.just({})
_SCHEMAS = st.fixed_dictionaries(
    {"name": _names, "schema": _objects}, optional={"description": st.text(max_size=8), "strict": st.booleans()}
)
_FORMATS = _SCHEMAS.map(lambda schema: {"type": "json_schema", "json_schema": schema})
_MORE: st.SearchStrategy[dict[str, Any]] = st.just({}) | st.fixed_dictionaries(
    {},
    optional={
        "extra_body": _objects,
        "max_completion_tokens": st.integers(1, 2**31),
        "thinking": st.just({"type": "adaptive"}) | _budgets.map(lambda n: {"type": "enabled", "budget_tokens": n}),
        "output_config": st.sampled_from(["max", "low"]).map(lambda effort: {"effort": effort}),
        "thinking_config": st.just({"include_thoughts": True}) | _budgets.map(lambda n: {"thinking_budget": n}),
        "top_k": st.integers(0, 5),
    },
)
