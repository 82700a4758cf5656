"""Which double braces are variables: held against real prompts that people wrote (CC0), and against what is not one."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pulumi_prompts.content.variables import OURS, Grammar, template_variables
from pulumi_prompts.registries.kinds import content_from

CORPUS: dict[str, str] = json.loads(Path(__file__).with_name("corpus_braces.json").read_text(encoding="utf-8"))
"""All prompts with braces of the public collection "awesome-chatgpt-prompts" (CC0 1.0)."""

NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]*", fullmatch=True)


@pytest.mark.parametrize("name", CORPUS)
def test_single_braces_of_real_prompts_are_text(name: str) -> None:
    assert "{" in CORPUS[name] + CORPUS[name]
    assert template_variables([CORPUS[name]]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "{name}",
        "{ name }",
        "${name}",
        "${Title:Senior}",
        "{{}}",
        "{{ }}",
        "{{code here}}",
        "{{#if name}}",
        "{{/if}}",
        "{{> part}}",
        "{{! comment}}",
        "{{a.b}}",
        "{{a[0]}}",
        "{{a|upper}}",
        "{{_name}}",
        "{{-name}}",
        "{{größe}}",
        "{{ name }",
        "{ name }}",
        "{ {name} }",
        "{% name %}",
        '{"a": {"b": 1}}',
        "\\frac{{a}",
    ],
)
def test_no_variable(text: str) -> None:
    assert template_variables([text]) == ()


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        ([], ()),
        ([""], ()),
        (["{{name}}"], ("name",)),
        (["{{ name }}"], ("name",)),
        (["{{\tname\n}}"], ("name",)),
        (["{{b}}{{a}}{{b}}"], ("b", "a")),
        (["{{b}}", "{{a}} {{b}}"], ("b", "a")),
        (["{{a-b}} {{a_b}} {{1}} {{A}} {{a}}"], ("a-b", "a_b", "1", "A", "a")),
        (["{{{name}}}"], ("name",)),
        (["{{#if a}}{{b}}{{/if}}"], ("b",)),
        (["{'x': '{{a}}'}"], ("a",)),
    ],
)
def test_variables_in_the_order_of_their_first_appearance(texts: list[str], names: tuple[str, ...]) -> None:
    assert template_variables(texts) == names


@given(st.lists(NAMES), st.text(st.characters(exclude_characters="{}")))
def test_every_name_is_found_once(names: list[str], between: str) -> None:
    text = between.join(f"{{{{{name}}}}}" for name in names)
    assert template_variables([text]) == tuple(dict.fromkeys(names))


@given(st.text(st.characters(exclude_characters="{}")), st.sampled_from(["", "{", "}", "{{", "}}"]))
def test_text_without_pairs_has_none(text: str, brace: str) -> None:
    assert template_variables([brace + text]) == ()


def test_all_texts_of_a_content_count() -> None:
    messages = [{"role": "system", "content": ["{{b}}", "{{a}}"]}, {"role": "user", "content": "{{c}} {{b}}"}]
    content = content_from({"template": "{{t}}", "messages": messages})
    assert content.used_variables == ("t", "b", "a", "c")


def test_names_of_tools_and_schemas_are_no_texts() -> None:
    tools = [{"name": "{{tool}}", "description": "{{text}}", "parameters": {"title": "{{schema}}"}}]
    assert content_from({"template": "", "tools": tools}).used_variables == ()


FORMER = re.compile(r"\{\{\s*([A-Za-z0-9][A-Za-z0-9_-]*)\s*\}\}")
"""How variables were found when the first digests were made."""


@example("{{{a}}} {{ b\u2003}}{{{{c}}")
@given(st.lists(st.sampled_from(["{{", "}}", "{", "}", "a", "_", "-", " ", "\n", "\u2003", "é", "."])).map("".join))
def test_what_is_a_variable_in_a_digest_never_changes(text: str) -> None:
    assert template_variables([text]) == tuple(dict.fromkeys(FORMER.findall(text)))


DOTTED = Grammar(r"[a-z.]+", "small letters and dots")


@pytest.mark.parametrize(
    ("text", "ours", "dotted"),
    [
        ("{{a}} {{ a }} {a} {{{a}}}", [], []),
        ("{{a.b}} {{a-b}} {{A}}", ["a.b"], ["a-b", "A"]),
        ("{{}} {{ }} {{#if x}} {{naïve}} {{ naïve }}", ["", "#if x", "naïve"], ["", "#if x", "naïve"]),
        ('{{"a": 1}} {{\n"a": 1}} {{', ['"a": 1'], ['"a": 1']),
    ],
)
def test_what_looks_like_a_variable_and_is_none(text: str, ours: list[str], dotted: list[str]) -> None:
    assert list(OURS.look_alikes_in(text)) == ours
    assert list(DOTTED.look_alikes_in(text)) == dotted
