"""How long the engine's commands take on an HTTP registry each of whose calls takes 50 ms, beside the limit.

The limit is the floor whose hooks wait as long as the fewest calls take that the registry's protocol allows. It is
measured and no sum: while four hooks wait, which is all that run at once, the engine goes on with its own work.

MLflow is left out: the tests have no fake of it, and its real server is too slow for this.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import get_args

from benchmarks.calls import LEAST, least_of_command
from benchmarks.floor import WAITS
from benchmarks.registries import HttpRemote, Registry, served
from benchmarks.stack import Operation
from benchmarks.timing import Timing, first_of, life, timings_of, warm_up

CALL_SECONDS = 0.05
HOOKS_AT_ONCE = 4
"""`max_workers` in `main` of the SDK's `pulumi/dynamic/__main__.py`, which is the plugin process."""

SIZE = 100


@dataclass(frozen=True)
class HttpTiming:
    """What one command takes on one registry, and how many calls ours made in each run."""

    registry: HttpRemote
    timing: Timing
    calls: tuple[int, ...]

    @property
    def least(self) -> int:
        """The fewest calls."""
        return self.timing.size * least_of_command(self.timing.operation, self.registry)

    @property
    def waiting(self) -> float:
        """The seconds that the fewest calls take, were there nothing else to do."""
        return self.least * CALL_SECONDS / HOOKS_AT_ONCE


def http_timings(repeat: int, tell: Callable[[str], None]) -> list[HttpTiming]:
    """Timings of all commands on each registry."""
    warm_up()
    return [timing for kind in get_args(HttpRemote) for timing in _on(kind, repeat, tell)]


def waits_of(registry: str) -> Mapping[str, float]:
    """How long each hook waits for the fewest calls."""
    return {hook: calls[registry] * CALL_SECONDS for hook, calls in LEAST.items()}


def _on(kind: HttpRemote, repeat: int, tell: Callable[[str], None]) -> list[HttpTiming]:
    lives = []
    calls: dict[Operation, list[int]] = defaultdict(list)
    for turn in range(repeat):
        tell(f"{SIZE} prompts on {kind}, run {turn + 1} of {repeat}")
        with _served_slowly(kind) as (registry, env):
            spent = {}
            for operation, sides in life(SIZE, registry.backend, env, first=first_of(turn)):
                spent[operation] = sides
                calls[operation].append(sum(registry.taken().values()))
            lives.append(spent)
    return [HttpTiming(kind, timing, tuple(calls[timing.operation])) for timing in timings_of(SIZE, lives)]


@contextmanager
def _served_slowly(kind: HttpRemote) -> Iterator[tuple[Registry, Mapping[str, str]]]:
    """A registry, and the environment of both programs."""
    with served(kind, delay=CALL_SECONDS) as registry:
        yield registry, {**registry.environ, WAITS: json.dumps(waits_of(kind))}
