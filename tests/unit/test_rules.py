"""What is wrong on every registry, beyond the type of each field."""

from typing import Any

import pytest

from pulumi_prompts.content.model import Content
from pulumi_prompts.content.parsing import broken_rules, parse
from pulumi_prompts.content.rules import RULES, variables_are_those_of_the_text
from pulumi_prompts.content.variables import OURS, Grammar

HELLO = [{"role": "user", "content": "Hello {{name}}."}]
TOOLS = [{"name": "lookup"}, {"name": "close"}]


def broken(tree: dict[str, Any]) -> list[str]:
    content, left_out, failures = parse(Content, tree)
    rules = (variables_are_those_of_the_text(OURS), *RULES)
    return [str(failure) for failure in (*failures, *broken_rules(content, left_out, rules))]


@pytest.mark.parametrize(
    "tree",
    [
        {},
        {"messages": []},
        {"template": ""},
        {"template": "Hello {{name}}."},
        {"messages": HELLO},
        {"messages": HELLO, "variables": ["name"]},
        {"template": "Hello.", "variables": []},
        {"template": "{{b}} {{a}}", "variables": ["a", "b"]},
        {"messages": HELLO, "tools": TOOLS},
        {"messages": HELLO, "tools": TOOLS, "tool_choice": "none"},
        {"messages": HELLO, "tools": TOOLS, "tool_choice": {"name": "close"}},
    ],
)
def test_nothing_wrong(tree: dict[str, Any]) -> None:
    assert broken(tree) == []


@pytest.mark.parametrize(
    ("tree", "failures"),
    [
        ({"template": "x", "messages": HELLO}, ["template: excludes `messages`; give one of them"]),
        ({"template": "x", "messages": []}, ["template: excludes `messages`; give one of them"]),
        (
            {"messages": HELLO, "variables": ["nane"]},
            [
                "variables: `{{name}}` stands in the text and not here; add it, or correct the text",
                "variables: 'nane' is not used in the text as `{{nane}}`; remove it, or use it",
            ],
        ),
        ({"template": "x", "tool_choice": "auto"}, ["tool_choice: needs `tools`; add them, or leave it out"]),
        (
            {"template": "x", "tool_choice": "none", "tools": []},
            ["tool_choice: needs `tools`; add them, or leave it out"],
        ),
        (
            {"template": "x", "tools": TOOLS, "tool_choice": {"name": "open"}},
            ["tool_choice.name: must be the name of one of the tools: lookup, close"],
        ),
        (
            {"template": "x", "tools": [*TOOLS, *TOOLS]},
            [
                "tools[2].name: is the name of an earlier tool; rename one of them",
                "tools[3].name: is the name of an earlier tool; rename one of them",
            ],
        ),
        (
            {"tool_choice": "auto", "variables": ["a"]},
            [
                "variables: 'a' is not used in the text as `{{a}}`; remove it, or use it",
                "tool_choice: needs `tools`; add them, or leave it out",
            ],
        ),
    ],
)
def test_wrong(tree: dict[str, Any], failures: list[str]) -> None:
    assert broken(tree) == failures


@pytest.mark.parametrize(
    ("tree", "failures"),
    [
        ({"messages": 5}, ["messages: must be a list"]),
        ({"messages": HELLO, "variables": 5}, ["variables: must be a list"]),
        ({"messages": [{"role": "user", "content": 5}], "variables": ["a"]}, 1),
        ({"template": "x", "tools": [{"name": 5}], "tool_choice": {"name": "lookup"}}, 1),
        ({"template": "x", "tools": TOOLS, "tool_choice": "always"}, 1),
    ],
)
def test_a_rule_waits_until_what_it_reads_is_valid(tree: dict[str, Any], failures: list[str] | int) -> None:
    found = broken(tree)
    assert failures in (found, len(found))


def test_what_a_variable_is_the_registry_says() -> None:
    content, left_out, _ = parse(Content, {"template": "{{a.b}} {{c}} {{d-e}}", "variables": ["a.b", "d-e"]})
    dotted = variables_are_those_of_the_text(Grammar(r"[a-z.]+", "small letters and dots"))
    assert [str(failure) for failure in broken_rules(content, left_out, [dotted])] == [
        "variables: `{{c}}` stands in the text and not here; add it, or correct the text",
        "variables: 'd-e' is no name of a variable, which must have small letters and dots; "
        "rename it here and in the text",
    ]
