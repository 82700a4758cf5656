"""The pytest fixtures: import what a test module needs from here."""

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from per_process import entered_once

from . import client, server
from .client import MlflowClient
from .registry import MlflowRegistry

_SERVER = pytest.StashKey[str]()
_FOLDER = pytest.StashKey[Path]()
_CLIENT = pytest.StashKey[MlflowClient]()


@pytest.fixture(scope="session")
def mlflow_server(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of an MLflow server; one for the process. Where it cannot be had, the test fails and says why."""

    def start() -> AbstractContextManager[str]:
        pytestconfig.stash[_FOLDER] = tmp_path_factory.mktemp("mlflow")
        return server.running(pytestconfig.stash[_FOLDER])

    return entered_once(pytestconfig, _SERVER, start)


@pytest.fixture(scope="session")
def mlflow_database(pytestconfig: pytest.Config, mlflow_server: str) -> Path:
    """The SQLite file of that server."""
    return server.database_in(pytestconfig.stash[_FOLDER])


@pytest.fixture(scope="session")
def mlflow_client(
    pytestconfig: pytest.Config, mlflow_server: str, tmp_path_factory: pytest.TempPathFactory
) -> MlflowClient:
    """MLflow's own client of that server; one for the process."""

    def connect() -> AbstractContextManager[MlflowClient]:
        return client.connected(mlflow_server, tmp_path_factory.mktemp("mlflow-client"))

    return entered_once(pytestconfig, _CLIENT, connect)


@pytest.fixture
def mlflow_registry(mlflow_server: str) -> MlflowRegistry:
    """What that server keeps; nothing when a test begins."""
    registry = MlflowRegistry(mlflow_server)
    registry.empty()
    return registry
