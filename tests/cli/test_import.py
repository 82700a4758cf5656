"""`pulumi-prompts import`: what it writes, what it leaves out, and how it goes on."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.registry import LocalRegistry
from pulumi_prompts.adoption.candidates import owned
from pulumi_prompts.adoption.importing import stands
from pulumi_prompts.cli.app import app
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.sources import NOT_THERE
from pulumi_prompts.files.loading import load
from pulumi_prompts.registries.base import Labels
from pulumi_prompts.status.states import HOW_TO_EXPORT, NO_EXPORT

THEIRS = "acme/desk/prod/reply"
PROGRAM = Path("imported.py")


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalRegistry:
    monkeypatch.chdir(tmp_path)
    return LocalRegistry(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["import", "--registry", "local", *arguments])


def files() -> dict[str, dict[str, Any]]:
    return {file.name: load(file) for file in sorted(Path("prompts").glob("*"))}


def declared() -> list[str]:
    """The lines of the program that declare something."""
    return [line for line in PROGRAM.read_text().splitlines() if line.endswith(")") and "ResourceOptions(" not in line]


def test_everything_that_nobody_manages_is_written_down(registry: LocalRegistry) -> None:
    registry.add("reply", "Answer.\nBriefly.\n", content={"model": "small"})
    ref = registry.add("a/b")
    first = registry.publish(ref)
    registry.write(ref, "a/b", "Sort {{ticket}} well.")
    registry.publish(ref)
    registry.point(ref, "live", first)
    done = run("--all")
    assert (done.exit_code, done.output) == (Exit.DONE, "wrote imported.py, and 2 files in prompts; left out 0\n")
    assert files() == {
        "reply.yaml": {"template": "Answer.\nBriefly.\n", "model": "small"},
        "a-b.yaml": {"name": "a/b", "template": "Sort {{ticket}} well."},
    }
    assert declared() == [
        'a_b = Prompt.from_file("a-b", "prompts/a-b.yaml", PROTECTED, adopt=True, backend=BACKEND)',
        'PromptVersion("a-b", PROTECTED, prompt=a_b)',
        'PromptAlias("a-b-live", PROTECTED, prompt=a_b, alias="live", version="1", adopt=True)',
        'Prompt.from_file("reply", "prompts/reply.yaml", PROTECTED, adopt=True, backend=BACKEND)',
    ]


def test_what_stands_beside_the_content_is_written_down_too(registry: LocalRegistry) -> None:
    beside: dict[str, Any] = {
        "description": "Sorts.",
        "tags": {"team": "support"},
        "metadata": {"owner": {"a": [1, None]}},
    }
    registry.add("triage", **beside)
    run("triage")
    assert files() == {"triage.yaml": {**beside, "template": "Sort {{ticket}}."}}


def test_a_text_keeps_the_line_breaks_of_windows(registry: LocalRegistry) -> None:
    registry.add("windows", "One.\r\nTwo.\n")
    run("--all")
    assert files() == {"windows.yaml": {"template": "One.\r\nTwo.\n"}}


def test_some_by_their_names_or_the_beginning_of_them(registry: LocalRegistry) -> None:
    for name in ("a-1", "a-2", "b-1"):
        registry.add(name)
    run("--prefix", "a-")
    assert [*files()] == ["a-1.yaml", "a-2.yaml"]
    PROGRAM.unlink()
    run("b-1", "a-1", "b-1")
    assert [line.split('"')[1] for line in declared()] == ["a-1", "b-1"]


@pytest.mark.parametrize("arguments", [[], ["a", "--all"], ["--all", "--prefix", "a"], ["--export", "x", "a"]])
def test_it_is_said_once_which_prompts_are_meant(registry: LocalRegistry, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == Exit.UNUSABLE


def test_an_export_that_is_none_is_a_wrong_command(registry: LocalRegistry) -> None:
    registry.add("triage")
    Path("infra.json").write_text("no JSON")
    done = run("--export", "infra.json")
    assert (done.exit_code, done.stderr) == (Exit.UNUSABLE, f"error: infra.json: {NO_EXPORT}; {HOW_TO_EXPORT}\n")


def test_a_name_that_is_not_there_is_told(registry: LocalRegistry) -> None:
    registry.add("triage")
    done = run("triage", "nothing")
    assert (done.exit_code, done.stderr) == (
        Exit.REFUSED,
        "error: local prompts.db has no prompt 'nothing'; use its name in the registry\n",
    )
    assert not PROGRAM.exists()


def test_an_empty_registry_makes_no_program(registry: LocalRegistry) -> None:
    ref = registry.add("triage")
    registry.backend.delete(ref.id, registry.backend.read(ref.id).labels or Labels())
    done = run("--all")
    assert (done.exit_code, done.output) == (Exit.DONE, "there is nothing to import; left out 0\n")
    assert not PROGRAM.exists()


def test_a_wrong_path_is_no_registry_without_prompts() -> None:
    done = run("--all", "--setting", "path=nowhere.db")
    line = f"error: --registry local: there is no file nowhere.db; {NOT_THERE}\n"
    assert (done.exit_code, done.stderr) == (Exit.UNUSABLE, line)


def test_a_wrong_setting_is_told() -> None:
    done = run("--all", "--setting", "pth=x")
    assert done.exit_code == Exit.UNUSABLE
    assert "pth" in done.stderr


# what is left out


def test_what_belongs_to_a_resource_is_left_out_and_named(registry: LocalRegistry) -> None:
    registry.add("reply", marker=THEIRS)
    ref = registry.add("triage")
    version = registry.publish(ref)
    registry.point(ref, "live", version, marker=f"{THEIRS}-live")
    registry.point(ref, "mine", version)
    done = run("--all")
    assert done.output.splitlines() == [
        f"reply: left out: {owned(THEIRS)}",
        f"triage: left out: alias 'live': {owned(f'{THEIRS}-live')}",
        "wrote imported.py, and 1 file in prompts; left out 1",
    ]
    assert [*files()] == ["triage.yaml"]
    assert [line for line in declared() if line.startswith("PromptAlias")] == [
        'PromptAlias("triage-mine", PROTECTED, prompt=triage, alias="mine", version="1", adopt=True)'
    ]


def test_what_a_stack_has_left_is_taken_over_from_it(registry: LocalRegistry) -> None:
    """What another stack has is left out still."""
    ref = registry.add("reply", marker=THEIRS)
    registry.point(ref, "live", registry.publish(ref, THEIRS), marker=f"{THEIRS}-live")
    registry.add("faq", marker="acme/desk/dev/faq")
    registry.add("triage")
    done = run("--all", "--take-over-from", "acme/desk/prod")
    assert done.output.splitlines() == [
        f"faq: left out: {owned('acme/desk/dev/faq')}",
        "wrote imported.py, and 2 files in prompts; left out 1",
    ]
    taken = f'adopt=True, take_over_from="{THEIRS}", backend=BACKEND'
    assert declared() == [
        f'reply = Prompt.from_file("reply", "prompts/reply.yaml", PROTECTED, {taken})',
        'PromptVersion("reply", PROTECTED, prompt=reply)',
        'PromptAlias("reply-live", PROTECTED, prompt=reply, alias="live", version="1", adopt=True)',
        'Prompt.from_file("triage", "prompts/triage.yaml", PROTECTED, adopt=True, backend=BACKEND)',
    ]


def test_a_stack_is_named_in_full(registry: LocalRegistry) -> None:
    assert run("--all", "--take-over-from", "prod").exit_code == Exit.UNUSABLE


def test_what_cannot_be_declared_as_it_is_is_left_out_whole(registry: LocalRegistry) -> None:
    registry.add("unused", content={"variables": ["never"]})
    done = run("--all")
    unused, summary = done.output.splitlines()
    assert unused.startswith("unused: left out: variables")
    assert summary == "there is nothing to import; left out 1"
    assert not PROGRAM.exists()
    assert not Path("prompts").exists() or files() == {}


def test_an_alias_of_a_version_that_is_gone_is_left_out(registry: LocalRegistry) -> None:
    ref = registry.add("triage")
    first = registry.publish(ref)
    registry.write(ref, "triage", "Sort.")
    registry.publish(ref)
    registry.point(ref, "live", first)
    registry.backend.delete_version(ref.id, first)
    done = run("--all")
    assert done.output.startswith("triage: left out: alias 'live': there is no version 1\n")


# what is there already


def test_no_file_is_written_over(registry: LocalRegistry) -> None:
    registry.add("triage")
    registry.add("reply")
    file = Path("prompts/triage.yaml")
    file.parent.mkdir()
    file.write_text("template: mine\n")
    done = run("--all")
    assert done.exit_code == Exit.REFUSED
    assert done.stderr == f"triage: {stands(file)}; remove it, or use another --folder\n"
    assert file.read_text() == "template: mine\n"
    assert not PROGRAM.exists()
    file.unlink()
    assert run("--all").exit_code == Exit.DONE
    assert sorted(Path("prompts").iterdir()) == [Path("prompts/reply.yaml"), file]


def test_no_program_is_written_over(registry: LocalRegistry) -> None:
    registry.add("triage")
    PROGRAM.write_text("mine")
    done = run("--all")
    assert (done.exit_code, done.stderr) == (
        Exit.REFUSED,
        "error: imported.py exists already; rename it, or remove it\n",
    )
    assert PROGRAM.read_text() == "mine"
    assert not Path("prompts").exists()


def test_files_that_say_the_same_are_taken_as_they_are(registry: LocalRegistry) -> None:
    registry.add("triage")
    run("--all")
    PROGRAM.unlink()
    assert run("--all").exit_code == Exit.DONE
