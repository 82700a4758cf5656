"""A registry of another package, installed beside ours: it passes the conformance suite, and a program uses it."""

import os
import re
import shutil
import signal
import socket
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from acceptance.stack import environment_of
from acceptance.tutorial import Reader
from acceptance.wheels import ROOT, wheel

EXAMPLE = "examples/registry-package"
OURS = re.compile(r"PULUMI_(CONFIG|DEBUG)|PIP_(ANSWERED|WAS)|PYTHONPATH")
PORT = "8100"
A_FEW = "lost_answer"
"""Of the tests of the suite, which run as a whole beside these."""


def test_the_readme_can_be_followed_to_the_letter(tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / EXAMPLE, tmp_path / EXAMPLE, ignore=shutil.ignore_patterns(".venv", "__pycache__"))
    port = _free_port()
    program = folder / "program" / "__main__.py"
    program.write_text(program.read_text().replace(PORT, port))
    env = {name: value for name, value in environment_of(tmp_path / "engine").items() if not OURS.match(name)}
    instead = {**_faster(wheel(tmp_path / "dist")), PORT: port}
    reader = Reader(tmp_path, {**env, "PULUMI_CONFIG_PASSPHRASE": "of the tests"}, instead)
    with _server_of(folder):
        reader.follow(ROOT / EXAMPLE / "README.md")
    assert not list((folder / "prompts").iterdir())


def _faster(package: Path) -> dict[str, str]:
    """Both packages are built and installed; what they depend on is that of the tests (test_wheel installs all)."""
    site = sysconfig.get_path("purelib")
    link = f"echo {site} >program/.venv/{Path(site).relative_to(sys.prefix)}/of_the_tests.pth"
    return {
        "python3 -m venv program/.venv": f"python3 -m venv program/.venv && {link}",
        "--quiet ../.. '.[test]'": f"--quiet --no-deps --no-build-isolation {package} .",
        "pytest -q": f"python -m pytest -q -k {A_FEW}",
    }


def _free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@contextmanager
def _server_of(folder: Path) -> Iterator[None]:
    """That of the reader, who ends it, or did not come so far."""
    try:
        yield
    finally:
        with suppress(FileNotFoundError, ProcessLookupError):
            os.kill(int((folder / "server.pid").read_text()), signal.SIGTERM)
