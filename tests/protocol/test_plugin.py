"""The plugin process of the installed SDK, and what is done where one looks different."""

import gc
import os
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import current_thread
from types import FrameType, ModuleType, SimpleNamespace
from typing import Any, cast

import grpc
import pytest
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderStub

from protocol.client import Client
from protocol.together import TogetherProvider
from pulumi_prompts.errors import PromptsError
from pulumi_prompts.registries.base import THREADS
from pulumi_prompts.resources.plugin import (
    MOST_LEFT,
    NOT_LEFT,
    adapt_plugin,
    collect_no_more_what_is_loaded,
    tell_what_is_left,
)

NO_ENGINE = "127.0.0.1:9"


@pytest.fixture
def process() -> Iterator[ResourceProviderStub]:
    """As the engine starts it."""
    command = [sys.executable, "-u", "-m", "pulumi.dynamic", NO_ENGINE]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as plugin:
        try:
            assert plugin.stdout is not None
            with grpc.insecure_channel(f"127.0.0.1:{int(plugin.stdout.readline())}") as channel:
                yield ResourceProviderStub(channel)
        finally:
            plugin.kill()


def test_the_sdk_runs_as_many_hooks_at_once_as_it_is_asked(process: ResourceProviderStub) -> None:
    """Also those that came before the first of them was begun."""
    client = Client(process, TogetherProvider())
    with ThreadPoolExecutor(THREADS) as threads:
        answers = list(threads.map(lambda number: client.check({}, {"number": number}), range(THREADS)))
    assert [answer.failures for answer in answers] == [[]] * THREADS


def adapted(executor: ThreadPoolExecutor, before: Callable[[ThreadPoolExecutor], None] = lambda _: None) -> Any:
    """How many threads the executor may have after a hook in one of its threads."""

    def hook() -> None:
        before(executor)
        adapt_plugin()

    with executor:
        executor.submit(hook).result()
    return executor._max_workers


def test_an_executor_may_have_more_threads_after_the_first_hook(plugin: ModuleType) -> None:
    assert adapted(ThreadPoolExecutor(4)) == THREADS


def test_one_that_may_have_more_keeps_them(plugin: ModuleType) -> None:
    assert adapted(ThreadPoolExecutor(THREADS + 1)) == THREADS + 1


def test_nothing_is_touched_outside_of_the_plugin() -> None:
    assert adapted(ThreadPoolExecutor(4)) == 4


def without_arguments(executor: ThreadPoolExecutor) -> None:
    current_thread()._args = ()  # type: ignore[attr-defined]


def with_another_first_argument(executor: ThreadPoolExecutor) -> None:
    current_thread()._args = (executor,)  # type: ignore[attr-defined]


def with_a_reference_to_something_else(executor: ThreadPoolExecutor) -> None:
    current_thread()._args = (weakref.ref(current_thread()),)  # type: ignore[attr-defined]


def with_a_reference_to_nothing(executor: ThreadPoolExecutor) -> None:
    current_thread()._args = (lambda: None,)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "change",
    [
        without_arguments,
        with_another_first_argument,
        with_a_reference_to_something_else,
        with_a_reference_to_nothing,
    ],
)
def test_an_executor_that_is_not_found_is_left_alone(
    plugin: ModuleType, change: Callable[[ThreadPoolExecutor], None]
) -> None:
    assert adapted(ThreadPoolExecutor(4), change) == 4


def test_a_limit_that_is_no_number_is_left_alone(plugin: ModuleType) -> None:
    executor = ThreadPoolExecutor(4)
    executor.submit(int).result()  # a thread that the hook finds: with such a limit no other is started
    executor._max_workers = unlimited = None  # type: ignore[assignment]
    assert adapted(executor) is unlimited


def test_what_is_loaded_at_the_first_hook_is_never_looked_through_again(plugin: ModuleType) -> None:
    """As the collector would, again and again, while our own modules load."""
    collect_no_more_what_is_loaded.cache_clear()
    gc.unfreeze()
    adapt_plugin()
    assert gc.get_freeze_count() > 0
    gc.unfreeze()


@pytest.mark.parametrize("size", [1_000, MOST_LEFT])
def test_what_is_left_is_told_unless_it_is_too_large_for_the_engine(plugin: ModuleType, size: int) -> None:
    told = list[Any]()
    context = SimpleNamespace(set_trailing_metadata=told.append)
    frame = SimpleNamespace(f_locals={"context": context, "request": SimpleNamespace(news={"__provider": "x"})})
    error = PromptsError("no", "wait")
    error.left = ("id", {"text": "x" * size})
    tell_what_is_left(cast(FrameType, frame), error)
    assert (len(told), str(error)) == ((1, "no; wait") if size < MOST_LEFT else (0, f"no; wait; {NOT_LEFT}"))
