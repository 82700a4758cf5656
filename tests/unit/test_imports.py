"""What is imported when: a program imports no more than it uses, and so does the plugin."""

import subprocess
import sys

import pytest

import pulumi_prompts
from pulumi_prompts.registries.kinds import KINDS

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
        "cli.app",
    ],
)
def test_what_needs_no_pulumi_loads_none(module: str) -> None:
    """But for the public names, which are resources."""
    bare = f"import types; package = types.ModuleType('pulumi_prompts'); package.__path__ = {pulumi_prompts.__path__}"
    loaded = imported_by(f"{bare}; sys.modules['pulumi_prompts'] = package; import pulumi_prompts.{module}")
    assert f"pulumi_prompts.{module}" in loaded
    assert "pulumi" not in loaded


def test_importing_every_module_prints_nothing() -> None:
    walk = "import pkgutil, pulumi_prompts as p"
    every = "[__import__(m.name) for m in pkgutil.walk_packages(p.__path__, 'pulumi_prompts.')]"
    program = f"{walk}; {every}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
