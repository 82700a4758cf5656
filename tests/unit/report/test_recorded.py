"""The report of what a real engine told, scenario by scenario (`report.record` records them)."""

from collections.abc import Mapping, Sequence

import pytest

from pulumi_prompts.report.changes.building import report_of
from pulumi_prompts.report.changes.warnings import HIDDEN_TEXT, KNOWN_AT_UP
from pulumi_prompts.report.model import Change, Failure, Place, Report, Serving
from pulumi_prompts.report.previews.reading import read
from report.record import RECORDED
from report.scenarios import SCENARIOS

MOVED = ["publishes version 2", "moves `staging` from 1 to the next version (2)"]

HAPPENINGS: Mapping[str, Sequence[str]] = {
    "create": [
        "creates the prompt",
        "publishes version 1",
        "creates `production` on version 1",
        "creates `staging` on version 1",
    ],
    "edit": MOVED,
    "edit-stream": MOVED,
    "bulk": MOVED,
    "bulk-up": ["publishes version 2", "moves `staging` from 1 to 2"],
    "blank-line": ["publishes version 2"],
    "move": ["moves `production` from 1 to 2"],
    "rollback": ["re-uses version 1, which has this content", "moves `staging` from 2 to 1"],
    "unpublished": ["moves `production` from 1 to 2", "publishes no more; the versions stay in the registry"],
    "describe": [
        "renames the prompt from `support-triage` to `renamed`",
        "changes the description and the tag `team`",
    ],
    "adopt": [
        "creates the prompt",
        "takes over an existing prompt of this name, if it has this content",
        "publishes a version with this content, which is made unless there is one",
    ],
    "take-over": [
        "creates the prompt",
        "takes over an existing prompt of this name, if it has this content",
        "takes the prompt over from `organization/acme/other/triage`",
        "publishes a version with this content, which is made unless there is one",
    ],
    "promotion": [
        "writes new content of the prompt",
        "promotes the content from `acme/desk/staging@6`",
        "changes the overrides",
    ],
    "delete": ["removes `production`", "removes `staging`", "deletes the prompt with all its versions"],
    "retain": ["leaves the state; the prompt stays in the registry"],
    "replace": [
        "publishes version 1",
        "creates `production` there on version 1",
        "creates `staging` there on version 1",
        "makes the prompt anew from local prompts.db to local other.db, and then deletes the old one",
    ],
    "replace-stream": [
        "publishes version 1",
        "makes the prompt anew from local prompts.db to local other.db, and then deletes the old one",
    ],
    "taint": [
        "publishes a version with this content, which is made unless there is one",
        "makes the prompt anew in its place",
    ],
    "alias-removed": ["removes `production`"],
    "secret": MOVED,
    "unknown": [
        "publishes the next version, unless the content turns out to be the same",
        "moves `staging` from 1 to the next version",
    ],
    "read": ["creates `staging` on version 1"],
    "unread": ["removes `staging`", "is not read any more"],
    "refresh": ["changes the description"],
    "policy": ["creates the prompt", "publishes version 1"],
    "up": ["publishes version 2", "moves `staging` from 1 to 2"],
    "up-alone": [
        "creates the prompt",
        "publishes version 1",
        "creates `production` on version 1",
        "creates `staging` on version 1",
    ],
    "up-failed": ["publishes version 2"],
}

WARNINGS: Mapping[str, Sequence[str]] = {
    "move": ["production_moves"],
    "unpublished": ["production_moves"],
    "adopt": ["adopts"],
    "take-over": ["adopts", "takes_over"],
    "promotion": ["production_moves", "model_changed", "not_as_promoted"],
    "delete": ["deletion"],
    "replace": ["replacement"],
    "replace-stream": ["replacement"],
    "taint": ["replacement"],
    "alias-removed": ["deletion"],
    "unread": ["deletion"],
    "secret": ["unknown_content"],
    "unknown": ["unknown_content"],
}

NO_CHANGE = {"failing", "failing-stream", "crashing"}


def report(*names: str) -> Report:
    return report_of(read((name, (RECORDED / f"{name}.json").read_text()) for name in names))


def the_change(name: str) -> Change:
    (change,) = report(name).changes
    return change


def the_place(name: str) -> Place:
    (place,) = the_change(name).places
    return place


def test_each_scenario_is_recorded_and_looked_at() -> None:
    assert {path.stem for path in RECORDED.iterdir()} == SCENARIOS.keys() == HAPPENINGS.keys() | NO_CHANGE


@pytest.mark.parametrize("name", HAPPENINGS)
def test_what_happens(name: str) -> None:
    place = the_place(name)
    assert [each.text for each in place.happenings] == HAPPENINGS[name]
    assert [each.kind for each in place.warnings] == WARNINGS.get(name, [])


def test_both_forms_tell_the_same_but_for_the_line_of_the_program() -> None:
    document, stream = (the_place(name) for name in ("edit", "edit-stream"))
    assert document.source is not None
    assert stream.source is None
    assert (document.serving, document.operations) == (stream.serving, stream.operations)
    assert the_change("edit").contents == the_change("edit-stream").contents


def test_what_serves_is_told_also_where_it_stays() -> None:
    assert the_place("edit").serving == (
        Serving("production", "1", "1", moves=False),
        Serving("staging", "1", "2", moves=True),
    )


def test_a_blank_line_is_a_change() -> None:
    (text,) = the_change("blank-line").contents.texts
    assert [(row.kind, row.text) for row in text.rows if row.kind != "same"] == [("added", "")]


def test_hidden_texts_are_said_to_be_hidden() -> None:
    for name, knowledge, said in (("secret", "secret", HIDDEN_TEXT), ("unknown", "unknown", KNOWN_AT_UP)):
        assert [text.after for text in the_change(name).contents.texts] == [knowledge]
        assert the_place(name).warnings[0].text == said


def test_an_update_is_told_as_one_and_has_the_lines_of_its_preview() -> None:
    found = report("up")
    assert found.stacks[0].is_update
    assert found.changes[0].places[0].source is not None


@pytest.mark.parametrize("name", ["failing", "failing-stream", "crashing", "policy", "up-failed"])
def test_a_failure_names_its_resource_and_nothing_of_the_noise(name: str) -> None:
    failures = report(name).stacks[0].failures
    assert failures
    assert {each.resource for each in failures} == {"triage-production" if name == "up-failed" else "triage"}
    assert not any("Resource monitor" in each.text or "error:" in each.text for each in failures)


def test_the_words_of_a_failure_are_those_of_the_check() -> None:
    assert report("crashing").stacks[0].failures == (
        Failure("temperatur: is not a known property; did you mean `template`?", "triage"),
    )
