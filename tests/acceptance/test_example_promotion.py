"""examples/promotion: its README is followed to the letter, and the same files move from MLflow to Bedrock."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from acceptance.stack import environment_of
from acceptance.tutorial import Reader

EXAMPLE = Path(__file__).parents[2] / "examples" / "promotion"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example in a repository of its own, whose virtual environment is that of the tests."""
    folder = tmp_path / "examples" / "promotion"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("*.db*", "__pycache__"))
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / ".gitignore").write_text("/.venv\n/engine\n")
    return folder


@pytest.fixture
def reader(example: Path, tmp_path: Path) -> Reader:
    people = {f"GIT_{who}_{what}": "tester" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    reader = Reader(example, environment_of(tmp_path / "engine") | people | {"GIT_CONFIG_GLOBAL": "/dev/null"})
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "The example"]):
        subprocess.run(["git", *command], cwd=tmp_path, env=dict(reader.env), check=True)
    return reader


def test_the_tutorial_can_be_followed_to_the_letter(reader: Reader) -> None:
    reader.follow(EXAMPLE / "README.md")
    assert len(reader.done) > 30
    assert reader.done[-1] == "pulumi stack rm --yes production"
