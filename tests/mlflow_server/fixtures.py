"""The pytest fixtures: import what a test module needs from here."""

from collections.abc import Iterator

import pytest

from . import client, server
from .client import MlflowClient
from .registry import MlflowRegistry


@pytest.fixture(scope="session")
def mlflow_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an MLflow server; one for the session. Where it cannot be had, the test fails and says why."""
    with server.running(tmp_path_factory.mktemp("mlflow")) as url:
        yield url


@pytest.fixture(scope="session")
def mlflow_client(mlflow_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MlflowClient]:
    """MLflow's own client of that server; one for the session."""
    with client.connected(mlflow_server, tmp_path_factory.mktemp("mlflow-client")) as connected:
        yield connected


@pytest.fixture
def mlflow_registry(mlflow_server: str) -> MlflowRegistry:
    """What that server keeps; nothing when a test begins."""
    registry = MlflowRegistry(mlflow_server)
    registry.empty()
    return registry
