"""A real ministack, in an environment of its own: it pins botocore."""

from contextlib import AbstractContextManager
from pathlib import Path

from loopback import LoopbackServer
from venvs import Venv

VENV = Venv("ministack", Path(__file__).with_name("requirements.txt"))
# Without these three it listens on every interface, and on more ports than one.
_LOOPBACK_ONLY = {"BIND_HOST": "127.0.0.1", "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0"}


def running(folder: Path) -> AbstractContextManager[str]:
    """The URL of a ministack that lives as long as the block, with `folder` as its home."""
    command = [str(VENV.python()), "-m", "ministack"]
    return LoopbackServer(VENV.name, command, "/_ministack/ready", {"GATEWAY_PORT": "0", **_LOOPBACK_ONLY}).running(
        folder
    )
