"""A status as Markdown for GitHub, within the size of a comment. Rows that need attention come first."""

from collections.abc import Iterator, Sequence

from pulumi_prompts.report.forms.markdown import LONGEST
from pulumi_prompts.report.forms.markdown_change import diff_of
from pulumi_prompts.report.forms.markdown_text import code, sentence, words
from pulumi_prompts.report.forms.room import blocks, fitting, length_of
from pulumi_prompts.report.forms.sentences import Sentence
from pulumi_prompts.report.model import Contents
from pulumi_prompts.status.forms.facts import (
    LEGEND,
    NO_DIFFERENCE,
    NOT_THERE,
    between,
    colour_of,
    colours,
    content,
    in_a_line,
    problems,
    verdict,
)
from pulumi_prompts.status.model import Difference, Place, PromptRow, Status

SQUARES = ("🟩", "🟨", "🟦", "🟪", "🟧", "🟫")
_ROOM_OF_PROBLEMS = 10_000


def markdown(status: Status) -> str:
    """The whole comment: the verdict, the table, and what follows it."""
    before = [f"**{words(verdict(status))}**", fitting([*_problems(status)], _ROOM_OF_PROBLEMS, "- … and {} more")]
    after = _difference(status.difference) if status.difference else (LEGEND,) if status.prompts else ()
    table = _table(status, LONGEST - length_of([*before, *after])) if status.prompts else ""
    return blocks([*before, table, *after]) + "\n"


def _problems(status: Status) -> Iterator[str]:
    return (f"- {sentence(each)}" for each in problems(status))


def _table(status: Status, room: int) -> str:
    head = [_row(["", *(code(environment.name) for environment in status.environments)]), _row(_RULE * _width(status))]
    rows = [_row([code(row.name), *_cells(row)]) for row in status.prompts]
    return "\n".join([*head, fitting(rows, room - sum(map(len, head)), "\n… and {} more prompts")])


_RULE = ["---"]


def _width(status: Status) -> int:
    return len(status.environments) + 1


def _row(cells: Sequence[str]) -> str:
    """A row. A bar inside a cell is escaped: it would start a new cell, even in a code span."""
    escaped = " | ".join(cell.replace("|", "\\|") for cell in cells)
    return f"| {escaped} |"


def _cells(row: PromptRow) -> Iterator[str]:
    of = colours(row)
    return (NOT_THERE if place is None else _cell(place, colour_of(place, of)) for place in row.places)


def _cell(place: Place, colour: int | None) -> str:
    square = "" if colour is None else SQUARES[colour]
    served = sentence(content(place.served)) if place.served else ""
    return " ".join(filter(None, (square, served, sentence(in_a_line(place)))))


def _difference(difference: Difference) -> tuple[str, ...]:
    title: Sentence = between(difference)
    is_same = difference.contents == Contents()
    return f"### {sentence(title)}", NO_DIFFERENCE if is_same else diff_of(difference.contents)
