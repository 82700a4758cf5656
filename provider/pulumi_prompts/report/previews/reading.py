"""Reads previews and updates as Pulumi wrote them: one document, a stream of events, or one after the other.

`pulumi preview --json` writes a document; the same with `PULUMI_ENABLE_STREAMING_JSON_PREVIEW=1`, and every update,
writes events, one a line. `pulumi up --json` writes its preview first, in either form. A text may hold several.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pulumi_prompts.program.markers import stack_of
from pulumi_prompts.program.urns import project_and_stack_of
from pulumi_prompts.report.model import Failure
from pulumi_prompts.report.previews import failing
from pulumi_prompts.report.previews.documents import NoJson, pieces_of
from pulumi_prompts.report.previews.folders import with_steps_of_entries
from pulumi_prompts.report.previews.joining import with_sources
from pulumi_prompts.report.previews.steps import OURS, Preview, Step
from pulumi_prompts.report.previews.telling import Told, is_document, is_event, of_document, of_events

_IDLE = frozenset({"same", "refresh"})

_PRELUDE = "preludeEvent"
"""Once in a stream; not always its first event."""

_Piece = Mapping[str, Any] | NoJson


def read(documents: Iterable[tuple[str, str]]) -> tuple[Preview, ...]:
    """The previews and updates in some texts. Errors become failures of the preview, and are never raised.

    Args:
        documents: Each text with its name (of a file, or `-`), which is used if the text does not name its stack.
    """
    return tuple(_preview(name, told) for name, text in documents for told in _told(text))


def _told(text: str) -> list[Told]:
    """The previews and updates of one text; a preview followed by an update belongs to it."""
    found: list[Told] = []
    for run in _runs(pieces_of(text)):
        told = _of_run(run)
        if found and _is_of_update(found[-1], told):
            told = _with_preview(told, found.pop())
        found.append(told)
    return found or [Told(is_update=False, steps=(), failures=[Failure(failing.EMPTY)])]


def _runs(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    """The pieces that belong together: a document, or the events of a stream, with unreadable parts beside them."""
    run: list[_Piece] = []
    last: Mapping[str, Any] | None = None
    is_open = False
    for piece in pieces:
        if last is not None and _begins_another(piece, last, is_open):
            yield run
            run, last, is_open = [], None, False
        run.append(piece)
        if isinstance(piece, Mapping):
            last, is_open = piece, is_open or _PRELUDE in piece
    if run:
        yield run


def _begins_another(piece: _Piece, last: Mapping[str, Any], is_open: bool) -> bool:
    """Whether a new run begins: after a document or the end of a stream, or if a second stream begins."""
    is_over = is_document(last) or "cancelEvent" in last
    if isinstance(piece, NoJson):
        return is_over and failing.is_cut(piece)
    return is_over or is_document(piece) or (is_open and _PRELUDE in piece)


def _of_run(run: Iterable[_Piece]) -> Told:
    unreadable: list[NoJson] = []
    events: list[Mapping[str, Any]] = []
    others: list[Failure] = []
    told = None
    for piece in run:
        if isinstance(piece, NoJson):
            unreadable.append(piece)
        elif is_document(piece):
            told = of_document(piece)
        elif is_event(piece):
            events.append(piece)
        else:
            others.append(Failure(failing.NO_PREVIEW))
    told = told or (of_events(events) if events else Told(is_update=False, steps=(), failures=()))
    return replace(told, failures=[*failing.unreadable(unreadable), *others, *told.failures])


def _is_of_update(before: Told, told: Told) -> bool:
    stacks = {_project_and_stack(each.steps) for each in (before, told) if each.steps}
    return told.is_update and not before.is_update and len(stacks) == 1


def _with_preview(update: Told, preview: Told) -> Told:
    return replace(
        update,
        steps=with_sources(update.steps, preview.steps),
        failures=[*preview.failures, *update.failures],
        advice=tuple(dict.fromkeys([*preview.advice, *update.advice])),
    )


def _preview(name: str, told: Told) -> Preview:
    steps = with_steps_of_entries(told.steps)
    ours = tuple(step for step in steps if step.type in OURS)
    others = Counter(step.op for step in steps if step.type not in OURS and step.op not in _IDLE)
    stack = _stack(told.steps, ours) or name
    return Preview(stack, told.is_update, ours, failing.each_once(told.failures), told.advice, dict(others))


def _stack(steps: Sequence[Step], ours: Sequence[Step]) -> str:
    """The stack, with its organization if one of our markers has it; nothing if there is no step at all."""
    named = "/".join(_project_and_stack(steps))
    markers = (stack_of(str(step.last.said("marker"))) for step in ours)
    whole = next((each for each in markers if each.count("/") > 1 and each.endswith(f"/{named}")), named)
    return whole.strip("/")


def _project_and_stack(steps: Iterable[Step]) -> tuple[str, str]:
    found = (project_and_stack_of(step.urn) for step in steps)
    return next((each for each in found if all(each)), ("", ""))
