"""Two contents of a prompt: all that differs, and nothing that does not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_prompts.content.base import same_json
from pulumi_prompts.program.signs import SECRET, UNKNOWN
from pulumi_prompts.report.differing.contents import contents_of
from pulumi_prompts.report.model import Contents, Side, ValueChange, Variables

WHOLE = {
    "messages": [{"role": "system", "content": "You sort.\n"}, {"role": "user", "content": "{{ticket}}"}],
    "model": "small",
    "parameters": {"temperature": 0.5, "max_tokens": 100.0},
    "tools": [{"name": "close", "parameters": {"required": ["id"]}}],
    "tool_choice": {"name": "close"},
    "response_format": {"type": "text"},
    "options": {"bedrock": {"variant_name": "a"}},
}

TEXTS = st.sampled_from(["Sort {{ticket}}.\n", "Sort it.", "Sort it.\n", ""])
MESSAGES = st.fixed_dictionaries(
    {"role": st.sampled_from(["system", "user"]), "content": TEXTS | st.lists(TEXTS, min_size=2, max_size=3)}
)
TOOLS = st.fixed_dictionaries({"name": st.sampled_from(["a", "b"])}, optional={"strict": st.booleans()})
CONTENTS = st.fixed_dictionaries(
    {},
    optional={
        "template": TEXTS,
        "messages": st.lists(MESSAGES, min_size=1, max_size=4),
        "model": st.sampled_from(["small", "large"]),
        "parameters": st.fixed_dictionaries({"seed": st.sampled_from([0, 1, 1.0])}),
        "tools": st.lists(TOOLS, min_size=1, max_size=3),
        "tool_choice": st.sampled_from(["auto", {"name": "a"}]),
    },
)


@given(CONTENTS, CONTENTS)
def test_contents_differ_where_json_differs(before: dict[str, Any], after: dict[str, Any]) -> None:
    found = contents_of(before, after)
    assert (found.texts == () and found.values == ()) == same_json(before, after)
    assert contents_of(after, after) == Contents()


def test_of_a_new_content_all_is_added() -> None:
    found = contents_of(None, WHOLE)
    assert [(text.label, text.before, text.after) for text in found.texts] == [
        ("system message", "absent", "known"),
        ("user message", "absent", "known"),
    ]
    assert {row.kind for text in found.texts for row in text.rows} == {"added"}
    assert {value.before for value in found.values} == {Side("absent")}
    assert ValueChange("parameters.max_tokens", Side("absent"), Side("known", 100)) in found.values
    assert found.variables == Variables(added=("ticket",))


def test_of_a_content_that_goes_all_is_removed() -> None:
    found = contents_of(WHOLE, None)
    assert {row.kind for text in found.texts for row in text.rows} == {"removed"}
    assert {value.after for value in found.values} == {Side("absent")}
    assert found.variables == Variables(removed=("ticket",))


def test_names_come_in_one_order() -> None:
    backwards = dict(reversed([*WHOLE.items()])) | {"parameters": {"max_tokens": 100, "temperature": 0.5}}
    assert contents_of(None, backwards) == contents_of(None, WHOLE)


def test_an_empty_list_is_as_good_as_none() -> None:
    assert contents_of({"template": "a", "tools": [], "options": {}}, {"template": "a", "model": None}) == Contents()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"template": "{{a}} {{b}}"}, {"template": "{{b}} {{c}}"}, Variables(("c",), ("a",), ("c",))),
        ({"template": "{{a}}"}, {"template": "{{a}}", "variables": ["a", "d"]}, Variables(("d",), (), ("d",))),
        ({"template": "x", "variables": "a"}, {"template": "{{a}}", "variables": []}, Variables()),
        ({"template": SECRET}, {"template": "{{a}}"}, Variables()),
        ({"template": "{{a}}"}, {"template": UNKNOWN}, Variables()),
        ({"template": "{{a}}"}, {"messages": UNKNOWN}, Variables()),
        ({"template": "{{a}}"}, {"template": "{{b}}", "variables": UNKNOWN}, Variables(("b",), ("a",), ("b",))),
        (
            {"template": "{{a}}"},
            {"messages": [{"role": "user", "content": ["{{b}}", UNKNOWN]}]},
            Variables(("b",), (), ("b",)),
        ),
    ],
)
def test_variables(before: dict[str, Any], after: dict[str, Any], expected: Variables) -> None:
    found = contents_of(before, after)
    assert found.variables == expected
    assert not any(value.path.startswith("variables") for value in found.values)


def test_a_text_that_only_mentions_the_sign_of_the_unknown_is_shown() -> None:
    (text,) = contents_of({"template": "a"}, {"template": f"Ignore {UNKNOWN} and {SECRET}."}).texts
    assert text.after == "known"
    assert text.rows[-1].text == f"Ignore {UNKNOWN} and {SECRET}."


def test_a_chat_in_the_place_of_a_text() -> None:
    found = contents_of({"template": "Sort."}, {"messages": [{"role": "user", "content": "Sort."}]})
    assert [(text.path, text.before, text.after) for text in found.texts] == [
        ("template", "known", "absent"),
        ("messages[0].content", "absent", "known"),
    ]
