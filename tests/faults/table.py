"""The matrix as a table: what each operation of a registry comes to under each fault."""

from collections.abc import Iterable, Iterator

from faults.cells import Cell, Lab
from faults.expected import faults_of, is_meant
from faults.operations import operations


def table(lab: Lab) -> Iterator[str]:
    """The lines, in Markdown, and below them what is not as it must be."""
    traits = lab.registry.traits
    chosen = [*operations(traits)]
    problems: list[str] = []
    yield f"| {traits.kind} | {' | '.join(map(str, chosen))} |"
    yield f"|---|{'---|' * len(chosen)}"
    yield f"| calls | {' | '.join(str(len(lab.clean(each).calls)) for each in chosen)} |"
    for fault in faults_of(traits):
        row = []
        for operation in chosen:
            cells = [*lab.cells(operation, fault)] if is_meant(fault, operation, traits) else []
            row.append(_summary(cells))
            problems += (f"{operation}, {fault}, {told}" for cell in cells for told in cell.told)
        yield f"| {fault} | {' | '.join(row)} |"
    yield from ("", *problems)


def _summary(cells: Iterable[Cell]) -> str:
    """How many cells went through, and how many ended with one clear line; all of them were healed, or are WRONG."""
    found = [*cells]
    through = sum(cell.said is None for cell in found)
    wrong = sum(bool(cell.problems) for cell in found)
    parts = ((through, "through"), (len(found) - through, "told"), (wrong, "WRONG"))
    return ", ".join(f"{number} {what}" for number, what in parts if number)
