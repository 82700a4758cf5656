"""Humanloop's `.prompt` files: what they declare, and what is wrong with them."""

from pathlib import Path
from typing import Any

import pytest

from pulumi_prompts.errors import InputError
from pulumi_prompts.files.dotprompt import NO_HEADER, loads
from pulumi_prompts.files.forms import Form
from pulumi_prompts.files.header import NO_MAPPING
from pulumi_prompts.files.loading import load
from pulumi_prompts.files.writing import written

HEADER = "---\nmodel: gpt-4o\n---\n"
OF_THE_DOCUMENTATION = """\
---
model: gpt-4o
temperature: 0.7
max_tokens: -1
provider: openai
endpoint: chat
---
<system>
  You are a friendly assistant.
</system>
"""
OF_THE_VENDORS_TESTS = """\
---
model: gpt-4o
temperature: 1.0
max_tokens: -1
top_p: 1.0
presence_penalty: 0.0
frequency_penalty: 0.0
provider: openai
endpoint: chat
tools: []
---

<system>
You are a helpful assistant. When asked about capitals of countries,\x20
you respond with just the capital name.
</system>
"""


def parsed(text: str) -> dict[str, Any]:
    return loads(text, "greet.prompt")


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parsed(text)
    return str(caught.value)


def test_the_form_of_the_documentation() -> None:
    assert parsed(OF_THE_DOCUMENTATION) == {
        "model": "gpt-4o",
        "provider": "openai",
        "endpoint": "chat",
        "parameters": {"temperature": 0.7, "max_tokens": -1},
        "messages": [{"role": "system", "content": "You are a friendly assistant."}],
    }


def test_the_form_of_the_vendors_tests() -> None:
    said = parsed(OF_THE_VENDORS_TESTS)
    assert said["parameters"] == {
        "temperature": 1.0,
        "top_p": 1.0,
        "max_tokens": -1,
        "presence_penalty": 0.0,
        "frequency_penalty": 0.0,
    }
    assert "tools" not in said
    assert said["messages"][0]["content"].endswith("capitals of countries, \nyou respond with just the capital name.")


def test_a_file_is_read_by_its_suffix(tmp_path: Path) -> None:
    file = tmp_path / "greet.PROMPT"
    file.write_bytes(OF_THE_DOCUMENTATION.replace("\n", "\r\n").encode())
    assert load(file) == parsed(OF_THE_DOCUMENTATION)


def test_everything_in_the_header_has_its_place() -> None:
    header = """\
---
model: m
tools: [{"name": "find", "description": "Finds.", "strict": false, "parameters": {"type": "object"}}]
response_format: {"type": "json_object"}
stop:
  - END
  - "\\n"
seed: 7
reasoning_effort: low
template_language: jinja
other: {"top_k": 5}
linked_tools: [tl_1]
attributes: {"team": "a", "pulumi-prompts": {"declared": []}}
---
"""
    assert parsed(header + "<user>Hi</user>") == {
        "model": "m",
        "tools": [{"name": "find", "description": "Finds.", "strict": False, "parameters": {"type": "object"}}],
        "response_format": {"type": "json_object"},
        "parameters": {"stop": ["END", "\n"], "seed": 7, "reasoning_effort": "low"},
        "options": {
            "humanloop": {
                "template_language": "jinja",
                "other": {"top_k": 5},
                "linked_tools": ["tl_1"],
                "attributes": {"team": "a"},
            }
        },
        "messages": [{"role": "user", "content": "Hi"}],
    }


def test_our_own_note_is_not_declared() -> None:
    assert parsed('---\nmodel: m\nattributes: {"pulumi-prompts": {"declared": []}}\n---\nHi') == {
        "model": "m",
        "template": "Hi",
    }


def test_a_text_is_taken_as_it_stands() -> None:
    assert parsed("---\nmodel: m\nendpoint: complete\n---\n  <user>Hi</user>\n")["template"] == "  <user>Hi</user>\n"
    assert parsed(f"{HEADER}Translate {{{{text}}}}.\n")["template"] == "Translate {{text}}.\n"


