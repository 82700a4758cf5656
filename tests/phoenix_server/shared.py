"""One server for all processes of a run of the tests: it takes half a minute to start, and half a gigabyte.

Who comes first starts a process that holds it; that one ends when the last process of the run has left, however.
"""

import fcntl
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from loopback import ServerUnavailableError
from phoenix_server.server import running

_SECONDS = 900
"""Its environment may have to be installed before."""


class SharedServer:
    """The server of a run, which is being started from now on.

    Args:
        folder: The same one in all processes of the run.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._use = _locked(folder / "users", fcntl.LOCK_SH)
        try:
            (folder / "started").touch(exist_ok=False)
        except FileExistsError:
            return
        with (folder / "log of the holder").open("w") as log:
            command = [sys.executable, "-m", "phoenix_server.shared", str(folder)]
            tests = Path(__file__).parents[1]
            subprocess.Popen(command, cwd=tests, stdout=log, stderr=log, start_new_session=True)

    @property
    def url(self) -> str:
        """Its address, once it answers."""
        deadline = time.monotonic() + _SECONDS
        while not (told := self.folder / "told").exists():
            if time.monotonic() > deadline:
                raise ServerUnavailableError(f"Phoenix did not start within {_SECONDS} seconds")
            time.sleep(0.1)
        said = told.read_text(encoding="utf-8")
        if not said.startswith("http"):
            raise ServerUnavailableError(said)
        return said

    def leave(self) -> None:
        """This process needs it no more."""
        self._use.close()


def hold(folder: Path) -> None:
    """Run the server until nobody uses it."""
    try:
        with running(folder) as url:
            _tell(folder, url)
            _locked(folder / "users", fcntl.LOCK_EX).close()
    except Exception as error:
        _tell(folder, f"{type(error).__name__}: {error}")
        raise


def _tell(folder: Path, said: str) -> None:
    """At once as a whole."""
    written = folder / "being told"
    written.write_text(said, encoding="utf-8")
    written.rename(folder / "told")


def _locked(path: Path, how: int) -> IO[str]:
    file = path.open("w")
    fcntl.flock(file, how)
    return file


if __name__ == "__main__":
    hold(Path(sys.argv[1]))
