"""Servers of others as tests hold them: 127.0.0.1 only, a group of processes of its own, gone with its block."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import IO
from urllib.parse import urlsplit
from urllib.request import urlopen

_ADDRESS = re.compile(r"http://127\.0\.0\.1:[1-9]\d*")


class ServerUnavailableError(Exception):
    """A server did not start, and the message has the end of its log. Tests that need it fail: they never skip."""


@dataclass(frozen=True)
class LoopbackServer:
    """A command that serves on a port that the system chose (port 0), and says on which: no other can take it before.

    Attributes:
        health: The path that answers 200 once the server is well.
        environ: What it knows beside PATH and its home: no credentials, no settings, no proxies of ours.
    """

    name: str
    command: Sequence[str]
    health: str
    environ: Mapping[str, str] = field(default_factory=dict)
    seconds_to_start: float = 90

    @contextmanager
    def running(self, folder: Path) -> Iterator[str]:
        """Its URL, as long as the block lasts; `folder` is its home, and gets its log."""
        process = self._spawned(folder)
        assert process.stdout is not None
        output = _Output(process.stdout, folder / "log")
        try:
            yield self._address(output)
        finally:
            _end(process)
            output.join()  # until the last process of the group has closed it

    def _spawned(self, folder: Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command,
            cwd=folder,
            env={"PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder), **self.environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )

    def _address(self, output: "_Output") -> str:
        try:
            address = output.address.result(self.seconds_to_start)
            with urlopen(address + self.health, timeout=self.seconds_to_start) as answer:
                answer.read()
        except (TimeoutError, OSError) as error:
            reason = str(error) or f"it said no address within {self.seconds_to_start} seconds"
            raise ServerUnavailableError(
                f"{self.name} did not start: {reason}. The end of its log:\n{output.log.read_text()[-2000:]}"
            ) from error
        return address


class _Output(Thread):
    """Copies all that a group of processes says into a log: a pipe that nobody empties would stop them."""

    def __init__(self, said: IO[str], log: Path) -> None:
        super().__init__(daemon=True)
        self.log = log
        self.log.touch()
        self.address: Future[str] = Future()
        self._said = said
        self.start()

    def run(self) -> None:
        with self._said, self.log.open("w", encoding="utf-8", buffering=1) as log:
            for line in self._said:
                log.write(line)
                self._look_for_address(line)
        if not self.address.done():
            self.address.set_exception(TimeoutError("it ended"))

    def _look_for_address(self, line: str) -> None:
        if not self.address.done() and (found := _ADDRESS.search(line)):
            self.address.set_result(found[0])


def listens_elsewhere(url: str) -> bool:
    """Whether the port of a URL is open at another address of this machine, where it has one."""
    address = other_address()
    return address is not None and is_open(address, urlsplit(url).port)


def other_address() -> str | None:
    """What this machine is called by others."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        with suppress(OSError):  # no way out: it has none
            probe.connect(("192.0.2.1", 9))  # sends nothing: it asks the routing table
        address = str(probe.getsockname()[0])
    return None if address in ("127.0.0.1", "0.0.0.0") else address


def is_open(host: str, port: int | None) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((host, port or 0)) == 0


def _end(process: subprocess.Popen[str]) -> None:
    """Ends the whole group, politely first: its other processes may outlive the first."""
    for polite_or_not in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, PermissionError):  # all of it has ended (macOS: but was not waited for)
            os.killpg(process.pid, polite_or_not)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
