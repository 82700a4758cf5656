"""`PromptFolder`: which files are prompts, what they are called, and what a program says over them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pulumi_prompts.errors import InputError
from pulumi_prompts.files.folder import files_of, name_of
from pulumi_prompts.files.promoted import PromptFile
from pulumi_prompts.resources.bulk_prompts import too_many
from pulumi_prompts.resources.folder_files import named_twice, read_folder
from pulumi_prompts.resources.folder_prompts import NO_RESOURCES
from pulumi_prompts.resources.prompt_folder import (
    ALIASES_ARE_A_LIST,
    FROM_LOOP_FIRST,
    OF_ONE_PROMPT,
    many_wrong,
    no_such_prompt,
)

PREAMBLE = """
import json
import sys
import pulumi
from pulumi.runtime import Mocks, set_mocks, test
from pulumi_prompts import PromptFolder

declared = {}

class Recorder(Mocks):
    def new_resource(self, args):
        inputs = {name: value for name, value in args.inputs.items() if name != "__provider"}
        declared[f"{args.typ.rpartition(':')[2]} {args.name}"] = inputs
        if "entries" in args.inputs:
            return "id", {"prompts": {name: {"uri": f"uri of {name}"} for name in args.inputs["entries"]}}
        return "id", {**args.inputs, "uri": f"uri of {args.name}", "version": "1", "digest": "sha256:ab"}
    def call(self, args):
        return {}

set_mocks(Recorder())

@test
def program():
    return sys.modules["__main__"].ran()
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "prompts").mkdir()
    return Path("prompts")


