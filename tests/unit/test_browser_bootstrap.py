"""A browser is found, or installed as root; else the line to type is said. Small scripts stand for both."""

import os
from pathlib import Path

import pytest

from browser import bootstrap
from browser.bootstrap import TO_TYPE


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH of a machine whose user is root."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tmp_path


def script(path: Path, body: str = "") -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def test_one_that_is_there_is_used(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    script(path / "google-chrome")
    assert bootstrap.main() == 0
    assert capfd.readouterr() == (f"{path / 'google-chrome'}\n", "")


def test_root_gets_one(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    script(path / "apt-get", f'echo "$@"; [ "$1" = update ] || /bin/cp {path}/apt-get {path}/chromium')
    assert bootstrap.main() == 0
    out, err = capfd.readouterr()
    assert out == f"{path / 'chromium'}\n"
    assert "install --yes --no-install-recommends chromium" in err


def test_others_read_the_line_to_type(
    path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    script(path / "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert bootstrap.main() == 1
    assert capfd.readouterr().err.endswith(f"{TO_TYPE}\n")


def test_an_install_that_fails_says_so(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    script(path / "apt-get", "exit 100")
    assert bootstrap.main() == 1
    assert "`apt-get update --quiet` failed with exit code 100" in capfd.readouterr().err