@pytest.mark.parametrize(
    ("written", "content"),
    [
        ("<user>Hi</user>", "Hi"),
        ("<user>\nHi\n</user>", "Hi"),
        ("<user>  \n  Hi\n</user>", "Hi"),
        ("<user>\n  Hi\n    there\n\n  you\n</user>", "Hi\n  there\n\nyou"),
        ("<user>\n\tHi\n</user>", "Hi"),
        ("<user>\n\nHi\n\n</user>", "\nHi\n"),
        ("<user>\n</user>", ""),
        ("<user></user>", ""),
        ("<user>\n<ticket>{{ticket}}</ticket>\n</user>", "<ticket>{{ticket}}</ticket>"),
        ("<user>\nSay <text>this</text>.\n</user>", "Say <text>this</text>."),
        ("<user>\n  <text>\n    one\n  </text>\n  <text>two</text>\n</user>", ["one", "two"]),
        ("<user >Hi</user>", "Hi"),
    ],
)
def test_the_white_space_of_the_form_is_no_part_of_a_text(written: str, content: Any) -> None:
    assert parsed(HEADER + written)["messages"] == [{"role": "user", "content": content}]


def test_messages_come_in_order_with_their_names() -> None:
    text = '\n<system>\nA\n</system>\n\n<user name="ada">\nB\n</user>\n<assistant>C</assistant>\n<tool>D</tool>\n'
    assert [(each["role"], each.get("name"), each["content"]) for each in parsed(HEADER + text)["messages"]] == [
        ("system", None, "A"),
        ("user", "ada", "B"),
        ("assistant", None, "C"),
        ("tool", None, "D"),
    ]


WRONG = {
    "no header": ("model: m", f"greet.prompt, line 1, column 1: {NO_HEADER}"),
    "no end of the header": (
        "---\nmodel: m\n",
        f"greet.prompt, line 1, column 1: {NO_HEADER}",
    ),
    "a list": (
        "---\n- m\n---\n",
        f"greet.prompt, line 1, column 1: {NO_MAPPING}",
    ),
    "an unknown parameter": (
        "---\nmodel: m\nmax_iterations: 3\n---\n",
        "greet.prompt, line 3, column 1: `max_iterations` in the header is no parameter of a prompt",
    ),
    "bad YAML": (
        "---\nmodel: m\ntools: [\n---\n",
        "greet.prompt, line 4, column 1: is not YAML: expected the node content, but found '<stream end>'",
    ),
    "a key twice": (
        "---\nmodel: m\nmodel: n\n---\n",
        "greet.prompt, line 3, column 1: is not YAML: the key 'model' stands twice",
    ),
    "text outside": (
        "---\nmodel: m\nendpoint: chat\n---\n<user>Hi</user>\nand so on\nfor ever",
        "greet.prompt, line 6, column 1: 'and so on' stands outside of the tags of the messages",
    ),
    "an image": (
        f'{HEADER}<user><text>What?</text><image url="https://example.com/a.png" /></user>',
        "greet.prompt, line 4, column 1: messages[0] has an image, which a prompt has no words for",
    ),
    "a tool call": (
        f'{HEADER}<user>Hi</user><assistant><tool name="f" id="1">{{}}</tool></assistant>',
        "greet.prompt, line 4, column 16: messages[1] has a tool call, which a prompt has no words for",
    ),
    "a tool answer": (
        f'{HEADER}<tool name="f" id="1">22 C</tool>',
        "greet.prompt, line 4, column 1: messages[0] has `id`, which a prompt has no words for",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_its_file(name: str) -> None:
    text, said = WRONG[name]
    assert refused(text) == said


# writing


def test_lists_and_objects_are_written_as_json() -> None:
    tool = {"name": "f", "description": "\x7f \x85 \u2028 \ufeff \uffff 👩🏽‍🚀 \n: - # 'é'", "strict": False}
    text = written(Form.PROMPT, {"model": "m", "template": "x", "tools": [tool]})
    assert text.startswith(
        '---\nmodel: m\ntools: [{"name": "f", "description": "\\u007f \\u0085 \\u2028 \\ufeff \\uffff 👩🏽‍🚀'
    )
    assert parsed(text)["tools"] == [tool]


def test_what_is_written_is_what_people_read() -> None:
    inputs = parsed(OF_THE_DOCUMENTATION)
    assert written(Form.PROMPT, inputs) == (
        "---\nmodel: gpt-4o\nprovider: openai\nendpoint: chat\ntemperature: 0.7\nmax_tokens: -1\n---\n"
        "\n<system>\nYou are a friendly assistant.\n</system>\n"
    )
