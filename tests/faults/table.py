"""The matrix as a table: what each operation of a registry comes to under each fault."""

from collections.abc import Iterable, Iterator

from faults.cells import Cell, Lab
from faults.expected import faults_of, is_meant
from faults.operations import operations
from faults.proxy import Fault


def table(lab: Lab) -> Iterator[str]:
    """The lines, in Markdown. The calls are those of the operation without a fault."""
    traits = lab.registry.traits
    chosen = [*operations(traits)]
    yield f"## {traits.kind}\n"
    for operation in chosen:
        yield f"- {operation}: {', '.join(lab.clean(operation).shapes) or 'none'}"
    yield f"\n| fault | {' | '.join(map(str, chosen))} |\n|---|{'---|' * len(chosen)}"
    for fault in faults_of(traits):
        row = (_summary(lab.cells(each, fault)) if is_meant(fault, each, traits) else "" for each in chosen)
        yield f"| {fault} | {' | '.join(row)} |"


def _summary(cells: Iterable[Cell]) -> str:
    """How many cells, and what came of them; `!` where something is not as it must be."""
    found = [*cells]
    through = sum(each.said is None for each in found)
    bad = sum(bool(each.problems) for each in found)
    parts = [(through, "through"), (len(found) - through, "one line"), (bad, "WRONG")]
    return ", ".join(f"{number} {what}" for number, what in parts if number)


def lines_of(lab: Lab, fault: Fault) -> Iterator[str]:
    """The problems of one fault, for whoever looks for their cause."""
    for operation in operations(lab.registry.traits):
        for cell in lab.cells(operation, fault):
            yield from (f"{operation}: {cell.call}, {cell.lasting}: {problem}" for problem in cell.problems)
