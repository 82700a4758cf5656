"""An `up` of one resource in a process of its own, which may be killed: one like it is there in milliseconds."""

import os
import signal
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any, NamedTuple, Self
from unittest.mock import patch

import pytest

from heavy import made_once
from protocol.direct import Direct
from protocol.lifecycle import Props, Resource
from pulumi_prompts.registries.bedrock import client as bedrock_client
from pulumi_prompts.resources.provider import Provider

_SECONDS = 60.0
_LOADED = ("boto3", "httpx", "protocol.killed", "pulumi_prompts.lifecycle.aliases")
_context = get_context("forkserver")


class State(NamedTuple):
    """What the engine's file has of a resource."""

    id: str
    inputs: Props
    outputs: Props

    @classmethod
    def of(cls, resource: Resource) -> Self:
        return cls(resource.id, resource.inputs, resource.outputs)

    def put_into(self, resource: Resource) -> None:
        resource.id, resource.inputs, resource.outputs = self.id, {**self.inputs}, {**self.outputs}


@dataclass(frozen=True)
class Up:
    """An `up` that nobody has begun.

    Attributes:
        state: Before it.
        said: What the program says.
        dies_at: Before which statement of a transaction of the embedded registry the process kills itself; where there
            are fewer by one, when it is through and before it tells so.
        environ: The environment variables.
    """

    provider: type[Provider]
    state: State
    said: Props
    dies_at: int = 0
    environ: Mapping[str, str] = field(default_factory=lambda: {**os.environ})


class Running:
    """An `up` in its process."""

    def __init__(self, up: Up) -> None:
        self._answer, answer = _context.Pipe(duplex=False)
        self._process: ForkServerProcess = _context.Process(target=_run, args=(up, answer))
        with _found_by_the_server():
            self._process.start()
        answer.close()

    def kill(self) -> None:
        """With SIGKILL. Nobody hears what it did."""
        assert self._process.is_alive()
        self._process.kill()
        self.dies()

    def dies(self) -> None:
        """It is killed, by whomever."""
        self._process.join(_SECONDS)
        assert self._process.exitcode == -signal.SIGKILL

    @property
    def state(self) -> State:
        """What the engine writes when it is through."""
        assert self._answer.poll(_SECONDS)
        state: State = self._answer.recv()
        self._process.join(_SECONDS)
        return state


@contextmanager
def _found_by_the_server() -> Iterator[None]:
    """The server from which the processes are forked starts with the first one, and finds our modules by this alone."""
    _context.set_forkserver_preload([*_LOADED])
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        yield


class _Death:
    """Comes at the statement that is meant; those before the first transaction do not count."""

    def __init__(self, at: int) -> None:
        self._left = at
        self._has_begun = False

    def hear(self, statement: str) -> None:
        self._has_begun = self._has_begun or statement.startswith("BEGIN")
        if self._has_begun:
            self.come_nearer()

    def come_nearer(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _run(up: Up, answer: Connection) -> None:
    os.environ.clear()
    os.environ.update(up.environ)
    resource, death, connect = Resource(Direct(up.provider)), _Death(up.dies_at), sqlite3.connect
    up.state.put_into(resource)

    def connected(*arguments: Any, **more: Any) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(*arguments, **more)
        db.set_trace_callback(death.hear)
        return db

    with made_once(), patch.object(bedrock_client, "QUOTAS", {}), patch.object(sqlite3, "connect", connected):
        resource.up(up.said)
    death.come_nearer()
    answer.send(State.of(resource))
