"""`chat_prompt` manifests in files, as users of TrueFoundry keep them in git."""

from pathlib import Path
from typing import Any

import pytest

from pulumi_prompts.errors import InputError
from pulumi_prompts.files.forms import Form
from pulumi_prompts.files.loading import load
from pulumi_prompts.files.writing import written
from pulumi_prompts.lifecycle.declaration import Declaration

MANIFEST = """\
type: chat_prompt
name: support-triage
ml_repo: support
description: Sorts tickets
metadata:
  team: support
  rating: 4.5
version_alias: v1-prod
messages:
  - role: system
    content: |
      You are {{role}}.
      Answer with one word.
  - role: user
    content:
      - type: text
        text: "Ticket: {{ticket}}"
      - type: text
        text: Please.
variables:
  role: a clerk
  ticket: ""
model_configuration:
  provider: openai-main
  model: gpt-4o
  parameters: {temperature: 0, max_tokens: 200, stop: [END]}
  extra_parameters: {seed: 7, n: 1, tool_choice: auto}
tools:
  - type: function
    function: {name: find, description: Finds., parameters: {type: object}, strict: false}
response_format: {type: json_object}
guardrails:
  input_guardrails: [pii]
"""

INPUTS: dict[str, Any] = {
    "name": "support-triage",
    "description": "Sorts tickets",
    "metadata": {"team": "support", "rating": 4.5},
    "messages": [
        {"role": "system", "content": "You are {{role}}.\nAnswer with one word.\n"},
        {"role": "user", "content": ["Ticket: {{ticket}}", "Please."]},
    ],
    "model": "gpt-4o",
    "provider": "openai-main",
    "parameters": {"temperature": 0, "max_tokens": 200, "stop": ["END"], "seed": 7},
    "tools": [{"name": "find", "description": "Finds.", "parameters": {"type": "object"}}],
    "tool_choice": "auto",
    "response_format": {"type": "json_object"},
    "options": {
        "truefoundry": {
            "version_alias": "v1-prod",
            "variable_defaults": {"role": "a clerk"},
            "extra_parameters": {"n": 1},
            "manifest_extra": {"guardrails": {"input_guardrails": ["pii"]}},
        }
    },
}
A_MESSAGE = "messages: [{role: user, content: Hi}]"
BACKEND = {"kind": "truefoundry", "url": "https://tfy.example.com", "ml_repo": "support"}


@pytest.fixture(autouse=True)
def folder_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def loaded(text: str) -> dict[str, Any]:
    Path("triage.yaml").write_text(text, encoding="utf-8")
    return load("triage.yaml")


def refusal(text: str) -> str:
    with pytest.raises(InputError) as refused:
        loaded(text)
    return str(refused.value)


def test_a_manifest_declares_all_that_it_holds() -> None:
    assert loaded(MANIFEST) == INPUTS
    assert Declaration.of({**INPUTS, "backend": BACKEND}).failures == ()


def test_one_that_we_write_declares_the_same() -> None:
    assert loaded(written(Form.TRUEFOUNDRY, INPUTS)) == INPUTS


def test_a_small_one_declares_no_more_than_it_says() -> None:
    small = "type: chat_prompt\nname: a\nml_repo: support\nmetadata: {}\nmessages: [{role: user, content: Hi}]\n"
    assert loaded(small) == {"name": "a", "messages": [{"role": "user", "content": "Hi"}]}


def test_a_text_may_stand_in_a_file_of_its_own() -> None:
    Path("system.md").write_text("You sort tickets.", encoding="utf-8")
    manifest = "type: chat_prompt\nname: a\nmessages: [{role: system, content: {file: system.md}}]\n"
    assert loaded(manifest)["messages"] == [{"role": "system", "content": "You sort tickets."}]


def test_our_own_note_in_one_that_was_exported_is_left_out() -> None:
    manifest = (
        "type: chat_prompt\nmetadata: {pulumi_prompts: {marker: x}, a: b}\nmessages: [{role: user, content: x}]\n"
    )
    assert loaded(manifest)["metadata"] == {"a": "b"}


@pytest.mark.parametrize(
    ("wrong", "place", "said"),
    [
        ("messages: [{role: tool, content: '42', tool_call_id: '1'}]", (3, 12), "messages[0] is of a call of a tool"),
        ("messages:\n- {role: user, content: [{type: image}]}", (4, 16), "messages[0] has a part that is no text"),
        ("messages: []", (1, 1), "it has no messages"),
        ("messages: a", (3, 1), "its messages are no list"),
        (f"{A_MESSAGE}\ntools: [{{type: mcp}}]", (4, 1), "its tools hold something that is no function"),
        (f"{A_MESSAGE}\nmetadata: [a]", (4, 1), "its metadata is no object"),
        (f"{A_MESSAGE}\nvariables: [a]", (4, 1), "its list of variables is no object"),
        (f"{A_MESSAGE}\nmodel_configuration: {{seat: 1}}", (4, 1), "its model configuration has seat"),
        (f"{A_MESSAGE}\nmodel_configuration:\n  parameters: {{seat: 1}}", (5, 3), "its parameters has seat"),
    ],
)
def test_what_cannot_be_declared_is_said_with_its_place(wrong: str, place: tuple[int, int], said: str) -> None:
    line, column = place
    assert refusal(f"type: chat_prompt\nname: a\n{wrong}\n") == (
        f"triage.yaml, line {line}, column {column}: cannot be declared: {said}"
    )


def test_a_version_is_the_registrys_to_number() -> None:
    line = MANIFEST.count("\n") + 1
    said = "a manifest with a `version` is of one version; leave it out: the registry counts"
    assert refusal(f"{MANIFEST}version: 3\n") == f"triage.yaml, line {line}, column 1: {said}"
