"""`pulumi-prompts unmanaged`: what a registry has and no given stack manages."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from cli.project import Project, prompt, state, version
from cli.registry import LocalRegistry
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.status.states import NO_EXPORT

OURS = "acme/desk/staging/triage"
THEIRS = "acme/desk/prod/reply"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return Project.made(tmp_path, monkeypatch)


@pytest.fixture
def registry(project: Project) -> LocalRegistry:
    return LocalRegistry(project.folder)


def run(project: Project, *arguments: str) -> Result:
    return project.run("unmanaged", "--registry", "local", *arguments)


def in_state(id_: str, **more: Any) -> dict[str, Any]:
    return {**prompt("staging", {"template": "Sort {{ticket}}."}), "id": id_, **more}


def alias_in_state(id_: str, alias: str, **more: Any) -> dict[str, Any]:
    type_ = "pulumi-python:dynamic/prompts:PromptAlias"
    outputs = {"prompt_id": id_, "alias": alias, "backend": {"kind": "local"}, **more}
    return {"urn": f"urn:pulumi:staging::desk::{type_}::{alias}", "type": type_, "id": alias, "outputs": outputs}


def version_in_state(of: dict[str, Any], number: str) -> dict[str, Any]:
    found = version(of, number)
    return {**found, "outputs": {**found["outputs"], "history": {number: ""}, "backend": {"kind": "local"}}}


def test_where_all_is_managed_nothing_is_told(project: Project, registry: LocalRegistry) -> None:
    ref = registry.add("triage", marker=OURS)
    number = registry.publish(ref, OURS)
    registry.point(ref, "live", number, OURS)
    project.deploy("staging", in_state(ref.id))
    done = run(project, "--stack", "staging")
    assert (done.exit_code, done.output) == (Exit.DONE, "")


def test_what_no_given_stack_manages_is_told_with_its_owner(project: Project, registry: LocalRegistry) -> None:
    managed = registry.add("triage", marker=OURS)
    registry.add("reply", marker=THEIRS)
    registry.add("\x1b[31mnobody's\n")
    project.deploy("staging", in_state(managed.id))
    project.deploy("prod")
    done = run(project, "--stack", "staging", "--stack", "prod")
    assert done.exit_code == Exit.WAITS
    assert done.output.splitlines() == [
        "⟨U+001B⟩[31mnobody's⟨U+000A⟩: is managed by nobody",
        f"reply: is managed by {THEIRS}",
    ]
    assert run(project, "--stack", "staging", "--prefix", "tri").exit_code == Exit.DONE


def test_aliases_and_versions_of_people_are_told(project: Project, registry: LocalRegistry) -> None:
    ref = registry.add("triage", marker=OURS)
    for text in ("One.", "Two.", "Three."):
        registry.write(ref, "triage", text)
        registry.publish(ref)
    ours = registry.publish(ref, OURS)
    for name in ("theirs", "used", "adopted"):
        registry.point(ref, name, "1")
    managed = in_state(ref.id)
    used, adopted = alias_in_state(ref.id, "used", found=True), alias_in_state(ref.id, "adopted")
    project.deploy("staging", managed, version_in_state(managed, "3"), used, adopted)
    assert ours == "4"
    done = run(project, "--stack", "staging")
    assert done.exit_code == Exit.WAITS
    assert done.output.splitlines() == [
        "triage: alias 'theirs', at version 1, is managed by nobody",
        "triage: alias 'used', at version 1, is managed by nobody",
        "triage: version 1 carries no note of who published it",
        "triage: version 2 carries no note of who published it",
    ]


def test_versions_alone_are_nothing_that_waits(project: Project, registry: LocalRegistry) -> None:
    """They stay their publishers' for ever: nobody could make the check green again."""
    ref = registry.add("triage", marker=OURS)
    registry.publish(ref)
    project.deploy("staging", in_state(ref.id))
    done = run(project, "--stack", "staging")
    assert (done.exit_code, done.output) == (Exit.DONE, "triage: version 1 carries no note of who published it\n")


