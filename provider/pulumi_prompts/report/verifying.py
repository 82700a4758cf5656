"""Whether only approved changes ship. It proves what was shown, and not who approved it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pulumi_prompts.report.model import NOT_KNOWN, Operation, Report
from pulumi_prompts.report.visible import visible

NOT_APPROVED = "nothing was approved for it"
NOT_SHOWN = "its content is known at `pulumi up` only, so that nobody could approve it"


def differences(approved: Report, current: Report) -> list[str]:
    """What will happen without approval, a line each; empty if all that ships, or more, was approved.

    Each operation of `current` must be in `approved`, as often as here: the same action on the same resource, on the
    same registry, from the same old content to the same new one. A failed preview, and an unknown content, are never
    approved.
    """
    found = (
        *_failures("the preview that was approved", approved),
        *_failures("this preview", current),
        *_unapproved(_operations(approved), _operations(current)),
    )
    return [visible(each) for each in found]


def _failures(which: str, report: Report) -> Iterator[str]:
    if not report.stacks:
        yield f"{which} tells of no stack"
    for stack in report.stacks:
        yield from (f"{which} of {stack.name} failed: {failure.text}" for failure in stack.failures)


def _operations(report: Report) -> list[Operation]:
    return [each for change in report.changes for place in change.places for each in place.operations]


def _unapproved(approved: Sequence[Operation], current: Sequence[Operation]) -> Iterator[str]:
    left = Counter(approved)
    for operation in current:
        if NOT_KNOWN in (operation.before, operation.after):
            yield f"{_said(operation)}; {NOT_SHOWN}"
        elif left[operation]:
            left[operation] -= 1
        else:
            others = [each for each in approved if each.urn == operation.urn]
            yield f"{_said(operation)}; {_what_was_approved(others)}"


def _said(operation: Operation) -> str:
    return f"{operation.urn}: now {_in_words(operation)}"


def _what_was_approved(operations: Sequence[Operation]) -> str:
    return f"approved was {' and '.join(map(_in_words, operations))}" if operations else NOT_APPROVED


def _in_words(operation: Operation) -> str:
    before, after = operation.before or "nothing", operation.after or "nothing"
    return f"{operation.action} on {operation.registry} from {before} to {after}"
