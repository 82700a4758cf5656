"""The gate: what a registry declares to take is taken, all else is refused with the nearest thing that works."""

from dataclasses import replace
from typing import Any

import pytest

from pulumi_prompts.content.base import UNKNOWN
from pulumi_prompts.registries.support import (
    AliasSupport,
    Anything,
    Between,
    Entries,
    Items,
    Limit,
    OneOf,
    Support,
    Text,
)

LABELS = Entries(
    key=Text(shortest=1, longest=5),
    value=Text(longest=8, pattern="[a-z ]*", form="lower-case"),
    most=3,
    reserved=("aws:",),
)
TOY = Support(
    kind="toy",
    prompt={
        "name": Text(shortest=1, longest=10, pattern="[a-z-]+", form="lower-case letters and `-`"),
        "messages": Items(most=2),
        "messages[]": Anything(),
        "messages[].role": OneOf(("system", "user"), instead="say it in a system message"),
        "messages[].content": Anything(),
        "messages[].content[]": Text(longest=5),
        "parameters": Anything(),
        "parameters.temperature": Between(0, 1),
        "parameters.top_k": Between(least=1),
        "tools": Items(),
        "tools[]": Anything(),
        "tools[].parameters": Anything(deep=True),
        "tags": LABELS,
    },
    version={"description": Text(longest=5)},
    aliases=AliasSupport(
        kept_as="a toy",
        name=Text(1, 10, "[a-z0-9-]+", "lower-case letters, digits and `-`"),
        reserved="latest|v[0-9]+",
        reserved_form="`latest`, nor `v` with a number",
    ),
    instead={"messages[].name": "put the name into the text", "response_format": "describe the form in the text"},
)


def refused(tree: dict[str, Any]) -> list[str]:
    return [str(failure) for failure in TOY.refuses_in_prompt(tree)]


@pytest.mark.parametrize(
    "tree",
    [
        {},
        {"name": "triage"},
        {"name": None, "model": None},
        {"name": UNKNOWN, "model": UNKNOWN},
        {"messages": UNKNOWN},
        {"messages": [UNKNOWN, {"role": UNKNOWN, "content": ["short", UNKNOWN]}]},
        {"messages": [{"role": "user", "content": "a text of any length"}]},
        {"parameters": {"temperature": 0, "top_k": 1}},
        {"parameters": {"temperature": 1.0, "top_k": 10**9}},
        {"parameters": {"temperature": UNKNOWN}},
        {"tools": [{"parameters": {"anything": {"at": ["any", {"depth": None}]}}}]},
        {"tags": {}},
        {"tags": {"a": "x", "aws": "y", "c": "two words"[:8]}},
        {"tags": {"a": UNKNOWN}},
        {"tags": UNKNOWN},
    ],
)
def test_taken(tree: dict[str, Any]) -> None:
    assert refused(tree) == []


@pytest.mark.parametrize("tree", [{"name": 5}, {"messages": "x"}, {"parameters": {"temperature": "hot"}}, {"tags": []}])
def test_another_type_is_no_matter_of_a_limit(tree: dict[str, Any]) -> None:
    assert refused(tree) == []


MANY = dict.fromkeys("abcd", "x")


@pytest.mark.parametrize(
    ("tree", "failure"),
    [
        ({"name": ""}, "name: must not be empty (toy)"),
        ({"name": "x" * 11}, "name: must have at most 10 characters, has 11 (toy)"),
        ({"name": "Triage"}, "name: must be lower-case letters and `-` (toy)"),
        ({"name": "triage\n"}, "name: must be lower-case letters and `-` (toy)"),
        ({"messages": [{}] * 3}, "messages: must have at most 2 items, has 3 (toy)"),
        (
            {"messages": [{"role": "user"}, {"role": "tool"}]},
            "messages[1].role: must be 'system' or 'user'; say it in a system message (toy)",
        ),
        (
            {"messages": [{"content": ["short", "too long"]}]},
            "messages[0].content[1]: must have at most 5 characters, has 8 (toy)",
        ),
        ({"parameters": {"temperature": 1.01}}, "parameters.temperature: must be at most 1 (toy)"),
        ({"parameters": {"temperature": -1}}, "parameters.temperature: must be at least 0 (toy)"),
        ({"parameters": {"top_k": 0}}, "parameters.top_k: must be at least 1 (toy)"),
        ({"tags": MANY}, "tags: must have at most 3 entries, has 4 (toy)"),
        ({"tags": {"": "x"}}, 'tags[""]: the key must not be empty (toy)'),
        ({"tags": {"longer": "x"}}, "tags.longer: the key must have at most 5 characters, has 6 (toy)"),
        ({"tags": {"a": "X"}}, "tags.a: must be lower-case (toy)"),
        ({"tags": {"a": 5}}, "tags.a: must be a string (toy)"),
        ({"tags": {"aws:x": "x"}}, "tags[\"aws:x\"]: keys that begin with 'aws:' are reserved (toy)"),
        ({"tags": {"AWS:x": "x"}}, "tags[\"AWS:x\"]: keys that begin with 'aws:' are reserved (toy)"),
        ({"tags": {"b": UNKNOWN, "a": "X"}}, "tags.a: must be lower-case (toy)"),
    ],
)
def test_a_limit(tree: dict[str, Any], failure: str) -> None:
    assert refused(tree) == [failure]


