"""`pulumi-prompts status`: what it reads, what goes where, and how it ends. What a status says, its own tests tell."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.project import Project, alias, prompt, state, version
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.states import given_twice
from pulumi_prompts.registries.base import Ref
from pulumi_prompts.registries.local import Local
from pulumi_prompts.status.between import no_environment
from pulumi_prompts.status.states import NO_EXPORT
from status.registered import deployed, point, published

OLD, NEW = {"template": "Sort it.\n"}, {"template": "Sort {{ticket}}.\n"}
STACKS = ("--stack", "dev", "--stack", "staging", "--stack", "production")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Three stacks; the program is in a folder of its own."""
    made = Project.made(tmp_path, monkeypatch)
    (tmp_path / "Pulumi.yaml").write_text("name: desk\nruntime: python\nmain: program\n")
    (tmp_path / "program").mkdir()
    for stack, content, number in (("dev", NEW, "2"), ("staging", NEW, "2"), ("production", OLD, "1")):
        of = prompt(stack, content)
        made.deploy(stack, of, version(of, number))
    return made


@pytest.fixture
def registry(project: Project) -> Local:
    """That of the stack dev: two versions, and an alias that no state has."""
    registry = Local(str(project.folder / "program" / "prompts.db"))
    ref = published(registry, [OLD, NEW])
    point(registry, ref, "live", "1")
    project.deploy("dev", *_deployed(ref))
    return registry


def _deployed(ref: Ref) -> list[dict[str, Any]]:
    return deployed(ref, NEW, "2", {"kind": "local", "path": "prompts.db"}, {})


def told(project: Project, *arguments: str) -> dict[str, Any]:
    done = project.run("status", *arguments, "--json", "-")
    assert (done.exit_code, done.stderr) == (Exit.DONE, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def environments(found: dict[str, Any]) -> list[str]:
    return [each["name"] for each in found["environments"]]


def test_stacks_stand_in_the_order_in_which_they_are_given(project: Project) -> None:
    assert environments(told(project, *STACKS)) == ["dev", "staging", "production"]
    assert environments(told(project, "--stack", "production", "--stack", "dev")) == ["production", "dev"]


def test_states_in_files_and_in_a_pipe_need_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "live.json").write_text(json.dumps(state(prompt("live", OLD))))
    assert environments(told(project, "live.json")) == ["live"]


def test_files_come_after_stacks(project: Project) -> None:
    (project.folder / "live.json").write_text(json.dumps(state(prompt("live", OLD))))
    assert environments(told(project, "live.json", "--stack", "dev")) == ["dev", "live"]


def test_without_a_name_it_is_the_selected_stack(project: Project) -> None:
    of = prompt("mine", NEW)
    project.deploy("selected", of, alias(of, "live", "1", OLD))
    assert environments(told(project)) == ["mine", "live"]


def test_it_is_shown_unless_a_form_is_asked_for(project: Project) -> None:
    shown = project.run("status", *STACKS)
    assert shown.stdout.splitlines()[0] == "1 prompt in 3 environments: 1 not the same everywhere."
    written = project.run("status", *STACKS, "--markdown", "s.md", "--html", "s.html", "--json", "s.json")
    assert (written.exit_code, written.output) == (Exit.DONE, "")
    assert Path("s.md").read_text().startswith("**1 prompt in")
    assert Path("s.html").read_text().startswith("<!doctype html>")
    assert json.loads(Path("s.json").read_text())["format"] == 1


def test_what_a_registry_has_is_asked_in_the_folder_of_the_program(project: Project, registry: Local) -> None:
    assert environments(told(project, "--stack", "dev")) == ["dev"]
    found = told(project, "--stack", "dev", "--live")
    assert environments(found) == ["dev", "live"]
    assert [place["finding"] for place in found["prompts"][0]["places"]] == ["agrees", "unmanaged"]


def test_the_text_between_two(project: Project, registry: Local) -> None:
    done = project.run("status", "--stack", "dev", "--diff", "triage", "dev@live", "dev")
    assert done.exit_code == Exit.DONE, done.output
    lines = done.stdout.splitlines()
    assert lines[lines.index("triage: dev@live => dev") :][-2:] == ["    -Sort it.", "    +Sort {{ticket}}."]


def test_what_cannot_be_read_is_told_beside_the_rest(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUMANLOOP_API_KEY", raising=False)
    project.deploy("dev", prompt("dev", NEW, backend={"kind": "humanloop"}))
    done = project.run("status", "--stack", "dev", "--live")
    assert done.exit_code == Exit.UNREACHABLE
    assert any(line.startswith("not read: triage: ") for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--stack", "gone"], Exit.UNREACHABLE, "no stack named 'gone' found"),
        (["--stack", "dev", "--stack", "dev"], Exit.UNUSABLE, given_twice("acme/desk/dev")),
        (["Pulumi.yaml"], Exit.UNUSABLE, f"Pulumi.yaml: {NO_EXPORT}"),
        (["--stack", "dev", "--diff", "triage", "dev", "prod"], Exit.UNUSABLE, no_environment("prod")),
        (["--stack", "dev", "--html", "none/s.html"], Exit.UNUSABLE, "none/s.html: cannot be written"),
    ],
)
def test_what_a_person_can_mend_is_one_line(project: Project, arguments: list[str], code: Exit, said: str) -> None:
    done = project.run("status", *arguments)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (code, "", 1)
    assert said in done.stderr
