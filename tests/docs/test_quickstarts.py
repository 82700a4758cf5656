"""Each quick start is followed from the folder to the end, on the registry or on what stands in for it."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from acceptance.stack import environment_of
from acceptance.tutorial import Reader, blocks_of
from docs.readme import DOCS
from docs.test_reading import runtime
from fakes.bedrock import BedrockFake
from fakes.bedrock.fixtures import bedrock_fake  # noqa: F401 (fixture)
from fakes.humanloop import KEY, HumanloopFake
from fakes.humanloop.fixtures import humanloop_fake  # noqa: F401 (fixture)
from fakes.langfuse import PUBLIC_KEY, SECRET_KEY, LangfuseFake
from fakes.langfuse.fixtures import langfuse_fake  # noqa: F401 (fixture)
from fakes.truefoundry import ML_REPO, TOKEN, TrueFoundryFake
from fakes.truefoundry.fixtures import truefoundry_fake  # noqa: F401 (fixture)
from humanloop_sdk import client as humanloop_sdk
from langfuse_sdk import client as langfuse_sdk
from mlflow_server.fixtures import mlflow_registry, mlflow_server  # noqa: F401 (fixtures)
from mlflow_server.registry import MlflowRegistry
from mlflow_server.server import VENV as MLFLOW
from phoenix_server.fixtures import phoenix_registry, phoenix_server  # noqa: F401 (fixtures)
from phoenix_server.registry import PhoenixRegistry
from phoenix_server.server import VENV as PHOENIX
from pulumi_prompts.registries.kinds import KINDS
from truefoundry_sdks.client import NEW, venv

FOLDER = DOCS / "quickstart"
REGION = "pulumi config set --path prompts:backend.region us-east-1\n"


@dataclass(frozen=True)
class Place:
    """What a reader has: a registry of their own, keys, and the vendor's client.

    Attributes:
        instead: What stands in the place of the examples.
        env: Variables that are set before.
        application: The Python of the application, where it has one of its own.
    """

    instead: Mapping[str, str] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    application: Path = Path(sys.executable)


@pytest.fixture
def local() -> Place:
    return Place()


@pytest.fixture
def bedrock(bedrock_fake: BedrockFake) -> Iterator[Place]:  # noqa: F811
    endpoint = f"pulumi config set --path prompts:backend.endpoint_url {bedrock_fake.url}\n"
    environ = {name: value for name, value in bedrock_fake.environ().items() if not name.endswith("_REGION")}
    with runtime() as (url, _):
        yield Place({REGION: REGION + endpoint}, {**environ, "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": url})


@pytest.fixture
def mlflow(mlflow_registry: MlflowRegistry) -> Place:  # noqa: F811
    return Place({"http://127.0.0.1:5000": mlflow_registry.url}, application=MLFLOW.python())


@pytest.fixture
def phoenix(phoenix_registry: PhoenixRegistry) -> Place:  # noqa: F811
    return Place({"http://127.0.0.1:6006": phoenix_registry.url}, application=PHOENIX.python())


@pytest.fixture
def truefoundry(truefoundry_fake: TrueFoundryFake) -> Place:  # noqa: F811
    where = {"https://acme.truefoundry.cloud": truefoundry_fake.url, "ml_repo support": f"ml_repo {ML_REPO}"}
    return Place({**where, "your-key": TOKEN}, application=venv(NEW).python())


@pytest.fixture
def humanloop(humanloop_fake: HumanloopFake) -> Place:  # noqa: F811
    where = {"https://humanloop.example.com/v5": humanloop_fake.url}
    return Place({**where, "your-key": KEY}, application=humanloop_sdk.VENV.python())


@pytest.fixture
def langfuse(langfuse_fake: LangfuseFake) -> Place:  # noqa: F811
    where = {"https://langfuse.example.com": langfuse_fake.url}
    keys = {"your-public-key": PUBLIC_KEY, "your-secret-key": SECRET_KEY}
    return Place({**where, **keys}, application=langfuse_sdk.VENV.python())


@pytest.mark.engine
@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_can_follow_it(tmp_path: Path, kind: str, request: pytest.FixtureRequest) -> None:
    place: Place = request.getfixturevalue(kind)
    folder = tmp_path / "support-prompts"
    folder.mkdir()
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / ".app").symlink_to(place.application.parents[1])
    env = {name: value for name, value in environment_of(tmp_path).items() if name != "PULUMI_BACKEND_URL"}
    state = f"pulumi login {(tmp_path / 'state').as_uri()}"
    reader = Reader(folder, {**env, **place.env}, {"pulumi login --local": state, **place.instead})
    reader.follow(FOLDER / f"{kind}.md")
    assert reader.done[-1] == "pulumi stack rm dev --yes"


def test_all_are_installed_in_the_same_way() -> None:
    documents = [list(blocks_of(file)) for file in FOLDER.glob("*.md")]
    assert len(documents) == len(KINDS)
    assert len({next(block.text for block in each if block.words.get("run") == "install") for each in documents}) == 1
