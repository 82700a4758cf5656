"""examples/registries as it stands in the repository, on each registry: only the stack's configuration differs."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from acceptance.local_registry import LocalRegistry
from acceptance.stack import Stack
from fakes.bedrock import BedrockFake
from fakes.bedrock.fixtures import bedrock_fake  # noqa: F401 (fixture)
from fakes.humanloop import KEY, HumanloopFake
from fakes.humanloop.fixtures import humanloop_fake  # noqa: F401 (fixture)
from fakes.langfuse import PUBLIC_KEY, SECRET_KEY, LangfuseFake
from fakes.langfuse.fixtures import langfuse_fake  # noqa: F401 (fixture)
from fakes.truefoundry import ML_REPO, TOKEN, TrueFoundryFake
from fakes.truefoundry.fixtures import truefoundry_fake  # noqa: F401 (fixture)
from mlflow_server.fixtures import mlflow_registry, mlflow_server  # noqa: F401 (fixtures)
from mlflow_server.registry import MlflowRegistry
from phoenix_server.fixtures import phoenix_registry, phoenix_server  # noqa: F401 (fixtures)
from phoenix_server.registry import PhoenixRegistry
from pulumi_prompts.registries.kinds import KINDS

EXAMPLE = Path(__file__).parents[2] / "examples" / "registries"
NAMES = ["ticket-reply", "ticket-summary", "ticket-triage"]
CREATED = {f"create Prompt {name}" for name in NAMES} | {
    f"create {type_} {name.removeprefix('ticket-')}" for name in NAMES for type_ in ("PromptVersion", "PromptAlias")
}
OF_REGISTRIES = ("AWS_", "HUMANLOOP_", "LANGFUSE_", "MLFLOW_", "PHOENIX_", "TFY_")


@dataclass(frozen=True)
class Target:
    """The registry that stands in for the one of the placeholders.

    Attributes:
        names: The prompts that it keeps, sorted.
        settings: What stands in the place of the placeholders in `prompts:backend`.
        environ: The credentials, where whoever runs the program has them.
    """

    kind: str
    names: Callable[[], list[str]]
    settings: Mapping[str, str] = field(default_factory=dict)
    environ: Mapping[str, str] = field(default_factory=dict)

    def stack(self, folder: Path) -> Stack:
        stack = Stack(folder, self.kind, self.environ)
        for name, value in self.settings.items():
            stack.config_set(f"prompts:backend.{name}", value, "--path")
        return stack


@pytest.fixture(autouse=True)
def nobody_is_logged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(OF_REGISTRIES)]:
        monkeypatch.delenv(name)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example, in a clone whose virtual environment is that of the tests."""
    folder = tmp_path / "examples" / "registries"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("*.db*", "__pycache__"))
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return folder


@pytest.fixture
def local(example: Path) -> Target:
    registry = LocalRegistry(example / "prompts.db")
    return Target("local", lambda: [prompt.name for prompt in registry.prompts])


@pytest.fixture
def bedrock(bedrock_fake: BedrockFake) -> Target:  # noqa: F811
    names = bedrock_fake.registry().names
    return Target("bedrock", lambda: sorted(names()), {"endpoint_url": bedrock_fake.url}, bedrock_fake.environ())


@pytest.fixture
def truefoundry(truefoundry_fake: TrueFoundryFake) -> Target:  # noqa: F811
    names = truefoundry_fake.registry().names
    settings = {"url": truefoundry_fake.url, "ml_repo": ML_REPO}
    return Target("truefoundry", lambda: sorted(names()), settings, {"TFY_API_KEY": TOKEN})


@pytest.fixture
def humanloop(humanloop_fake: HumanloopFake) -> Target:  # noqa: F811
    paths = humanloop_fake.registry().paths
    return Target("humanloop", lambda: sorted(paths()), {"url": humanloop_fake.url}, {"HUMANLOOP_API_KEY": KEY})


@pytest.fixture
def langfuse(langfuse_fake: LangfuseFake) -> Target:  # noqa: F811
    prompts = langfuse_fake.registry().prompts
    keys = {"LANGFUSE_PUBLIC_KEY": PUBLIC_KEY, "LANGFUSE_SECRET_KEY": SECRET_KEY}
    return Target("langfuse", lambda: sorted(prompts), {"url": langfuse_fake.url}, keys)


