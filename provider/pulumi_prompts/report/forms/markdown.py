"""A report as one comment of a pull request, within GitHub's limit.

GitHub says "maximum is 65536 characters". People found by trying that it counts either code points, or 262,144 bytes of
UTF-8 (dead-claudia/github-limits#13). 65,536 code points are always within both.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pulumi_prompts.report.forms.facts import FAILED, NO_PREVIEW, in_stack, in_the_index, verdict, warning_kinds
from pulumi_prompts.report.forms.markdown_change import diff_of, known_of, size_of
from pulumi_prompts.report.forms.markdown_text import code, fenced, link, marker, sentence, words
from pulumi_prompts.report.forms.room import blocks, clipped, fitting, length_of
from pulumi_prompts.report.forms.sentences import counted
from pulumi_prompts.report.model import Change, Failure, Report, Stack
from pulumi_prompts.report.visible import visible

LONGEST = 65_536
"""In code points."""
NO_ROOM = "has no room in a comment"
IN_OTHER_FORMS = "the JSON and the HTML form have it"
_ROOM_OF_FAILURES, _ROOM_OF_INDEX, _ROOM_OF_STACKS, _ROOM_OF_NAMES = 12_000, 14_000, 6_000, 6_000
_LONGEST_FAILURE, _LONGEST_NAME = 2_500, 200


def comment(report: Report, *, key: str = "", whole: str | None = None) -> str:
    """The comment: what changes, where, and what is dangerous; then as many diffs as fit.

    Args:
        report: The report.
        key: Distinguishes this comment from those of other reports on the pull request; it is hidden in the first line.
        whole: The address of the whole report.
    """
    where = link("the whole report has it", whole) if whole else IN_OTHER_FORMS
    before = [marker(key), f"**{verdict(report)}**", *_failures(report), *_index(report)]
    after = ["---", *_stacks(report), link("The whole report", whole) if whole else ""]
    room = LONGEST - length_of([*before, *after])
    return blocks([*before, *_changes(report.changes, room, where), *after]) + "\n"


def _failures(report: Report) -> Iterator[str]:
    if not report.stacks:
        yield f"**{FAILED}**: {NO_PREVIEW}"
    failures = [_failure(stack, failure) for stack in report.stacks for failure in stack.failures]
    yield fitting(failures, _ROOM_OF_FAILURES, "… and {} more failures", "\n\n")


def _failure(stack: Stack, failure: Failure) -> str:
    where = ", ".join(code(clipped(name, _LONGEST_NAME)) for name in (stack.name, failure.resource) if name)
    text = "\n".join(map(visible, failure.text.splitlines()))
    return f"**{FAILED}**: {where}\n\n{fenced([clipped(text, _LONGEST_FAILURE)], 'text')}"


def _index(report: Report) -> Iterator[str]:
    """A line for every change. If they are too many: a line for each with warnings, and the number for each stack."""
    lines = _in_index(report.changes)
    if length_of(lines) <= _ROOM_OF_INDEX:
        yield "\n".join(lines)
    else:
        warned = _in_index(change for change in report.changes if warning_kinds(change))
        yield fitting(warned, _ROOM_OF_INDEX // 2, "- … and {} more with warnings")
        counts = [_count(stack.name, report.changes) for stack in report.stacks]
        yield fitting(counts, _ROOM_OF_INDEX // 2, "- … and {} more stacks")


def _in_index(changes: Iterable[Change]) -> list[str]:
    return [f"- {sentence(in_the_index(change))}" for change in changes]


def _count(stack: str, changes: Sequence[Change]) -> str:
    places = [place for change in changes for place in change.places if place.stack == stack]
    kinds = Counter(happening.kind for place in places for happening in place.happenings)
    said = ", ".join(f"{kind.replace('_', ' ')} {number:,}" for kind, number in kinds.most_common())
    return f"- {code(stack)}: {counted(len(places), 'change')}{f' ({said})' if said else ''}"


def _changes(changes: Sequence[Change], room: int, where: str) -> Iterator[str]:
    """The changes with their diffs; if not all fit, the most important ones."""
    whole = [blocks((known_of(change), diff_of(change.contents))) for change in changes]
    if length_of(whole) <= room:
        yield from whole
    else:
        yield from _most_important(changes, whole, room, where)


def _most_important(changes: Sequence[Change], whole: Sequence[str], room: int, where: str) -> Iterator[str]:
    room -= _ROOM_OF_NAMES
    left_out = []
    for change, block in zip(changes, whole, strict=True):
        forms = (block, blocks((known_of(change), _no_diff(change, where))))
        shown = next((form for form in forms if length_of((form,)) <= room), None)
        if shown:
            yield shown
            room -= length_of((shown,))
        else:
            left_out.append(code(change.prompt))
    if left_out:
        names = fitting(left_out, _ROOM_OF_NAMES - len(where) - 100, "and {} more", ", ")
        yield f"What {NO_ROOM}; {where}: {names}"


def _no_diff(change: Change, where: str) -> str:
    size = size_of(change.contents)
    return f"The diff of {counted(size, 'line')} {NO_ROOM}; {where}." if size else ""


def _stacks(report: Report) -> Iterator[str]:
    changed = Counter(place.stack for change in report.changes for place in change.places)
    stacks = [f"- {sentence(in_stack(stack, changed[stack.name]))}" for stack in report.stacks]
    advice = [f"- {code(stack.name)}: policy: {words(advice)}" for stack in report.stacks for advice in stack.advice]
    yield fitting(advice, _ROOM_OF_STACKS // 2, "- … and {} more of policies")
    yield fitting(stacks, _ROOM_OF_STACKS // 2, "- … and {} more stacks")
