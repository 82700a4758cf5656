"""A lab for each registry."""

from collections.abc import Iterator

import pytest

from faults import registries
from faults.bedrock import bedrock as bedrock_registry
from faults.cells import Lab
from faults.labs import lab
from mlflow_server.fixtures import mlflow_server
from mlflow_server.registry import MlflowRegistry
from phoenix_server.fixtures import phoenix_registry, phoenix_server
from phoenix_server.registry import PhoenixRegistry

__all__ = ["mlflow_server", "phoenix_registry", "phoenix_server"]


@pytest.fixture(scope="module")
def truefoundry() -> Iterator[Lab]:
    with registries.truefoundry() as registry, lab(registry) as made:
        yield made


@pytest.fixture(scope="module")
def humanloop() -> Iterator[Lab]:
    with registries.humanloop() as registry, lab(registry) as made:
        yield made


@pytest.fixture(scope="module")
def langfuse() -> Iterator[Lab]:
    with registries.langfuse() as registry, lab(registry) as made:
        yield made


@pytest.fixture(scope="module")
def mlflow(mlflow_server: str) -> Iterator[Lab]:
    with lab(registries.mlflow(MlflowRegistry(mlflow_server))) as made:
        yield made


@pytest.fixture(scope="module")
def phoenix_lab(phoenix_server: str) -> Iterator[Lab]:
    with lab(registries.phoenix(PhoenixRegistry(phoenix_server))) as made:
        yield made


@pytest.fixture
def phoenix(phoenix_lab: Lab, phoenix_registry: PhoenixRegistry) -> Lab:
    """The server is that of all tests: each has it to itself, and finds nothing there."""
    return phoenix_lab.begin_anew()


@pytest.fixture(scope="module")
def bedrock() -> Iterator[Lab]:
    with bedrock_registry() as registry, lab(registry) as made:
        yield made
