"""The remote registries: fakes, which may take their time to answer each call, and real servers. All count the calls.

The fakes run in threads of the benchmark's own process, which does nothing else while a command of the engine runs:
what is measured are the engine's processes. Before a real server stands a proxy that counts.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal, Protocol

from benchmarks.stack import ROOT

if TYPE_CHECKING:
    from faults.proxy import FaultProxy

Calls = Mapping[str, int]
Props = dict[str, Any]
HttpRemote = Literal["truefoundry", "humanloop", "langfuse"]
FakeRemote = Literal["bedrock", HttpRemote]
Server = Literal["mlflow", "phoenix"]
Remote = Literal[FakeRemote, Server]

_EVERY_CALL = 10**9


class Counting(Protocol):
    """What counts calls."""

    def call_counts(self) -> Calls: ...
    def clear_calls(self) -> None: ...


@dataclass(frozen=True)
class Registry:
    """One that is served: its settings in a program, and the environment with its credentials."""

    kind: Remote
    backend: Props
    environ: Mapping[str, str]
    counting: Counting

    def taken(self) -> Calls:
        """The calls since the last time that this was asked."""
        calls = self.counting.call_counts()
        self.counting.clear_calls()
        return calls


@contextmanager
def served(kind: FakeRemote, delay: float = 0) -> Iterator[Registry]:
    """A fake that answers each call after `delay` seconds, however many wait at once."""
    _find_tests()
    from fakes.scripting import delay as answer_after

    fake, registry = _MADE[kind]()
    with fake:
        if delay:
            fake.inject("*", answer_after(delay), times=_EVERY_CALL)
        yield registry


@contextmanager
def served_really(kind: Server) -> Iterator[Registry]:
    """A real server with nothing in it; it takes half a minute to start."""
    _find_tests()
    from mlflow_server import server as mlflow
    from phoenix_server import server as phoenix

    running = {"mlflow": mlflow.running, "phoenix": phoenix.running}[kind]
    with TemporaryDirectory(prefix="bench-") as folder, running(Path(folder)) as url, counted(kind, url) as registry:
        yield registry


@contextmanager
def counted(kind: Server, url: str) -> Iterator[Registry]:
    """The server at that address, whose calls are counted on the way."""
    _find_tests()
    from faults.proxy import FaultProxy

    with FaultProxy(url) as proxy:
        yield Registry(kind, {"kind": kind, "url": proxy.url}, {}, _OnTheWay(proxy))


def _find_tests() -> None:
    if (tests := str(ROOT / "tests")) not in sys.path:
        sys.path.insert(0, tests)


@dataclass(frozen=True)
class _OnTheWay:
    proxy: "FaultProxy"

    def call_counts(self) -> Calls:
        return Counter(request.line.partition("?")[0] for request in self.proxy.requests)

    def clear_calls(self) -> None:
        self.proxy.clear_requests()


def _bedrock() -> tuple[Any, Registry]:
    from fakes.bedrock import REGION, BedrockFake

    fake = BedrockFake()
    backend = {"kind": "bedrock", "region": REGION, "endpoint_url": fake.url}
    return fake, Registry("bedrock", backend, fake.environ(), fake)


def _truefoundry() -> tuple[Any, Registry]:
    from fakes.truefoundry import ML_REPO, TOKEN, TrueFoundryFake

    fake = TrueFoundryFake()
    backend = {"kind": "truefoundry", "url": fake.url, "ml_repo": ML_REPO}
    return fake, Registry("truefoundry", backend, {"TFY_API_KEY": TOKEN}, fake)


def _humanloop() -> tuple[Any, Registry]:
    from fakes.humanloop import KEY, HumanloopFake

    fake = HumanloopFake()
    return fake, Registry("humanloop", {"kind": "humanloop", "url": fake.url}, {"HUMANLOOP_API_KEY": KEY}, fake)


def _langfuse() -> tuple[Any, Registry]:
    from fakes.langfuse import PUBLIC_KEY, SECRET_KEY, LangfuseFake

    fake = LangfuseFake()
    environ = {"LANGFUSE_PUBLIC_KEY": PUBLIC_KEY, "LANGFUSE_SECRET_KEY": SECRET_KEY}
    return fake, Registry("langfuse", {"kind": "langfuse", "url": fake.url}, environ, fake)


_MADE: Mapping[FakeRemote, Callable[[], tuple[Any, Registry]]] = {
    "bedrock": _bedrock,
    "truefoundry": _truefoundry,
    "humanloop": _humanloop,
    "langfuse": _langfuse,
}
