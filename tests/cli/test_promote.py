"""`pulumi-prompts promote`: what it writes, what it says, and how it ends."""

import json
import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from acceptance.tutorial import blocks_of
from cli.project import Project, digest, prompt, version
from docs.readme import DOCS
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.sources import NO_REGISTRY
from pulumi_prompts.content.model import Content
from pulumi_prompts.files.loading import load
from pulumi_prompts.files.promoted import PromptFile
from pulumi_prompts.files.schema import FILE
from pulumi_prompts.lifecycle.gates import not_proved
from pulumi_prompts.lifecycle.promoted import of_another_registry, skipped
from pulumi_prompts.promotion.state import no_prompt, secret, unsettled
from pulumi_prompts.registries.base import Alias, Change, Desired, Publication
from pulumi_prompts.registries.local import Local

SIGNATURE = "4dabf18193072939515e22adb298388d"
HIDDEN = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}

CONTENT: dict[str, Any] = {
    "messages": [{"role": "system", "content": "You sort.\nBe brief.\n"}, {"role": "user", "content": "{{ticket}}"}],
    "model": "small",
}
OTHER = {**CONTENT, "messages": [{"role": "system", "content": "You sort.\nBe kind.\n"}, CONTENT["messages"][1]]}
STAGING = prompt("staging", CONTENT, name="triage")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = Project.made(tmp_path, monkeypatch)
    made.deploy("staging", STAGING, version(STAGING, "6"))
    return made


def found(project: Project, stack: str = "production", name: str = "triage") -> PromptFile:
    file = project.file(stack, name)
    return PromptFile.of(load(file), file.parent)


TO_PRODUCTION = ("triage", "--from", "staging", "--to", "production")


def test_what_a_stack_has_deployed_is_written_for_review(project: Project) -> None:
    done = project.promote(*TO_PRODUCTION)
    assert done.exit_code == Exit.DONE, done.output
    file = found(project)
    assert dict(file.inputs) == CONTENT
    at = file.promoted.pop("at")
    assert file.promoted == {"digest": digest(CONTENT), "origin": {"stack": "acme/desk/staging", "version": "6"}}
    assert at.endswith("Z")
    lines = done.output.splitlines()
    assert lines[0] == f"triage: acme/desk/staging@6, deployed 2026-11-29T08:00:00Z, {digest(CONTENT)}"
    assert "  +    Be brief." in lines
    assert lines[-1] == "wrote prompts/production/triage.yaml"


def test_a_new_file_refers_to_the_schema_of_the_project_and_an_old_one_stays(project: Project) -> None:
    project.write("production", "template: a\n")
    (project.folder / FILE).touch()
    project.promote("triage", "--from", "staging", "--to", "canary")
    project.promote(*TO_PRODUCTION)
    files = (project.file(each).read_text() for each in ("canary", "production"))
    canary, production = (re.sub("at: .*Z", "at: now", file) for file in files)
    assert canary == f"# yaml-language-server: $schema=../../{FILE}\n{production}".replace("name: triage\n", "")


def test_the_command_of_the_documentation(project: Project) -> None:
    document = blocks_of(DOCS / "promotion.md")
    (command,) = (command for block in document if block.words.get("run") == "cli" for command in block.commands)
    name, *arguments = shlex.split(command)
    assert name == "pulumi-prompts"
    assert project.run(*arguments).exit_code == Exit.DONE


def test_again_there_is_nothing_to_do_and_the_file_is_not_touched(project: Project) -> None:
    project.promote(*TO_PRODUCTION)
    os.utime(project.file("production"), (1, 1))
    done = project.promote(*TO_PRODUCTION)
    assert (done.exit_code, done.output.splitlines()[-1]) == (Exit.DONE, "nothing to promote")
    assert project.file("production").stat().st_mtime == 1
    assert project.promote(*TO_PRODUCTION, "--check").exit_code == Exit.DONE


@pytest.mark.parametrize(("option", "code"), [("--check", Exit.WAITS), ("--dry-run", Exit.DONE)])
def test_what_waits_is_told_and_not_written(project: Project, option: str, code: Exit) -> None:
    done = project.promote(*TO_PRODUCTION, option)
    assert (done.exit_code, done.output.splitlines()[-1]) == (code, "1 of 1 to promote")
    assert not project.file("production").exists()


def test_the_difference_is_between_the_texts(project: Project) -> None:
    project.promote(*TO_PRODUCTION)
    staging = prompt("staging", OTHER)
    project.deploy("staging", staging, version(staging, "7"))
    done = project.promote(*TO_PRODUCTION, "--dry-run")
    body = [line for line in done.output.splitlines() if line.startswith(("  -", "  +"))]
    assert body == [
        "  --- prompts/production/triage.yaml",
        "  +++ acme/desk/staging@7",
        "  -    Be brief.",
        "  +    Be kind.",
    ]


