"""What makes the engine's commands cheaper is in use."""

import subprocess
import sys
from pathlib import Path

from acceptance.stack import PIP_LIST, environment_of


def test_what_the_engine_asks_pip_is_answered_without_it(tmp_path: Path) -> None:
    environment = environment_of(tmp_path) | {"PIP_ANSWERED": "[]"}
    command = [sys.executable, "-m", "pip", *PIP_LIST]
    asked = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert asked.stdout == "[]\n"
    another = subprocess.run([*command, "--user"], env=environment, capture_output=True, text=True, check=False)
    assert another.stderr.startswith("pip was asked for something else before")
