"""Every code block of the README is used as a reader would use it, in the order of the text."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from docs.readme import Block, blocks
from docs.support_table import README, with_table
from fakes.bedrock import ACCESS_KEY, SECRET_KEY, BedrockFake

ROOT = README.parent


def test_the_support_table_is_what_the_backends_declare() -> None:
    readme = README.read_text(encoding="utf-8")
    assert readme == with_table(readme), "run `python tests/docs/support_table.py`"


def test_every_block_says_how_it_is_tested() -> None:
    untested = [block.text for block in blocks() if not {"file", "run"} & block.words.keys()]
    assert untested == []


def test_the_commands_of_a_clone_exist() -> None:
    for block in blocks():
        if block.words.get("run") == "dry":
            for command in block.commands:
                subprocess.run([*shlex.split(command), "--dry-run"], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.engine
def test_a_reader_can_follow_it(tmp_path: Path) -> None:
    printed = _follow(tmp_path)
    assert "Ticket: {{ticket}}" not in printed  # texts are not repeated in outputs
    assert "+ 3 created" in printed  # the first program: the stack, the prompt and its version
    assert "+ 2 created" in printed  # the prompt from a file, with its version
    assert "+ 5 created" in printed  # all of that in production
    assert "+ 1 created" in printed  # the adopted prompt


def _follow(folder: Path) -> str:
    (folder / ".venv").symlink_to(sys.prefix)
    with BedrockFake() as aws:  # in place of AWS, for what the text does in production
        environment = _environment(folder) | {
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_ENDPOINT_URL": aws.url,
        }
        return "".join(_use(block, folder, environment) for block in blocks())


def _use(block: Block, folder: Path, environment: Mapping[str, str]) -> str:
    if name := block.words.get("file"):
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        before = file.read_text() if block.words.get("append") else ""
        file.write_text(before + block.text)
        return ""
    if block.words["run"] == "dry":
        return ""
    return "".join(_printed(command, folder, environment) for command in block.commands)


def _printed(command: str, folder: Path, environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        [*shlex.split(command), "--non-interactive", "--color", "never"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}"
    return done.stdout


def _environment(folder: Path) -> dict[str, str]:
    state = folder / "state"
    state.mkdir()
    return os.environ | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PULUMI_BACKEND_URL": state.as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "of the tests",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
    }
