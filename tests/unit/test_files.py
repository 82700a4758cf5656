import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pulumi_prompts import Prompt
from pulumi_prompts.errors import InputError
from pulumi_prompts.files.loading import load

CHAT = """\
name: support-triage
model: anthropic.claude-3-haiku-20240307-v1:0
description: Sorts support tickets
parameters: {temperature: 0, top_p: 0.9, max_tokens: 200, stop: [END]}
messages:
  - role: system
    content: |
      You sort support tickets.
      Answer with one word.
  - role: user
    content: "Ticket: {{ticket}}"
tags:
  team: support
"""

CHAT_INPUTS = {
    "name": "support-triage",
    "model": "anthropic.claude-3-haiku-20240307-v1:0",
    "description": "Sorts support tickets",
    "parameters": {"temperature": 0, "top_p": 0.9, "max_tokens": 200, "stop": ["END"]},
    "messages": [
        {"role": "system", "content": "You sort support tickets.\nAnswer with one word.\n"},
        {"role": "user", "content": "Ticket: {{ticket}}"},
    ],
    "tags": {"team": "support"},
}


@pytest.fixture(autouse=True)
def folder_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(name: str, text: str | bytes) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return name


def refusal(name: str) -> str:
    with pytest.raises(InputError) as refused:
        load(name)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ is True or refused.value.__context__ is None
    return str(refused.value)


@pytest.mark.parametrize("name", ["triage.yaml", "triage.yml", "prompts/TRIAGE.YAML"])
def test_yaml_holds_the_inputs_by_their_names(name: str) -> None:
    assert load(written(name, CHAT)) == CHAT_INPUTS


def test_json_holds_the_same_inputs() -> None:
    assert load(written("triage.json", json.dumps(CHAT_INPUTS, indent="\t"))) == CHAT_INPUTS


@pytest.mark.parametrize("name", ["summary.txt", "summary.md"])
def test_a_text_file_is_the_template_with_its_last_line_break(name: str) -> None:
    assert load(written(name, "# Sum up\n\n{{text}}\n")) == {"template": "# Sum up\n\n{{text}}\n"}


def test_the_line_breaks_of_windows_and_its_byte_order_mark_declare_the_same_content() -> None:
    plain = load(written("plain.yaml", CHAT))
    windows = load(written("windows.yaml", b"\xef\xbb\xbf" + CHAT.replace("\n", "\r\n").encode()))
    assert windows == plain
    assert load(written("windows.txt", b"\xef\xbb\xbfa\r\nb\r\n")) == {"template": "a\nb\n"}


def test_a_path_object_or_an_absolute_path_is_as_good(tmp_path: Path) -> None:
    written("summary.txt", "Sum up.")
    assert load(Path("summary.txt")) == load(tmp_path / "summary.txt") == {"template": "Sum up."}


def test_a_template_may_be_the_text_of_a_file_beside_it() -> None:
    written("prompts/texts/summary.txt", "Sum up {{text}}.\n")
    file = written("prompts/summary.yaml", "model: m\ntemplate: {file: texts/summary.txt}\n")
    assert load(file) == {"model": "m", "template": "Sum up {{text}}.\n"}


def test_the_content_of_a_message_may_be_the_text_of_a_file_that_several_share() -> None:
    written("shared/manners.md", "Be brief.\n")
    message = {"role": "system", "content": {"file": "../shared/manners.md"}}
    file = written("prompts/a.json", json.dumps({"messages": [message, {"role": "user", "content": "Hi"}]}))
    assert load(file)["messages"] == [
        {"role": "system", "content": "Be brief.\n"},
        {"role": "user", "content": "Hi"},
    ]


def test_a_file_that_is_named_is_a_text_whatever_its_suffix() -> None:
    written("other.yaml", "template: inner\n")
    assert load(written("a.yaml", "template: {file: other.yaml}\n")) == {"template": "template: inner\n"}


