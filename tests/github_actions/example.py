"""The example of the repository: what it is made of, its script as CI runs it, and its workflows as data."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from fakes.github import REPOSITORY, TOKEN

EXAMPLE = Path(__file__).parents[2] / "examples" / "github-actions"
SCRIPT = EXAMPLE / ".github" / "review.sh"
WORKFLOWS = EXAMPLE / ".github" / "workflows"
PULL_REQUEST = 7
REPORT = "prompts-report"
_SECONDS = 300


def run_script(*arguments: str, folder: Path, env: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """`review.sh`, with what a CI says to it."""
    return run([str(SCRIPT), *arguments], folder, env)


def run(command: list[str], folder: Path, env: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=folder,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )


def told_by_ci(api: str) -> dict[str, str]:
    """What GitHub puts into the environment of a run; no proxy stands before the API of the tests."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    said = {"GITHUB_API_URL": api, "GITHUB_REPOSITORY": REPOSITORY, "GITHUB_TOKEN": TOKEN}
    return inherited | said | {"PULL_REQUEST": str(PULL_REQUEST), "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}


def workflow(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.load((WORKFLOWS / name).read_text(), yaml.BaseLoader)  # `on` is no boolean
    return read
