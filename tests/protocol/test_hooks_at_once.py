"""Many hooks at once, in threads, on one instance of the provider."""

import base64
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, get_ident
from types import ModuleType
from typing import Any

import pytest

from protocol.client import Client, HookError
from protocol.lifecycle import Resource
from pulumi_prompts.registries.base import THREADS, Backend
from pulumi_prompts.registries.local import Local
from pulumi_prompts.registries.session import Session

PROMPTS = 40


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=THREADS) as pool:
        yield pool


def lives(prompts: Client, versions: Client, inputs: dict[str, Any], name: str) -> list[str]:
    """The versions that one prompt had at each step of its life."""
    prompt, published = Resource(prompts), Resource(versions)
    marker = f"acme/shop/dev/{name}"
    seen = []
    for text in ("One.", "Two.", "One."):
        prompt.up({**inputs, "name": name, "marker": marker, "template": f"{name}: {text}"})
        digest, backend = prompt.inputs["digest"], prompt.outputs["backend"]
        published.up(
            {"prompt_id": prompt.id, "digest": digest, "backend": backend, "marker": marker, "prompt_marker": marker}
        )
        assert not prompt.refresh()
        assert not published.refresh()
        seen.append(published.outputs["version"])
    published.destroy()
    prompt.destroy()
    return seen


def test_prompts_live_side_by_side(
    prompts: Client, versions: Client, inputs: dict[str, Any], threads: ThreadPoolExecutor, registry: Local
) -> None:
    names = [f"prompt-{number}" for number in range(PROMPTS)]
    seen = list(threads.map(lambda name: lives(prompts, versions, inputs, name), names))
    assert seen == [["1", "2", "1"]] * len(names)
    assert [registry.find(name) for name in names] == [None] * len(names)


class Crowded:
    """A registry whose first call of each hook waits for those of as many other hooks."""

    support = Local.support

    def __init__(self, registry: Backend, hooks: int) -> None:
        self._registry = registry
        self._together = Barrier(hooks)
        self._waited = set[int]()

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._registry, name)

        def call(*args: Any) -> Any:
            if get_ident() not in self._waited:
                self._waited.add(get_ident())
                self._together.wait(10)
            return method(*args)

        return call


AT_ONCE = 4


def test_no_hook_holds_up_another_that_asks_the_registry(
    prompts: Client,
    versions: Client,
    inputs: dict[str, Any],
    threads: ThreadPoolExecutor,
    monkeypatch: pytest.MonkeyPatch,
    registry: Local,
) -> None:
    """Not even with a lock that nobody sees: each of them is in a call at the same moment."""
    resources = [(Resource(prompts), Resource(versions)) for _ in range(AT_ONCE)]

    def declared(n: int, text: str) -> dict[str, Any]:
        return {**inputs, "name": f"prompt-{n}", "marker": f"acme/shop/dev/prompt-{n}", "template": text}

    def each(hook: Callable[[int], object]) -> None:
        crowded = Crowded(registry, AT_ONCE)
        with monkeypatch.context() as patched:
            patched.setattr(Session, "connect", lambda *_: crowded)
            list(threads.map(hook, range(AT_ONCE)))

    def published(n: int) -> dict[str, Any]:
        prompt, _ = resources[n]
        marker = prompt.inputs["marker"]
        told = {"digest": prompt.inputs["digest"], "backend": inputs["backend"], "force_destroy": True, "keep": 1}
        return {"prompt_id": prompt.id, "marker": marker, "prompt_marker": marker, **told}

    for text in ("One.", "Two."):
        each(partial(lambda text, n: resources[n][0].up(declared(n, text)), text))
        each(lambda n: resources[n][1].up(published(n)))
        each(lambda n: resources[n][0].refresh())
        each(lambda n: resources[n][1].refresh())
    each(lambda n: resources[n][1].destroy())
    each(lambda n: resources[n][0].destroy())


def test_they_share_one_instance_that_is_named_and_not_copied(
    plugin: ModuleType, prompts: Client, inputs: dict[str, Any], threads: ThreadPoolExecutor
) -> None:
    together = Barrier(THREADS)

    def check(number: int) -> list[str]:
        together.wait()
        return prompts.check({}, {**inputs, "name": f"prompt-{number}"}).failures

    assert list(threads.map(check, range(THREADS))) == [[]] * THREADS
    (payload,) = plugin._PROVIDER_CACHE
    assert len(payload) <= 120
    assert b"pulumi_prompts.resources.prompt" in base64.b64decode(payload)


def test_one_of_several_creations_of_a_name_wins(
    prompts: Client, inputs: dict[str, Any], threads: ThreadPoolExecutor, registry: Local
) -> None:
    together = Barrier(THREADS)
    checked = prompts.check({}, inputs).inputs

    def create(number: int) -> str:
        together.wait()
        try:
            return prompts.create({**checked, "marker": f"acme/shop/stack-{number}/triage"}).id
        except HookError as error:
            return str(error)

    answers = list(threads.map(create, range(THREADS)))
    head = registry.find("triage")
    assert head is not None
    assert answers.count(head.id) == 1
    assert sum("it exists already" in answer for answer in answers) == THREADS - 1
