"""Environments for clients of others: made once, made anew for other requirements, and clear where that fails."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import venvs


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    file = tmp_path / "requirements.txt"
    file.write_text("# nothing\n", encoding="utf-8")
    return file


def test_one_is_made_once_and_anew_for_other_requirements(tmp_path: Path, requirements: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(venvs.installed, ["a", "a"], [requirements] * 2)
    assert first == second == tmp_path / "cache" / "pulumi-prompts" / "venvs" / "a" / "bin" / "python"
    mark = first.with_name("mark")
    mark.touch()
    assert venvs.installed("a", requirements) == first
    assert mark.exists()
    requirements.write_text("# something else\n", encoding="utf-8")
    assert venvs.installed("a", requirements) == first
    assert first.exists()
    assert not mark.exists()


def test_one_that_cannot_be_made_says_why(tmp_path: Path, requirements: Path) -> None:
    requirements.write_text(f"{tmp_path}/nowhere\n", encoding="utf-8")
    with pytest.raises(venvs.VenvUnavailableError) as failed:
        venvs.installed("b", requirements)
    assert f"-m pip install --quiet --disable-pip-version-check --requirement {requirements}" in str(failed.value)
    assert "need a package registry once, to fill the cache" in str(failed.value)
