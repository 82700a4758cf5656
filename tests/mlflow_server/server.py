"""A real MLflow server, whose store is in a folder that the caller owns."""

from contextlib import AbstractContextManager
from pathlib import Path

from loopback import LoopbackServer
from venvs import Venv

_HERE = Path(__file__).parent
VENV = Venv("mlflow", _HERE / "requirements.txt", _HERE / "requirements-without-dependencies.txt")
_QUIET = {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}


def database_in(folder: Path) -> Path:
    """The SQLite file of a server that runs in `folder`."""
    return folder / "store.db"


def running(folder: Path) -> AbstractContextManager[str]:
    """The URL of a server that keeps its prompts in `folder` and lives as long as the block."""
    store = [
        "--backend-store-uri",
        f"sqlite:///{database_in(folder)}",
        "--artifacts-destination",
        str(folder / "files"),
    ]
    place = ["--host", "127.0.0.1", "--port", "0", "--workers", "1"]
    command = [str(VENV.python()), "-P", str(_HERE / "launcher.py"), "server", *store, *place]
    return LoopbackServer(VENV.name, command, "/health", _QUIET).running(folder)
