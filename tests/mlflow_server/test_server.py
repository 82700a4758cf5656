"""The server and the client of these tests: where it listens, that it ends, what is said where it cannot be had."""

import socket
import subprocess
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from . import environment, server
from .client import MlflowClient, MlflowError
from .registry import MlflowRegistry


def is_open(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((host, port)) == 0


def other_addresses() -> set[str]:
    """What this machine is called by others; empty where it has no other address."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it asks the routing table
        except OSError:
            return set()
        return {str(probe.getsockname()[0])} - {"127.0.0.1", "0.0.0.0"}


def processes_in(folder: Path) -> list[str]:
    """The processes whose environment names `folder`: the server and its workers."""
    listed = subprocess.run(["ps", "axeww", "-o", "pid=,command="], capture_output=True, text=True, check=True)
    return [line for line in listed.stdout.splitlines() if f"HOME={folder}" in line]


def test_it_listens_on_loopback_only_and_ends_with_its_block(tmp_path: Path) -> None:
    with server.running(tmp_path) as url:
        port = urlsplit(url).port or 0
        assert url.startswith("http://127.0.0.1:")
        with urlopen(f"{url}/health", timeout=10) as answer:
            assert answer.status == 200
        assert [host for host in other_addresses() if is_open(host, port)] == []
    assert not is_open("127.0.0.1", port)


def test_no_process_of_it_stays(tmp_path: Path) -> None:
    with server.running(tmp_path):
        assert len(processes_in(tmp_path)) > 1, "the server is no group of processes: this test looks at nothing"
    assert processes_in(tmp_path) == []


def test_the_environment_is_built_once() -> None:
    python = environment.installed()
    stamp = python.parents[1] / "complete"
    before = stamp.stat().st_mtime_ns
    assert environment.installed() == python
    assert stamp.stat().st_mtime_ns == before
    assert python.parents[1].name == f"mlflow-{environment.version()}"


def test_without_a_package_registry_the_message_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(environment.MlflowUnavailableError) as caught:
        environment.installed()
    message = str(caught.value)
    assert message.startswith(f"mlflow {environment.version()} could not be installed.")
    assert "No matching distribution found" in message
    assert "These tests need a package registry once" in message
    assert list(tmp_path.rglob("complete")) == [], "a build that failed would be taken for a complete one"


def test_a_server_that_does_not_start_shows_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'no such module'\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(environment, "installed", lambda: python)
    with pytest.raises(environment.MlflowUnavailableError, match=r"did not start[^$]*no such module"):  # noqa: SIM117
        with server.running(tmp_path):
            pass


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
