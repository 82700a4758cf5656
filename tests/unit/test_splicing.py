"""Entries of a file replaced: every other byte stays."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pulumi_prompts.errors import InputError
from pulumi_prompts.files.splicing import spliced
from pulumi_prompts.files.yaml import parse_yaml

FILE = """\
# What production serves.

name: support-triage   # as the applications call it

# The lawyers asked for this model.
model: small  # until June
template: |
  Sort {{ticket}}.
  # no comment

tags: {team: desk}
# over parameters
parameters:
  temperature: 0.5
# at the end
"""


def test_only_what_changes_changes() -> None:
    after = spliced(FILE, {"model": "large", "template": "Sort.\nNow.\n"}, "f.yaml", "promoted")
    expected = FILE.replace("model: small", "model: large")
    assert after == expected.replace("  Sort {{ticket}}.\n  # no comment\n", "  Sort.\n  Now.\n")


def test_what_stays_the_same_is_not_written_anew() -> None:
    odd = "parameters: {temperature: 5e-1,   top_p: .9}\nmodel:    'm'\n"
    assert spliced(odd, {"model": "m", "parameters": {"temperature": 0.5, "top_p": 0.9}}, "f", "head") == odd


def test_what_is_none_goes_and_the_comments_around_it_stay() -> None:
    after = spliced(FILE, {"parameters": None, "tools": None, "template": None}, "f", "promoted")
    gone = ("parameters:\n  temperature: 0.5\n", "template: |\n  Sort {{ticket}}.\n  # no comment\n")
    assert after == FILE.replace(gone[0], "").replace(gone[1], "")


def test_new_entries_go_to_the_end_and_the_head_to_the_top() -> None:
    after = spliced(FILE, {"promoted": {"digest": "d"}, "provider": "openai"}, "f", "promoted")
    assert after == FILE.replace("\n\nname", "\n\npromoted:\n  digest: d\nname", 1) + "provider: openai\n"


def test_the_head_stands_above_a_comment_of_the_first_entry() -> None:
    file = "# The team's prompts.\n\n# The name.\nname: a\n"
    after = spliced(file, {"promoted": "x"}, "f", "promoted")
    assert after == "# The team's prompts.\n\npromoted: x\n# The name.\nname: a\n"


def test_the_head_stands_below_a_comment_that_opens_the_file() -> None:
    assert spliced("# Ours.\nname: a\n", {"promoted": "x"}, "f", "promoted") == "# Ours.\npromoted: x\nname: a\n"


@pytest.mark.parametrize("nothing", ["", "# only a comment\n", "---\n", "null"])
def test_a_file_that_says_nothing_takes_entries(nothing: str) -> None:
    try:
        after = spliced(nothing, {"name": "a"}, "f", "promoted")
    except InputError:
        assert nothing == "null"
    else:
        assert parse_yaml(after, "f") == {"name": "a"}
        assert after.startswith(nothing)


def test_a_text_that_ends_in_blank_lines_does_not_take_those_of_the_file() -> None:
    file = "template: old\n\n\nmodel: m\n"
    assert spliced(file, {"template": "a\n\n"}, "f", "p") == "template: |+\n  a\n\nmodel: m\n"


def test_blank_lines_of_a_text_that_goes_are_left_to_nobody() -> None:
    file = "template: |+\n  a\n     \n   \n\nmodel: m\n"
    assert parse_yaml(spliced(file, {"template": "b\n"}, "f", "p"), "f") == {"template": "b\n", "model": "m"}


@pytest.mark.parametrize("file", ["- a\n", "{name: a, model: b}\n", "a: &x 1\nb: *x\n", "a: 1\n...\n"])
def test_a_form_that_cannot_be_kept_is_refused(file: str) -> None:
    with pytest.raises(InputError, match=r"^f: "):
        spliced(file, {"a": 2, "model": "c"}, "f", "p")


ENTRIES = st.dictionaries(
    st.sampled_from(["name", "model", "template", "tags", "messages"]),
    st.none()
    | st.text(st.characters(codec="utf-8"))
    | st.lists(st.text(" a#\n"))
    | st.dictionaries(st.text("ab#:"), st.text(" a#\n:")),
)


@given(ENTRIES, ENTRIES)
@example({"model": ["\n"], "name": ["\n"]}, {"name": None})
@example({"name": ["\n "]}, {"name": "0\n"})
def test_whatever_stands_in_a_file_that_we_wrote_can_be_replaced(before: dict[str, Any], after: dict[str, Any]) -> None:
    first = spliced("# Ours.\n\n", before, "f", "p")
    assert (parse_yaml(first, "f") or {}) == {name: value for name, value in before.items() if value is not None}
    both = {**before, **after}
    assert (parse_yaml(spliced(first, after, "f", "p"), "f") or {}) == {n: v for n, v in both.items() if v is not None}
