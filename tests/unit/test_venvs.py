"""Environments for programs of others: made once, one for each list of pins, and clear where that fails."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from venvs import Venv, VenvUnavailableError


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "pulumi-prompts" / "venvs"


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    file = tmp_path / "requirements.txt"
    file.write_text("# a comment\nother==1\nclient==1.2.3\n", encoding="utf-8")
    return file


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Those that would have run; the interpreter of each environment is made, and nothing is installed."""
    ran: list[list[str]] = []

    def run(command: list[str], **_: Any) -> SimpleNamespace:
        ran.append(command)
        if "venv" in command:
            python = Path(command[-1]) / "bin" / "python"
            python.parent.mkdir(parents=True)
            python.touch()
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", run)
    return ran


def test_one_is_made_once_even_by_two_at_a_time(cache: Path, requirements: Path, commands: list[list[str]]) -> None:
    venv = Venv("client", requirements)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: venv.python(), range(2))
    assert first == second == venv.python()
    assert first.parents[1].parent == cache
    assert first.parents[1].name.startswith("client-1.2.3-")
    assert [command[1:3] for command in commands] == [["-m", "venv"], ["-m", "pip"]]


def test_other_pins_are_another_one_and_another_comment_is_not(requirements: Path, commands: list[list[str]]) -> None:
    venv = Venv("client", requirements)
    first = venv.python()
    requirements.write_text("# said otherwise\nother==1\nclient==1.2.3\n", encoding="utf-8")
    assert venv.python() == first
    requirements.write_text("other==2\nclient==1.2.3\n", encoding="utf-8")
    assert venv.python() != first
    assert first.exists()


def test_what_was_not_finished_is_made_anew(requirements: Path, commands: list[list[str]]) -> None:
    venv = Venv("client", requirements)
    folder = venv.python().parents[1]
    (folder / "complete").unlink()
    (folder / "half").touch()
    assert venv.python().parents[1] == folder
    assert not (folder / "half").exists()


def test_some_requirements_come_without_what_they_depend_on(
    tmp_path: Path, requirements: Path, commands: list[list[str]]
) -> None:
    large = tmp_path / "large.txt"
    large.write_text("large==4\n", encoding="utf-8")
    venv = Venv("large", requirements, without_dependencies=large)
    assert venv.python().parents[1].name.startswith("large-4-")
    assert [command[-3:] for command in commands[1:]] == [
        ["--disable-pip-version-check", "--requirement", str(requirements)],
        ["--no-deps", "--requirement", str(large)],
    ]


def test_without_a_package_registry_the_message_says_so(
    cache: Path, requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(VenvUnavailableError) as failed:
        Venv("client", requirements).python()
    message = str(failed.value)
    assert message.startswith("client-1.2.3 could not be installed.")
    assert f"-m pip install --quiet --disable-pip-version-check --requirement {requirements}` failed" in message
    assert "No matching distribution found for other==1" in message
    assert "need a package registry once, to fill the cache" in message
    assert list(cache.rglob("complete")) == [], "a build that failed would be taken for a complete one"
