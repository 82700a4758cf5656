"""Read many prompts of a registry in parallel."""

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
    """The prompts whose names begin with `prefix`, sorted by name, each once.

    Raises:
        InputError: The registry cannot list its prompts, or its kind is not known.
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
    """The prompts with these names. Raises InputError if one does not exist, and the errors of the registry."""
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
    """Identifies a prompt in its registry: the identifier, else the name, which is then unique."""
    return listed.ref.id if listed.ref else listed.name


def _by_name(listed: Iterable[Listed]) -> list[Listed]:
    return sorted(listed, key=lambda each: (each.name, each.ref or ()))


def all_read(session: Session, things: Sequence[T], read: Callable[[T], R]) -> Iterator[tuple[T, R | PromptsError]]:
    """The result of `read` for each prompt, or its error, as they arrive. Reading stops with the iteration."""
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
