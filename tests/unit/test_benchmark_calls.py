"""What the benchmarks hold ours against: the fewest calls of each hook, and a floor that waits for as many."""

import re
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, get_args

import pytest
from benchmarks import floor
from benchmarks.calls import calls_of_hooks, least_of_command
from benchmarks.floor import FloorPromptProvider, FloorVersionProvider
from benchmarks.http_timing import CALL_SECONDS, HOOKS_AT_ONCE, waits_of
from benchmarks.registries import HttpRemote
from benchmarks.stack import OPERATIONS, Operation

from pulumi_prompts.resources import process

PROPS: dict[str, Any] = {"digest": "sha256:1", "version": "1", "history": {}}
PROMPTS, VERSIONS = FloorPromptProvider(), FloorVersionProvider()
HOOKS: Mapping[Operation, tuple[Callable[[], object], ...]] = {
    "up": (lambda: PROMPTS.create(PROPS), lambda: VERSIONS.create(PROPS)),
    "preview": (lambda: PROMPTS.diff("", PROPS, PROPS), lambda: VERSIONS.diff("", PROPS, PROPS)),
    "update": (lambda: PROMPTS.update("", PROPS, PROPS), lambda: VERSIONS.update("", PROPS, PROPS)),
    "refresh": (lambda: PROMPTS.read("", PROPS), lambda: VERSIONS.read("", PROPS)),
    "destroy": (lambda: PROMPTS.delete("", PROPS),),
}


def test_each_hook_makes_the_fewest_calls() -> None:
    process.forget()
    counted = {(each.registry, each.hook): (each.total, each.least, each.calls) for each in calls_of_hooks()}
    process.forget()
    assert {hook: calls for hook, calls in counted.items() if calls[0] != calls[1]} == {}
    assert {registry for registry, _ in counted} == {"local", "bedrock", *get_args(HttpRemote)}


@pytest.mark.parametrize("registry", get_args(HttpRemote))
@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_floor_waits_for_the_fewest_calls(
    monkeypatch: pytest.MonkeyPatch, operation: Operation, registry: HttpRemote
) -> None:
    waited = [0.0]
    monkeypatch.setattr(floor, "_WAITS", waits_of(registry, CALL_SECONDS))
    monkeypatch.setattr("time.sleep", waited.append)
    for hook in HOOKS[operation]:
        hook()
    assert sum(waited) == pytest.approx(least_of_command(operation, registry) * CALL_SECONDS)


def test_as_many_hooks_run_at_once_as_the_sdk_has_threads() -> None:
    spec = find_spec("pulumi.dynamic.__main__")
    assert spec is not None
    assert spec.origin is not None
    assert re.findall(r"max_workers=(\d+)", Path(spec.origin).read_text()) == [str(HOOKS_AT_ONCE)]
