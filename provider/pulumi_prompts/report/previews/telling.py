"""What is in one document of a preview, or in one run of events."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pulumi_prompts.program.urns import name_of
from pulumi_prompts.report.model import Failure
from pulumi_prompts.report.previews import failing
from pulumi_prompts.report.previews.joining import joined
from pulumi_prompts.report.previews.parsing import mapping, mappings, step_of_document, step_of_event
from pulumi_prompts.report.previews.steps import Step

_ENFORCED = "mandatory"
_ADVISED = ("advisory", "warning", "remediate")


@dataclass(frozen=True)
class Told:
    """A preview or an update from one document or one run of events.

    Attributes:
        steps: Those of all resources.
        failures: Empty if it is complete.
        advice: Violations of advisory policies.
    """

    is_update: bool
    steps: tuple[Step, ...]
    failures: Sequence[Failure]
    advice: tuple[str, ...] = ()


def is_document(piece: Mapping[str, Any]) -> bool:
    """Whether it is what `pulumi preview --json` writes."""
    return bool({"steps", "diagnostics", "changeSummary", "duration"} & piece.keys()) or piece.keys() == {"config"}


def is_event(piece: Mapping[str, Any]) -> bool:
    """Whether it is an event of a stream."""
    return "sequence" in piece and "timestamp" in piece


def of_document(document: Mapping[str, Any]) -> Told:
    """What is in a document. Without a summary, the engine ended before its work was complete."""
    steps = joined(step_of_document(each) for each in mappings(document.get("steps")))
    failures = [*_errors(mappings(document.get("diagnostics")))]
    if not {"changeSummary", "duration"} & document.keys() and not failures:
        failures.append(Failure(failing.CUT_OFF))
    if document.get("maybeCorrupt") is True:
        failures.append(Failure(failing.CORRUPT))
    return Told(is_update=False, steps=steps, failures=failures)


def of_events(events: Sequence[Mapping[str, Any]]) -> Told:
    """What is in a stream. In an update, a step that only began was not done."""
    summary = next(_all("summaryEvent", events), {})
    is_update = _is_update(events, summary)
    steps = joined(_steps(events, also_begun=not is_update))
    errors = [*_errors(_all("diagnosticEvent", events)), *_violations(events)]
    failed = (step_of_event(each) for each in _all("resOpFailedEvent", events))
    failures = failing.with_those_without_words(errors, (failing.not_done(each.op, each.urn) for each in failed))
    failures += _of_the_end(events[-1], summary, told=bool(failures))
    return Told(is_update, steps, failures, tuple(dict.fromkeys(_advice(events))))


def _all(kind: str, events: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    return (mapping(each[kind]) for each in events if kind in each)


def _is_update(events: Sequence[Mapping[str, Any]], summary: Mapping[str, Any]) -> bool:
    if "isPreview" in summary:
        return summary["isPreview"] is False
    of_steps = [*_all("resourcePreEvent", events), *_all("resOutputsEvent", events)]
    return bool(of_steps) and not any(each.get("planning") for each in of_steps)


def _steps(events: Iterable[Mapping[str, Any]], also_begun: bool) -> Iterator[Step]:
    """The steps. Pulumi reports what a refresh found as an update; that is no step of the plan."""
    refreshing: set[str] = set()
    for each in events:
        if "resourcePreEvent" in each:
            step = step_of_event(mapping(each["resourcePreEvent"]))
            (refreshing.add if step.op == "refresh" else refreshing.discard)(step.urn)
            if also_begun:
                yield step
        elif "resOutputsEvent" in each:
            step = step_of_event(mapping(each["resOutputsEvent"]))
            yield Step("refresh", step.urn, step.old, step.new) if step.urn in refreshing else step
            refreshing.discard(step.urn)


def _errors(diagnostics: Iterable[Mapping[str, Any]]) -> Iterator[Failure]:
    for each in diagnostics:
        if each.get("severity") == "error":
            yield failing.failure(str(each.get("message") or ""), str(each.get("urn") or ""))


def _violations(events: Iterable[Mapping[str, Any]]) -> Iterator[Failure]:
    for each in _all("policyEvent", events):
        if each.get("enforcementLevel") == _ENFORCED and not each.get("exceptions"):
            yield Failure(failing.violation(each), name_of(str(each.get("resourceUrn"))) or None)


def _advice(events: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for each in _all("policyEvent", events):
        if each.get("enforcementLevel") in _ADVISED:
            name = name_of(str(each.get("resourceUrn")))
            yield f"{name}: {failing.violation(each)}" if name else failing.violation(each)


def _of_the_end(last: Mapping[str, Any], summary: Mapping[str, Any], told: bool) -> Iterator[Failure]:
    """A stream is complete only with its summary, and with the event after which Pulumi writes nothing."""
    if not summary or "cancelEvent" not in last:
        yield Failure(failing.CUT_OFF)
    if summary.get("result", "succeeded") != "succeeded" and not told:
        yield Failure(failing.UNSUCCESSFUL)
    if summary.get("maybeCorrupt") is True:
        yield Failure(failing.CORRUPT)
