"""Every code block of the README is used as a reader would use it, in the order of the text."""

import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from acceptance.stack import environment_of
from docs.readme import Block, blocks
from docs.support_table import README, with_table
from fakes.bedrock import ACCESS_KEY, SECRET_KEY, BedrockFake

ROOT = README.parent


def test_the_support_table_is_what_the_backends_declare() -> None:
    readme = README.read_text(encoding="utf-8")
    assert readme == with_table(readme), "run `python tests/docs/support_table.py`"


def test_every_block_says_how_it_is_tested() -> None:
    untested = [block.text for block in blocks() if not {"file", "of", "run"} & block.words.keys()]
    assert untested == []


def test_the_commands_of_a_clone_exist() -> None:
    for block in blocks():
        if block.words.get("run") == "dry":
            for command in block.commands:
                subprocess.run([*shlex.split(command), "--dry-run"], cwd=ROOT, check=True, capture_output=True)


def test_a_part_of_a_file_stands_there() -> None:
    parts = [block for block in blocks() if "of" in block.words]
    assert parts != []
    assert [block.text for block in parts if block.text not in (ROOT / block.words["of"]).read_text()] == []


@pytest.mark.engine
def test_a_reader_can_follow_it(tmp_path: Path) -> None:
    printed = _follow(tmp_path)
    assert "Ticket: {{ticket}}" not in printed  # texts are not repeated in outputs
    assert "+ 3 created" in printed  # the first program: the stack, the prompt and its version
    assert "+ 2 created" in printed  # the prompt from a file, with its version
    assert "+ 5 created" in printed  # all of that in production
    assert "+ 1 created" in printed  # the adopted prompt
    assert "Ticket: I was charged twice." in printed  # what the application read


def _follow(folder: Path) -> str:
    (folder / ".venv").symlink_to(sys.prefix)
    keys = {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY}
    with BedrockFake() as aws:
        reader = Reader(folder, environment_of(folder) | keys, aws.url)
        return "".join(reader.uses(block) for block in blocks())


@dataclass(frozen=True)
class Reader:
    folder: Path
    environment: Mapping[str, str]
    aws: str

    def uses(self, block: Block) -> str:
        if name := block.words.get("file"):
            self._writes(self.folder / name, block)
            return ""
        return "" if block.words.get("run") != "yes" else "".join(map(self._runs, block.commands))

    def _writes(self, file: Path, block: Block) -> None:
        file.parent.mkdir(exist_ok=True)
        before = file.read_text() if block.words.get("append") else ""
        file.write_text(before + block.text)

    def _runs(self, command: str) -> str:
        printed = self._prints(command)
        if "prompts:backend.region" in command:  # where the text means AWS, the fake stands in
            printed += self._prints(f"pulumi config set --path prompts:backend.endpoint_url {self.aws}")
        return printed

    def _prints(self, command: str) -> str:
        done = subprocess.run(
            [*shlex.split(command), "--non-interactive", "--color", "never"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        return done.stdout
