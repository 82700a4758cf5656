"""A status for a terminal, as a table; if it is wide, cells have several lines. In a pipe each prompt is one line."""

from collections.abc import Iterator, Sequence

from rich.cells import set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pulumi_prompts.report.forms.terminal import contents, sentence
from pulumi_prompts.report.model import Contents
from pulumi_prompts.report.visible import visible
from pulumi_prompts.status.forms.facts import (
    LEGEND,
    NO_DIFFERENCE,
    NOT_THERE,
    between,
    colour_of,
    colours,
    content,
    notes,
    problems,
    verdict,
)
from pulumi_prompts.status.model import Difference, Place, PromptRow, Status

STYLES = ("green", "yellow", "cyan", "magenta", "blue", "red")
_QUIET = "dim"
_GAP = "  "


def show(status: Status, console: Console) -> None:
    """Print the verdict, the table, what could not be read, and the requested difference."""
    console.print(Text(visible(verdict(status)), "bold"), soft_wrap=True)
    if status.prompts:
        _print_table(status, console)
    for line in _below(status):
        console.print(line, soft_wrap=True)


def _print_table(status: Status, console: Console) -> None:
    """Print the table. A terminal gets columns; a pipe has no width and gets whole lines."""
    rows = [[*_cells(row, " ")] for row in status.prompts]
    head = [Text(visible(name), "bold") for name in ("", *(each.name for each in status.environments))]
    widths = [max(cell.cell_len for cell in column) for column in zip(head, *rows, strict=True)]
    if not console.is_terminal:
        for row in (head, *rows):
            console.print(Text(_in_line(row, widths)), soft_wrap=True)
    elif sum(widths) + len(_GAP) * len(widths) <= console.width:
        console.print(_table(head, rows))
    else:
        console.print(_table(head, [[*_cells(row, "\n")] for row in status.prompts]))


def _in_line(row: Sequence[Text], widths: Sequence[int]) -> str:
    cells = zip(row, widths, strict=True)
    return _GAP.join(set_cell_size(cell.plain, width) for cell, width in cells).rstrip()


def _table(head: Sequence[Text], rows: Sequence[Sequence[Text]]) -> Table:
    table = Table(box=None, padding=(0, len(_GAP), 0, 0), pad_edge=False)
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _cells(row: PromptRow, between: str) -> Iterator[Text]:
    """The cells of a row; `between` separates the parts of a cell."""
    of = colours(row)
    yield Text(visible(row.name), "bold")
    for place in row.places:
        yield Text(NOT_THERE, _QUIET) if place is None else _cell(place, colour_of(place, of), between)


def _cell(place: Place, colour: int | None, between: str) -> Text:
    style = "" if colour is None else STYLES[colour]
    served = [Text(sentence("", content(place.served)).plain, style)] if place.served else []
    beside = [sentence("", note) for note in notes(place)]
    for note in beside:
        note.stylize_before(_QUIET)
    said = Text(", " if between == " " else between).join(beside)
    return Text(between).join(filter(None, (*served, said)))


def _below(status: Status) -> Iterator[Text]:
    yield from (sentence("", each) for each in problems(status))
    if status.difference:
        yield from _difference(status.difference)
    elif status.prompts:
        yield Text(LEGEND, _QUIET)


def _difference(difference: Difference) -> Iterator[Text]:
    yield Text()
    yield sentence("", between(difference))
    if difference.contents == Contents():
        yield Text(NO_DIFFERENCE)
    yield from contents(difference.contents)
