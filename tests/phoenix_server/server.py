"""A real Phoenix server, whose store is in a folder that the caller owns."""

from contextlib import AbstractContextManager
from pathlib import Path

from loopback import LoopbackServer
from venvs import Venv

_HERE = Path(__file__).parent
VENV = Venv("arize-phoenix", _HERE / "requirements.txt", by_uv=True)
_SETTINGS = {
    "PHOENIX_HOST": "127.0.0.1",
    "PHOENIX_PORT": "0",
    "PHOENIX_GRPC_PORT": "0",
    "PHOENIX_TELEMETRY_ENABLED": "false",
    "PHOENIX_ALLOW_EXTERNAL_RESOURCES": "false",
    "DO_NOT_TRACK": "true",
}


def running(folder: Path) -> AbstractContextManager[str]:
    """The URL of a server that keeps its prompts in `folder` and lives as long as the block."""
    command = [str(VENV.python()), "-P", str(_HERE / "launcher.py"), "serve"]
    environ = {**_SETTINGS, "PHOENIX_WORKING_DIR": str(folder)}
    return LoopbackServer(VENV.name, command, "/healthz", environ, seconds_to_start=600).running(folder)
