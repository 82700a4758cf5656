"""Runs in MLflow's environment, alone: the command `mlflow`, whose server is one process instead of two.

MLflow's own waits for the process that it starts, with as much memory as that one needs.
"""

import os
from collections.abc import Mapping
from typing import NoReturn

import mlflow.server  # type: ignore[import-not-found]
from mlflow.cli import cli  # type: ignore[import-not-found]


def become(command: list[str], *, extra_env: Mapping[str, str], **_: object) -> NoReturn:
    os.execve(command[0], command, {**os.environ, **extra_env})


if __name__ == "__main__":
    mlflow.server._exec_cmd = become
    cli()
