"""Two trees as lines: what differs, and how many."""

from typing import Any

import pytest

from pulumi_prompts.content.lines import NO_LINE_BREAK, changed_lines, tree_diff

TEXT = "You sort.\nBe brief.\n"


@pytest.mark.parametrize(
    ("before", "after", "number"),
    [
        ({"template": TEXT}, {"template": TEXT}, 0),
        ({"template": TEXT}, {"template": TEXT.replace("brief", "kind")}, 1),
        ({"template": TEXT}, {"template": TEXT + "\nNow.\n"}, 2),
        ({"template": TEXT}, {"template": TEXT.removesuffix("\n")}, 1),
        ({"parameters": {"temperature": 0}}, {"parameters": {"temperature": 0.0}}, 0),
        ({"stop": ["a"]}, {"stop": ["a", "b"]}, 1),
        ({}, {"model": "m"}, 1),
    ],
)
def test_lines_are_counted(before: dict[str, Any], after: dict[str, Any], number: int) -> None:
    assert changed_lines(before, after) == changed_lines(after, before) == number


def test_a_line_break_at_the_end_of_a_text_is_seen() -> None:
    diff = [*tree_diff({"template": TEXT}, {"template": TEXT.removesuffix("\n")}, ("here", "there"))]
    assert diff[-1] == f"+    {NO_LINE_BREAK}"
