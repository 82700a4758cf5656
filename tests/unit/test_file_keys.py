"""A wrong key in the file of a prompt is told with its line, in each form that a file may have."""

from pathlib import Path

import pytest

from pulumi_prompts import Prompt
from pulumi_prompts.errors import InputError


@pytest.fixture(autouse=True)
def folder_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refusal(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        Prompt.from_file("triage", name)
    return str(refused.value)


NO = "is not a known property;"


@pytest.mark.parametrize(
    ("key", "place", "said"),
    [
        ("modle: m", (2, 1), f"`modle` {NO} did you mean `model`?"),
        ("temperature: 0", (2, 1), f"`temperature` {NO} it stands in `parameters`"),
        ("role: user", (2, 1), f"`role` {NO} it stands in `messages`"),
        ("parameters: {temprature: 0}", (2, 14), f"`parameters.temprature` {NO} did you mean `temperature`?"),
        (
            "messages:\n- role: user\n  contnet: |\n   a\n   b",
            (4, 3),
            f"`messages[0].contnet` {NO} did you mean `content`?",
        ),
        ("messages:\n- {role: user, content: a}\n- {nmae: a}", (4, 4), f"`messages[1].nmae` {NO} did you mean `name`?"),
        ("tools:\n- name: f\n  stict: true", (4, 3), f"`tools[0].stict` {NO} did you mean `strict`?"),
        ("tool_choice: {nam: f}", (2, 15), f"`tool_choice.nam` {NO} did you mean `name`?"),
        ("response_format: {schema: {}}", (2, 19), f"`response_format.schema` {NO} it stands in `json_schema`"),
        (
            "response_format:\n  json_schema:\n    descripton: x",
            (4, 5),
            f"`response_format.json_schema.descripton` {NO} did you mean `description`?",
        ),
        ("options:\n  bedrok: {}", (3, 3), f"`options.bedrok` {NO} did you mean `bedrock`?"),
        ("options: {kms_key_arn: k}", (2, 11), f"`options.kms_key_arn` {NO} it stands in `bedrock`"),
        ("options:\n  bedrock:\n    agnt: x", (4, 5), f"`options.bedrock.agnt` {NO} did you mean `agent`?"),
        ("backend:\n  kind: local\n  region: x", (4, 3), f"`backend.region` {NO} known are kind, path"),
        (
            "backend: {knd: local, regio: x}",
            (2, 11),
            f"`backend.knd` {NO} did you mean `kind`?; line 2, column 23: `backend.regio` {NO} did",
        ),
        ('"two words": x', (2, 1), f'`["two words"]` {NO} known are adopt, after, backend'),
    ],
)
def test_a_wrong_key_is_told_with_its_place(key: str, place: tuple[int, int], said: str) -> None:
    assert refusal("a.yaml", f"name: triage\n{key}\n").startswith("a.yaml, line {}, column {}: {}".format(*place, said))


def test_all_wrong_keys_are_told() -> None:
    assert refusal("a.yaml", "nmae: a\ntemplate: x\nmodle: m\n") == (
        f"a.yaml, line 1, column 1: `nmae` {NO} did you mean `name`?; "
        f"line 3, column 1: `modle` {NO} did you mean `model`?"
    )


@pytest.mark.parametrize("indent", ["  ", "\t"])
def test_a_wrong_key_in_json_is_told_with_its_place(indent: str) -> None:
    text = f'{{\n{indent}"template": "a\\n\\/b",\n{indent}"modle": "m"\n}}\n'
    assert refusal("a.json", text) == f"a.json, line 3, column {len(indent) + 1}: `modle` {NO} did you mean `model`?"


def test_where_no_line_can_be_found_the_file_is_named() -> None:
    text = '{"template": "\x7f", "modle": "m"}'  # JSON, and no YAML
    assert refusal("a.json", text) == f"a.json: `modle` {NO} did you mean `model`?"


def test_a_wrong_key_in_a_list_of_a_prompt_file_is_told_with_its_place() -> None:
    text = "---\nmodel: m\ntools:\n  - name: f\n    stict: true\n---\nSort: {{ticket}}: -\n"
    assert refusal("a.prompt", text) == f"a.prompt, line 5, column 5: `tools[0].stict` {NO} did you mean `strict`?"


def test_a_wrong_key_in_front_matter_is_told_with_its_place() -> None:
    text = "---\nmodel: m\ntools:\n  - name: f\n    stict: true\n---\nSort: {{ticket}}: -\n\x07"
    assert refusal("a.md", text) == f"a.md, line 5, column 5: `tools[0].stict` {NO} did you mean `strict`?"


def test_a_wrong_key_in_a_manifest_is_told_with_its_place() -> None:
    manifest = "type: chat_prompt\nmessages: [{role: user, content: x}]\nresponse_format:\n  typ: text\n"
    assert refusal("a.yaml", manifest) == f"a.yaml, line 4, column 3: `response_format.typ` {NO} did you mean `type`?"


def test_what_is_of_another_form_is_left_to_check() -> None:
    """There is no key to be wrong."""
    said = refusal("a.yaml", "template: {file: 3}\nmessages: x\nparameters: [hot]\nbackend: local\ndigest: x\n")
    assert said == "triage: digest cannot be declared; leave it out"
