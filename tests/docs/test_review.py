"""The commands of docs/review.md run as they stand there, and the pages that it names are there."""

import re
from pathlib import Path

import pytest

from acceptance.stack import environment_of
from acceptance.test_example_promotion import example  # noqa: F401 (fixture)
from acceptance.tutorial import Reader
from docs.readme import DOCS
from github_actions.example import SCRIPT, run

DOCUMENT = DOCS / "review.md"


@pytest.mark.engine
def test_by_hand(example: Path, tmp_path: Path) -> None:  # noqa: F811
    env = environment_of(tmp_path / "engine")
    assert run(["pulumi", "stack", "init", "dev"], example, env).returncode == 0
    reader = Reader(example, env)
    reader.follow(DOCUMENT)
    assert reader.done[-1] == "pulumi-prompts verify report.json preview.json"


def test_the_script_is_called_as_it_is() -> None:
    called = re.findall(r"^\.github/review\.sh (\w+)", DOCUMENT.read_text(), re.MULTILINE)
    assert set(called) < set(re.findall(r"^#   review\.sh (\w+)", SCRIPT.read_text(), re.MULTILINE))
