"""The README is short, and a reader who has nothing but Pulumi can follow it, from the installation to the end."""

import os
import re
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from acceptance.stack import environment_of
from acceptance.tutorial import Reader, blocks_of
from docs.readme import DOCS, README
from pulumi_prompts.registries.kinds import KINDS, backend_class

ROOT = README.parent
MOST_WORDS = 1200


def test_it_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").split()) <= MOST_WORDS


@pytest.mark.parametrize("page", [README, DOCS / "versions.md"], ids=lambda page: page.stem)
def test_it_says_where_another_name_deletes_a_prompt(page: Path) -> None:
    (sentence,) = re.findall(r"[^.;]*another (?:name\.|`name`, [^.\n]*)", page.read_text(encoding="utf-8"))
    said = [kind for kind in KINDS if kind in sentence.lower()]
    assert said == [kind for kind in KINDS if not backend_class(kind).support.renames]


def test_the_commands_of_a_clone_exist() -> None:
    (commands,) = (block.commands for block in blocks_of(README) if block.words.get("run") == "dry")
    for command in commands:
        subprocess.run([*shlex.split(command), "--dry-run"], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.engine
def test_a_reader_can_follow_it(tmp_path: Path) -> None:
    (tmp_path / "pulumi-prompts").symlink_to(ROOT)
    # `--local` is `file://~`. Pulumi asks the system for that folder, and reads neither HOME nor PULUMI_HOME:
    # as it stands, the line would write into the home of whoever runs this test.
    elsewhere = f"pulumi login {(tmp_path / 'engine' / 'state').as_uri()}"
    reader = Reader(tmp_path, _of_a_reader(tmp_path), {"pulumi login --local": elsewhere})
    reader.follow(README)
    assert reader.done[-1] == "pulumi stack rm dev --yes"
    assert Path(reader.env["VIRTUAL_ENV"]).parent == reader.folder == tmp_path / "support-prompts"


def _of_a_reader(folder: Path) -> Mapping[str, str]:
    """Nobody is logged in, and nothing of the tests is installed; what pip has downloaded before is used again."""
    ours = re.compile(r"PULUMI_(BACKEND|CONFIG|DEBUG)|PIP_(ANSWERED|WAS)|PYTHONPATH")
    env = {name: value for name, value in environment_of(folder / "engine").items() if not ours.match(name)}
    cache = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    return {**env, "HOME": str(folder), "XDG_CACHE_HOME": cache}
