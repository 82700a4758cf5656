"""The server of these tests: where it listens, that it ends, and what is said where it cannot be had."""

import socket
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from ministack import server


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


def test_it_listens_on_loopback_only_and_ends_with_its_block() -> None:
    with server.running() as url:
        port = urlsplit(url).port or 0
        assert url.startswith("http://127.0.0.1:")
        with urlopen(f"{url}/_ministack/health", timeout=10) as answer:
            assert answer.status == 200
        assert [host for host in other_addresses() if is_open(host, port)] == []
    assert not is_open("127.0.0.1", port)


def test_the_environment_is_built_once() -> None:
    python = server.installed()
    stamp = python.parents[1] / "complete"
    before = stamp.stat().st_mtime_ns
    assert server.installed() == python
    assert stamp.stat().st_mtime_ns == before
    assert python.parents[1].name == f"ministack-{server.version()}"


def test_without_a_package_registry_the_message_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(server.MinistackUnavailable) as caught:
        server.installed()
    message = str(caught.value)
    assert message.startswith(f"ministack {server.version()} could not be installed.")
    assert "No matching distribution found" in message
    assert "These tests need a package registry once" in message
    assert list(tmp_path.rglob("complete")) == [], "a build that failed would be taken for a complete one"


def test_a_server_that_does_not_start_shows_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'no such module'\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(server, "installed", lambda: python)
    with pytest.raises(server.MinistackUnavailable, match=r"did not start[^$]*no such module"), server.running():
        pass
