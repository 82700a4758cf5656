"""`Prompt.from_file` of a promoted file: what the program hands over, and what it says of another stack."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pulumi_prompts import Prompt
from pulumi_prompts.errors import InputError
from pulumi_prompts.files.promoted import LEFT_OUT
from pulumi_prompts.files.refusing import OVERRIDES_ALONE
from pulumi_prompts.resources.prompt_files import NOTHING_SERVED, what_waits

FILE = """\
promoted:
  digest: sha256:ab
  origin: {stack: acme/desk/staging, version: "6"}
  at: "2026-11-30T09:00:00Z"
overrides:
  model: large
  parameters: {seed: null, top_p: 1}
after: staging
evidence: evals/triage.json
name: support-triage
model: small
parameters: {temperature: 0, seed: 1}
template: |
  Sort {{ticket}}.
"""
HEAD = {
    "digest": "sha256:ab",
    "origin": {"stack": "acme/desk/staging", "version": "6"},
    "at": "2026-11-30T09:00:00Z",
}
CONTENT = {"model": "small", "parameters": {"temperature": 0, "seed": 1}, "template": "Sort {{ticket}}.\n"}

PREAMBLE = """
import json
import pulumi
from pulumi import Output
from pulumi.runtime import Mocks, set_mocks, test
from pulumi_prompts import Prompt

declared, said = {}, []
pulumi.log.info = lambda text, resource=None: said.append(text)

class Recorder(Mocks):
    def new_resource(self, args):
        declared.update(args.inputs)
        return "id", {**args.inputs, "digest": "sha256:own"}
    def call(self, args):
        return {}

set_mocks(Recorder())

