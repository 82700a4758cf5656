"""Two texts by line: nothing lost, nothing invented, and changes where a reader looks for them."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_prompts.report.differing import pairing, sequences
from pulumi_prompts.report.differing.lines import rows_of
from pulumi_prompts.report.model import Row, RowKind

SIGNS = {"same": " ", "removed": "-", "added": "+"}

LINES = st.lists(st.sampled_from(["", "a\n", "b\n", "\n", "a b c\r\n", "a b d\n", "a\r", "\r\n", "é d\u2028\f\n"]))
TEXTS = st.builds("".join, LINES) | st.text(alphabet="ab \r\n\u0301字")


def diff(before: str, after: str) -> list[str]:
    rows, _ = rows_of(before, after)
    return [SIGNS[row.kind] + row.text for row in rows]


def joined(rows: tuple[Row, ...], without: RowKind) -> str:
    return "".join(row.text + row.end for row in rows if row.kind != without)


@given(TEXTS, TEXTS)
def test_the_rows_are_both_texts(before: str, after: str) -> None:
    rows, _ = rows_of(before, after)
    assert joined(rows, without="added") == before
    assert joined(rows, without="removed") == after
    assert all(row.text.strip("\r\n") == row.text and row.end in ("\n", "\r\n", "\r", "") for row in rows)
    assert all((one.kind, other.kind) != ("added", "removed") for one, other in pairwise(rows))


@given(TEXTS, TEXTS)
def test_marks_lie_in_their_line(before: str, after: str) -> None:
    for row in rows_of(before, after)[0]:
        edges = [edge for part in row.changed for edge in part]
        assert edges == sorted(set(edges))
        assert all(0 <= edge <= len(row.text) for edge in edges)
        assert not (edges and row.kind == "same")


@given(TEXTS)
def test_equal_texts_have_no_changed_row(text: str) -> None:
    assert all(row.kind == "same" for row in rows_of(text, text)[0])


@pytest.mark.parametrize(("one", "other"), [("\n", "\r\n"), ("\n", "\r"), ("\n", ""), ("\r\n", "")])
def test_lines_that_differ_in_their_end_differ(one: str, other: str) -> None:
    rows, _ = rows_of(f"You sort.{one}", f"You sort.{other}")
    assert rows == (Row("removed", "You sort.", one), Row("added", "You sort.", other))


def test_nothing_else_ends_a_line() -> None:
    text = "a\u2028b\fc\x0bd\x85e\x1c"
    assert rows_of(text, text) == ((Row("same", text, ""),), False)


def test_a_paragraph_is_added_from_its_beginning() -> None:
    before = "Intro.\n\nSort.\n\nEnd.\n"
    assert diff(before, before.replace("End", "Be brief.\n\nEnd")) == [
        " Intro.",
        " ",
        " Sort.",
        " ",
        "+Be brief.",
        "+",
        " End.",
    ]
    assert diff(before, before.replace("Sort.\n\n", "")) == [" Intro.", " ", "-Sort.", "-", " End."]


def test_a_paragraph_that_begins_as_the_next_one_is_added_from_its_beginning() -> None:
    before = "Examples\n\nExample:\nb\n"
    after = "Examples\n\nExample:\na\n\nExample:\nb\n"
    assert diff(before, after) == [" Examples", " ", "+Example:", "+a", "+", " Example:", " b"]


def test_one_of_equal_lines_is_removed_at_the_end_of_them() -> None:
    assert diff("a\n\nb\n", "a\n\n\nb\n") == [" a", " ", "+", " b"]
    assert diff("a\na\na\nb\n", "a\na\nb\n") == [" a", " a", "-a", " b"]
    assert diff("x\na\nc\nc\n", "a\nc\nc\nc\n") == ["-x", " a", " c", " c", "+c"]


def test_big_changes_are_not_torn_by_a_blank_line() -> None:
    assert diff("one\ntwo\n\nthree\nfour\n", "1\n2\n\n3\n4\n") == [
        *("-one", "-two", "-", "-three", "-four"),
        *("+1", "+2", "+", "+3", "+4"),
    ]


def test_small_changes_stay_apart() -> None:
    assert diff("one\n\nthree\n", "1\n\n3\n") == ["-one", "+1", " ", "-three", "+3"]
    assert diff("one\ntwo\nx\nthree\nfour\n", "1\n2\nx\n3\n4\n")[4] == " x"


def test_a_changed_line_stands_against_the_one_it_was() -> None:
    one, two = "Sort the ticket.\n", "New first line here.\nSort the tickets.\n"
    assert [(row.text, row.changed) for row in rows_of(one, two)[0]] == [
        ("Sort the ticket.", ((9, 15),)),
        ("New first line here.", ()),
        ("Sort the tickets.", ((9, 16),)),
    ]
    assert [row.changed for row in rows_of(two, one)[0]] == [(), ((9, 16),), ((9, 15),)]


def test_a_changed_line_counts_more_than_a_blank_one() -> None:
    rows, _ = rows_of("Sort the ticket.\n\n", "\nSort the tickets.\n")
    assert [row.text for row in rows if row.changed] == ["Sort the ticket.", "Sort the tickets."]


def test_blank_lines_do_not_tell_what_belongs_together() -> None:
    before = "One sentence about tickets.\n\nAnother one on refunds.\n"
    after = "Some new sentence first.\n\nOne sentence about letters.\n\nAnother one on rebates.\n"
    assert diff(before, after) == [
        "-One sentence about tickets.",
        *("+Some new sentence first.", "+", "+One sentence about letters."),
        " ",
        *("-Another one on refunds.", "+Another one on rebates."),
    ]


def test_beyond_the_bound_whole_runs_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequences, "CELLS", 8)
    before, after = "0\na x\nb\nc\n9\n", "0\na y\nb\nd\n9\n"
    rows, by_whole_lines = rows_of(before, after)
    assert [SIGNS[row.kind] for row in rows] == [*" ---+++ "]
    assert by_whole_lines
    assert not any(row.changed for row in rows)
    assert not rows_of(before, after.replace("y", "x"))[1]


def test_of_too_many_changed_lines_the_first_stands_against_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairing, "PAIRS", 1)
    assert diff("a\n\nb\n", "c\n\nd\n") == ["-a", "+c", " ", "-b", "+d"]
    rows, by_whole_lines = rows_of("Sort it now.\n", "x\nSort it then.\n")
    assert not any(row.changed for row in rows)
    assert not by_whole_lines


def numbered(count: int, **changed: Any) -> str:
    return "".join(changed.get(f"line{n}", f"This is the line {n}, and it says what to do.\n") for n in range(count))


def test_a_few_changed_lines_of_a_large_text_are_found() -> None:
    """231 kB, which no table of all lines against all lines is made for: 5,000 times 5,000 cells would be taken."""
    changed = {f"line{n}": f"This is the line {n}, and it says what to leave.\n" for n in range(100, 4900, 160)}
    rows, by_whole_lines = rows_of(numbered(5000), numbered(5000, **changed))
    assert len(changed) == 30
    assert [row.kind for row in rows if row.kind != "same"] == ["removed", "added"] * 30
    assert all(row.changed for row in rows if row.kind != "same")
    assert not by_whole_lines


def test_two_lines_in_turn_are_told_apart() -> None:
    before = ["- Be brief.\n", "- Be kind.\n"] * 4500
    after = [f"- Be clear about {n}.\n" if n % 300 == 7 else line for n, line in enumerate(before)]
    rows, by_whole_lines = rows_of("".join(before), "".join(after))
    assert [row.kind for row in rows if row.kind != "same"] == ["removed", "added"] * 30
    assert not by_whole_lines


def test_one_long_line_is_marked_in_the_middle_and_shown_whole_where_it_is_rewritten() -> None:
    before = " ".join(f"word{n}" for n in range(24_000))
    edited = before.replace("word12000", "another")
    start = before.index("word12000")
    assert rows_of(before, edited) == (
        (
            Row("removed", before, "", ((start, start + 9),)),
            Row("added", edited, "", ((start, start + 7),)),
        ),
        False,
    )
    rows, by_whole_lines = rows_of(before, before.replace("word", "term"))
    assert [row.changed for row in rows] == [(), ()]
    assert by_whole_lines