def test_a_long_line_is_not_cut_and_no_text_is_taken_for_markup(project: Project) -> None:
    text = f"[bold]not bold[/bold] {'x' * 500} :smile: {{{{ticket}}}}"
    project.deploy("staging", prompt("staging", {"template": text}))
    done = project.promote(*TO_PRODUCTION)
    assert f"  +template: {text}\n" in done.output


def test_several_or_all(project: Project) -> None:
    project.deploy("staging", STAGING, prompt("staging", OTHER, "reply"), prompt("staging", CONTENT, "sum-up"))
    assert project.promote("triage", "reply", *TO_PRODUCTION[1:]).exit_code == Exit.DONE
    done = project.promote("--all", *TO_PRODUCTION[1:], "--check")
    assert (done.exit_code, done.output.splitlines()[-1]) == (Exit.WAITS, "1 of 3 to promote")
    assert project.promote("--all", *TO_PRODUCTION[1:]).exit_code == Exit.DONE
    assert sorted(file.name for file in project.file("production").parent.iterdir()) == [
        "reply.yaml",
        "sum-up.yaml",
        "triage.yaml",
    ]


def test_where_one_is_refused_none_is_written(project: Project) -> None:
    project.deploy("staging", STAGING, prompt("staging", {"template": HIDDEN}, "reply"))
    done = project.promote("--all", *TO_PRODUCTION[1:])
    assert done.exit_code == Exit.REFUSED
    assert f"reply: {secret('staging', 'reply')}" in done.output
    assert not project.file("production").exists()


def test_a_file_that_cannot_be_kept_stops_all_others(project: Project) -> None:
    project.deploy("staging", STAGING, prompt("staging", OTHER, "reply"))
    project.write("production", "{name: a}\n", "triage")
    assert project.promote("--all", *TO_PRODUCTION[1:]).exit_code == Exit.REFUSED
    assert not project.file("production", "reply").exists()


def test_what_a_person_wrote_stays_and_overrides_are_told(project: Project) -> None:
    before = "# Ours.\n\noverrides: {model: large}  # Frankfurt\nname: desk-triage\ntemplate: old\n"
    project.write("production", before)
    done = project.promote(*TO_PRODUCTION)
    assert done.exit_code == Exit.DONE, done.output
    assert "  overridden in production: model" in done.output.splitlines()
    text = project.file("production").read_text()
    assert "\noverrides: {model: large}  # Frankfurt\nname: desk-triage\n" in text
    assert "template" not in text


def test_a_source_file_gets_its_head(project: Project) -> None:
    project.deploy("staging", prompt("staging", {"model": "small", "template": "a"}))
    project.write("production", "model: small\ntemplate: a\n")
    done = project.promote(*TO_PRODUCTION)
    assert "the content is the same; only the lines about the promotion are added" in done.output
    assert found(project).promoted["digest"] == digest({"model": "small", "template": "a"})


def test_a_file_that_was_edited_is_promoted_again(project: Project) -> None:
    project.promote(*TO_PRODUCTION)
    file = project.file("production")
    file.write_text(file.read_text().replace("Be brief.", "Be rude."))
    done = project.promote(*TO_PRODUCTION)
    assert "  -    Be rude." in done.output.splitlines()
    assert dict(found(project).inputs) == CONTENT


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"model": "cheap"}, "model"),
        ({"model": HIDDEN}, "model"),
        ({"model": None, "parameters": {"temperature": 0.5}}, "parameters.temperature"),
    ],
)
def test_overrides_of_the_source_stay_there(project: Project, said: dict[str, Any], told: str) -> None:
    """Each is told by its property; one that is a secret as well, and nothing of it."""
    project.deploy(
        "staging",
        prompt(
            "staging",
            {**CONTENT, "model": "cheap"},
            promoted={"digest": digest(CONTENT), "origin": {"stack": "acme/desk/dev"}, "at": "then"},
            overrides=said,
            before_overrides={"model": "small"},
        ),
    )
    done = project.promote(*TO_PRODUCTION)
    assert f"  not copied, because they are overrides there: {told}" in done.output.splitlines()
    assert dict(found(project).inputs) == CONTENT
    assert found(project).promoted["digest"] == digest(CONTENT)


def test_a_version_that_is_frozen_at_another_content_is_not_where_it_comes_from(project: Project) -> None:
    project.deploy("staging", STAGING, version(prompt("staging", OTHER), "6"))
    project.promote(*TO_PRODUCTION)
    assert found(project).promoted["origin"] == {"stack": "acme/desk/staging"}