def test_what_leaves_a_state_and_what_is_only_read_is_not_managed(project: Project, registry: LocalRegistry) -> None:
    ref = registry.add("triage", marker=OURS)
    for more in ({"delete": True}, {"external": True}):
        project.deploy("staging", in_state(ref.id, **more))
        assert run(project, "--stack", "staging").exit_code == Exit.WAITS


def test_a_prompt_of_another_registry_is_not_the_same(project: Project, registry: LocalRegistry) -> None:
    ref = registry.add("triage", marker=OURS)
    elsewhere = prompt("staging", {"template": "Sort {{ticket}}."}, backend={"kind": "local", "path": "other.db"})
    project.deploy("staging", {**elsewhere, "id": ref.id})
    assert run(project, "--stack", "staging").exit_code == Exit.WAITS


def test_states_in_files_need_no_project(project: Project, registry: LocalRegistry) -> None:
    managed = registry.add("triage", marker=OURS)
    project.deploy("staging", in_state(managed.id))
    (project.folder / "Pulumi.yaml").unlink()
    assert run(project, "exports/staging.json").exit_code == Exit.DONE
    registry.add("reply")
    done = run(project, "exports/staging.json")
    assert (done.exit_code, done.output) == (Exit.WAITS, "reply: is managed by nobody\n")


def test_files_and_stacks_count_together(project: Project, registry: LocalRegistry) -> None:
    first, second = registry.add("triage", marker=OURS), registry.add("reply", marker=THEIRS)
    project.deploy("staging", in_state(first.id))
    (project.folder / "prod.json").write_text(json.dumps(state({**prompt("prod", {}), "id": second.id})))
    assert run(project, "prod.json", "--stack", "staging").exit_code == Exit.DONE


def test_a_working_folder_has_a_registry_of_its_own(
    project: Project, registry: LocalRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path that is relative is one of the folder in which the command runs, whatever ran before in the process."""
    project.deploy("staging", in_state(registry.add("triage", marker=OURS).id))
    assert run(project, "--stack", "staging").exit_code == Exit.DONE
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    export = tmp_path / "exports" / "staging.json"
    monkeypatch.chdir(elsewhere)
    project.deploy("staging", in_state(LocalRegistry(elsewhere).add("triage", marker=OURS).id))
    assert run(project, str(export)).exit_code == Exit.DONE


def test_json_has_everything(project: Project, registry: LocalRegistry) -> None:
    ref = registry.add("triage", marker=OURS)
    number = registry.publish(ref)
    registry.point(ref, "live", number)
    other = registry.add("reply")
    project.deploy("staging", in_state(ref.id))
    done = run(project, "--stack", "staging", "--json", "-")
    assert done.exit_code == Exit.WAITS
    assert json.loads(done.output) == {
        "registry": "local prompts.db",
        "prompts": [{"name": "reply", "id": other.id, "owner": None}],
        "versions": [{"name": "triage", "id": ref.id, "version": "1"}],
        "aliases": [{"name": "triage", "id": ref.id, "alias": "live", "version": "1"}],
    }


def test_a_stack_that_is_not_there_is_told(project: Project, registry: LocalRegistry) -> None:
    registry.add("triage")
    done = run(project, "--stack", "nothing")
    assert done.exit_code == Exit.UNREACHABLE
    assert "no stack named 'nothing' found" in done.stderr


@pytest.mark.parametrize("text", ["no JSON", "{}"])
def test_a_file_that_is_no_state_is_a_wrong_command(project: Project, registry: LocalRegistry, text: str) -> None:
    registry.add("triage")
    (project.folder / "state.json").write_text(text)
    done = run(project, "state.json")
    assert (done.exit_code, f"state.json: {NO_EXPORT}" in done.stderr) == (Exit.UNUSABLE, True)


def test_a_registry_that_cannot_be_read_is_named(project: Project) -> None:
    (project.folder / "prompts.db").write_text("no SQLite, and long enough to be told from an empty file")
    project.deploy("staging")
    done = run(project, "--stack", "staging")
    assert (done.exit_code, done.stderr.partition(": ")[2].partition(": ")[0]) == (
        Exit.UNREACHABLE,
        "reading local prompts.db",
    )


def test_without_a_stack_and_a_state_nothing_could_be_told(project: Project) -> None:
    assert run(project).exit_code == Exit.UNUSABLE
