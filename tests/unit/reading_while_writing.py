"""What two kinds of processes do to one file: one writes as `up` does, others read as applications do."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path

import pulumi_prompts
from pulumi_prompts.content.model import Content
from pulumi_prompts.errors import NotFoundError
from pulumi_prompts.registries.base import Alias, Change, Publication
from pulumi_prompts.registries.local import Local
from pulumi_prompts.testing.base import write
from unit.local_writers import MARKER, desired

READERS = 2
ROUNDS = 150
_SECONDS = 120.0
NAME = "triage"
ALIAS = "production"


def write_versions(path: str) -> None:
    """New content, its version, the alias on it, and the version before the last one removed; many times."""
    registry = Local(path)
    ref = registry.create(desired(NAME, content=Content(template="0")))
    seen: Alias | None = None
    for number in range(1, ROUNDS + 1):
        wanted = desired(NAME, content=Content(template=str(number)))
        write(registry, ref, wanted, Change(frozenset({"content"})))
        version = registry.publish(ref.id, Publication(wanted.digest, MARKER, MARKER)).version
        alias = Alias(ALIAS, version, MARKER, f"n{number}")
        registry.set_alias(ref.id, alias, seen)
        if seen:
            registry.delete_version(ref.id, seen.version)
        seen = alias


@contextmanager
def readers(path: str, folder: Path) -> Iterator[list[Path]]:
    """Applications that read all the time; the files have a line for each thing that they read after the block."""
    context = get_context("spawn")
    begun, ended = context.Barrier(READERS + 1, timeout=_SECONDS), context.Event()
    reports = [folder / f"reader {number}" for number in range(READERS)]
    started = [context.Process(target=_read_until, args=(path, str(report), begun, ended)) for report in reports]
    for process in started:
        process.start()
    try:
        begun.wait()
        yield reports
    finally:
        ended.set()
        for process in started:
            process.join()
            assert process.exitcode == 0


def _read_until(path: str, report: str, begun: Barrier, ended: Event) -> None:
    with closing(Path(report).open("w", encoding="utf-8")) as file:
        begun.wait()
        seen = last = False
        while not last:
            last = ended.is_set()
            try:
                served = pulumi_prompts.read(NAME, alias=ALIAS, path=path)
            except NotFoundError:  # there is no file, prompt or alias yet
                assert not seen
                continue
            seen = True
            file.write(f"{served.version} {served.template}\n")
