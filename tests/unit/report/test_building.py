"""The report as a whole: warnings, what is production, the same change in several places, the order, the sources."""

import pytest

from pulumi_prompts.lifecycle.previewing import NOT_HERE
from pulumi_prompts.program.signs import SECRET, UNKNOWN
from pulumi_prompts.report.changes.building import report_of
from pulumi_prompts.report.changes.warnings import KNOWN_AT_UP, NOT_TOLD
from pulumi_prompts.report.changes.where import is_production
from pulumi_prompts.report.model import Change, Report, Source
from pulumi_prompts.report.previews.reading import read
from report.made import Json, alias, document, prompt, step, version

A, B = "sha256:" + "a" * 64, "sha256:" + "b" * 64
EDIT = step("update", prompt("Old {{x}}", A, id="7"), prompt("New {{x}}", B))


def report(*documents: str) -> Report:
    return report_of(read(("preview", each) for each in documents))


def the_change(*steps: Json) -> Change:
    (change,) = report(document(*steps)).changes
    return change


def warned(*steps: Json) -> list[str]:
    """The warnings of one change in one place, by their kinds."""
    (place,) = the_change(*steps).places
    return [each.kind for each in place.warnings]


def moving(name: str, after: Json | None = None) -> Json:
    new = after or alias(name, "2", B, content={"template": "New {{x}}"})
    return step("update", alias(name, "1", A, content={"template": "Old {{x}}"}), new)


@pytest.mark.parametrize("name", ["prod", "production", "eu-prod-2", "Live", "acme/desk/PROD", "prod_eu", "pre.prod"])
def test_production(name: str) -> None:
    assert is_production(name)


@pytest.mark.parametrize("name", ["dev", "reproduction", "delivery", "products", "prod/desk/dev", "live-desk/dev"])
def test_no_production(name: str) -> None:
    assert not is_production(name)


def test_a_production_alias_that_moves_is_production() -> None:
    assert warned(EDIT, moving("staging")) == []
    change = the_change(EDIT, moving("live"))
    assert [each.kind for each in change.places[0].warnings] == ["production_moves"]
    assert change.places[0].is_production


def test_an_alias_that_moves_in_a_production_stack_is_production() -> None:
    old, new = (alias("eu", at, digest, stack="prod") for at, digest in (("1", A), ("2", B)))
    assert warned(step("update", old, new))[0] == "production_moves"


def test_content_that_changes_in_a_production_stack_is_production() -> None:
    edit = step("update", prompt("Old", A, stack="prod"), prompt("New", B, stack="prod"))
    assert warned(edit) == ["production_moves"]
    described = prompt("Old", A, stack="prod", inputs={"description": "Sorts."})
    assert warned(step("update", prompt("Old", A, stack="prod"), described)) == []
    created = the_change(step("create", None, prompt("New", B, stack="prod"))).places[0]
    assert (created.warnings, created.is_production) == ((), True)


def test_a_variable_that_is_newly_required_breaks_callers() -> None:
    change = the_change(step("update", prompt("Old {{x}}", A), prompt("New {{y}} {{z}}", B)))
    (warning,) = change.places[0].warnings
    assert warning.kind == "breaks_callers"
    assert "must give `y`, `z` from now on" in warning.text
    assert warned(step("create", None, prompt("New {{y}}", B))) == []


def test_what_goes_or_is_made_anew_is_warned_of() -> None:
    assert warned(step("delete", prompt("Old", A))) == ["deletion"]
    assert warned(step("delete", alias("staging", "1", A))) == ["deletion"]
    assert warned(step("delete", prompt("Old", A, retainOnDelete=True))) == []
    assert warned(step("replace", prompt("Old", A), prompt("Old", A))) == ["replacement"]


def test_another_model_is_warned_of() -> None:
    old, new = (prompt("Text", digest, inputs={"model": model}) for digest, model in ((A, "small"), (B, "large")))
    change = the_change(step("update", old, new))
    assert [each.text for each in change.places[0].warnings] == [
        "the model changes from `small` to `large`: quality, cost and limits may change"
    ]
    assert [(each.path, each.after.value) for each in change.contents.values] == [("model", "large")]
    new = alias("staging", "2", B, content={"template": "Old {{x}}", "model": "large"})
    (place,) = the_change(moving("staging", new)).places
    assert place.warnings[0].text.startswith("the model changes from none to `large`")


def test_what_is_not_as_promoted_is_warned_of() -> None:
    head = {"promoted": {"digest": A, "origin": {"stack": "acme/desk/staging"}, "at": "today"}}
    assert warned(step("create", None, prompt("Text", A, inputs=head))) == []
    assert warned(step("create", None, prompt("Text", B, inputs=head))) == ["not_as_promoted"]
    overridden = prompt("Text", B, inputs={**head, "overrides": {"model": "large"}})
    (warning,) = the_change(step("create", None, overridden)).places[0].warnings
    assert warning.text == "is not what was promoted: this environment overrides `model`"


