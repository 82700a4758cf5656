"""The server and the client of these tests: where it listens, that it is one process, what the client has done."""

import subprocess
from pathlib import Path

import pytest

from loopback import listens_elsewhere

from . import server
from .client import MlflowClient, MlflowError
from .registry import MlflowRegistry


def processes_in(folder: Path) -> list[str]:
    """The processes whose home is `folder`."""
    listed = subprocess.run(["ps", "axeww", "-o", "pid=,command="], capture_output=True, text=True, check=True)
    return [line for line in listed.stdout.splitlines() if f"HOME={folder}" in line]


def test_it_listens_on_loopback_only(mlflow_server: str) -> None:
    assert mlflow_server.startswith("http://127.0.0.1:")
    assert not listens_elsewhere(mlflow_server)


def test_it_is_one_process_and_none_stays(tmp_path: Path) -> None:
    with server.running(tmp_path):
        assert len(processes_in(tmp_path)) == 1, "each has 200 MB"
    assert processes_in(tmp_path) == []


def test_the_client_speaks_with_the_server(mlflow_client: MlflowClient, mlflow_registry: MlflowRegistry) -> None:
    registered = mlflow_client.register("triage", "Sort {{ticket}}.", commit_message="First", tags={"team": "a"})
    assert (registered["version"], registered["variables"]) == ("1", ["ticket"])
    mlflow_client.call("set_prompt_alias", name="triage", alias="production", version=1)
    loaded = mlflow_client.load("prompts:/triage@production")
    assert (loaded["template"], loaded["commit_message"], loaded["tags"]) == (
        "Sort {{ticket}}.",
        "First",
        {"team": "a"},
    )
    assert list(mlflow_client.search()) == ["triage"]
    stored = mlflow_registry.only_prompt
    assert (stored.texts, stored.aliases) == ({"1": "Sort {{ticket}}."}, {"production": "1"})


def test_an_error_of_the_client_is_told(mlflow_client: MlflowClient, mlflow_registry: MlflowRegistry) -> None:
    with pytest.raises(MlflowError, match="RESOURCE_DOES_NOT_EXIST: Prompt with name=nothing not found"):
        mlflow_client.load("prompts:/nothing@latest")


def test_what_is_in_the_way_is_removed(mlflow_client: MlflowClient, mlflow_registry: MlflowRegistry) -> None:
    mlflow_client.register("triage", "Sort.")
    mlflow_client.call("create_registered_model", name="classifier")
    mlflow_registry.empty()
    assert mlflow_registry.prompts == []


def test_a_call_of_the_client_is_done_when_it_answers(
    mlflow_client: MlflowClient, mlflow_registry: MlflowRegistry
) -> None:
    """What it does in the background would meet the test's next step: a deletion then fails."""
    mlflow_client.register("triage", "Sort.")
    assert "_mlflow_experiment_ids" in mlflow_registry.only_prompt.tags
