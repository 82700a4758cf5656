"""What was approved is what ships: the same or less passes, anything else is said."""

from dataclasses import replace
from typing import Any

import pytest

from pulumi_prompts.report.model import Operation, Report
from pulumi_prompts.report.verifying import NOT_APPROVED, NOT_SHOWN, differences
from report import samples


def with_operations(*operations: Operation) -> Report:
    report = samples.created()
    [change] = report.changes
    return replace(report, changes=(replace(change, places=(replace(change.places[0], operations=operations),)),))


UPDATE = Operation("update", "urn:a", "bedrock us-east-1", "sha256:1", "sha256:2")


def test_the_same_passes() -> None:
    assert differences(samples.edited(), samples.edited()) == []


def test_less_passes_in_any_order() -> None:
    approved = samples.joined(samples.created(), samples.edited(), samples.unknown())
    assert differences(approved, samples.edited()) == []
    assert differences(approved, samples.nothing()) == []


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"action": "replace"}, "now replace on"),
        ({"registry": "bedrock eu-west-1"}, "on bedrock eu-west-1"),
        ({"before": None}, "from nothing"),
        ({"after": "sha256:3"}, "to sha256:3"),
    ],
)
def test_another_operation_is_said_beside_the_approved_one(other: dict[str, Any], said: str) -> None:
    [line] = differences(with_operations(UPDATE), with_operations(replace(UPDATE, **other)))
    assert line.startswith("urn:a: now ")
    assert said in line
    assert line.endswith("; approved was update on bedrock us-east-1 from sha256:1 to sha256:2")


def test_what_nobody_approved_is_said() -> None:
    [line] = differences(with_operations(UPDATE), with_operations(UPDATE, replace(UPDATE, urn="urn:b")))
    assert line.startswith("urn:b: ")
    assert line.endswith(NOT_APPROVED)


def test_an_operation_counts_as_often_as_it_is_there() -> None:
    assert differences(with_operations(UPDATE, UPDATE), with_operations(UPDATE, UPDATE)) == []
    assert len(differences(with_operations(UPDATE), with_operations(UPDATE, UPDATE))) == 1


def test_what_is_not_known_agrees_with_nothing() -> None:
    [line] = differences(samples.unknown(), samples.unknown())
    assert line.endswith(NOT_SHOWN)


def test_what_was_not_known_was_not_approved() -> None:
    unknown, known = replace(UPDATE, after="unknown"), UPDATE
    [line] = differences(with_operations(unknown), with_operations(known))
    assert line.endswith("to unknown")


def test_a_failed_preview_agrees_with_nothing() -> None:
    whole = samples.without_failures(samples.failed())
    [before] = differences(samples.failed(), whole)
    [after] = differences(whole, samples.failed())
    assert before.startswith(f"the preview that was approved of {samples.PRODUCTION} failed: triage: messages: ")
    assert after.startswith(f"this preview of {samples.PRODUCTION} failed: ")


def test_a_report_of_nothing_agrees_with_nothing() -> None:
    nothing = Report((), ())
    assert differences(nothing, nothing) == [
        "the preview that was approved tells of no stack",
        "this preview tells of no stack",
    ]


def test_each_is_one_line() -> None:
    lines = differences(samples.hostile(), samples.hostile("\n`\u2028"))
    assert all(len(line.splitlines()) == 1 for line in lines)
