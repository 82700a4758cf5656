"""What is imported when: a program imports no more than it uses, and so does the plugin."""

import pydoc
import subprocess
import sys
from pathlib import Path

import pytest

import pulumi_prompts
import pulumi_prompts.registries.local
from pulumi_prompts.registries.kinds import KINDS
from pulumi_prompts.registries.local import Local
from report.made import document, prompt, step
from unit.local_writers import desired

CLIENTS = ("boto3", "botocore", "httpx")
OF_THE_COMMAND_LINE = ("typer", "rich")


def imported_by(statements: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after `statements`."""
    program = f"import sys; {statements}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_program_imports_neither_models_nor_clients() -> None:
    loaded = imported_by("import pulumi_prompts; pulumi_prompts.Prompt, pulumi_prompts.PromptVersion")
    assert "pulumi_prompts.resources.prompt" in loaded
    assert not loaded & {"pydantic", "rfc8785", "sqlite3", *CLIENTS, *OF_THE_COMMAND_LINE}
    assert not [name for name in loaded if name.startswith("pulumi_prompts.registries")]


def test_the_embedded_registry_needs_no_client() -> None:
    loaded = imported_by("from pulumi_prompts.registries.kinds import backend_class; backend_class('local')")
    assert "sqlite3" in loaded
    assert not loaded & {*CLIENTS}


def test_bedrock_is_described_without_its_client() -> None:
    loaded = imported_by("from pulumi_prompts.registries.kinds import backend_class; backend_class('bedrock').support")
    assert "pulumi_prompts.registries.bedrock" in loaded
    assert not loaded & {"sqlite3", *CLIENTS}


def test_a_region_of_bedrock_is_checked_without_its_client() -> None:
    backend = "{'kind': 'bedrock', 'region': 'eu-centrall-1'}"
    check = f"from pulumi_prompts.registries.session import Target; assert Target.of({backend}).failures"
    assert not imported_by(check) & {*CLIENTS}


@pytest.mark.parametrize(
    "lifecycle", ["prompts:PromptLifecycle", "versions:VersionLifecycle", "aliases:AliasLifecycle"]
)
def test_a_life_cycle_loads_no_backend(lifecycle: str) -> None:
    module, _, name = lifecycle.partition(":")
    loaded = imported_by(f"from pulumi_prompts.lifecycle.{module} import {name}")
    assert "pydantic" in loaded
    assert not loaded & {"sqlite3", *CLIENTS, *(f"pulumi_prompts.registries.{kind}" for kind in KINDS)}


@pytest.mark.parametrize(
    "module",
    [
        "lifecycle.prompts",
        "lifecycle.versions",
        "lifecycle.aliases",
        "registries.local",
        "files",
        "promotion.promotion",
        "cli.promoting",
        "cli.validating",
    ],
)
def test_what_needs_no_pulumi_loads_none(module: str) -> None:
    loaded = imported_by(f"from pulumi_prompts import content, files, registries; import pulumi_prompts.{module}")
    assert f"pulumi_prompts.{module}" in loaded
    assert "pulumi" not in loaded


def loaded_by_command(*arguments: str) -> set[str]:
    quietly = "contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO())"
    given = f"import contextlib, io; sys.argv[1:] = {arguments!r}; from pulumi_prompts.cli import main"
    return imported_by(f"{given}\nwith {quietly}: main()\n0")


@pytest.mark.parametrize("command", [(), ("report",), ("verify",), ("validate",), ("promote",)])
def test_help_loads_no_more_than_it_shows(command: tuple[str, ...]) -> None:
    loaded = loaded_by_command(*command, "--help")
    assert "typer" in loaded
    assert not loaded & {"pulumi", "yaml", "rich.console", *CLIENTS}  # typer itself loads pydantic


def test_a_report_loads_no_client_of_the_registries_that_it_names() -> None:
    backends = [{"kind": "bedrock", "region": "eu-west-1"}, {"kind": "mlflow", "url": "https://mlflow.example.com"}]
    made = [prompt("Text", "sha256:0", each["kind"], inputs={"backend": each}) for each in backends]
    text = document(*(step("create", None, each) for each in made))
    modules = "from pulumi_prompts.report.changes import building; from pulumi_prompts.report.previews import reading"
    loaded = imported_by(f"{modules}; assert building.report_of(reading.read([('-', {text!r})])).changes")
    assert "pulumi_prompts.registries.bedrock" in loaded
    assert not loaded & {"pulumi", "yaml", "sqlite3", *OF_THE_COMMAND_LINE, *CLIENTS}


def test_a_report_needs_neither_pulumi_nor_a_client() -> None:
    loaded = loaded_by_command("report", str(Path(__file__).parents[1] / "report" / "recorded" / "edit.json"))
    assert "pulumi_prompts.report.forms.terminal" in loaded
    assert not loaded & {"pulumi", *CLIENTS}


def test_an_application_loads_nothing_that_is_for_programs(tmp_path: Path) -> None:
    file = tmp_path / "prompts.db"
    Local(str(file)).create(desired("triage"))
    loaded = imported_by(f"import pulumi_prompts; assert pulumi_prompts.read('triage', path={str(file)!r}).template")
    assert "pulumi_prompts.registries.local.reader" in loaded
    assert not loaded & {"pulumi", "pydantic", "yaml", "pulumi_prompts.program", "pulumi_prompts.resources", *CLIENTS}


def test_the_package_alone_has_every_public_name_and_module() -> None:
    every = "[getattr(pulumi_prompts, name) for name in pulumi_prompts.__all__]"
    module = "pulumi_prompts.files.loading.load, pulumi_prompts.errors.NotFoundError"
    imported_by(f"import pulumi_prompts; {every}; {module}; from pulumi_prompts import *; Prompt, Parameters, read")
    assert {"Prompt", "Parameters", "ServedPrompt", "read"} <= {*pulumi_prompts.__all__} <= {*dir(pulumi_prompts)}


def test_help_shows_the_public_names() -> None:
    told = pydoc.plain(pydoc.render_doc(pulumi_prompts))
    assert "class Prompt(" in told
    assert "class Parameters(" in told
    assert "read(name: str, *, alias: str | None = None" in told


def test_a_name_that_is_not_there_is_told_of_the_package() -> None:
    for package in (pulumi_prompts, pulumi_prompts.registries.local):
        with pytest.raises(AttributeError, match=rf"^module '{package.__name__}' has no attribute 'Promt'$"):
            getattr(package, "Promt")  # noqa: B009 (a type checker knows that it is not there)


def test_importing_every_module_prints_nothing() -> None:
    walk = "import pkgutil, pulumi_prompts as p"
    every = "[__import__(m.name) for m in pkgutil.walk_packages(p.__path__, 'pulumi_prompts.')]"
    program = f"{walk}; {every}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
