"""The wheel works outside the clone: installed into an environment of its own, it brings prompts up, and reports."""

import json
import os
import sys
from importlib.metadata import version
from pathlib import Path

from acceptance.local_registry import LocalRegistry
from acceptance.stack import IN_PLACE_OF_PIP, Stack
from acceptance.wheels import run, wheel
from pulumi_prompts.files import schema

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
    _install(wheel(tmp_path / "dist"), environment)
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
    run(str(environment / "bin" / "python"), "-I", "-c", PAGE)
    assert run(str(environment / "bin" / "pulumi-prompts"), "schema") == schema.text()
    assert run(str(environment / "bin" / "pulumi-prompts"), "--version").split()[-1] == version("pulumi-prompts")


def _environ(environment: Path) -> dict[str, str]:
    """What is not installed there is not found."""
    path = os.pathsep.join([str(environment / "bin"), os.environ["PATH"]])
    return {"PATH": path, "PYTHONPATH": IN_PLACE_OF_PIP}


def _install(package: Path, environment: Path) -> None:
    run(sys.executable, "-m", "venv", "--without-pip", str(environment))
    run(sys.executable, "-m", "pip", "--python", str(environment), "install", "--quiet", "--no-compile", str(package))