def test_a_new_file_says_the_name_and_the_description_that_the_source_has(project: Project) -> None:
    staging = prompt("staging", CONTENT, description="Sorts.")
    staging["inputs"]["name"] = "support-triage"
    project.deploy("staging", staging)
    project.promote(*TO_PRODUCTION)
    beside = {name: value for name, value in found(project).inputs.items() if name not in CONTENT}
    assert beside == {"name": "support-triage", "description": "Sorts."}


def test_options_of_other_registries_are_no_part_of_what_is_promoted(project: Project) -> None:
    options = {"bedrock": {"cache_points": ["messages[0]"]}, "mlflow": {"extra_params": {"a": 1}}}
    mlflow = {"kind": "mlflow", "url": "https://mlflow.example.com"}
    own = {**CONTENT, "options": {"mlflow": options["mlflow"]}}
    staging = prompt("staging", {**CONTENT, "options": options}, backend=mlflow, digest=digest(own))
    project.deploy("staging", staging)
    project.configure("production", mlflow)
    assert project.promote(*TO_PRODUCTION).exit_code == Exit.DONE
    assert dict(found(project).inputs) == own


class TestRefusals:
    def test_a_secret(self, project: Project) -> None:
        messages = [{"role": "system", "content": HIDDEN}]
        for content in ({"template": HIDDEN}, {"messages": HIDDEN}, {"messages": messages}):
            project.deploy("staging", prompt("staging", content))
            done = project.promote(*TO_PRODUCTION)
            assert (done.exit_code, "v1:abc" in done.output) == (Exit.REFUSED, False)
            assert secret("staging", "triage") in done.output

    def test_a_prompt_that_is_not_there(self, project: Project) -> None:
        done = project.promote("triag", *TO_PRODUCTION[1:])
        assert done.exit_code == Exit.REFUSED
        assert f"{no_prompt('staging', 'triag')}; it has triage" in done.output

    def test_a_prompt_that_is_only_read_or_about_to_go(self, project: Project) -> None:
        project.deploy("staging", {**STAGING, "external": True}, {**STAGING, "delete": True})
        done = project.promote(*TO_PRODUCTION)
        assert f"{no_prompt('staging', 'triage')}; it has none: run `pulumi up` there first" in done.output

    def test_two_of_one_name(self, project: Project) -> None:
        nested = {**STAGING, "urn": STAGING["urn"].replace("pulumi-python", "acme:desk:Desk$pulumi-python")}
        project.deploy("staging", STAGING, nested)
        done = project.promote(*TO_PRODUCTION)
        assert done.exit_code == Exit.REFUSED
        assert "has 2 prompts 'triage'" in done.output

    @pytest.mark.parametrize("changed", [{"digest": "sha256:ab"}, {"digest": ""}, {"model": 3}])
    def test_a_content_that_was_changed_in_the_registry(self, project: Project, changed: dict[str, Any]) -> None:
        project.deploy("staging", prompt("staging", CONTENT, **changed))
        done = project.promote(*TO_PRODUCTION)
        assert done.exit_code == Exit.REFUSED
        assert unsettled("staging", "triage") in done.output

    def test_a_creation_that_was_not_finished(self, project: Project) -> None:
        project.deploy("staging", {**STAGING, "outputs": {**STAGING["outputs"], "unfinished": True}})
        assert unsettled("staging", "triage") in project.promote(*TO_PRODUCTION).output

    def test_another_stack_than_the_file_takes_from(self, project: Project) -> None:
        project.deploy("dev", prompt("dev", OTHER))
        project.write("production", "after: staging\n")
        done = project.promote("triage", "--from", "dev", "--to", "production")
        assert done.exit_code == Exit.REFUSED
        assert f"triage: after: {skipped('staging', 'acme/desk/dev')}" in done.output.splitlines()
        assert project.file("production").read_text() == "after: staging\n"
        assert project.promote(*TO_PRODUCTION).exit_code == Exit.DONE

    def test_a_content_that_no_file_vouches_for(self, project: Project) -> None:
        project.write("production", "evidence: ../../evals.json\n")
        done = project.promote(*TO_PRODUCTION, "--check")
        path = Path("prompts/production/../../evals.json")
        why = not_proved(str(path), "cannot be read (No such file or directory)", digest(CONTENT))
        assert done.exit_code == Exit.REFUSED
        assert f"triage: evidence: {why}" in done.output.splitlines()
        passed = {"digest": digest(CONTENT), "passed": True, "by": "CI", "at": "now"}
        (project.folder / "evals.json").write_text(json.dumps(passed))
        assert project.promote(*TO_PRODUCTION).exit_code == Exit.DONE

    def test_what_the_registry_of_the_target_cannot_express(self, project: Project) -> None:
        content = {**CONTENT, "provider": "openai", "options": {"mlflow": {"extra_params": {"a": 1}}}}
        mlflow = {"kind": "mlflow", "url": "https://mlflow.example.com"}
        project.deploy("staging", prompt("staging", content, backend=mlflow))
        project.configure("production", {"kind": "bedrock", "region": "eu-central-1"})
        done = project.promote(*TO_PRODUCTION)
        assert done.exit_code == Exit.REFUSED
        lines = [line for line in done.output.splitlines() if line.startswith("triage: ") and "acme" not in line]
        assert lines == [
            "triage: provider: bedrock cannot express this: the ID of the model says who serves it; "
            "say what this environment has instead under `overrides`",
            f"triage: options.mlflow: {of_another_registry('mlflow', 'bedrock')}",
        ]
        project.write("production", "overrides: {provider: null, options: {mlflow: null}}\n")
        assert project.promote(*TO_PRODUCTION).exit_code == Exit.DONE
        assert found(project).promoted["digest"] == digest(content)

    def test_what_a_program_may_say_otherwise_is_no_matter_of_a_promotion(self, project: Project) -> None:
        project.configure("production", {"kind": "bedrock", "region": "eu-central-1"})
        project.write("production", f"description: {'x' * 1000}\n")
        assert project.promote(*TO_PRODUCTION).exit_code == Exit.DONE

    def test_without_configuration_the_registry_is_that_of_the_state(self, project: Project) -> None:
        bedrock = {"kind": "bedrock", "region": "eu-central-1"}
        project.deploy("production", prompt("production", OTHER, backend=bedrock))
        project.deploy("staging", prompt("staging", {**CONTENT, "provider": "openai"}))
        assert project.promote(*TO_PRODUCTION).exit_code == Exit.REFUSED

    def test_a_name_that_is_no_file(self, project: Project) -> None:
        project.deploy("staging", prompt("staging", CONTENT, "../triage"))
        done = project.promote("../triage", *TO_PRODUCTION[1:])
        assert done.exit_code == Exit.REFUSED
        assert "cannot name a file" in done.output