@pytest.mark.parametrize(
    ("tree", "failure"),
    [
        ({"model": "m"}, "model: toy cannot express this; leave it out"),
        ({"model": ""}, "model: toy cannot express this; leave it out"),
        ({"parameters": {"seed": 0}}, "parameters.seed: toy cannot express this; leave it out"),
        ({"messages": [{"name": "a"}]}, "messages[0].name: toy cannot express this: put the name into the text"),
        ({"response_format": {"type": "x"}}, "response_format: toy cannot express this: describe the form in the text"),
        ({"tools": [{"strict": False}]}, "tools[0].strict: toy cannot express this; leave it out"),
    ],
)
def test_what_cannot_be_expressed(tree: dict[str, Any], failure: str) -> None:
    assert refused(tree) == [failure]


def test_everything_at_once() -> None:
    tree = {"name": "", "model": "m", "messages": [{"role": "tool", "name": "n"}], "parameters": {"top_k": 0}}
    assert [failure.partition(":")[0] for failure in refused(tree)] == [
        "name",
        "model",
        "messages[0].role",
        "messages[0].name",
        "parameters.top_k",
    ]


def test_a_version_has_limits_of_its_own() -> None:
    found = [str(failure) for failure in TOY.refuses_in_version({"description": "longer", "version_name": "v1"})]
    assert found == [
        "description: must have at most 5 characters, has 6 (toy)",
        "version_name: toy cannot express this; leave it out",
    ]


@pytest.mark.parametrize(
    ("limit", "value", "broken"),
    [
        (Text(shortest=3), "ab", "must have at least 3 characters"),
        (Text(shortest=3), "abc", None),
        (Between(most=0.5), 0.6, "must be at most 0.5"),
        (Between(most=4294967295), 4294967296.0, "must be at most 4294967295"),
        (Between(0, 1), True, None),
        (Items(1), ("a", "b"), "must have at most 1 items, has 2"),
        (OneOf(("a", "b")), "c", "must be 'a' or 'b'"),
        (OneOf(("a",)), {"name": "x"}, None),
        (Anything(), object(), None),
    ],
)
def test_limits_alone(limit: Limit, value: object, broken: str | None) -> None:
    assert limit.broken_by(value) == broken


NEEDS_TEXT = "messages: is required (or `template`, for a text prompt)"


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ({}, [NEEDS_TEXT]),
        ({"messages": []}, [NEEDS_TEXT]),
        ({"template": None, "model": "m"}, [NEEDS_TEXT]),
        ({"template": ""}, []),
        ({"template": UNKNOWN}, []),
        ({"messages": UNKNOWN}, []),
        ({"messages": "of another type"}, []),
    ],
)
def test_most_registries_want_a_text(tree: dict[str, Any], said: list[str]) -> None:
    assert [str(failure) for failure in TOY.refuses_without_template(tree)] == said


@pytest.mark.parametrize(
    ("path", "is_one"), [("messages[12].role", True), ("messages[0].content", False), ("x", False)]
)
def test_a_property_that_is_one_of_a_few_words(path: str, is_one: bool) -> None:
    assert TOY.takes_one_of(path) == is_one


@pytest.mark.parametrize("name", ["production", "v", "v1-final", "latest-1", UNKNOWN, None])
def test_names_of_aliases_that_are_taken(name: Any) -> None:
    assert [*TOY.alias_failures(name)] == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "alias: must not be empty (toy)"),
        ("a" * 11, "alias: must have at most 10 characters, has 11 (toy)"),
        ("a b", "alias: must be lower-case letters, digits and `-` (toy)"),
        ("Latest", "alias: must not be `latest`, nor `v` with a number, which the registry keeps for itself (toy)"),
        ("V7", "alias: must not be `latest`, nor `v` with a number, which the registry keeps for itself (toy)"),
    ],
)
def test_names_of_aliases_that_are_not(name: str, said: str) -> None:
    assert [str(failure) for failure in TOY.alias_failures(name)] == [said]


def test_a_registry_without_aliases_says_so() -> None:
    without = replace(TOY, aliases=None)
    assert [str(failure) for failure in without.alias_failures("x")] == ["alias: toy has no aliases"]