@pytest.mark.parametrize(
    "odd",
    [
        {"template": {"file": 3}},
        {"template": {"file": "a.txt", "encoding": "latin-1"}},
        {"template": {"path": "a.txt"}},
        {"messages": {"file": "a.txt"}},
        {"messages": ["Hi", {"role": "user"}]},
        {"metadata": {"file": "a.txt"}},
        {"templete": "text"},
        {"parameters": "hot"},
    ],
)
def test_what_is_no_input_of_a_prompt_is_left_to_check(odd: dict[str, Any]) -> None:
    assert load(written("odd.json", json.dumps(odd))) == odd


@pytest.mark.parametrize("word", ["no", "on", "Yes", "y", "2024-01-31", "12:30", "010", "0x10", "1_000", "<<", "="])
def test_words_that_json_does_not_know_are_texts(word: str) -> None:
    assert load(written("a.yaml", f"template: {word}\n")) == {"template": word}


@pytest.mark.parametrize(
    ("word", "value"),
    [
        *[("true", True), ("False", False), ("~", None), ("null", None), ("-3", -3), ("+7", 7), ("0", 0)],
        *[("0.9", 0.9), (".5", 0.5), ("1.", 1.0), ("1e3", 1000.0), ("-1.5E-2", -0.015), ("'3'", "3")],
    ],
)
def test_values_of_json_are_those_values(word: str, value: object) -> None:
    found = load(written("a.yaml", f"metadata: [{word}, x]\n"))["metadata"][0]
    assert (found, type(found)) == (value, type(value))


def test_an_anchor_saves_repeating() -> None:
    text = "metadata: &m {team: support}\ntags: *m\n"
    assert load(written("a.yaml", text)) == {"metadata": {"team": "support"}, "tags": {"team": "support"}}


def test_a_missing_file_is_named_with_the_folder_that_its_path_starts_at(tmp_path: Path) -> None:
    assert (
        refusal("prompts/gone.yaml") == f"prompts/gone.yaml: No such file or directory; its path starts at {tmp_path}"
    )


def test_a_missing_file_with_an_absolute_path_is_named(tmp_path: Path) -> None:
    assert refusal(str(tmp_path / "gone.txt")) == f"{tmp_path}/gone.txt: No such file or directory"


def test_a_missing_text_is_told_where_a_file_names_it(tmp_path: Path) -> None:
    gone = f"prompts/gone.txt: No such file or directory; its path starts at {tmp_path}"
    file = written("prompts/a.yaml", "template: {file: gone.txt}\n")
    assert refusal(file) == f"prompts/a.yaml, line 1, column 12: {gone}"
    file = written("prompts/b.yaml", "messages:\n- role: user\n  content: {include: gone.txt}\n")
    assert refusal(file) == f"prompts/b.yaml, line 3, column 13: {gone}"


def test_a_folder_is_no_prompt(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    assert refusal("a.yaml") == f"a.yaml: Is a directory; its path starts at {tmp_path}"


@pytest.mark.parametrize("name", ["triage.prompty", "triage", "triage.toml"])
def test_another_suffix_is_refused_with_those_that_are_known(name: str) -> None:
    assert refusal(written(name, CHAT)) == f"{name}: a prompt's file ends in .yaml, .yml, .json, .prompt, .txt, .md"


@pytest.mark.parametrize("name", ["latin.txt", "latin.yaml", "latin.json"])
def test_another_encoding_is_refused_with_the_line(name: str) -> None:
    text = "a\nb: caf\xe9\n".encode("latin-1")
    assert refusal(written(name, text)) == f"{name}, line 2, column 7: is not UTF-8; save it in that encoding"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: b\nc: d: e\n", "line 2, column 5: is not YAML: mapping values are not allowed here"),
        ("a: [1, 2\n", "line 2, column 1: is not YAML: expected ',' or ']', but got '<stream end>'"),
        ("a: b\n\tc: d\n", "line 2, column 1: is not YAML: found character '\\t' that cannot start any token"),
        ("a: b\n---\nc: d\n", "line 2, column 1: is not YAML: but found another document"),
        ("a: 1\nb: 2\na: 3\n", "line 3, column 1: is not YAML: the key 'a' stands twice"),
        ("a:\n  b: 1\n  b: 2\n", "line 3, column 3: is not YAML: the key 'b' stands twice"),
        ("a: 1\ntrue: 2\n", "line 2, column 1: is not YAML: a key must be a text; quote it"),
        ("a: 1\n[x]: 2\n", "line 2, column 1: is not YAML: a key must be a text; quote it"),
        ("a: b\nc: !!binary aGk=\n", "line 2, column 4: is not YAML: could not determine a constructor for the tag"),
        (
            "a: b\nc: !!python/name:os.system x\n",
            "line 2, column 4: is not YAML: could not determine a constructor for the tag",
        ),
        ("a: b\nc: \x07\n", "line 2, column 4: is not YAML: special characters are not allowed"),
    ],
)
def test_what_is_not_yaml_is_refused_with_its_line(text: str, message: str) -> None:
    assert refusal(written("a.yaml", text)).startswith(f"a.yaml, {message}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1,\n "b" 2}', "a.json, line 2, column 6: is not JSON: Expecting ':' delimiter"),
        ("", "a.json, line 1, column 1: is not JSON: Expecting value"),
        ('{"a": {"b": 1,\n "b": 2}}', "a.json, line 2, column 2: the key 'b' stands twice in one object"),
    ],
)
def test_what_is_not_json_is_refused(text: str, message: str) -> None:
    assert refusal(written("a.json", text)) == message


