"""The server and the client of these tests: where it listens, whose it is, what the client reads."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from loopback import ServerUnavailableError, listens_elsewhere

from . import shared
from .client import PhoenixClient, PhoenixError
from .registry import PhoenixRegistry
from .shared import SharedServer, hold

LISTENS = "0A"
LOOPBACK = {"0100007F", "00000000000000000000000001000000"}
"""127.0.0.1 and ::1, as the kernel of Linux writes them."""


def test_it_listens_on_loopback_only(phoenix_server: str) -> None:
    """Phoenix by itself takes traces on another port of all addresses."""
    assert phoenix_server.startswith("http://127.0.0.1:")
    assert not listens_elsewhere(phoenix_server)
    if (processes := Path("/proc")).is_dir():
        port = urlsplit(phoenix_server).port
        (addresses,) = (found for found in map(listening, processes.glob("[0-9]*")) if port in found.values())
        assert addresses == dict.fromkeys(addresses, port)
        assert {*addresses} <= LOOPBACK


def listening(process: Path) -> dict[str, int]:
    """Where a process listens."""
    sockets = {found[1] for link in links(process / "fd") if (found := re.fullmatch(r"socket:\[(\d+)\]", link))}
    tables = (Path("/proc/net") / name for name in ("tcp", "tcp6"))
    rows = (line.split() for table in tables for line in table.read_text().splitlines()[1:])
    local = (row[1].split(":") for row in rows if row[3] == LISTENS and row[9] in sockets)
    return {address: int(port, 16) for address, port in local}


def links(folder: Path) -> Iterator[str]:
    try:
        for entry in folder.iterdir():
            yield str(entry.readlink())
    except OSError:  # it is another user's, or has just ended
        return


def test_the_client_speaks_with_the_server(phoenix_client: PhoenixClient, phoenix_registry: PhoenixRegistry) -> None:
    messages = [{"role": "system", "content": "Sort {{ticket}}."}]
    version = phoenix_client.call("create", name="triage", messages=messages, description="Sorts", team="desk")
    phoenix_client.call("tag", version=version, name="live")
    loaded = phoenix_client.load(prompt_identifier="triage", tag="live")
    assert (loaded["id"], loaded["template"]["messages"][0]["content"]) == (version, "Sort {{ticket}}.")
    formatted = phoenix_client.format({"ticket": "T1"}, prompt_version_id=version)
    assert formatted["messages"] == [{"role": "system", "content": "Sort T1."}]
    stored = phoenix_registry.only_prompt
    assert (stored.description, stored.metadata, stored.tags) == ("Sorts", {"team": "desk"}, {"live": version})


def test_an_error_of_the_client_is_told(phoenix_client: PhoenixClient, phoenix_registry: PhoenixRegistry) -> None:
    with pytest.raises(PhoenixError, match="Prompt not found: nothing"):
        phoenix_client.load(prompt_identifier="nothing")


def test_a_server_ends_with_its_last_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = []

    @contextmanager
    def running(folder: Path) -> Iterator[str]:
        yield "http://127.0.0.1:1"
        ended.append(folder)

    (tmp_path / "started").touch()
    monkeypatch.setattr(shared, "running", running)
    users = [SharedServer(tmp_path), SharedServer(tmp_path)]
    holder = Thread(target=hold, args=(tmp_path,))
    holder.start()
    for user in users:
        assert (user.url, ended) == ("http://127.0.0.1:1", [])
        user.leave()
    holder.join()
    assert ended == [tmp_path]


def test_why_there_is_no_server_is_told_to_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def running(folder: Path) -> None:
        raise ServerUnavailableError("no room")

    (tmp_path / "started").touch()
    monkeypatch.setattr(shared, "running", running)
    with pytest.raises(ServerUnavailableError):
        hold(tmp_path)
    for _ in range(2):
        with pytest.raises(ServerUnavailableError, match="no room"):
            _ = SharedServer(tmp_path).url