@test
def program():"""


@pytest.fixture(autouse=True)
def folder_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "prompts" / "production"
    folder.mkdir(parents=True)
    (folder / "triage.yaml").write_text(FILE)
    return folder


def ran(*lines: str) -> Any:
    """The inputs of the only resource, what was said, and what the program kept in `kept`."""
    body = "\n    ".join(["kept = []", *lines, "return Output.all(*kept).apply(lambda each: told.extend(each))"])
    text = f"told = []\n{PREAMBLE}\n    {body}\nprogram()\nprint(json.dumps([declared, said, told]))"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


TRIAGE = "prompt = Prompt.from_file('triage', 'prompts/production/triage.yaml'"


def test_overrides_are_applied_and_listed_with_what_they_took_the_place_of() -> None:
    inputs, _, _ = ran(f"{TRIAGE})")
    assert inputs["promoted"] == HEAD
    assert (inputs["name"], inputs["template"]) == ("support-triage", CONTENT["template"])
    assert (inputs["model"], inputs["parameters"]) == ("large", {"temperature": 0, "top_p": 1})
    assert inputs["overrides"] == {"model": "large", "parameters": {"seed": LEFT_OUT, "top_p": 1}}
    assert inputs["before_overrides"] == {"model": "small", "parameters": {"temperature": 0, "seed": 1}}


def test_what_the_program_says_of_the_content_is_an_override_as_well() -> None:
    inputs, _, _ = ran(f"{TRIAGE}, model=Output.from_input('mine'), name='own', variables=['ticket'])")
    assert (inputs["model"], inputs["name"], inputs["variables"]) == ("mine", "own", ["ticket"])
    assert inputs["overrides"]["model"] == "mine"
    assert inputs["overrides"].keys() == inputs["before_overrides"].keys() == {"model", "parameters"}


def test_gates_of_the_file_and_of_the_program_are_handed_over() -> None:
    inputs, _, _ = ran(f"{TRIAGE}, after=Output.from_input({{'digest': 'sha256:ab'}}))")
    assert (inputs["after_stack"], inputs["after"]) == ("staging", {"digest": "sha256:ab"})
    assert inputs["evidence"]["path"] == "prompts/production/evals/triage.json"
    (evidence := Path("mine.json")).write_text('{"digest": "sha256:ab", "passed": true}')
    inputs, _, _ = ran(f"{TRIAGE}, evidence={str(evidence)!r})")
    assert inputs["evidence"] == {"path": "mine.json", "digest": "sha256:ab", "passed": True}


def test_a_stack_that_exports_nothing_leaves_no_gate_open() -> None:
    inputs, _, _ = ran(f"{TRIAGE}, after=Output.from_input(None))")
    assert inputs["after"] == {}


def test_what_is_served_is_the_content_before_overrides() -> None:
    _, _, (told,) = ran(f"{TRIAGE})", "kept.append(prompt.served)")
    assert told == {"digest": "sha256:ab", "content": CONTENT, "since": HEAD["at"]}


def test_of_a_source_its_own_content_is_served() -> None:
    _, _, (told,) = ran("kept.append(Prompt('triage', template='Sort.', model='m').served)")
    assert told == {"digest": "sha256:own", "content": {"template": "Sort.", "model": "m"}}


def test_what_waits_is_said_and_no_input() -> None:
    there = {"digest": "sha256:cd", "content": {**CONTENT, "template": "Sort {{ticket}}.\nNow.\n"}, "since": "noon"}
    inputs, said, _ = ran(f"{TRIAGE}, source=Output.from_input({there!r}))")
    assert said == ["the source serves sha256:cd since noon, 1 line differs: it waits to be promoted"]
    assert "source" not in inputs


@pytest.mark.parametrize("nothing", [None, "sha256:ab", {}, {"digest": None}])
def test_a_source_that_serves_nothing_is_no_failure(nothing: Any) -> None:
    _, said, _ = ran(f"{TRIAGE}, source=Output.from_input({nothing!r}))")
    assert said == [NOTHING_SERVED]


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ({"digest": "sha256:ab"}, None),
        ({"digest": "sha256:cd"}, "the source serves sha256:cd: it waits to be promoted"),
        (
            {"digest": "sha256:cd", "content": {**CONTENT, "parameters": {"temperature": 0.0, "seed": 1.0}}},
            "the source serves sha256:cd: it waits to be promoted",
        ),
        (
            {"digest": "sha256:cd", "content": {**CONTENT, "model": "tiny"}},
            "the source serves sha256:cd, 1 line differs: it waits to be promoted",
        ),
        (
            {"digest": "sha256:cd", "content": {**CONTENT, "template": "Sort {{ticket}}."}},
            "the source serves sha256:cd, 2 lines differ: it waits to be promoted",
        ),
    ],
)
def test_only_another_content_waits(there: dict[str, Any], said: str | None) -> None:
    assert what_waits({"digest": "sha256:ab", "content": CONTENT}, there) == said


def test_overrides_are_of_a_promoted_file(folder_of_the_program: Path) -> None:
    (folder_of_the_program / "triage.yaml").write_text("template: a\noverrides: {model: b}\n")
    with pytest.raises(InputError, match=OVERRIDES_ALONE):
        Prompt.from_file("triage", folder_of_the_program / "triage.yaml")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            "promoted: {digset: a}\n",
            "line 1, column 12: `promoted.digset` is not a known property; did you mean `digest`?",
        ),
        (
            "promoted: {origin: {stck: a}}\n",
            "line 1, column 21: `promoted.origin.stck` is not a known property; did you mean `stack`?",
        ),
        (
            "promoted: {}\noverrides: {modell: b}\n",
            "line 2, column 13: `overrides.modell` is not a known property; did you mean `model`?",
        ),
    ],
)
def test_a_wrong_key_of_the_head_is_told_with_its_place(folder_of_the_program: Path, wrong: str, said: str) -> None:
    (file := folder_of_the_program / "triage.yaml").write_text(wrong)
    with pytest.raises(InputError) as refused:
        Prompt.from_file("triage", file)
    assert str(refused.value) == f"{file}, {said}"