@pytest.mark.parametrize("text", ["", "just a text\n", "- role: user\n", "3\n"])
def test_a_document_of_another_form_is_refused(text: str) -> None:
    assert refusal(written("a.yaml", text)) == (
        "a.yaml, line 1, column 1: must be a mapping with the inputs of a prompt (`name`, `template`, ...)"
    )


def declared_by(program: str) -> dict[str, Any]:
    """The inputs with which a program declares its only resource. A process of its own, for the SDK's global state."""
    text = f"{PREAMBLE}\n    {program}\nprogram()\nprint(json.dumps(declared))"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    inputs: dict[str, Any] = json.loads(done.stdout)
    return inputs


PREAMBLE = """
import json
from pulumi import Output
from pulumi.runtime import Mocks, set_mocks, test
from pulumi_prompts import Parameters, Prompt

declared = {}

class Recorder(Mocks):
    def new_resource(self, args):
        declared.update(args.inputs)
        return "id", args.inputs
    def call(self, args):
        return {}

set_mocks(Recorder())

@test
def program():"""


def test_a_prompt_from_a_file_declares_its_inputs() -> None:
    written("triage.yaml", CHAT)
    inputs = declared_by("Prompt.from_file('triage', 'triage.yaml')")
    assert {name: inputs[name] for name in CHAT_INPUTS} == CHAT_INPUTS


def test_inputs_of_the_program_win_over_the_file_and_none_leaves_the_files() -> None:
    written("triage.yaml", CHAT)
    inputs = declared_by(
        "Prompt.from_file('triage', 'triage.yaml', model=Output.from_input('other'), name=None,"
        " parameters=Parameters(temperature=1))"
    )
    assert inputs["model"] == "other"
    assert inputs["name"] == "support-triage"
    assert inputs["parameters"] == {"temperature": 1}


def test_a_text_file_needs_no_name_of_its_own() -> None:
    written("summary.txt", "Sum up {{text}}.")
    inputs = declared_by("Prompt.from_file('summary', 'summary.txt', model='m')")
    assert {name: inputs[name] for name in ("name", "template", "model")} == {
        "name": "summary",
        "template": "Sum up {{text}}.",
        "model": "m",
    }


@pytest.mark.parametrize("computed", ["digest", "marker", "secret", "uri"])
def test_what_is_computed_cannot_be_declared(computed: str) -> None:
    written("a.yaml", f"template: text\n{computed}: x\n")
    with pytest.raises(InputError, match=f"^triage: {computed} cannot be declared; leave it out$"):
        Prompt.from_file("triage", "a.yaml")


def test_a_program_imports_neither_pydantic_nor_the_reader_of_yaml_nor_a_client() -> None:
    heavy = "{'pydantic', 'pulumi_prompts.files.yaml', 'httpx', 'boto3', 'sqlite3'}"
    program = f"import sys, pulumi_prompts; print({heavy} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