def put(name: str, text: str) -> None:
    file = Path("prompts") / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def ran(folder: str, kept: str = "{}") -> tuple[dict[str, Any], dict[str, Any], str]:
    """The inputs of each resource, the outputs that the program kept, and how it failed, if it did."""
    body = f"""
said, told = "", {{}}

def ran():
    global said
    try:
        prompts = {folder}
    except Exception as error:
        said = str(error)
        return pulumi.Output.from_input(None)
    return pulumi.Output.all(**{kept}).apply(told.update)

program()
print(json.dumps([declared, told, said]))
"""
    done = subprocess.run([sys.executable, "-c", PREAMBLE + body], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    declared, told, said = json.loads(done.stdout)
    return declared, told, said


class TestFiles:
    def test_those_that_may_say_all_of_a_prompt_at_any_depth(self, folder: Path) -> None:
        for name in ("b.yaml", "deep/a.prompt", "c.JSON", "style.txt", "README.md", ".hidden/d.yaml", ".e.yaml"):
            put(name, "")
        assert files_of(folder) == [Path("prompts") / name for name in ("b.yaml", "c.JSON", "deep/a.prompt")]

    def test_a_path_that_is_wrong_is_no_empty_folder(self, folder: Path) -> None:
        with pytest.raises(InputError, match="there is no file of a prompt"):
            files_of(folder)
        with pytest.raises(InputError, match="there is no such folder"):
            read_folder("prompts", "prompt")

    def test_the_name_in_a_file_is_that_of_the_prompt(self) -> None:
        assert name_of(Path("prompts/a.yaml"), {"name": "triage"}) == "triage"
        assert name_of(Path("prompts/deep/a.b.yaml"), {}) == "a.b"

    def test_a_name_that_is_none_is_for_the_preview_to_refuse(self) -> None:
        put("a.yaml", "name: 5\ntemplate: a\n")
        put("b.yaml", "name: null\ntemplate: a\n")
        prompts = read_folder("prompts", "prompts").prompts
        assert {key: found.file.inputs["name"] for key, found in prompts.items()} == {"a": 5, "b": "b"}

    def test_all_files_are_read_and_each_that_is_wrong_is_told_with_its_line(self) -> None:
        put("a.yaml", "template: a\n")
        put("b.yaml", "template: a\nmodle: b\n")
        put("c.yaml", "template: [a\n")
        files = read_folder("prompts", "prompts")
        assert list(files.prompts) == ["a"]
        places = [each.split(", column")[0] for each in files.failures]
        assert places == ["prompts/b.yaml, line 2", "prompts/c.yaml, line 2"]

    def test_two_files_of_one_name_are_told_together(self) -> None:
        put("a.yaml", "name: b\ntemplate: a\n")
        put("deep/b.json", '{"template": "a"}')
        files = read_folder("prompts", "prompts")
        assert (files.prompts, files.failures) == ({}, [named_twice("b", "prompts/a.yaml", "prompts/deep/b.json")])


class TestDefaults:
    def test_an_object_is_merged_and_the_file_wins(self) -> None:
        file = PromptFile.of({"model": "own", "tags": {"team": "a"}, "parameters": {"seed": None}}, Path())
        defaults = {"model": "common", "tags": {"team": "b", "cost": "1"}, "parameters": {"seed": 1, "top_p": 1}}
        assert file.over(defaults, {"model"}).inputs == {
            "model": "own",
            "tags": {"team": "a", "cost": "1"},
            "parameters": {"top_p": 1},
        }

    def test_nothing_is_added_to_a_promoted_content(self) -> None:
        file = PromptFile.of({"promoted": {"digest": "sha256:ab"}, "template": "a"}, Path())
        assert file.over({"model": "m", "tags": {"a": "b"}}, {"model"}).inputs == {
            "template": "a",
            "tags": {"a": "b"},
        }


class TestProgram:
    def test_a_prompt_its_versions_and_its_aliases_for_each_file(self) -> None:
        put("deep/triage.yaml", "name: support-triage\nmodel: own\ntemplate: Sort.\n")
        put("summary.prompt", "---\nmodel: other\n---\nSum up.")
        overrides = "{'summary': {'model': 'mine', 'keep': 9, 'prompt_aliases': ['live']}}"
        declared, told, said = ran(
            f"PromptFolder('all', 'prompts', keep=5, prompt_aliases=['staging'], model='m', tags={{'a': 'b'}}, "
            f"overrides={overrides})",
            "{name: [prompt.uri, prompt.version, prompt.digest] for name, prompt in prompts.items()}",
        )
        assert said == ""
        assert declared.keys() - {"PromptFolder all"} == {
            "Prompt all-summary",
            "PromptVersion all-summary",
            "PromptAlias all-summary@live",
            "Prompt all-support-triage",
            "PromptVersion all-support-triage",
            "PromptAlias all-support-triage@staging",
        }
        triage, summary = declared["Prompt all-support-triage"], declared["Prompt all-summary"]
        assert (triage["name"], triage["model"], triage["tags"]) == ("support-triage", "own", {"a": "b"})
        assert (summary["name"], summary["model"]) == ("summary", "mine")
        assert [declared[f"PromptVersion all-{name}"]["keep"] for name in ("support-triage", "summary")] == [5, 9]
        assert told["support-triage"] == ["uri of all-support-triage", "1", "sha256:ab"]

    def test_what_is_wrong_is_told_after_all_other_files_were_declared(self) -> None:
        for name, text in {"a": "template: [", "b": "template: b", "c": "templat: c", "d": "template: d"}.items():
            put(f"{name}.yaml", text)
        overrides = "{'b': {'nonce': 'x'}, 'd': {'tags': {1: 'a'}}}"
        declared, _, said = ran(f"PromptFolder('all', 'prompts', overrides={overrides})")
        assert "Prompt all-b" not in declared
        *lines, last = said.splitlines()
        files = [f"prompts/{name}.yaml" for name in ("a", "c", "b", "d")]
        assert [line[: len(file)] for line, file in zip(lines, files, strict=True)] == files
        assert last == f"all: {many_wrong(4)}"

    def test_a_file_that_is_half_written_stops_no_other(self) -> None:
        put("a.yaml", "template: a\n")
        put("b.yaml", "template: [")
        declared, _, said = ran("PromptFolder('all', 'prompts')")
        assert {"Prompt all-a", "PromptVersion all-a"} <= declared.keys()
        assert said.startswith("prompts/b.yaml, line 1, column ")
        assert "\n" not in said

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ("template='a'", f"all: `template` {OF_ONE_PROMPT}"),
            ("bulk=True, from_loop=True", f"all: {FROM_LOOP_FIRST}"),
            ("modle='a'", "all: `modle` is not a known property; did you mean `model`?"),
            ("prompt_aliases='staging'", f"all: {ALIASES_ARE_A_LIST}"),
            ("overrides={'triagee': {}}", f"overrides: {no_such_prompt('triagee', ['triage'])}"),
        ],
    )
    def test_slips_are_told_in_one_line(self, arguments: str, said: str) -> None:
        put("triage.yaml", "template: a\n")
        assert ran(f"PromptFolder('all', 'prompts', {arguments})")[2] == said

    def test_a_name_that_no_file_has_is_told_with_the_nearest(self) -> None:
        put("triage.yaml", "template: a\n")
        assert ran("PromptFolder('all', 'prompts')['triagee']")[2] == no_such_prompt("triagee", ["triage"])
        assert no_such_prompt("triagee", ["triage"]).endswith("; did you mean 'triage'?")


