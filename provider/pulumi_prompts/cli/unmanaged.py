"""`pulumi-prompts unmanaged`: list what no given stack manages in a registry."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pulumi_prompts.adoption.surveying import all_listed
from pulumi_prompts.adoption.unmanaged import Managed, unmanaged
from pulumi_prompts.cli.documents import write_one
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.sources import reading, registry, session
from pulumi_prompts.cli.states import states_of


@dataclass(frozen=True)
class Order:
    """The arguments of the command.

    Attributes:
        kind: The kind of registry.
        settings: The settings of the registry.
        prefix: The beginning of the names of the prompts.
        stacks: Stacks that manage prompts of the registry; `pulumi` exports them.
        files: Files with exported states of such stacks, or `-`.
        json: Where the JSON goes, a file or `-`; None for lines for people.
    """

    kind: str
    settings: Mapping[str, str]
    prefix: str
    stacks: Sequence[str]
    files: Sequence[str]
    json: str | None


def tell_unmanaged(order: Order) -> Exit:
    """Print the list. Raises the errors of the registry and of `states_of`."""
    target = registry(order.kind, order.settings)
    managed = Managed.of(states_of(order.stacks, order.files), target)
    with reading(target) as tell:
        connection = session(tell)
        found = unmanaged(connection, target, all_listed(connection, target, order.prefix), managed)
    if order.json is None:
        write_one("-", "".join(f"{line}\n" for line in found.lines))
    else:
        write_one(order.json, f"{json.dumps(found.document, ensure_ascii=False, indent=2)}\n")
    return Exit.WAITS if found.waits else Exit.DONE
