"""examples/promotion: its README is followed to the letter, and the same files move from MLflow to Bedrock."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from acceptance.stack import Stack, environment_of
from acceptance.tutorial import Reader, blocks_of
from fakes.bedrock import BedrockFake
from fakes.bedrock.fixtures import bedrock_fake  # noqa: F401 (fixture)
from fakes.langfuse import PUBLIC_KEY, SECRET_KEY, LangfuseFake
from fakes.langfuse.fixtures import langfuse_fake  # noqa: F401 (fixture)
from mlflow_server.fixtures import mlflow_registry, mlflow_server  # noqa: F401 (fixtures)
from mlflow_server.registry import MlflowRegistry
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.files.loading import load
from pulumi_prompts.lifecycle.gates import not_proved
from pulumi_prompts.lifecycle.promoted import ORIGIN_NOTE, not_served, of_another_registry

EXAMPLE = Path(__file__).parents[2] / "examples" / "promotion"
DOCUMENT = Path(__file__).parents[2] / "docs" / "promotion.md"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example in a repository of its own, whose virtual environment is that of the tests."""
    folder = tmp_path / "examples" / "promotion"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("*.db*", "__pycache__"))
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / ".gitignore").write_text("/.venv\n/engine\n")
    return folder


@pytest.fixture
def reader(example: Path, tmp_path: Path) -> Reader:
    people = {f"GIT_{who}_{what}": "tester" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    reader = Reader(example, environment_of(tmp_path / "engine") | people | {"GIT_CONFIG_GLOBAL": "/dev/null"})
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "The example"]):
        subprocess.run(["git", *command], cwd=tmp_path, env=dict(reader.env), check=True)
    return reader


def test_the_tutorial_can_be_followed_to_the_letter(reader: Reader) -> None:
    reader.follow(EXAMPLE / "README.md")
    assert len(reader.done) > 30
    assert reader.done[-1] == "pulumi stack rm --yes production"


ON_MLFLOW = """\
model: gpt-4o-mini
provider: openai
parameters: {temperature: 0}
options:
  mlflow: {extra_params: {service_tier: flex}}
messages:
  - role: system
    content: |
      You sort the tickets of a support desk.
      Answer with one word.
  - role: user
    content: "{{ticket}}"
"""

FOR_BEDROCK = """\
overrides:
  model: anthropic.claude-3-haiku-20240307-v1:0
  provider: null  # the model's ID says it
  options: {mlflow: null}
after: staging
"""


def test_what_mlflow_serves_moves_to_bedrock(
    example: Path,
    mlflow_registry: MlflowRegistry,  # noqa: F811
    bedrock_fake: BedrockFake,  # noqa: F811
) -> None:
    staging = Stack(example, "staging", bedrock_fake.environ())
    staging.config_remove("support-desk:source")  # there is no dev
    production = staging.beside("production")
    configure(staging, {"kind": "mlflow", "url": mlflow_registry.url})
    configure(production, {"kind": "bedrock", "region": "us-east-1", "endpoint_url": bedrock_fake.url})
    write(example / "prompts" / "staging" / "triage.yaml", ON_MLFLOW)
    staging.up()

    promote = ("promote", "triage", "--from", "staging", "--to", "production")
    refused = command(staging, *promote)
    assert refused.returncode == Exit.REFUSED
    assert "triage: provider: bedrock cannot express this: the ID of the model says who serves it;" in refused.stdout
    assert f"triage: options.mlflow: {of_another_registry('mlflow', 'bedrock')}" in refused.stdout

    write(file := example / "prompts" / "production" / "triage.yaml", FOR_BEDROCK)
    assert command(staging, *promote).returncode == Exit.DONE
    assert FOR_BEDROCK in file.read_text()
    production.up()
    production.assert_settled()
    outputs = production.resources()["Prompt triage"]["outputs"]
    assert outputs["promoted"]["digest"] == staging.resources()["Prompt triage"]["outputs"]["digest"]
    assert outputs["digest"] != outputs["promoted"]["digest"]
    assert outputs["tags"] == {ORIGIN_NOTE: "organization/support-desk/staging@1"}
    assert bedrock_fake.registry().names() == ["triage"]

    file.write_text(file.read_text().replace("  options: {mlflow: null}\n", ""))
    why = of_another_registry("mlflow", "bedrock")
    assert f"options.mlflow: {why}" in production.preview(fails=True).text


def of_langfuse(fake: LangfuseFake) -> tuple[dict[str, str], dict[str, str]]:
    """The settings and the environment of its project."""
    keys = {"LANGFUSE_PUBLIC_KEY": PUBLIC_KEY, "LANGFUSE_SECRET_KEY": SECRET_KEY}
    return {"kind": "langfuse", "url": fake.url}, keys


