"""Contents as programs write them, of every form that TrueFoundry has, and a little beyond what it takes."""

from typing import Any

from hypothesis import strategies as st

_variables = st.sampled_from(["{{a}}", "{{ b-1 }}", "{{c_d}}", "{{#if x}}", "{{", "\n", ""])
_texts = st.builds("{}{}".format, st.sampled_from("xyz {é你"), st.lists(st.text(max_size=9) | _variables).map("".join))
_odd_texts = st.sampled_from(["", "\n", "\r\nx", "\u2028x"])
_names = st.from_regex(r"[0-9a-zA-Z_-]{1,12}", fullmatch=True)
_scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8)
)
_keys = st.text(max_size=6) | st.sampled_from(["ttl", "enabled", "priority", "type"])
_documents = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3),
    max_leaves=8,
)
_objects = st.dictionaries(_keys, _documents, max_size=3)


def _mostly(usual: st.SearchStrategy[Any], odd: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 19).flatmap(lambda number: usual if number else odd)


def _object(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=members)


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """A content; most are accepted, some not."""
    tree: dict[str, Any] = draw(st.fixed_dictionaries({"template": _TEXT}) | st.fixed_dictionaries(_CHAT))
    tree |= draw(_object(response_format=_FORMATS, tools=_TOOLS))
    options = draw(_object(manifest_extra=_EXTRA))
    if draw(_mostly(st.booleans(), st.none())):
        tree |= {"model": "gpt-4o", "provider": "openai-main", **draw(_object(parameters=_PARAMETERS))}
        options |= draw(_object(extra_parameters=_mostly(_objects, _ODD_PARAMETERS)))
        tree |= draw(_choices(tree.get("tools")))
    if used := [name for name in ("a", "b-1", "c_d") if f"{{{{{name}}}}}" in str(tree)]:
        options |= draw(_object(variable_defaults=st.dictionaries(st.sampled_from(used), st.text(max_size=4))))
    return {**tree, "options": {"truefoundry": options}} if options else tree


def _choices(tools: list[dict[str, Any]] | None) -> st.SearchStrategy[dict[str, Any]]:
    if not tools:
        return st.just({})
    named = st.sampled_from(tools).map(lambda tool: {"name": tool["name"]})
    return _object(tool_choice=st.sampled_from(["auto", "required", "none"]) | named)


_TEXT = _mostly(_texts, _odd_texts)
_CHAT = {
    "messages": st.lists(
        st.fixed_dictionaries(
            {"role": st.sampled_from(["system", "developer", "user", "assistant"]), "content": _TEXT},
            optional={"name": st.text(max_size=6)},
        )
        | st.fixed_dictionaries(
            {
                "role": _mostly(st.sampled_from(["user", "assistant"]), st.just("system")),
                "content": st.lists(_TEXT, min_size=1, max_size=3),
            }
        )
        | st.fixed_dictionaries({"role": st.just("assistant"), "content": _texts | _odd_texts}),
        min_size=1,
        max_size=4,
    )
}
_PARAMETERS = _object(
    temperature=st.floats(0, 2) | st.sampled_from([0, 0.1, 0.9, 1e-45]),
    top_p=st.floats(0, 1),
    top_k=st.integers(0, 2**40),
    max_tokens=_mostly(st.integers(0, 2**40), st.just(-1)),
    stop=st.lists(st.text(max_size=5), max_size=3) | st.text(max_size=3),
    presence_penalty=st.floats(-2, 2),
    frequency_penalty=st.floats(-2, 2),
    seed=st.integers(-(2**53) + 1, 2**53 - 1),
    reasoning_effort=_mostly(st.sampled_from(["none", "high"]), st.just(1024)),
)
_ODD_PARAMETERS = _object(
    seed=st.sampled_from([1, "x", 0.5, True]),
    reasoning_effort=st.sampled_from(["high", 1024, "x"]),
    presence_penalty=st.sampled_from([1, 5]),
    tool_choice=st.sampled_from(["auto", {"type": "none"}, {"type": "function", "function": {"name": "f"}}]),
    temperature=st.just(1),
)
_TOOLS = st.lists(
    st.fixed_dictionaries(
        {"name": _names},
        optional={"description": st.text(max_size=10), "parameters": _objects, "strict": st.booleans()},
    ),
    max_size=2,
    unique_by=lambda tool: tool["name"],
)
_FORMATS = st.just({"type": "json_object"}) | st.fixed_dictionaries(
    {"type": st.just("json_schema"), "json_schema": st.fixed_dictionaries({"name": _names, "schema": _objects})}
)
_TARGETS = st.fixed_dictionaries(
    {"target": _names},
    optional={"priority": st.sampled_from([0, 1]), "fallback_candidate": st.booleans(), "override_params": _objects},
)
_EXTRA = _object(
    cache_config=st.sampled_from([{"type": "exact-match", "ttl": 3600.0}, {"type": "exact-match", "ttl": 60}]),
    guardrails=st.sampled_from([{}, {"input_guardrails": ["pii"]}]),
    logging_config=st.sampled_from([{}, {"enabled": True}, {"enabled": False}]),
    sub_agents=st.lists(st.fixed_dictionaries({"name": _names}), max_size=2),
    routing_config=st.fixed_dictionaries(
        {"type": st.just("priority-based-routing"), "load_balance_targets": st.lists(_TARGETS, max_size=2)}
    ),
)
