"""What holds for every command: its help, its examples, and how it ends."""

import os
import shlex
import signal
import subprocess
import sys
import termios
import time
from array import array
from fcntl import ioctl
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from acceptance.tutorial import blocks_of
from docs.readme import DOCS, README
from pulumi_prompts.cli.app import app
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.help import ABOUT

COMMANDS: dict[str, Any] = vars(get_command(app))["commands"]
EXAMPLES = [example for about in ABOUT.values() for example in about.examples.values()]
COMMAND = [sys.executable, "-m", "pulumi_prompts.cli"]
TERMINAL = os.environ | {"TERM": "xterm"}
WAITING = b"waiting for standard input"


def test_every_command_has_examples_and_exit_codes() -> None:
    assert COMMANDS.keys() == ABOUT.keys()
    assert all(about.examples for about in ABOUT.values())
    assert {code for about in ABOUT.values() for code in about.exits} == {*Exit}


@pytest.mark.parametrize("name", COMMANDS)
def test_help_tells_them_line_by_line(name: str) -> None:
    told = CliRunner().invoke(app, [name, "--help"]).stdout
    lines = [line.strip() for line in told.splitlines()]
    assert [each for each in ABOUT[name].examples.values() if each not in lines] == []
    assert [code for code in ABOUT[name].exits if f"{code.value:<3} {code.meaning}" not in lines] == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_can_be_typed(example: str) -> None:
    before, _, arguments = example.rpartition("pulumi-prompts ")
    assert ("|" in before) == before.startswith("set -o pipefail; ")
    name, *options = shlex.split(arguments.partition(" > ")[0])
    COMMANDS[name].make_context(name, options)


def test_every_option_says_what_it_is() -> None:
    parameters = [each for command in COMMANDS.values() for each in command.params]
    assert [each.name for each in parameters if not each.help or not (each.metavar or each.is_flag)] == []


def test_version_is_that_of_the_package() -> None:
    done = CliRunner().invoke(app, ["--version"])
    assert f'version = "{done.stdout.strip()}"' in (README.parent / "pyproject.toml").read_text()


def test_a_shell_completes_commands_and_registries() -> None:
    def completed(*words: str) -> str:
        line = " ".join(("pulumi-prompts", *words))
        asked = {"_PULUMI_PROMPTS_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words))}
        return CliRunner(env=asked).invoke(app, prog_name="pulumi-prompts").stdout

    assert completed("ver").split() == ["verify"]
    assert completed("validate", "--registry", "b").split() == ["bedrock"]


def test_the_hook_runs_an_example_that_exists() -> None:
    import yaml

    (hook,) = yaml.safe_load((README.parent / ".pre-commit-hooks.yaml").read_text())
    assert hook["language"] == "python"
    assert f"{hook['entry']} {' '.join(hook['args'])}" in EXAMPLES
    (shown,) = [each for each in blocks_of(DOCS / "command-line.md") if each.language == "yaml"]
    assert hook["id"] in shown.text


def test_a_terminal_sees_what_takes_long(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("template: a\n")
    terminal, errors = os.openpty()
    subprocess.run([*COMMAND, "validate", "a.yaml"], cwd=tmp_path, stderr=errors, check=True, env=TERMINAL)
    assert "checking 1 file" in os.read(terminal, 10_000).decode()


def test_a_terminal_belongs_to_the_command_before_the_pipe() -> None:
    """`pulumi` may still write its errors there."""
    terminal, errors = os.openpty()
    subprocess.run([*COMMAND, "report"], input=b"", stdout=subprocess.PIPE, stderr=errors, env=TERMINAL, check=False)
    assert WAITING not in os.read(terminal, 10_000)


def test_a_person_at_the_keyboard_is_told_that_the_command_waits() -> None:
    terminal, tty = os.openpty()
    os.write(terminal, b"\x04")  # the end of the input
    subprocess.run([*COMMAND, "report"], stdin=tty, stdout=subprocess.PIPE, stderr=tty, env=TERMINAL, check=False)
    assert WAITING in os.read(terminal, 10_000)


class TestEnds:
    """As a shell sees it: one line for what a person can mend, and no traceback."""

    @pytest.mark.parametrize("mistakes", [1, 300])  # which the buffer holds, and which it does not
    def test_whoever_reads_may_go_away(self, mistakes: int, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").write_text("".join(f"{'long' * 50}{number}: 1\n" for number in range(mistakes)))
        command = [*COMMAND, "validate", "a.yaml"]
        read, write = os.pipe()
        os.close(read)
        buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
        done = subprocess.run(command, cwd=tmp_path, env=buffered, stdout=write, stderr=subprocess.PIPE, check=False)
        os.close(write)
        assert (done.returncode, b"Error" in done.stderr) == (Exit.NOT_READ, False)

    def test_ctrl_c(self) -> None:
        read, write = os.pipe()
        heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # where the tests run in the background it is not
        running = subprocess.Popen(
            [*COMMAND, "report"], stdin=read, stderr=subprocess.PIPE, text=True, preexec_fn=heard
        )
        os.write(write, b"{")
        while _unread(read):  # then it waits for more
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        assert (running.communicate()[1], running.returncode) == ("", Exit.INTERRUPTED)

    @pytest.mark.parametrize(
        "arguments", [[], ["reprot"], ["report", "--htm"], ["promote"], ["validate"], ["verify", "a"]]
    )
    def test_a_command_that_is_given_wrongly(self, arguments: list[str]) -> None:
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code == Exit.UNUSABLE
        assert "Usage: " in done.output

    @pytest.mark.parametrize("command", [["report"], ["verify"]])
    def test_what_cannot_be_read(self, command: list[str], tmp_path: Path) -> None:
        (tmp_path / "latin").write_bytes(b"{\n  \xff}")
        for name, why in {
            "none": "No such file",
            ".": "Is a directory",
            "latin": "line 2, column 3: is not UTF-8",
        }.items():
            files = [str(tmp_path / name)] * (2 if command == ["verify"] else 1)
            done = CliRunner().invoke(app, [*command, *files])
            assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (Exit.UNUSABLE, "", 1)
            assert done.stderr.startswith(f"error: {tmp_path / name}")
            assert why in done.stderr


def _unread(pipe: int) -> int:
    """How many bytes wait in it."""
    waiting = array("i", [0])
    ioctl(pipe, termios.FIONREAD, waiting)
    return waiting[0]