def test_what_mlflow_serves_moves_to_langfuse(
    example: Path,
    mlflow_registry: MlflowRegistry,  # noqa: F811
    langfuse_fake: LangfuseFake,  # noqa: F811
) -> None:
    """With the same digest, but for the option that is left out."""
    backend, environ = of_langfuse(langfuse_fake)
    staging = Stack(example, "staging", environ)
    production = staging.beside("production")
    configure(staging, {"kind": "mlflow", "url": mlflow_registry.url})
    configure(production, backend)
    moved = move(staging, production, ON_MLFLOW, "overrides:\n  options: {mlflow: null}\nafter: staging\n")
    assert moved["tags"] == {ORIGIN_NOTE: "organization/support-desk/staging@1"}
    newest = langfuse_fake.registry().newest("triage")
    assert newest.config == {"model": "gpt-4o-mini", "provider": "openai", "temperature": 0}
    assert f"{ORIGIN_NOTE}=organization/support-desk/staging@1" in newest.tags


ON_LANGFUSE = ON_MLFLOW.replace("mlflow: {extra_params", "langfuse: {config")


def test_what_langfuse_serves_moves_to_bedrock(
    example: Path,
    langfuse_fake: LangfuseFake,  # noqa: F811
    bedrock_fake: BedrockFake,  # noqa: F811
) -> None:
    backend, environ = of_langfuse(langfuse_fake)
    staging = Stack(example, "staging", {**bedrock_fake.environ(), **environ})
    production = staging.beside("production")
    configure(staging, backend)
    configure(production, {"kind": "bedrock", "region": "us-east-1", "endpoint_url": bedrock_fake.url})
    moved = move(staging, production, ON_LANGFUSE, FOR_BEDROCK.replace("mlflow", "langfuse"))
    served = langfuse_fake.registry().newest("triage")
    name = f"{served.version}-{served.id[-12:]}"
    assert moved["tags"] == {ORIGIN_NOTE: f"organization/support-desk/staging@{name}"}
    assert bedrock_fake.registry().names() == ["triage"]


def move(staging: Stack, production: Stack, served: str, overrides: str) -> Mapping[str, Any]:
    """Serve a prompt in one stack and promote it to the other; the outputs of the prompt there."""
    staging.config_remove("support-desk:source")  # there is no dev
    write(staging.folder / "prompts" / "staging" / "triage.yaml", served)
    staging.up()
    write(staging.folder / "prompts" / "production" / "triage.yaml", overrides)
    promoted = command(staging, "promote", "triage", "--from", "staging", "--to", "production")
    assert promoted.returncode == Exit.DONE, promoted.stdout
    production.up()
    production.assert_settled()
    outputs: Mapping[str, Any] = production.resources()["Prompt triage"]["outputs"]
    assert outputs["promoted"]["digest"] == staging.resources()["Prompt triage"]["outputs"]["digest"]
    return outputs


WAITS_FOR_STAGING = next(block.text for block in blocks_of(DOCUMENT) if block.words.get("file") == "gates/__main__.py")


def test_a_program_that_waits_for_another_stack_and_for_evidence(example: Path) -> None:
    staging = Stack(example, "staging")
    production = staging.beside("production")
    (example / "__main__.py").write_text(WAITS_FOR_STAGING)
    write(example / "prompts" / "staging" / "triage.yaml", "template: Sort {{ticket}}.\n")
    staging.up()
    promote = ("promote", "triage", "--from", "staging", "--to", "production")
    assert command(staging, *promote).returncode == Exit.DONE
    first = digest_in(example / "prompts" / "production" / "triage.yaml")
    refused = production.preview(fails=True)
    assert (
        f"evidence: {not_proved('evals/triage.json', 'cannot be read (No such file or directory)', first)}"
        in refused.text
    )
    passed = {"digest": first, "passed": True, "by": "evals", "at": "today"}
    write(example / "evals" / "triage.json", json.dumps(passed))
    production.up()

    file = write(example / "prompts" / "staging" / "triage.yaml", "template: Sort {{ticket}} now.\n")
    dev = staging.beside("dev")
    file.rename(example / "prompts" / "dev" / "triage.yaml")
    dev.up()
    assert command(dev, "promote", "triage", "--from", "dev", "--to", "production").returncode == Exit.DONE
    second = digest_in(example / "prompts" / "production" / "triage.yaml")
    assert f"after: {not_served(first, second)}" in production.preview(fails=True).text

    staging.destroy()
    assert f"after: {not_served(None, second)}" in production.preview(fails=True).text


def configure(stack: Stack, backend: Mapping[str, str]) -> None:
    stack.config_remove("prompts:backend")
    for name, value in backend.items():
        stack.config_set(f"prompts:backend.{name}", value, "--path")


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    return file


def command(stack: Stack, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """`pulumi-prompts`, as whoever uses that stack runs it."""
    env = environment_of(stack.folder)
    return subprocess.run(
        ["pulumi-prompts", *arguments],
        cwd=stack.folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def digest_in(file: Path) -> str:
    return str(load(file)["promoted"]["digest"])
