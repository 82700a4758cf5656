"""How long the engine's commands take on an HTTP registry whose calls take their time, beside an ordinary provider.

That is the floor whose hooks wait as long as the fewest calls take that the registry's protocol allows, four at once.
It is measured and no sum: while they wait, the engine goes on with its own work.

MLflow and Phoenix are left out: the tests have no fake of them, and their real servers are too slow for this.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import get_args

from benchmarks.calls import LEAST, least_of_command
from benchmarks.floor import WAITS
from benchmarks.registries import HttpRemote, Registry, served
from benchmarks.stack import Operation
from benchmarks.timing import OURS, Timing, in_turn, life, timings_of, warm_up

CALL_SECONDS = 0.05
HOOKS_AT_ONCE = 4
"""`max_workers` in `main` of the SDK's `pulumi/dynamic/__main__.py`, which is the plugin process. Ours raises it."""

SIZE = 100


@dataclass(frozen=True)
class HttpTiming:
    """What one command takes on one registry, and how many calls ours made in each run."""

    registry: HttpRemote
    timing: Timing
    calls: tuple[int, ...]
    call_seconds: float

    @property
    def least(self) -> int:
        """The fewest calls."""
        return self.timing.size * least_of_command(self.timing.operation, self.registry)

    @property
    def waiting(self) -> float:
        """The seconds that the fewest calls take, four at once, were there nothing else to do."""
        return self.least * self.call_seconds / HOOKS_AT_ONCE


def http_timings(
    repeat: int, tell: Callable[[str], None], call_seconds: float = CALL_SECONDS, options: Sequence[str] = ()
) -> list[HttpTiming]:
    """Timings of all commands, with these options, on each registry."""
    warm_up()
    return [timing for kind in get_args(HttpRemote) for timing in _on(kind, repeat, tell, call_seconds, options)]


def waits_of(registry: str, call_seconds: float) -> Mapping[str, float]:
    """How long each hook waits for the fewest calls."""
    return {hook: calls[registry] * call_seconds for hook, calls in LEAST.items()}


def _on(
    kind: HttpRemote, repeat: int, tell: Callable[[str], None], call_seconds: float, options: Sequence[str]
) -> list[HttpTiming]:
    lives = []
    calls: dict[Operation, list[int]] = defaultdict(list)
    for turn in range(repeat):
        tell(f"{SIZE} prompts on {kind}, run {turn + 1} of {repeat}")
        with _served_slowly(kind, call_seconds) as (registry, env):
            spent = {}
            for operation, sides in life(SIZE, registry.backend, env, options, pair=in_turn(OURS, turn)):
                spent[operation] = sides
                calls[operation].append(sum(registry.taken().values()))
            lives.append(spent)
    return [HttpTiming(kind, each, tuple(calls[each.operation]), call_seconds) for each in timings_of(SIZE, lives)]


@contextmanager
def _served_slowly(kind: HttpRemote, call_seconds: float) -> Iterator[tuple[Registry, Mapping[str, str]]]:
    """A registry, and the environment of both programs."""
    with served(kind, delay=call_seconds) as registry:
        yield registry, {**registry.environ, WAITS: json.dumps(waits_of(kind, call_seconds))}
