"""All failures at once, each with its property path; unknown values pass and the rest is checked."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_prompts.content.base import UNKNOWN
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.parsing import Failure, broken_rules, parse_content, rule
from pulumi_prompts.content.properties import property_path
from pulumi_prompts.registries.kinds import OPTIONS

WHOLE: dict[str, Any] = {
    "template": "Hello {{name}}.",
    "messages": [{"role": "user", "content": ["a", "b"], "name": "n"}, {"role": "tool", "content": "c"}],
    "model": "m",
    "provider": "p",
    "endpoint": "chat",
    "parameters": {
        "temperature": 1.0,
        "top_p": 0.5,
        "top_k": 5.0,
        "max_tokens": 9.0,
        "stop": ["x", "y"],
        "presence_penalty": 1.0,
        "frequency_penalty": 1.0,
        "seed": 7.0,
        "reasoning_effort": "low",
    },
    "tools": [{"name": "t", "description": "d", "parameters": {"type": ["object"]}, "strict": True}],
    "tool_choice": {"name": "t"},
    "response_format": {
        "type": "json_schema",
        "json_schema": {"name": "s", "description": "d", "schema": {"type": "object"}, "strict": True},
    },
    "variables": ["name"],
    "options": {
        "bedrock": {
            "kms_key_arn": "k",
            "variant_name": "v",
            "additional_model_request_fields": {"a": [1.0]},
            "agent": "a",
            "cache_points": ["messages[0]"],
        }
    },
}


def said(tree: dict[str, Any]) -> list[str]:
    return [str(failure) for failure in parse_content(tree, OPTIONS)[2]]


def paths(tree: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of everything inside `tree`, at any depth."""
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [found for step, item in steps for found in ((*path, step), *paths(item, (*path, step)))]


def with_at(tree: Any, path: tuple[str | int, ...], value: object) -> Any:
    if not path:
        return value
    step, *rest = path
    changed = tree.copy()
    changed[step] = with_at(tree[step], tuple(rest), value)
    return changed


def test_the_whole_tree_is_fine() -> None:
    content, left_out, failures = parse_content(WHOLE, OPTIONS)
    assert (left_out, failures) == (frozenset(), [])
    assert set(WHOLE) == set(Content.model_fields)
    assert None not in content.model_dump().values()


@pytest.mark.parametrize("path", paths(WHOLE), ids=property_path)
def test_an_unknown_value_passes_anywhere(path: tuple[str | int, ...]) -> None:
    assert said(with_at(WHOLE, path, UNKNOWN)) == []


@pytest.mark.parametrize("path", paths(WHOLE), ids=property_path)
def test_the_rest_is_checked_beside_an_unknown_value(path: tuple[str | int, ...]) -> None:
    tree = with_at(WHOLE, path, UNKNOWN)
    assert said({**tree, "extra": 1, "provider" if path[0] != "provider" else "model": 5}) == [
        f"{'model' if path == ('provider',) else 'provider'}: must be a string",
        f"extra: is not a known property; known are {', '.join(sorted(WHOLE))}",
    ]


@pytest.mark.parametrize(
    ("tree", "failures"),
    [
        (
            {"messages": [UNKNOWN, {"role": "x", "content": UNKNOWN}, {"role": UNKNOWN, "content": 5}]},
            [
                "messages[1].role: must be 'system', 'developer', 'user', 'assistant' or 'tool'",
                "messages[2].content: must be a text, or a list of texts",
            ],
        ),
        ({"messages": [{"role": UNKNOWN}]}, ["messages[0].content: is required"]),
        ({"parameters": {"stop": [UNKNOWN, 5]}}, ["parameters.stop[1]: must be a string"]),
        ({"tool_choice": {"name": UNKNOWN, "nane": UNKNOWN}}, ["tool_choice.nane: is not a known property;"]),
        ({"tools": [{"name": UNKNOWN, "strict": 5}]}, ["tools[0].strict: must be true or false"]),
        (
            {"response_format": {"type": "json_schema", "json_schema": {"name": UNKNOWN}}},
            ["response_format.json_schema.schema: is required"],
        ),
    ],
)
def test_beside_an_unknown_sibling(tree: dict[str, Any], failures: list[str]) -> None:
    found = said(tree)
    assert len(found) == len(failures)
    assert all(line.startswith(failure) for line, failure in zip(found, failures, strict=True))


@given(st.sets(st.sampled_from(paths(WHOLE)), max_size=12), st.sampled_from([True, 5.5, None, [], {}, "x", UNKNOWN]))
def test_never_raises_and_always_has_paths(chosen: set[tuple[str | int, ...]], value: object) -> None:
    tree = WHOLE
    for path in sorted(chosen, key=len, reverse=True):
        tree = with_at(tree, path, value)
    content, left_out, failures = parse_content(tree, OPTIONS)
    assert {failure.path.split(".")[0].split("[")[0] for failure in failures} <= left_out
    assert all(not getattr(content, name) for name in left_out)


def test_the_valid_part_is_kept() -> None:
    content, left_out, _ = parse_content({"template": "Hello.", "model": 5, "provider": UNKNOWN}, OPTIONS)
    assert (content.template, content.model, content.provider) == ("Hello.", None, None)
    assert left_out == {"model", "provider"}


def test_a_failure_never_carries_the_value() -> None:
    wrong = {name: ["hunter2"] for name in Content.model_fields} | {"parameters": {"temperature": "hunter2"}}
    assert said(wrong)
    assert "hunter2" not in "".join(said(wrong))


@pytest.mark.parametrize(
    ("steps", "path"), [((), ""), (("a",), "a"), (("a", 0, "b", 12, "c"), "a[0].b[12].c"), (("a", 0, 1), "a[0][1]")]
)
def test_paths_are_written_as_pulumi_writes_them(steps: tuple[str | int, ...], path: str) -> None:
    assert property_path(steps) == path


def test_rules_wait_for_what_they_read() -> None:
    broken = rule("model", "template")(lambda content: iter([Failure("model", "is broken")]))
    content = Content()
    assert list(broken_rules(content, frozenset({"provider"}), [broken])) == [Failure("model", "is broken")]
    assert list(broken_rules(content, frozenset({"model"}), [broken])) == []


def test_a_failure_of_the_whole_has_no_path() -> None:
    assert str(Failure("", "is wrong")) == "is wrong"
