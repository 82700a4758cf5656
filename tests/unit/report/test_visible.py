"""What nobody would see in a text is seen."""

import unicodedata

import pytest

from pulumi_prompts.content.lines import NO_LINE_BREAK
from pulumi_prompts.report.model import Row, TextChange
from pulumi_prompts.report.visible import LINE_BREAK, SPACE, TAB, Line, Piece, lines, visible, visible_change
from report.samples import text_change

ENCLOSING = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Signs of Arabic, Syriac and Kaithi around numbers, which have looks of their own."""


def shown(before: str | None, after: str | None) -> list[str]:
    signs = {"same": " ", "removed": "-", "added": "+"}
    return [f"{signs[line.kind]}{line.text}" for line in lines(text_change(before, after))]


def test_every_character_without_looks_is_seen() -> None:
    hidden = [
        character
        for character in map(chr, range(0x110000))
        if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs") and visible(character) == character
    ]
    assert hidden == ["\t", *ENCLOSING]


@pytest.mark.parametrize("text", ["👨‍👩‍👧", "👩🏽‍⚕️", "❤️", "1️⃣", "नमस्‍ते", "می‌خواهم", "naïve café", "東京\u3000都"])
def test_ordinary_spelling_stays(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("pass\u200bword", "pass⟨U+200B⟩word"),
        ("a\u200db", "a⟨U+200D⟩b"),
        ("😀\ufe0f\ufe0f", "😀\ufe0f⟨U+FE0F⟩"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("one\ntwo\x1b[31m", "one⟨U+000A⟩two⟨U+001B⟩[31m"),
    ],
)
def test_what_hides_something_is_seen_anywhere(text: str, seen: str) -> None:
    assert visible(text) == seen
    assert Line("same", (Piece(text),)).text == text


def test_spaces_are_seen_in_changed_lines_only() -> None:
    assert shown("a \t\nb\n", "a \t\nb\t\u00a0 \n") == [" a \t", "-b", f"+b{TAB}⟨U+00A0⟩{SPACE}"]


def test_lines_that_stay_are_as_they_are() -> None:
    assert shown("a  \n\nb\r\nc\n", "a  \n\nb\r\nd\n") == [" a  ", " ", " b", "-c", "+d"]


def test_a_change_of_nothing_but_spaces_is_seen() -> None:
    row = Row("added", "a   b c", changed=((1, 4),))
    [line] = lines(TextChange("t", "t", "known", "known", (row,)))
    assert line.pieces == (Piece("a"), Piece(SPACE * 3, is_changed=True, is_sign=True), Piece("b c"))
    assert [visible_change("  "), visible_change("a b\t")] == [SPACE * 2, f"a b{TAB}"]


def test_a_blank_line_is_seen() -> None:
    assert shown("a\n", "a\n\n") == [" a", f"+{LINE_BREAK}"]


def test_ends_of_lines_are_seen_where_they_change() -> None:
    assert shown("a\nb\n", "a\r\nb\n") == ["-a", "+a⟨U+000D⟩", " b"]
    assert shown("a\nb\n", "a\nb") == [" a", "-b", f"+b {NO_LINE_BREAK}"]


def test_a_missing_line_break_that_does_not_change_is_not_told() -> None:
    assert shown("a\nb", "c\nb") == ["-a", "+c", " b"]
    assert shown("a", "b") == ["-a", "+b"]
    assert shown(None, "b") == ["+b"]


def test_marks_and_signs_are_told_apart() -> None:
    row = Row("removed", "ab\u200bcd", changed=((1, 4),))
    [line] = lines(TextChange("t", "t", "known", "known", (row,)))
    sign = Piece("⟨U+200B⟩", is_changed=True, is_sign=True)
    assert line.pieces == (Piece("a"), Piece("b", is_changed=True), sign, Piece("c", is_changed=True), Piece("d"))
