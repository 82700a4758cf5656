"""An import that did not come to its end, and the next one."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from fakes.humanloop import KEY, HumanloopFake
from fakes.humanloop.fixtures import humanloop_fake
from fakes.scripting import delay, page
from pulumi_prompts.adoption.importing import JOURNAL
from pulumi_prompts.cli.exits import Exit

__all__ = ["humanloop_fake"]

NAMES = [f"p{number:02}" for number in range(40)]
PROGRAM = Path("imported.py")


@pytest.fixture
def fake(humanloop_fake: HumanloopFake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HumanloopFake:
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        humanloop_fake.registry().write(name, model="gpt-4o", endpoint="complete", template="Hi {{name}}")
    return humanloop_fake


def started(fake: HumanloopFake) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-m",
        "pulumi_prompts.cli",
        "import",
        "--all",
        "--registry",
        "humanloop",
        "--setting",
        f"url={fake.url}",
    ]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # where the tests run in the background it is not
    return subprocess.Popen(
        command,
        env={**os.environ, "HUMANLOOP_API_KEY": KEY},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
        preexec_fn=heard,
    )


def finished(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def read(fake: HumanloopFake) -> set[str]:
    """The prompts whose versions were asked for."""
    prompts = {prompt.id: path for path in fake.registry().paths() for prompt in [fake.registry().prompt(path)]}
    return {prompts[call.path.split("/")[3]] for call in fake.calls if call.operation == "list_versions"}


def noted() -> int:
    """How many prompts are done."""
    journal = Path("prompts", JOURNAL)
    return journal.read_text().count('"key"') if journal.exists() else 0


def written() -> set[str]:
    return {file.stem for file in Path("prompts").glob("*.yaml")}


def test_after_ctrl_c_what_is_written_is_not_read_again(fake: HumanloopFake) -> None:
    fake.inject("list_versions", delay(0.3), skip=10, times=70)
    process = started(fake)
    while noted() < 2:
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    code, _, err = finished(process)
    assert (code, err) == (Exit.INTERRUPTED, "")
    assert not PROGRAM.exists()
    assert Path("prompts", JOURNAL).exists()
    before = written()
    assert 2 <= len(before) < len(NAMES)
    again(fake, read_before=before)


def test_what_could_not_be_read_is_read_by_the_next_one(fake: HumanloopFake) -> None:
    fake.inject("list_versions", page(403, "RBAC: access denied", "text/plain"), skip=20)
    code, out, err = finished(started(fake))
    assert code == Exit.UNREACHABLE
    assert out == "1 could not be imported; run the command again: it reads only these\n"
    assert "403 Forbidden" in err
    assert not PROGRAM.exists()
    assert len(written()) == len(NAMES) - 1
    again(fake, read_before=written())


def again(fake: HumanloopFake, read_before: set[str]) -> None:
    fake.clear_calls()
    code, out, err = finished(started(fake))
    assert (code, err) == (Exit.DONE, "")
    assert out == "wrote imported.py, and 40 files in prompts; left out 0\n"
    assert read(fake) == set(NAMES) - read_before
    assert written() == set(NAMES)
    assert [name for name in NAMES if f'"prompts/{name}.yaml"' in PROGRAM.read_text()] == NAMES
    assert not Path("prompts", JOURNAL).exists()
