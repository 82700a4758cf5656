"""How many calls to the registry each hook makes, and each command of the engine.

Counted where they leave the process: requests that reach a registry, transactions that reach SQLite.
"""

import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, get_args
from unittest.mock import patch

from pulumi.dynamic import Config, ConfigureRequest

from benchmarks.contents import prompts
from benchmarks.programs import KEEP
from benchmarks.registries import Calls, FakeRemote, Props, Registry, Server, served, served_really
from benchmarks.stack import OPERATIONS, Operation, Stack
from pulumi_prompts.resources.prompt import PromptProvider
from pulumi_prompts.resources.prompt_version import PromptVersionProvider

STACK_SIZE = 4

LEAST: Mapping[str, Mapping[str, int]] = {
    "preview": {"local": 0, "bedrock": 0, "truefoundry": 0, "humanloop": 0, "langfuse": 0, "mlflow": 0, "phoenix": 0},
    "create": {"local": 1, "bedrock": 1, "truefoundry": 2, "humanloop": 3, "langfuse": 6, "mlflow": 2, "phoenix": 4},
    "publish": {"local": 2, "bedrock": 2, "truefoundry": 1, "humanloop": 1, "langfuse": 2, "mlflow": 2, "phoenix": 2},
    "read": {"local": 1, "bedrock": 2, "truefoundry": 1, "humanloop": 1, "langfuse": 1, "mlflow": 1, "phoenix": 3},
    "read version": {
        "local": 1,
        "bedrock": 2,
        "truefoundry": 1,
        "humanloop": 1,
        "langfuse": 1,
        "mlflow": 2,
        "phoenix": 2,
    },
    "update": {"local": 2, "bedrock": 3, "truefoundry": 2, "humanloop": 2, "langfuse": 3, "mlflow": 2, "phoenix": 5},
    "publish next": {
        "local": 2,
        "bedrock": 2,
        "truefoundry": 1,
        "humanloop": 1,
        "langfuse": 3,
        "mlflow": 2,
        "phoenix": 2,
    },
    "re-use": {"local": 1, "bedrock": 2, "truefoundry": 1, "humanloop": 1, "langfuse": 4, "mlflow": 2, "phoenix": 2},
    "describe": {"local": 2, "bedrock": 3, "truefoundry": 2, "humanloop": 2, "langfuse": 6, "mlflow": 2, "phoenix": 5},
    "delete": {"local": 4, "bedrock": 6, "truefoundry": 4, "humanloop": 4, "langfuse": 12, "mlflow": 6, "phoenix": 13},
    "delete by force": {
        "local": 2,
        "bedrock": 2,
        "truefoundry": 2,
        "humanloop": 2,
        "langfuse": 3,
        "mlflow": 3,
        "phoenix": 6,
    },
}
"""What the protocol of each registry allows (DESIGN.md, "Calls"). `delete` is that of a prompt with two versions."""

_HOOKS: Mapping[Operation, tuple[str, ...]] = {
    "up": ("create", "publish"),
    "preview": ("preview",),
    "update": ("update", "publish next"),
    "refresh": ("read", "read version"),
    "destroy": ("delete",),
}
"""What each command of the engine calls for a prompt with its version."""


def least_of_command(operation: Operation, registry: str) -> int:
    """The fewest calls for one prompt with its version."""
    return sum(LEAST[hook][registry] for hook in _HOOKS[operation])


@dataclass(frozen=True)
class Counted:
    """The calls of one hook, by their names."""

    registry: str
    hook: str
    calls: Calls

    @property
    def total(self) -> int:
        return sum(self.calls.values())

    @property
    def least(self) -> int:
        return LEAST[self.hook][self.registry]


def calls_of_hooks() -> list[Counted]:
    """The calls of each hook in the life of a prompt, on `local` and on each registry that has a fake; no engine."""
    return [*_life_on_local(), *(each for kind in get_args(FakeRemote) for each in life_on(served(kind)))]


def calls_on_servers() -> list[Counted]:
    """The same on the real servers."""
    return [each for kind in get_args(Server) for each in life_on(served_really(kind))]