MLFLOW_IS_MEANT = "for the registry, write --from live@mlflow"


class TestUsage:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("--from", "staging", "--to", "production"),
            ("triage", "--all", "--from", "staging", "--to", "production"),
            ("triage", "--from", "staging", "--to", "staging"),
            ("triage", "--from", "live@mlflow", "--to", "production", "--setting", "url"),
            ("triage", "--to", "production"),
        ],
    )
    def test_what_makes_no_sense(self, project: Project, arguments: tuple[str, ...]) -> None:
        assert project.promote(*arguments).exit_code == Exit.UNUSABLE
        assert not project.file("production").exists()

    def test_a_stack_that_is_not_there(self, project: Project) -> None:
        done = project.promote("triage", "--from", "stagin", "--to", "production")
        assert done.exit_code == Exit.UNREACHABLE
        assert done.output == (
            "error: `pulumi stack export --stack stagin --non-interactive` failed: no stack named 'stagin' found\n"
        )

    def test_a_registry_that_is_misspelled(self, project: Project) -> None:
        wrong = ("triage", "--from", "live@mlfow", "--to", "production")
        done = project.promote(*wrong)
        assert (done.exit_code, done.output.rpartition("; ")[2]) == (Exit.UNREACHABLE, f"{MLFLOW_IS_MEANT}\n")
        done = project.promote(*wrong, "--setting", "url=https://mlflow.example.com")
        line = f"error: --from live@mlfow: {NO_REGISTRY}; {MLFLOW_IS_MEANT}\n"
        assert (done.exit_code, done.output) == (Exit.UNUSABLE, line)

    def test_a_setting_for_a_stack(self, project: Project) -> None:
        done = project.promote(*TO_PRODUCTION, "--setting", "path=prompts.db")
        assert (done.exit_code, f"--from staging: {NO_REGISTRY}" in done.output) == (Exit.UNUSABLE, True)

    def test_a_folder_that_is_no_project(self, project: Project) -> None:
        (project.folder / "Pulumi.yaml").unlink()
        done = project.promote(*TO_PRODUCTION)
        assert (done.exit_code, "there is no Pulumi.yaml in" in done.output) == (Exit.UNREACHABLE, True)

    def test_a_machine_without_pulumi(self, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        done = project.promote(*TO_PRODUCTION)
        assert (done.exit_code, "there is no `pulumi` on PATH" in done.output) == (Exit.UNREACHABLE, True)

    def test_below_the_project_and_with_the_program_in_a_folder(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (project.folder / "Pulumi.yaml").write_text("name: desk\nruntime: python\nmain: src\n")
        (project.folder / "src" / "deep").mkdir(parents=True)
        monkeypatch.chdir(project.folder / "src" / "deep")
        assert project.promote(*TO_PRODUCTION).exit_code == Exit.DONE
        assert (project.folder / "src" / "prompts" / "production" / "triage.yaml").exists()

    def test_another_folder_of_files_and_another_suffix(self, project: Project) -> None:
        (file := project.folder / "texts" / "production" / "triage.yml").parent.mkdir(parents=True)
        file.write_text("after: staging\n")
        assert project.promote(*TO_PRODUCTION, "--folder", "texts").exit_code == Exit.DONE
        assert file.read_text().endswith("after: staging\nmessages:" + file.read_text().rpartition("messages:")[2])
        assert not file.with_suffix(".yaml").exists()

    def test_a_stack_of_an_organization_is_one_folder(self, project: Project) -> None:
        assert project.promote("triage", "--from", "staging", "--to", "acme/desk/production").exit_code == Exit.DONE
        assert project.file("production").exists()


class TestVersions:
    """Of a registry: the embedded one, with three versions, and an alias of the second."""

    @pytest.fixture
    def project(self, project: Project) -> Project:
        registry = Local(str(project.folder / "prompts.db"))
        contents = [{**CONTENT, "model": model} for model in ("one", "two", "three")]
        ref = None
        for content in contents:
            model = Content.model_validate(content)
            desired = Desired("support-triage", model, digest(content), "acme/desk/production/triage")
            if ref is None:
                ref = registry.create(desired)
            else:
                registry.update(registry.read(ref.id), desired, _CONTENT_CHANGES)
            registry.publish(ref.id, Publication(digest(content), "m", "m"))
        assert ref is not None
        registry.set_alias(ref.id, Alias("live", "2"), None)
        state = {**prompt("production", contents[2]), "id": ref.id}
        project.deploy("production", state, version(state, "3"))
        return project

    @pytest.mark.parametrize(
        ("called", "model", "origin"),
        [
            ("1", "one", {"version": "1"}),
            ("live", "two", {"alias": "live", "version": "2"}),
            (digest({**CONTENT, "model": "one"}), "one", {"version": "1"}),
        ],
    )
    def test_a_version_comes_back(self, project: Project, called: str, model: str, origin: dict[str, str]) -> None:
        project.write("production", "after: staging\n")
        done = project.promote("triage", "--from", f"production@{called}", "--to", "production")
        assert done.exit_code == Exit.DONE, done.output
        assert found(project).promoted["origin"] == {"stack": "acme/desk/production", **origin}
        assert dict(found(project).inputs) == {**CONTENT, "model": model}

    def test_a_registry_is_asked_without_a_stack(self, project: Project) -> None:
        path = f"path={project.folder / 'prompts.db'}"
        arguments = ("support-triage", "--from", "live@local", "--to", "production", "--setting", path)
        assert project.promote(*arguments).exit_code == Exit.DONE
        place = f"local {project.folder / 'prompts.db'}"
        assert found(project, name="support-triage").promoted["origin"] == {
            "registry": place,
            "prompt": "support-triage",
            "alias": "live",
            "version": "2",
        }

    def test_a_version_that_is_not_there(self, project: Project) -> None:
        done = project.promote("triage", "--from", "production@7", "--to", "production")
        assert done.exit_code == Exit.REFUSED
        assert "the prompt does not have version 7; it has 1 (sha256:" in done.output

    def test_a_prompt_or_a_setting_that_is_not_there(self, project: Project) -> None:
        done = project.promote("triag", "--from", "live@local", "--to", "production")
        assert (done.exit_code, "has no prompt 'triag'" in done.output) == (Exit.REFUSED, True)
        done = project.promote("triage", "--from", "live@mlflow", "--to", "production")
        assert (done.exit_code, "backend.url: is required" in done.output) == (
            Exit.UNUSABLE,
            True,
        )

    @pytest.mark.parametrize("source", ["production@1", "live@local"])
    def test_a_version_is_of_one_prompt(self, project: Project, source: str) -> None:
        done = project.promote("--all", "--from", source, "--to", "staging")
        assert (done.exit_code, "in the place of --all" in done.output) == (Exit.UNUSABLE, True)


_CONTENT_CHANGES = Change(frozenset({"content"}))
