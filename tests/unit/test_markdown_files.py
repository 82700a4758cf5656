"""Markdown files: front matter with the arguments, and the text below it."""

from pathlib import Path
from typing import Any

import pytest

from pulumi_prompts.errors import FileError
from pulumi_prompts.files.header import NO_MAPPING
from pulumi_prompts.files.loading import load
from pulumi_prompts.files.markdown import A_CHAT, AN_EMPTY_ONE, NO_END, NOT_THERE

HEAD = "---\nmodel: small\nparameters: {temperature: 0}\n---\n"
OF_HEAD = {"model": "small", "parameters": {"temperature": 0}}


@pytest.fixture(autouse=True)
def folder_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def loaded(text: str) -> dict[str, Any]:
    Path("a.md").write_bytes(text.encode())
    return load("a.md")


@pytest.mark.parametrize("body", ["", "\n", "# Sort\n\n{{ticket}}\n", "---\n", "a\n---\nb: c\n---\n", "  a\t\n \n"])
def test_the_text_begins_right_below_the_front_matter(body: str) -> None:
    assert loaded(HEAD + body) == {**OF_HEAD, "template": body}
    assert loaded(f"---\n---\n{body}") == {"template": body}


@pytest.mark.parametrize("text", ["# Sort\n", "", "--- a\n---\n", "----\na: b\n---\n", " ---\na: b\n---\n", "\n---\n"])
def test_a_text_without_front_matter_is_the_template(text: str) -> None:
    assert loaded(text) == {"template": text}


def test_line_breaks_and_the_mark_of_windows_and_blanks_behind_the_lines_do_not_matter() -> None:
    windows = "\ufeff" + HEAD.replace("---\n", "---  \n").replace("\n", "\r\n")
    assert loaded(f"{windows}a\r\nb") == {**OF_HEAD, "template": "a\nb"}


def test_it_may_end_with_the_front_matter() -> None:
    assert loaded(HEAD.removesuffix("\n")) == {**OF_HEAD, "template": ""}


@pytest.mark.parametrize(
    ("text", "place", "said", "remedy"),
    [
        ("---\nmodel: m\n", (1, 1), NO_END, AN_EMPTY_ONE),
        ("---", (1, 1), NO_END, AN_EMPTY_ONE),
        ("---\n- a\n---\n", (1, 1), NO_MAPPING, ""),
        ("---\na: 1\na: 2\n---\n", (3, 1), "is not YAML: the key 'a' stands twice", ""),
        ("---\nmodel: m\ntemplate: a\n---\n", (3, 1), f"`template` {NOT_THERE}", A_CHAT),
        ("---\nmodel: m\nmessages: []\n---\n", (3, 1), f"`messages` {NOT_THERE}", A_CHAT),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, place: Any, said: str, remedy: str) -> None:
    with pytest.raises(FileError) as refused:
        loaded(text)
    error = refused.value
    assert (error.file, (error.line, error.column), error.what, error.remedy) == ("a.md", place, said, remedy)
