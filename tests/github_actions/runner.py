"""Runs the jobs of a workflow file: its lines by the shell, as GitHub's runner does, and its artifacts in a folder.

What installs is done already, and what checks out or logs in is the test's matter.
"""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from github_actions.example import run, workflow

_EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")
_DONE_ALREADY = "Install"
_SHELL = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]


@dataclass
class Job:
    """A job that ran.

    Attributes:
        code: How the first step that failed has ended; 0 where none failed.
        said: What all steps printed.
        outputs: What they wrote, as `steps.<id>.outputs.<name>`.
    """

    code: int = 0
    said: str = ""
    outputs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Runner:
    """A machine that has a checkout.

    Attributes:
        artifacts: A folder for each run, and in it one for each artifact.
    """

    checkout: Path
    env: Mapping[str, str]
    artifacts: Path

    def run(self, file: str, job: str, github: Mapping[str, str]) -> Job:
        """Runs a job. `github` has the values of all expressions, such as `github.run_id`."""
        said = workflow(file)
        body = said["jobs"][job]
        context = {**github, **{f"env.{name}": value for name, value in said.get("env", {}).items()}}
        done = Job()
        for step in body["steps"]:
            if step.get("name") != _DONE_ALREADY and (done.code == 0 or "!cancelled()" in step.get("if", "")):
                step = _evaluated(step, context | done.outputs)
                env = {**said.get("env", {}), **_evaluated(body.get("env", {}), context), **step.get("env", {})}
                self._do(step, env, github["github.run_id"], done)
        return done

    def _do(self, step: Mapping[str, Any], env: Mapping[str, str], run_id: str, done: Job) -> None:
        action = step.get("uses", "").partition("@")[0]
        if "run" in step:
            self._shell(step, env, done)
        elif action == "actions/upload-artifact":
            path = self.checkout / step["with"]["path"]
            shutil.copytree(path, self.artifacts / run_id / step["with"]["name"], dirs_exist_ok=True)
        elif action == "actions/download-artifact":
            there = self.artifacts / step["with"].get("run-id", run_id) / step["with"]["name"]
            shutil.rmtree(path := self.checkout / step["with"]["path"], ignore_errors=True)
            shutil.copytree(there, path)

    def _shell(self, step: Mapping[str, Any], env: Mapping[str, str], done: Job) -> None:
        (output := self.artifacts / "output").write_text("")
        files = {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(self.artifacts / "summary")}
        folder = self.checkout / step.get("working-directory", ".")
        ended = run([*_SHELL, step["run"]], folder, {**self.env, **env, **files})
        done.code = done.code or ended.returncode
        done.said += ended.stdout + ended.stderr
        for name, _, value in (line.partition("=") for line in output.read_text().splitlines()):
            done.outputs[f"steps.{step['id']}.outputs.{name}"] = value


def _evaluated(said: Any, context: Mapping[str, str]) -> Any:
    """Every `${{ }}` in it as its value, but those of conditions."""
    if isinstance(said, Mapping):
        return {name: value if name == "if" else _evaluated(value, context) for name, value in said.items()}
    return _EXPRESSION.sub(lambda found: context[found[1]], said) if isinstance(said, str) else said
