"""The fakes of remote registries, which count the calls that reach them and may take their time to answer each.

They run in threads of the benchmark's own process, which does nothing else while a command of the engine runs: what is
measured are the engine's processes.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from benchmarks.stack import ROOT

Calls = Mapping[str, int]
Props = dict[str, Any]
HttpRemote = Literal["truefoundry", "humanloop", "langfuse"]
Remote = Literal["bedrock", HttpRemote]

_EVERY_CALL = 10**9


@dataclass(frozen=True)
class Registry:
    """One that is served: its settings in a program, and the environment with its credentials."""

    kind: Remote
    backend: Props
    environ: Mapping[str, str]
    fake: Any

    def taken(self) -> Calls:
        """The calls since the last time that this was asked."""
        calls: Calls = self.fake.call_counts()
        self.fake.clear_calls()
        return calls


@contextmanager
def served(kind: Remote, delay: float = 0) -> Iterator[Registry]:
    """A registry that answers each call after `delay` seconds, however many wait at once."""
    if (tests := str(ROOT / "tests")) not in sys.path:
        sys.path.insert(0, tests)
    from fakes.scripting import delay as answer_after

    registry = _MADE[kind]()
    with registry.fake as fake:
        if delay:
            fake.inject("*", answer_after(delay), times=_EVERY_CALL)
        yield registry


def _bedrock() -> Registry:
    from fakes.bedrock import REGION, BedrockFake

    fake = BedrockFake()
    backend = {"kind": "bedrock", "region": REGION, "endpoint_url": fake.url}
    return Registry("bedrock", backend, fake.environ(), fake)


def _truefoundry() -> Registry:
    from fakes.truefoundry import ML_REPO, TOKEN, TrueFoundryFake

    fake = TrueFoundryFake()
    backend = {"kind": "truefoundry", "url": fake.url, "ml_repo": ML_REPO}
    return Registry("truefoundry", backend, {"TFY_API_KEY": TOKEN}, fake)


def _humanloop() -> Registry:
    from fakes.humanloop import KEY, HumanloopFake

    fake = HumanloopFake()
    return Registry("humanloop", {"kind": "humanloop", "url": fake.url}, {"HUMANLOOP_API_KEY": KEY}, fake)


def _langfuse() -> Registry:
    from fakes.langfuse import PUBLIC_KEY, SECRET_KEY, LangfuseFake

    fake = LangfuseFake()
    environ = {"LANGFUSE_PUBLIC_KEY": PUBLIC_KEY, "LANGFUSE_SECRET_KEY": SECRET_KEY}
    return Registry("langfuse", {"kind": "langfuse", "url": fake.url}, environ, fake)


_MADE: Mapping[Remote, Callable[[], Registry]] = {
    "bedrock": _bedrock,
    "truefoundry": _truefoundry,
    "humanloop": _humanloop,
    "langfuse": _langfuse,
}
