"""`pulumi-prompts show`: a content of a registry as a file, and `pulumi-prompts schema`."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pulumi_prompts.cli import sources
from pulumi_prompts.cli.app import app
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.showing import another_suffix
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.errors import UsageError
from pulumi_prompts.files.forms import Form
from pulumi_prompts.files.loading import load
from pulumi_prompts.files.schema import FILE, text
from pulumi_prompts.files.writing import WRITE_ANOTHER
from pulumi_prompts.promotion.source import no_such_prompt
from pulumi_prompts.registries.base import Alias, Change, Desired, Environment, Publication
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.local import Local
from pulumi_prompts.registries.local.settings import LocalSettings
from pulumi_prompts.registries.session import Target

OLD: dict[str, Any] = {"model": "small", "template": "Sort {{ticket}}.\t\r\n"}
NEW: dict[str, Any] = {"model": "small", "template": "# Sort\n\n{{ticket}} 👍 \n\n"}
CHAT: dict[str, Any] = {"model": "m", "messages": [{"role": "user", "content": "{{ticket}}"}]}
HERE = ("--registry", "local")


def desired(name: str, content: dict[str, Any]) -> Desired:
    parsed = content_from(content)
    return Desired(name, parsed, digest_of(parsed), "acme/desk/dev/triage", "For the desk", {"team": "desk"})


@pytest.fixture(autouse=True)
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Local:
    """Two prompts, one of which has version 1 (`live`), and a newer content."""
    monkeypatch.chdir(tmp_path)
    local = Local.connect(LocalSettings(kind="local"), Environment())
    local.create(desired("chat", CHAT))
    old, new = desired("triage", OLD), desired("triage", NEW)
    made = local.create(old)
    published = local.publish(made.id, Publication(old.digest, old.marker, old.marker, version_name="first"))
    local.set_alias(made.id, Alias("live", published.version, "x", "y"), None)
    local.update(local.read(made.id), new, Change(frozenset({"content"})))
    return local


def show(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["show", *arguments])


def shown(*arguments: str, suffix: str = ".yaml") -> dict[str, Any]:
    done = show(*arguments, *HERE)
    assert (done.exit_code, done.stderr) == (Exit.DONE, "")
    Path(f"shown{suffix}").write_bytes(done.stdout_bytes)
    return load(f"shown{suffix}")


@pytest.mark.parametrize("version", ["@live", ":live", ":1", ":first", f":{desired('', OLD).digest}"])
def test_a_version_by_whatever_calls_it(version: str) -> None:
    assert shown(f"triage{version}") == OLD


@pytest.mark.parametrize("form", [Form.YAML, Form.JSON, Form.MARKDOWN, Form.PROMPT])
def test_the_current_content_in_each_form(form: Form) -> None:
    assert shown("triage", "--form", form, suffix=form.suffix) == NEW


@pytest.mark.parametrize("file", ["a.yaml", "a.yml", "a.json", "a.md", "a.prompt"])
def test_a_file_is_of_the_form_that_its_name_says(file: str) -> None:
    done = show("triage", *HERE, "--output", file)
    assert (done.exit_code, done.output) == (Exit.DONE, "")
    assert load(file) == NEW


def test_a_file_refers_to_the_schema_from_where_it_is() -> None:
    Path(FILE).touch()
    Path("prompts").mkdir()
    show("triage", *HERE, "--output", "prompts/a.yaml")
    assert Path("prompts/a.yaml").read_text().startswith(f"# yaml-language-server: $schema=../{FILE}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--output", "a.txt"], another_suffix(dict.fromkeys(each.suffix for each in Form))),
        (["--output", "a.md", "--form", "truefoundry"], another_suffix([".yaml"])),
        (["--output", "none/a.yaml"], "none/a.yaml: cannot be written"),
    ],
)
def test_a_file_that_would_be_read_otherwise_or_cannot_be_written(arguments: list[str], said: str) -> None:
    done = show("triage", *HERE, *arguments)
    assert done.exit_code == Exit.UNUSABLE
    assert said in done.stderr


def test_a_file_stays_where_something_is_refused() -> None:
    Path("a.md").write_text("Mine.")
    assert show("triage@live", *HERE, "--output", "a.md").exit_code == Exit.REFUSED
    assert Path("a.md").read_text() == "Mine."


def test_a_manifest_has_the_name_that_it_needs() -> None:
    assert shown("chat", "--form", "truefoundry") == {"name": "chat", **CHAT}


def test_what_a_form_cannot_hold_is_refused() -> None:
    done = show("triage@live", *HERE, "--form", "markdown")
    assert (done.exit_code, done.stdout) == (Exit.REFUSED, "")
    assert "`template`" in done.stderr
    assert WRITE_ANOTHER in done.stderr


@pytest.mark.parametrize("name", ["team/a@b:c", "a:1", "a@b"])
def test_a_name_may_look_like_that_of_a_version(name: str, registry: Local) -> None:
    made = registry.create(desired(name, OLD))
    registry.publish(made.id, Publication(digest_of(content_from(OLD)), "x", "x"))
    assert shown(name) == shown(f"{name}:1") == OLD


@pytest.mark.parametrize(("called", "name"), [("triag", "triag"), ("triag@live", "triag"), (":", ":"), ("@", "@")])
def test_a_prompt_that_is_not_there(called: str, name: str) -> None:
    done = show(called, *HERE)
    missing = no_such_prompt(Target.of({"kind": "local"}), name)
    assert (done.exit_code, done.stderr) == (Exit.REFUSED, f"error: {missing}\n")


def test_a_version_that_is_not_there_is_told_with_those_that_are() -> None:
    done = show("triage:7", *HERE)
    assert done.exit_code == Exit.REFUSED
    assert done.stderr.startswith("error: the prompt does not have version 7; it has 1 (sha256:")


@pytest.mark.parametrize(
    ("arguments", "begin", "end"),
    [
        (["mlflow"], "backend.url: is required", "give each setting with --setting"),
        (["locla"], "--registry locla: must be one of local, ", "did you mean `local`?"),
    ],
)
def test_a_registry_that_is_named_wrongly(arguments: list[str], begin: str, end: str) -> None:
    done = show("triage", "--registry", *arguments)
    assert (done.exit_code, done.stdout) == (Exit.UNUSABLE, "")
    assert done.stderr.startswith(f"error: {begin}")
    assert done.stderr.endswith(f"{end}\n")


def test_a_setting_is_a_number_where_it_takes_one() -> None:
    said = {"region": "eu-central-1", "account_id": "012345678901", "timeout": "5"}
    assert sources.registry("bedrock", said).given == {**said, "kind": "bedrock", "timeout": 5}
    with pytest.raises(UsageError, match="timeout: must be a number"):
        sources.registry("bedrock", {**said, "timeout": "soon"})


def test_the_schema_is_the_one_of_the_package_and_what_is_shown_refers_to_it() -> None:
    done = CliRunner().invoke(app, ["schema"])
    assert (done.exit_code, done.stdout) == (Exit.DONE, text())
    Path(FILE).write_text(done.stdout)
    assert show("triage", *HERE).stdout.startswith(f"# yaml-language-server: $schema={FILE}\n")
    assert json.loads(show("triage", *HERE, "--form", "json").stdout)["$schema"] == FILE
