"""The wheel works outside the clone: installed into an environment of its own, it brings prompts up, and reports."""

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from acceptance.local_registry import LocalRegistry
from acceptance.stack import IN_PLACE_OF_PIP, Stack

ROOT = Path(__file__).parents[2]

PROGRAM = """
import pulumi, pulumi_prompts
from pulumi_prompts import Prompt, PromptVersion, system

greeting = Prompt("greeting", messages=[system("Greet {{name}}.")])
PromptVersion("greeting", prompt=greeting)
pulumi.export("package", pulumi_prompts.__file__)
"""

PAGE = """
from pulumi_prompts.report.forms.html import page
from pulumi_prompts.report.model import Report

page(Report((), ()))
"""


def test_the_wheel_works_outside_the_clone(tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    _install(_wheel(tmp_path / "dist"), environment)
    project = tmp_path / "project"
    project.mkdir()
    stack = Stack(project, env=_environ(environment))
    options = {"toolchain": "pip", "virtualenv": str(environment)}
    project_file = {"name": "acme", "runtime": {"name": "python", "options": options}}
    (project / "Pulumi.yaml").write_text(json.dumps(project_file))
    stack.write(PROGRAM)
    stack.up()
    assert Path(stack.outputs()["package"]).is_relative_to(environment)
    assert LocalRegistry(project / "prompts.db").only_prompt.name == "greeting"
    assert not stack.preview().steps
    _run(str(environment / "bin" / "python"), "-I", "-c", PAGE)
    assert _run(str(environment / "bin" / "pulumi-prompts"), "--version").split()[-1] == version("pulumi-prompts")


def _environ(environment: Path) -> dict[str, str]:
    """What is not installed there is not found."""
    path = os.pathsep.join([str(environment / "bin"), os.environ["PATH"]])
    return {"PATH": path, "PYTHONPATH": IN_PLACE_OF_PIP}


def _wheel(folder: Path) -> Path:
    """That of `make release-check`, or one that is made now."""
    if built := os.environ.get("WHEEL"):
        return Path(built).absolute()
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT))
    (wheel,) = folder.glob("*.whl")
    return wheel


def _install(wheel: Path, environment: Path) -> None:
    _run(sys.executable, "-m", "venv", "--without-pip", str(environment))
    _run(sys.executable, "-m", "pip", "--python", str(environment), "install", "--quiet", "--no-compile", str(wheel))


def _run(*command: str) -> str:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout
