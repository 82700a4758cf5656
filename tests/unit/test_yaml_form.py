"""Values written as YAML: read back as exactly what they were, and texts as a person reads them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pulumi_prompts.content.base import same_json
from pulumi_prompts.files.yaml import parse_yaml
from pulumi_prompts.files.yaml_form import entry

ROOT = Path(__file__).parents[2]
CORPUS = [json.loads(line)["text"] for line in (ROOT / "benchmarks" / "prompts.jsonl").read_text().splitlines()]
TEXTS = st.text(st.characters(codec="utf-8")) | st.text(
    st.sampled_from(list(" \n\t#:-|>'\"{}[]%@`&*!?,.a0\r\u0085\u2028\ufeff\x00é"))
)
LEAVES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES | TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)


def read(document: str) -> Any:
    return parse_yaml(document, "(written)")


@given(TEXTS, VALUES)
@example("text", "\n")
@example("text", "\n\n")
@example("text", " \n")
@example("text", "a\n \n")
@example("text", "a\n\n\n")
@example("text", "\ta\n b")
@example("text", "---\na: 1\n...\n")
@example("text", "+.5")
@example("text", "1_000")
@example("no", "on")
@example("n", [[], {}, [[1], ["a\nb"]], {"a": {"b": "c\n"}}])
def test_a_value_is_read_back_as_it_was(name: str, value: Any) -> None:
    assert same_json(read(entry(name, value)), {name: value})


@pytest.mark.parametrize("text", CORPUS)
def test_prompts_that_people_wrote_are_read_back_byte_for_byte(text: str) -> None:
    in_lines = text.replace(". ", ".\n")
    tree = {"template": text, "messages": [{"role": "user", "content": [text, in_lines, f"{in_lines}\n\n"]}]}
    assert read("".join(entry(name, value) for name, value in tree.items())) == tree
    assert entry("template", in_lines).startswith("template: |") == ("\n" in in_lines)


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" \n"), min_size=1))
)
def test_a_text_of_several_printable_lines_is_a_block(texts: list[str]) -> None:
    for text in texts:
        if "\n" in text:
            assert entry("text", text).startswith("text: |")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("You sort.\nBe brief.\n", "text: |\n  You sort.\n  Be brief.\n"),
        ("You sort.\nBe brief.", "text: |-\n  You sort.\n  Be brief.\n"),
        ("You sort.\n\n", "text: |+\n  You sort.\n\n"),
        ("  indented\nnot\n", "text: |2\n    indented\n  not\n"),
        ("a\r\n b\r\n", 'text: "a\\r\\n\\\n  \\ b\\r\\n"\n'),
        ("a\u2028b\n", 'text: "a\\u2028b\\n"\n'),
        ("Ticket: {{ticket}}", 'text: "Ticket: {{ticket}}"\n'),
        ("anthropic.claude-3-haiku-20240307-v1:0", "text: anthropic.claude-3-haiku-20240307-v1:0\n"),
        ("null", 'text: "null"\n'),
        ("no", 'text: "no"\n'),
        ("6", 'text: "6"\n'),
        (0.0, "text: 0\n"),
        (0.9, "text: 0.9\n"),
    ],
)
def test_texts_look_as_a_person_would_write_them(text: Any, written: str) -> None:
    assert entry("text", text) == written
