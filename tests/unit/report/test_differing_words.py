"""Two lines by word: what is marked is what differs, and nothing that belongs together is torn."""

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_prompts.report.differing.words import LOOKED_AT, Marks, Parts, common_words, marks, similarities, tokens

PIECES = st.sampled_from(
    ["Sort", "the ", "ticket", " ", "\t", ".", "e\u0301", "字", "新", "👍🏽", "👩\u200d💻", "🇩🇪", "हिन्दी"]
)
LINES = st.builds("".join, st.lists(PIECES)) | st.text(st.characters(exclude_characters="\r\n"))


def rest(line: str, parts: Parts) -> str:
    kept = line
    for start, end in reversed(parts):
        kept = kept[:start] + kept[end:]
    return kept


def marked(line: str, parts: Parts) -> list[str]:
    return [line[start:end] for start, end in parts]


@given(LINES, LINES)
def test_without_what_is_marked_both_are_the_same(before: str, after: str) -> None:
    found = marks(before, after)
    if found != Marks():
        assert rest(before, found.old) == rest(after, found.new)


@given(LINES)
def test_tokens_are_the_line_and_begin_with_no_mark(line: str) -> None:
    assert "".join(tokens(line)) == line
    assert not any(category(token[0]).startswith("M") for token in tokens(line)[1:])
    assert not any(token.endswith("\u200d") for token in tokens(line)[:-1])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Be  brief, {{name}}!", ["Be", "  ", "brief", ",", " ", "{", "{", "name", "}", "}", "!"]),
        ("don_t 0.75", ["don_t", " ", "0", ".", "75"]),
        ("票据を分類", ["票", "据", "を", "分", "類"]),
        ("cafe\u0301s x", ["cafe\u0301s", " ", "x"]),
        ("ば\u3099か", ["ば\u3099", "か"]),
        ("हिन्दी में", ["हिन्दी", " ", "में"]),
        ("a👩\u200d💻b👍🏽!", ["a", "👩\u200d💻", "b", "👍🏽", "!"]),
        ("🇩🇪🇫🇷", ["🇩🇪", "🇫🇷"]),
        ("1\ufe0f\u20e3", ["1\ufe0f\u20e3"]),
    ],
)
def test_tokens(line: str, expected: list[str]) -> None:
    assert tokens(line) == expected


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("Answer in one sentence.", "Answer in two sentences.", ["one sentence"], ["two sentences"]),
        ("Sort the ticket.", "Sort the  ticket.", [" "], ["  "]),
        ("Sort the ticket. ", "Sort the ticket.", [" "], []),
        ("  ", "", ["  "], []),
        ("- Never promise it.", "- Do not promise it today.", ["Never"], ["Do not", " today"]),
        ("Sort, please, it.", "Sort it.", [", please,"], []),
        ("Rate it from 1 to 5.", "Rate it from 1 to 7.", ["5"], ["7"]),
        ("Thank cafe\u0301 owners.", "Thank cafe\u0300 owners.", ["cafe\u0301"], ["cafe\u0300"]),
        ("請求書を分類する", "請求書を確認する", ["分類"], ["確認"]),
    ],
)
def test_what_is_marked(before: str, after: str, old: list[str], new: list[str]) -> None:
    found = marks(before, after)
    assert marked(before, found.old) == old
    assert marked(after, found.new) == new


def test_lines_with_little_in_common_have_no_marks() -> None:
    assert marks("You are a helpful assistant.", "Sort a ticket by its urgency.") == Marks()


def test_only_lines_with_enough_in_common_belong_together() -> None:
    assert common_words(["a b c d e", "", "x"], ["a b v w y", "", "a v w y z"]) == [[4, 0, 0], [0, 1, 0], [0, 0, 0]]


def test_only_the_beginnings_of_texts_are_looked_at() -> None:
    beginning = "a " * (LOOKED_AT // 2)
    assert similarities([f"{beginning} b"], [f"{beginning} c"]) == [[1]]