@pytest.fixture
def mlflow(mlflow_registry: MlflowRegistry) -> Target:  # noqa: F811
    registry = mlflow_registry
    return Target("mlflow", lambda: sorted(prompt.name for prompt in registry.prompts), {"url": registry.url})


@pytest.fixture
def phoenix(phoenix_registry: PhoenixRegistry) -> Target:  # noqa: F811
    registry = phoenix_registry
    return Target("phoenix", lambda: [prompt.name for prompt in registry.prompts], {"url": registry.url})


@pytest.fixture(params=KINDS)
def target(request: pytest.FixtureRequest) -> Target:
    chosen: Target = request.getfixturevalue(request.param)
    return chosen


def test_the_program_runs_on_each_registry(example: Path, target: Target) -> None:
    stack = target.stack(example)
    assert stack.up().steps == CREATED
    assert target.names() == NAMES
    stack.assert_settled()
    first = stack.outputs()

    edit(example / "prompts" / "ticket-summary.md", "five sentences", "four sentences")
    edited = {"update Prompt ticket-summary", "update PromptVersion summary", "update PromptAlias summary"}
    assert stack.up().steps == edited
    second = stack.outputs()
    assert {name for name in first if first[name] != second[name]} == {"summary"}
    assert [name for name, value in second["summary"].items() if value == first["summary"][name]] == []
    assert stack.preview().steps == set()

    stack.destroy()
    assert target.names() == []
    assert stack.resources() == {}


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


def test_a_content_has_one_digest_on_all_registries(example: Path, request: pytest.FixtureRequest) -> None:
    stacks = {kind: request.getfixturevalue(kind).stack(example) for kind in KINDS}
    for stack in stacks.values():
        stack.up()
    told = {kind: digests(stack) for kind, stack in stacks.items()}

    on_bedrock = told.pop("bedrock")
    for name in ("triage", "summary"):
        assert {each[name] for each in told.values()} == {told["local"][name]}
        assert on_bedrock[name] != told["local"][name]  # the model has another name there
    assert told["humanloop"] == told["local"]  # of the options for it nothing is content; of the others' it is
    assert len({each["reply"] for each in told.values()}) == 4

    stacks["local"].config_set("help-desk:model", configuration("bedrock")["help-desk:model"])
    stacks["local"].config_remove("help-desk:provider")
    stacks["local"].up()
    with_that_model = digests(stacks["local"])
    assert {name for name, digest in with_that_model.items() if digest == on_bedrock[name]} == {"triage", "summary"}


def digests(stack: Stack) -> dict[str, str]:
    return {name: str(prompt["digest"]) for name, prompt in stack.outputs().items()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_stack_as_it_stands_can_be_previewed(example: Path, kind: str) -> None:
    """With addresses where nobody answers, and without credentials: a preview makes no call."""
    nowhere = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_CONFIG_FILE": os.devnull}
    assert Stack(example, kind, nowhere).preview().steps == CREATED


def configuration(kind: str) -> dict[str, Any]:
    """That of a stack as it stands in the repository."""
    file = yaml.safe_load((EXAMPLE / f"Pulumi.{kind}.yaml").read_text())
    assert list(file) == ["config"]
    config: dict[str, Any] = file["config"]
    return config


def test_a_stack_has_its_registry_and_a_model_and_nothing_else() -> None:
    assert {file.name for file in EXAMPLE.glob("Pulumi.*.yaml")} == {f"Pulumi.{kind}.yaml" for kind in KINDS}
    models = {kind: configuration(kind) for kind in KINDS}
    assert [config.pop("prompts:backend")["kind"] for config in models.values()] == list(KINDS)
    assert models.pop("bedrock").keys() == {"help-desk:model"}
    assert all(config == {"help-desk:model": "gpt-4o", "help-desk:provider": "openai"} for config in models.values())


def test_the_program_says_nothing_of_where_its_prompts_are_kept() -> None:
    assert re.findall(r"backend|prompts:|https?:|\burl\b", (EXAMPLE / "__main__.py").read_text()) == []
