"""What other processes do to a file of the embedded registry, all at the same moment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.pool import Pool
from multiprocessing.synchronize import Barrier
from typing import Any

from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content
from pulumi_prompts.errors import DriftError, PromptsError
from pulumi_prompts.registries.base import Alias, Desired, Publication
from pulumi_prompts.registries.local import Local

PROCESSES = 4
_SECONDS = 120.0
MARKER = "acme/shop/dev/version"
_together: Barrier


def desired(name: str, **more: Any) -> Desired:
    content = more.pop("content", Content(template=f"Hello {name}."))
    fixed = {"name": name, "content": content, "digest": digest_of(content)}
    return Desired(**{"marker": "acme/shop/dev/prompt", **fixed, **more})


@contextmanager
def other_processes() -> Iterator[Pool]:
    """As many processes as `PROCESSES`; each task waits until all of them have one."""
    context = get_context("spawn")
    with context.Pool(PROCESSES, _meet_at, [context.Barrier(PROCESSES, timeout=_SECONDS)]) as pool:
        yield pool


def _meet_at(together: Barrier) -> None:
    global _together
    _together = together


def create(path: str, name: str) -> str:
    """The new prompt's id, or why there is none."""
    _together.wait()
    try:
        return Local(path).create(desired(name)).id
    except PromptsError as error:
        return str(error)


def publish(path: str, prompt_id: str, times: int) -> Sequence[str]:
    """The versions that this process published, one after the other."""
    registry = Local(path)
    digest = registry.read(prompt_id).digest
    _together.wait()
    return [registry.publish(prompt_id, Publication(digest, MARKER, MARKER)).version for _ in range(times)]


Move = tuple[str | None, str]
"""The nonces of what was seen and of what was written."""


def move(path: str, prompt_id: str, process: str, times: int) -> Sequence[Move]:
    """The moves of an alias that this process made; another process may have been faster with each."""
    registry = Local(path)
    moves = []
    _together.wait()
    for number in range(times):
        seen = next(iter(registry.aliases(prompt_id)), None)
        alias = Alias("production", str(number % 2 + 1), MARKER, f"{process}{number}")
        try:
            registry.set_alias(prompt_id, alias, seen)
            moves.append((seen.nonce if seen else None, str(alias.nonce)))
        except DriftError:
            continue
    return moves


def publish_and_delete(path: str, prompt_id: str, times: int) -> Sequence[str]:
    """The same, but each version is removed at once."""
    registry = Local(path)
    published = []
    digest = registry.read(prompt_id).digest
    _together.wait()
    for _ in range(times):
        version = registry.publish(prompt_id, Publication(digest, MARKER, MARKER)).version
        registry.delete_version(prompt_id, version)
        published.append(version)
    return published
