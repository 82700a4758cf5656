"""Two trees of values: by leaves, from which the new tree can be had."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_prompts.program.signs import SECRET, UNKNOWN
from pulumi_prompts.report.differing.sides import ABSENT, plain
from pulumi_prompts.report.differing.structure import SHORT, tool_changes, value_changes
from pulumi_prompts.report.model import Side, TextChange, ValueChange

SCALARS = st.sampled_from([0, 1, 2.5, True, False, "short", "a\nb", "a\nc", "x" * SHORT, "y" * (SHORT + 1)])
TREES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: (
        st.dictionaries(st.sampled_from(["a", "b c", "d"]), inner) | st.lists(st.dictionaries(st.just("e"), SCALARS))
    ),
)


def changes(before: Any, after: Any) -> dict[str, tuple[Any, Any]]:
    """By path, both values, ABSENT where there is none."""
    return {each.path: (_value(each, "before"), _value(each, "after")) for each in value_changes("x", before, after)}


def _value(change: TextChange | ValueChange, which: str) -> Any:
    if isinstance(change, ValueChange):
        side: Side = getattr(change, which)
        return ABSENT if side.knowledge == "absent" else side.value
    if getattr(change, which) == "absent":
        return ABSENT
    return "".join(
        row.text + row.end for row in change.rows if row.kind != {"before": "added", "after": "removed"}[which]
    )


def flat(path: str, value: Any) -> dict[str, Any]:
    """The leaves of a tree; what holds none is nothing."""
    if isinstance(value, Mapping):
        steps = {f".{name}" if name.isidentifier() else f'["{name}"]': item for name, item in value.items()}
    elif isinstance(value, list):
        steps = {f"[{index}]": item for index, item in enumerate(value)}
    else:
        return {path: value}
    return {inner: leaf for step, item in steps.items() for inner, leaf in flat(f"{path}{step}", item).items()}


@given(TREES, TREES)
def test_the_changes_make_the_new_tree_of_the_old(before: Any, after: Any) -> None:
    leaves = flat("x", plain(before))
    for path, (_, new) in changes(plain(before), plain(after)).items():
        leaves = {each: value for each, value in leaves.items() if not re.match(rf"{re.escape(path)}($|[.\[])", each)}
        leaves |= {} if new is ABSENT else flat(path, new)
    assert {path: repr(leaf) for path, leaf in leaves.items()} == {
        path: repr(leaf) for path, leaf in flat("x", plain(after)).items()
    }


@given(TREES)
def test_an_equal_tree_has_no_changes(tree: Any) -> None:
    assert changes(plain(tree), plain(tree)) == {}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1, "b": {"c": 2}}, {"b": {"c": 3}, "a": 1.0}, {"x.b.c": (2, 3)}),
        ({"a": 1}, {"a": True}, {"x.a": (1, True)}),
        ({"top-p": 1}, {}, {'x["top-p"]': (1, ABSENT)}),
        (["a", "b"], ["b", "c d"], {"x[a]": ("a", ABSENT), 'x["c d"]': (ABSENT, "c d")}),
        (["a", "b"], ["b", "a"], {"x": (["a", "b"], ["b", "a"])}),
        (["a", "a"], ["a"], {"x": (["a", "a"], ["a"])}),
        ([1, 2], [1, 3], {"x": ([1, 2], [1, 3])}),
        (ABSENT, ["a", "b"], {"x": (ABSENT, ["a", "b"])}),
        ([{"a": 1}], [{"a": 2}, None], {"x[0].a": (1, 2), "x[1]": (ABSENT, None)}),
        ({"a": {}}, {"a": []}, {"x.a": ({}, [])}),
        ({}, {"a": {}}, {"x.a": (ABSENT, {})}),
        ({"a": {"b": 1}}, {"a": "none"}, {"x.a": ({"b": 1}, "none")}),
    ],
)
def test_values(before: Any, after: Any, expected: dict[str, tuple[Any, Any]]) -> None:
    assert changes(plain(before), plain(after)) == expected


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "x" * (SHORT + 1)])
def test_a_long_text_is_shown_by_lines(text: str) -> None:
    for before, after in ((text, "a"), ("a", text), (ABSENT, text), (text, ABSENT)):
        assert [type(each) for each in value_changes("x", before, after)] == [TextChange]
    assert [each.path for each in value_changes("x", ["a", text], ["a", f"{text}."])] == ["x[1]"]
    assert [type(each) for each in value_changes("x", text, 1)] == [ValueChange]
    assert [type(each) for each in value_changes("x", "x" * SHORT, "a")] == [ValueChange]


def test_what_is_not_told_is_listed() -> None:
    assert [*value_changes("x", {"a": SECRET}, {"a": SECRET})] == [ValueChange("x.a", Side("secret"), Side("secret"))]
    assert [*value_changes("x", {"a": 1}, UNKNOWN)] == [ValueChange("x", Side("known", {"a": 1}), Side("unknown"))]
    assert [*value_changes("x", ["a", "b"], ["a", UNKNOWN])] == [
        ValueChange("x[1]", Side("known", "b"), Side("unknown"))
    ]
    assert [*value_changes("x", "a\nb", UNKNOWN)] == [TextChange("x", "x", "known", "unknown")]


def tool(name: str, **properties: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": {name: {"type": value} for name, value in properties.items()}}
    return {"name": name, "description": f"Tells {name}.", "parameters": schema}


WEATHER, TIME = tool("get_weather", city="string"), tool("get time", zone="string")


def test_a_tool_is_found_by_its_name() -> None:
    assert [*tool_changes("tools", [WEATHER, TIME], [tool("added"), tool("get_weather", city="number"), TIME])][-1] == (
        ValueChange(
            "tools[get_weather].parameters.properties.city.type", Side("known", "string"), Side("known", "number")
        )
    )
    assert [each.path for each in tool_changes("tools", [WEATHER, TIME], [WEATHER])] == [
        'tools["get time"].name',
        'tools["get time"].description',
        'tools["get time"].parameters.type',
        'tools["get time"].parameters.properties.zone.type',
    ]


def test_the_order_of_tools_is_a_change() -> None:
    assert [*tool_changes("tools", [WEATHER, TIME], [TIME, WEATHER])] == [
        ValueChange("tools", Side("known", ["get_weather", "get time"]), Side("known", ["get time", "get_weather"]))
    ]


def test_a_description_of_a_tool_is_called_so() -> None:
    (change,) = tool_changes("tools", [WEATHER], [{**WEATHER, "description": "Tells:\nthe weather"}])
    assert isinstance(change, TextChange)
    assert (change.path, change.label) == ("tools[get_weather].description", "description of the tool get_weather")


@pytest.mark.parametrize("other", [UNKNOWN, [WEATHER, UNKNOWN], [WEATHER, WEATHER], [{**WEATHER, "name": UNKNOWN}]])
def test_tools_without_names_of_their_own_are_compared_by_place(other: Any) -> None:
    assert {each.path for each in tool_changes("tools", [WEATHER], other)} <= {
        *("tools", "tools[0].name", "tools[1]", "tools[1].name", "tools[1].description", "tools[1].parameters.type"),
        "tools[1].parameters.properties.city.type",
    }
