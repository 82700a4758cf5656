"""On the real servers, each hook makes the fewest calls (`make bench` shows them; DESIGN.md, "Calls")."""

from collections.abc import Iterator

import pytest
from benchmarks.calls import life_on
from benchmarks.registries import Server, counted

from mlflow_server.fixtures import mlflow_client, mlflow_database, mlflow_registry, mlflow_server  # noqa: F401 (fixtures)
from mlflow_server.registry import MlflowRegistry
from phoenix_server.fixtures import phoenix_registry, phoenix_server  # noqa: F401 (fixtures)
from phoenix_server.registry import PhoenixRegistry
from pulumi_prompts.resources import process


@pytest.fixture(autouse=True)
def _as_in_a_new_process() -> Iterator[None]:
    process.forget()
    yield
    process.forget()


def dearer(kind: Server, url: str) -> dict[str, object]:
    """The hooks that make more or fewer calls than are needed."""
    found = life_on(counted(kind, url))
    return {each.hook: each.calls for each in found if each.total != each.least}


def test_of_phoenix(phoenix_registry: PhoenixRegistry) -> None:  # noqa: F811
    assert dearer("phoenix", phoenix_registry.url) == {}


def test_of_mlflow(mlflow_registry: MlflowRegistry, mlflow_server: str) -> None:  # noqa: F811
    assert dearer("mlflow", mlflow_server) == {}