class TestBulk:
    def test_all_prompts_are_one_resource_and_each_is_asked_for_as_ever(self) -> None:
        put("deep/triage.yaml", "name: support-triage\nmodel: own\ntemplate: Sort.\n")
        put("summary.prompt", "---\nmodel: other\n---\nSum up.")
        overrides = "{'summary': {'model': 'mine', 'keep': 9, 'prompt_aliases': []}}"
        declared, told, said = ran(
            f"PromptFolder('all', 'prompts', bulk=True, keep=5, prompt_aliases=['staging'], overrides={overrides})",
            "{'uri': prompts['summary'].uri, 'names': prompts.names}",
        )
        assert (said, told) == ("", {"uri": "uri of summary", "names": ["summary", "support-triage"]})
        assert declared.keys() == {"PromptFolder all", "BulkPrompts all"}
        backend = {"kind": "local"}
        assert declared["BulkPrompts all"] == {
            "owner": {"stack": "organization/project/stack", "types": "prompts:index:PromptFolder", "folder": "all"},
            "entries": {
                "summary": {
                    "prompt": {"name": "summary", "model": "mine", "template": "Sum up.", "backend": backend},
                    "keep": 9,
                    "aliases": [],
                },
                "support-triage": {
                    "prompt": {"name": "support-triage", "model": "own", "template": "Sort.", "backend": backend},
                    "keep": 5,
                    "aliases": ["staging"],
                },
            },
        }

    def test_a_file_that_is_half_written_is_told_after_the_others_were_declared_as_a_part(self) -> None:
        put("a.yaml", "template: a\n")
        put("b.yaml", "template: [")
        opts = "pulumi.ResourceOptions(protect=True, retain_on_delete=True)"
        declared, _, said = ran(f"PromptFolder('all', 'prompts', {opts}, bulk=True)")
        assert declared["BulkPrompts all"]["entries"].keys() == {"a"}
        assert {name for name, value in declared["BulkPrompts all"].items() if value is True} == {
            "protect",
            "retain_on_delete",
            "is_in_part",
        }
        assert said.startswith("prompts/b.yaml, line 1, column ")

    def test_more_than_the_engine_can_bear_are_refused(self) -> None:
        """Here it can bear one: to read ten thousand files takes ten seconds."""
        put("a.yaml", "template: a\n")
        put("b.yaml", "template: b\n")
        limited = "setattr(sys.modules[PromptFolder.__module__], 'MOST', 1)"
        assert ran(f"{limited} or PromptFolder('all', 'prompts', bulk=True)")[2] == f"all: {too_many(2)}"
        assert ran("PromptFolder('all', 'prompts', bulk=True)")[2] == ""

    def test_no_prompt_has_a_resource_of_its_own(self) -> None:
        put("triage.yaml", "template: a\n")
        assert ran("PromptFolder('all', 'prompts', bulk=True)['triage'].resources")[2] == f"triage: {NO_RESOURCES}"
