"""The pytest fixtures: import what a test module needs from here."""

import fcntl
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from per_process import entered_once

from . import client
from .client import PhoenixClient
from .registry import PhoenixRegistry
from .shared import SharedServer

_SERVER = pytest.StashKey[SharedServer]()
_CLIENT = pytest.StashKey[PhoenixClient]()


def shared_server(config: pytest.Config) -> SharedServer:
    """That of the run; started by whoever asks first."""
    if _SERVER not in config.stash:
        config.stash[_SERVER] = SharedServer(_folder_of_run(config) / "phoenix")
        config.add_cleanup(config.stash[_SERVER].leave)
    return config.stash[_SERVER]


def _folder_of_run(config: pytest.Config) -> Path:
    """The processes of pytest-xdist have folders beside each other."""
    base: Path = config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
    return base.parent if hasattr(config, "workerinput") else base


def is_for_phoenix(item: pytest.Item) -> bool:
    """Whether the test needs the server; of some only the name tells."""
    names: list[str] = getattr(item, "fixturenames", [])
    return "phoenix_server" in names or (item.get_closest_marker("engine") is not None and "phoenix" in item.nodeid)


@pytest.fixture(scope="session")
def phoenix_server(pytestconfig: pytest.Config) -> str:
    """The URL of a Phoenix server; one for the run. Where it cannot be had, the test fails and says why."""
    return shared_server(pytestconfig).url


@pytest.fixture
def phoenix_registry(pytestconfig: pytest.Config, phoenix_server: str) -> Iterator[PhoenixRegistry]:
    """What that server keeps, for this test alone; nothing when it begins."""
    registry = PhoenixRegistry(phoenix_server)
    with (shared_server(pytestconfig).folder / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        registry.empty()
        yield registry


@pytest.fixture(scope="session")
def phoenix_client(
    pytestconfig: pytest.Config, phoenix_server: str, tmp_path_factory: pytest.TempPathFactory
) -> PhoenixClient:
    """Phoenix's own client of that server; one for the process."""

    def connect() -> AbstractContextManager[PhoenixClient]:
        return client.connected(phoenix_server, tmp_path_factory.mktemp("phoenix-client"))

    return entered_once(pytestconfig, _CLIENT, connect)
