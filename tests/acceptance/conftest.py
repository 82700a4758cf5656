"""Fixtures of the acceptance tests: a stack of its own for each test, and the registries."""

from pathlib import Path

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.registries.bedrock import bedrock_fake, bedrock_world
from acceptance.registries.humanloop import humanloop_fake, humanloop_world
from acceptance.registries.langfuse import langfuse_fake, langfuse_world
from acceptance.registries.local import local_world
from acceptance.registries.mlflow import mlflow_client, mlflow_database, mlflow_registry, mlflow_server, mlflow_world
from acceptance.registries.phoenix import phoenix_client, phoenix_registry, phoenix_server, phoenix_world
from acceptance.registries.truefoundry import truefoundry_fake, truefoundry_world
from acceptance.stack import Stack

__all__ = [
    "bedrock_fake",
    "bedrock_world",
    "humanloop_fake",
    "humanloop_world",
    "langfuse_fake",
    "langfuse_world",
    "local_world",
    "mlflow_client",
    "mlflow_database",
    "mlflow_registry",
    "mlflow_server",
    "mlflow_world",
    "phoenix_client",
    "phoenix_registry",
    "phoenix_server",
    "phoenix_world",
    "truefoundry_fake",
    "truefoundry_world",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    folder = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(folder):
            item.add_marker(pytest.mark.engine)


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    return Stack(tmp_path)


@pytest.fixture
def registry(stack: Stack) -> LocalRegistry:
    """Where the embedded backend keeps its file unless a program says otherwise."""
    return LocalRegistry(stack.folder / "prompts.db")
