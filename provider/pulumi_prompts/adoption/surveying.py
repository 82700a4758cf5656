"""Many prompts of a registry, read from many threads at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

from pulumi_prompts.errors import InputError, PromptsError
from pulumi_prompts.promotion.source import no_such_prompt
from pulumi_prompts.registries.base import THREADS, Listed, ListsPrompts
from pulumi_prompts.registries.session import Session, Target

T = TypeVar("T")
R = TypeVar("R")


def all_listed(session: Session, target: Target, prefix: str) -> list[Listed]:
    """The prompts with a name that begins with `prefix`, by their names, each once.

    Raises:
        InputError: The registry does not tell which it has, or is none of ours.
    """
    backend = session.connect(target)
    if not isinstance(backend, ListsPrompts):
        raise InputError(f"{target.place} does not tell which prompts it has", "name them")
    found: dict[str, Listed] = {}
    for each in backend.list_prompts(prefix):
        found[key_of(each)] = each
        session.environment.progress(f"{target.place}: {len(found)} prompts so far")
    return _by_name(found.values())


def all_named(session: Session, target: Target, names: Sequence[str]) -> list[Listed]:
    """The prompts of these names. Raises InputError where there is no such, and what a registry raises."""
    backend = session.connect(target)
    found = []
    for name, head in all_read(session, list(dict.fromkeys(names)), backend.find):
        if isinstance(head, PromptsError):
            raise head
        if head is None:
            raise no_such_prompt(target, name)
        found.append(Listed.told(head))
    return _by_name(found)


def key_of(listed: Listed) -> str:
    """What tells a prompt from the others of its registry: the identifier, else the name, which is one there."""
    return listed.ref.id if listed.ref else listed.name


def _by_name(listed: Iterable[Listed]) -> list[Listed]:
    return sorted(listed, key=lambda each: (each.name, each.ref or ()))


def all_read(session: Session, things: Sequence[T], read: Callable[[T], R]) -> Iterator[tuple[T, R | PromptsError]]:
    """What `read` makes of each, or why it failed, as it comes; where nobody asks on, nothing more is read."""
    threads = ThreadPoolExecutor(THREADS, "pulumi-prompts")
    try:
        reading = {threads.submit(_or_error, read, thing): thing for thing in things}
        for number, done in enumerate(as_completed(reading), start=1):
            session.environment.progress(f"{number} of {len(things)} prompts read")
            yield reading[done], done.result()
    finally:
        threads.shutdown(cancel_futures=True)


def _or_error(read: Callable[[T], R], thing: T) -> R | PromptsError:
    try:
        return read(thing)
    except PromptsError as error:
        return error
