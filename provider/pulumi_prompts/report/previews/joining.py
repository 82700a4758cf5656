"""One step for each operation: Pulumi reports a replacement in three steps, and in a stream each step twice."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pulumi_prompts.report.previews.steps import QUIET, State, Step

_REPLACEMENT = ("create-replacement", "import-replacement", "replace")
_OTHER_WORDS = {"read-replacement": "read", "read-discard": "discard", "remove-pending-replace": "discard"}
_ENDS = {"delete-replaced": "delete", "discard-replaced": "discard"}
"""Together with a replacement, a part of it; alone, a rest of an earlier run."""


def joined(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The same with one step for each operation, in the order in which the resources first appear."""
    of_resources: dict[str, dict[str, Step]] = {}
    for step in steps:
        of_resource = of_resources.setdefault(step.urn, {})
        op = _OTHER_WORDS.get(step.op, step.op)
        of_resource[op] = replace(step, op=op)
    return tuple(step for of_resource in of_resources.values() for step in _of_resource(of_resource))


def with_sources(steps: Iterable[Step], told_before: Iterable[Step]) -> tuple[Step, ...]:
    """The steps of an update with the program lines of its preview: the events of an update have none."""
    before = {step.urn: step for step in told_before}
    return tuple(_with_source(step, before.get(step.urn)) for step in steps)


def _of_resource(told: Mapping[str, Step]) -> Iterator[Step]:
    """A read or unchanged step counts only if nothing else happens; a rest of an earlier run comes last."""
    acting = {op: step for op, step in told.items() if op not in (*_REPLACEMENT, *QUIET, *_ENDS)}
    ends = [told[op] for op in _ENDS if op in told and not ("read" in told and op == "discard-replaced")]
    if parts := [told[op] for op in _REPLACEMENT if op in told]:
        yield _one_replacement([*parts, *ends])
        ends = []
    yield from acting.values()
    yield from (replace(step, op=_ENDS[step.op]) for step in ends)
    if not (parts or acting or ends):
        yield from [step for op, step in told.items() if op in QUIET][-1:]


def _one_replacement(parts: list[Step]) -> Step:
    """The creation comes first: after an update it has the result."""
    new = next((part.new for part in parts if part.new is not None), None)
    old = next((part.old for part in parts if part.old is not None), None)
    keys = tuple(dict.fromkeys(key for part in parts for key in part.replacing))
    return Step("replace", parts[0].urn, old, new, keys)


def _with_source(step: Step, before: Step | None) -> Step:
    if before is None:
        return step
    return replace(step, old=_with(step.old, before.old), new=_with(step.new, before.new))


def _with(state: State | None, before: State | None) -> State | None:
    if state is None or before is None:
        return state
    return replace(state, source=before.source)
