"""`pulumi-prompts import`: write the prompts of a registry into files and a program that adopts them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pulumi_prompts.adoption.importing import Import
from pulumi_prompts.adoption.journal import Done
from pulumi_prompts.adoption.moving import Moving
from pulumi_prompts.adoption.surveying import all_listed, all_named
from pulumi_prompts.cli.console import ImportConsole
from pulumi_prompts.cli.exits import Exit, exit_of
from pulumi_prompts.cli.sources import reading, registry, session
from pulumi_prompts.cli.states import exports_in
from pulumi_prompts.errors import PromptsError
from pulumi_prompts.registries.base import Listed
from pulumi_prompts.registries.session import Session, Target

PROGRAM: Final = Path("imported.py")


@dataclass(frozen=True)
class Order:
    """The arguments of the command.

    Attributes:
        kind: The kind of registry.
        settings: The settings of the registry.
        names: The names of the prompts in the registry; empty for all.
        prefix: The beginning of the names, if not all prompts are meant.
        export: A file with the state of a stack in which AWS's packages manage the prompts; else None.
        folder: The folder of the prompt files.
        former: A stack that is gone (`organization/project/stack`), whose prompts are imported, too.
    """

    kind: str
    settings: Mapping[str, str]
    names: Sequence[str]
    prefix: str
    export: str | None
    folder: Path
    former: str | None


def import_prompts(order: Order) -> Exit:
    """Import into the working folder. Raises UsageError for a wrong export, and errors of the registry."""
    target = registry(order.kind, order.settings)
    moving = _moving(order.export) if order.export else None
    with reading(target) as tell:
        connection = session(tell)
        prompts = moving.prompts(connection.connect(target)) if moving else _prompts(connection, target, order)
        results = [*Import(connection, target, prompts, order.folder, PROGRAM, order.former).run()]
    return _told(results, order, moving)


def _moving(file: str) -> Moving:
    [(name, export)] = exports_in([file])
    return Moving.of(name, export)


def _prompts(connection: Session, target: Target, order: Order) -> Sequence[Listed]:
    return all_named(connection, target, order.names) if order.names else all_listed(connection, target, order.prefix)


def _told(results: Sequence[tuple[Listed, Done | PromptsError]], order: Order, moving: Moving | None) -> Exit:
    console, worst = ImportConsole(), Exit.DONE
    for listed, result in sorted(results, key=lambda each: each[0].name):
        if isinstance(result, PromptsError):
            console.failed(listed.name, result)
            worst = max(worst, exit_of(result))
        else:
            console.left_out(result)
    done = [result for _, result in results if isinstance(result, Done)]
    taken = sum(each.resource is not None for each in done)
    if worst is not Exit.DONE:
        console.unfinished(len(results) - len(done))
    elif taken:
        console.written(taken, len(done) - taken, order.folder, PROGRAM)
        console.steps(moving.steps(PROGRAM.stem) if moving else ())
    else:
        console.nothing(len(done))
    return worst