def test_taking_over_is_warned_of() -> None:
    new = prompt("New", B, inputs={"adopt": True, "take_over_from": "acme/desk/dev/triage"})
    assert warned(step("create", None, new)) == ["adopts", "takes_over"]


def test_a_version_that_this_program_did_not_publish_is_warned_of() -> None:
    assert warned(moving("staging", alias("staging", "7", None, content=NOT_HERE))) == [
        "foreign_version",
        "unknown_content",
    ]
    read_ = version(B, history={"2": B}, outputs={"version": "2", "digest": B, "content_found": {"template": "Found"}})
    change = the_change(step("read", None, read_), moving("staging", alias("staging", "2", B, content=NOT_HERE)))
    assert [each.kind for each in change.places[0].warnings] == ["foreign_version"]
    assert [row.text for row in change.contents.texts[0].rows] == ["Old {{x}}", "Found"]


def test_a_text_that_no_preview_has_is_said_to_be_missing() -> None:
    (place,) = the_change(moving("staging", alias("staging", "2", B, content=NOT_HERE))).places
    assert [each.text for each in place.warnings] == [NOT_TOLD.format("afterwards")]
    old, new = alias("staging", "1", A, content=NOT_HERE), alias("staging", "2", B, content={"template": "New"})
    (place,) = the_change(step("update", old, new)).places
    assert [each.text for each in place.warnings] == [NOT_TOLD.format("before")]


def test_a_text_that_is_known_at_up_is_unknown() -> None:
    change = the_change(step("update", prompt("Old", A), prompt(UNKNOWN, UNKNOWN)))
    assert (change.before, change.after) == (A, "unknown")
    assert change.contents.texts[0].after == "unknown"
    assert [each.text for each in change.places[0].warnings] == [KNOWN_AT_UP]
    assert change.places[0].operations[0].after == "unknown"


@pytest.mark.parametrize(("sign", "knowledge"), [(UNKNOWN, "unknown"), (SECRET, "secret")])
def test_the_content_of_an_alias_that_is_not_shown(sign: str, knowledge: str) -> None:
    (text,) = the_change(moving("staging", alias("staging", "2", B, content=sign))).contents.texts
    assert (text.path, text.before, text.after, text.rows) == ("content", "known", knowledge, ())


def test_the_same_change_in_several_stacks_is_one_with_production_first() -> None:
    stacks = ("dev", "prod", "test")
    edits = [step("update", prompt("Old", A, stack=each), prompt("New", B, stack=each)) for each in stacks]
    (change,) = report(*(document(each) for each in edits)).changes
    assert [place.stack.rpartition("/")[2] for place in change.places] == ["prod", "dev", "test"]


def test_another_old_text_or_another_prompt_is_another_change() -> None:
    others = [
        step("update", prompt("Older", "sha256:0", stack="test"), prompt("New {{x}}", B, stack="test")),
        step("update", prompt("Old {{x}}", A, "reply"), prompt("New {{x}}", B, "reply")),
    ]
    assert len(report(document(EDIT), *(document(each) for each in others)).changes) == 3


def test_the_order() -> None:
    steps = [
        step("update", prompt("Text", A, "a"), prompt("Text", A, "a", inputs={"description": "Sorts."})),
        step("create", None, prompt("Text", B, "b")),
        step("update", prompt("Old", A, "d"), prompt("New", B, "d")),
        step("update", prompt("Old", A, "c"), prompt("New", B, "c")),
        step("update", prompt("Old", A, "e"), prompt("New {{x}}", "sha256:c", "e")),
        step("delete", prompt("Old", A, "f")),
    ]
    assert [change.prompt for change in report(document(*steps)).changes] == ["f", "e", "c", "d", "b", "a"]


@pytest.mark.parametrize(
    ("position", "source"),
    [
        (
            "project:///desk/app one.py#7",
            Source("desk/app one.py", 7, "https://git.example/tree/main/desk/app%20one.py#L7"),
        ),
        ("project:///../lib.py#7", Source("../lib.py", 7)),
        ("file:///lib.py#7", Source("/lib.py", 7)),
        ("nowhere", None),
    ],
)
def test_the_line_of_the_program_is_a_link_where_it_is_in_the_project(position: str, source: Source | None) -> None:
    made = document(step("create", None, prompt("New", B, sourcePosition=position)))
    (change,) = report_of(read([("-", made)]), "https://git.example/tree/main/").changes
    assert change.places[0].source == source
    (change,) = report_of(read([("-", made)])).changes
    assert (change.places[0].source and change.places[0].source.url) is None


def test_a_report_tells_each_stack_and_whether_it_can_be_relied_on() -> None:
    other = document(step("same", prompt("Old", A, stack="prod"), prompt("Old", A, stack="prod")))
    found = report(document(EDIT), other, "")
    assert [(each.name, each.unchanged) for each in found.stacks[:2]] == [
        ("organization/acme/dev", 0),
        ("organization/acme/prod", 1),
    ]
    assert found.failed
    assert not report(document(EDIT), other).failed