def calls_of_commands() -> Mapping[Operation, float]:
    """Calls to Bedrock for each prompt with its version, by command of a real engine."""
    with served("bedrock") as registry, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        stack = Stack(Path(folder) / "ours", "ours", registry.backend, registry.environ)
        counts = {}
        for operation in OPERATIONS:
            stack.give(prompts(STACK_SIZE, edited=STACK_SIZE * (operation not in ("up", "preview"))))
            stack.run(operation)
            counts[operation] = sum(registry.taken().values()) / STACK_SIZE
    return counts


def _life_on_local() -> list[Counted]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _counting_transactions() as transactions:
        local = {"kind": "local", "path": str(Path(folder) / "prompts.db")}
        return _life("local", local, lambda: _taken(transactions))


def life_on(serving: AbstractContextManager[Registry]) -> list[Counted]:
    """The calls of each hook in the life of a prompt on a registry."""
    with serving as registry, patch.dict(os.environ, registry.environ):
        return _life(registry.kind, registry.backend, registry.taken)


@contextmanager
def _counting_transactions() -> Iterator[Counter[str]]:
    transactions: Counter[str] = Counter()

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            if sql.startswith("BEGIN"):
                transactions["transaction"] += 1
            return super().execute(sql, *parameters)

    with patch("sqlite3.connect", partial(sqlite3.connect, factory=Connection)):
        yield transactions


def _taken(counter: Counter[str]) -> Calls:
    calls = dict(counter)
    counter.clear()
    return calls


class _Life:
    """A prompt and its version, taken through the hooks as the engine would."""

    def __init__(self, backend: Props) -> None:
        self._backend = backend
        self._prompts, self._versions = PromptProvider(), PromptVersionProvider()
        for provider in (self._prompts, self._versions):
            provider.configure(ConfigureRequest(Config({}, "bench")))
        self.id, self.prompt, self.version = "", {}, {}  # type: str, Props, Props

    def inputs(self, *, edited: bool = False, **more: Any) -> Props:
        (given,) = prompts(1, edited=edited, kind=self._backend["kind"])
        news = {**given["inputs"], "backend": self._backend, "marker": "organization/bench/dev/one", **more}
        return dict(self._prompts.check(self.prompt, news).inputs)

    def preview(self) -> None:
        self._prompts.diff(self.id, self.prompt, self.inputs(edited=True))
        self._versions.diff("", self.version, dict(self._versions.check(self.version, self._publication()).inputs))

    def create(self, **more: Any) -> None:
        made = self._prompts.create(self.inputs(**more))
        self.id, self.prompt = made.id, dict(made.outs or {})

    def update(self, **more: Any) -> None:
        self.prompt = dict(self._prompts.update(self.id, self.prompt, self.inputs(**more)).outs or {})

    def publish(self) -> None:
        self.version = dict(self._versions.create(self._publication()).outs or {})

    def publish_next(self) -> None:
        self.version = dict(self._versions.update("", self.version, self._publication()).outs or {})

    def read(self) -> None:
        self._prompts.read(self.id, self.prompt)

    def read_version(self) -> None:
        self._versions.read("", self.version)

    def delete(self) -> None:
        self._prompts.delete(self.id, self.prompt)

    def _publication(self) -> Props:
        marker = "organization/bench/dev/one"
        common = {"backend": self._backend, "keep": KEEP, "marker": marker, "prompt_marker": marker}
        return {**common, "prompt_id": self.id, "digest": self.prompt["digest"]}


def _life(registry: str, backend: Props, taken: Callable[[], Calls]) -> list[Counted]:
    life = _Life(backend)
    counted = []

    def step(hook: str, act: Callable[[], None]) -> None:
        act()
        counted.append(Counted(registry, hook, taken()))

    life.create(force_destroy=True)
    life.delete()
    taken()  # what the first call of a process finds out is no matter of a hook
    step("create", life.create)
    step("publish", life.publish)
    step("preview", life.preview)
    step("read", life.read)
    step("read version", life.read_version)
    step("update", partial(life.update, edited=True))
    step("publish next", life.publish_next)
    life.update()
    taken()
    step("re-use", life.publish_next)
    step("describe", partial(life.update, description="Another description"))
    step("delete", life.delete)
    life.create(force_destroy=True)
    taken()
    step("delete by force", life.delete)
    return counted
