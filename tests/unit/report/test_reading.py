"""Reading what Pulumi wrote: every form of it gives the same, and what is wrong is said and never raised."""

import json
from collections.abc import Callable

import pytest

from pulumi_prompts.program.signs import SECRET, SIGNATURE
from pulumi_prompts.report.model import Failure, Source
from pulumi_prompts.report.previews import failing
from pulumi_prompts.report.previews.reading import read
from pulumi_prompts.report.previews.steps import Preview
from report.made import alias, document, events, prompt, step, stream, version

OLD, NEW = "sha256:" + "1" * 64, "sha256:" + "2" * 64
EDIT = step("update", prompt("Old", OLD, id="7"), prompt("New", NEW))
STACK = "organization/acme/dev"


def the_one(text: str) -> Preview:
    (preview,) = read([("preview.json", text)])
    return preview


def ops(preview: Preview) -> list[tuple[str, str]]:
    return [(each.op, each.name) for each in preview.steps]


@pytest.mark.parametrize("text", [document(EDIT), stream([EDIT])])
def test_both_forms_of_a_preview_tell_the_same(text: str) -> None:
    preview = the_one(text)
    assert (preview.stack, preview.is_update, preview.failures) == (STACK, False, ())
    assert ops(preview) == [("update", "triage")]
    (edit,) = preview.steps
    assert (edit.first.inputs["template"], edit.last.inputs["template"]) == ("Old", "New")


def test_the_update_after_its_preview_counts_and_knows_the_lines_of_the_program() -> None:
    planned = step("create", None, prompt("New", NEW, sourcePosition="project:///desk/app%20one.py#7"))
    done = step("create", None, prompt("New", NEW, id="7"))
    preview = the_one(document(planned) + stream([done], update=True))
    assert preview.is_update
    (creation,) = preview.steps
    assert (creation.last.id, creation.last.source) == ("7", Source("desk/app one.py", 7))


def test_what_an_update_only_began_is_not_done() -> None:
    begun = {"resourcePreEvent": {"metadata": {"op": "update", "urn": EDIT["urn"], "old": {}, "new": {}}}}
    failed = {"resOpFailedEvent": {"metadata": {"op": "update", "urn": EDIT["urn"]}}}
    preview = the_one(stream([], begun, failed, update=True))
    assert preview.steps == ()
    assert preview.failures == (failing.not_done("update", EDIT["urn"]),)


def test_several_stacks_in_one_text_and_in_several() -> None:
    other = step("create", None, prompt("New", NEW, stack="prod"))
    texts = (document(EDIT) + document(other), stream([EDIT]) + stream([other]), stream([EDIT]) + document(other))
    for text in texts:
        assert [each.stack for each in read([("-", text)])] == [STACK, "organization/acme/prod"]
    assert len(read([("a", document(EDIT)), ("b", document(other))])) == 2


def test_an_update_of_another_stack_is_not_the_end_of_a_preview() -> None:
    other = step("create", None, prompt("New", NEW, stack="prod"))
    assert [each.is_update for each in read([("-", document(EDIT) + stream([other], update=True))])] == [False, True]


def test_other_resources_are_counted() -> None:
    bucket = {"urn": "urn:pulumi:dev::acme::aws:s3:Bucket::assets", "type": "aws:s3:Bucket", "inputs": {}}
    steps = [step("create", None, bucket), step("same", bucket, bucket), step("same", prompt("Old", OLD))]
    assert (the_one(document(*steps)).others, the_one(document(*steps)).unchanged) == ({"create": 1}, 1)


def test_the_type_of_ours_with_a_parent_is_ours() -> None:
    child = prompt("New", NEW)
    child["urn"] = child["urn"].replace("::pulumi-python", "::acme:desk:Desk$pulumi-python")
    assert ops(the_one(document(step("create", None, child)))) == [("create", "triage")]


@pytest.mark.parametrize("form", [lambda steps: document(*steps), stream])
def test_a_replacement_is_one_step(form: Callable[..., str]) -> None:
    old, new = prompt("Old", OLD, id="7"), prompt("New", NEW)
    kinds = [("create-replacement", old, new), ("replace", old, new), ("delete-replaced", old, None)]
    preview = the_one(form([step(*each) for each in kinds]))
    assert ops(preview) == [("replace", "triage")]
    assert (preview.steps[0].first.id, preview.steps[0].last.id) == ("7", "")


def test_what_an_earlier_run_left_to_delete_is_a_deletion_beside_the_rest() -> None:
    left = step("delete-replaced", prompt("Older", OLD, id="6", delete=True))
    assert ops(the_one(stream([EDIT, left]))) == [("update", "triage"), ("delete", "triage")]


def test_a_replacement_that_is_done_tells_what_became_of_it() -> None:
    old, done = prompt("Old", OLD, id="7"), prompt("New", NEW, id="8", outputs={"uri": "local:8"})
    kinds = [("replace", old, prompt("New", NEW)), ("create-replacement", old, done)]
    assert the_one(stream((step(*each) for each in kinds), update=True)).steps[0].last.outputs["uri"] == "local:8"


def test_another_prompt_that_is_read_is_read() -> None:
    kinds = [("read-replacement", prompt("Old", OLD)), ("discard-replaced", prompt("Old", OLD))]
    assert ops(the_one(stream(step(*each) for each in kinds))) == [("read", "triage")]


def test_an_organization_is_that_of_a_marker_of_this_stack() -> None:
    renamed = step("create", None, prompt("New", NEW, inputs={"marker": "another/acme/former/triage"}))
    assert the_one(document(renamed)).stack == "acme/dev"


def test_why_it_is_replaced_is_told_by_both_forms() -> None:
    replacement = step("replace", prompt("Old", OLD), prompt("Old", OLD), replaceReasons=["backend"])
    assert the_one(document(replacement)).steps[0].replacing == ("backend",)
    metadata = {"op": "replace", "urn": EDIT["urn"], "old": None, "new": None, "keys": ["backend"]}
    assert the_one(stream([], {"resourcePreEvent": {"metadata": metadata, "planning": True}})).steps[0].replacing


@pytest.mark.parametrize("after", [("refresh", "update"), ("refresh", "same")])
def test_what_a_refresh_finds_is_no_plan(after: tuple[str, str]) -> None:
    begun, found = ({"op": op, "urn": EDIT["urn"], "old": EDIT["oldState"], "new": EDIT["newState"]} for op in after)
    told = [{"resourcePreEvent": {"metadata": begun}}, {"resOutputsEvent": {"metadata": found}}]
    assert ops(the_one(stream([], *told))) == [("refresh", "triage")]
    refreshed = step("update", prompt("Old", OLD, outputs={}), prompt("Found", NEW, outputs={}))
    assert ops(the_one(document(refreshed))) == [("refresh", "triage")]


def test_secrets_look_the_same_in_all_forms() -> None:
    hidden = prompt("", NEW, inputs={"template": {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "ciphertext": ""}})
    assert the_one(document(step("create", None, hidden))).steps[0].last.inputs["template"] == SECRET


def test_the_line_is_one_of_the_project_where_there_is_one() -> None:
    frames = [{"sourcePosition": "project:///__main__.py#3"}]
    made = prompt("New", NEW, sourcePosition="project:///../../lib/desk.py#9", stackTrace=frames)
    assert the_one(document(step("create", None, made))).steps[0].last.source == Source("__main__.py", 3)


def test_an_error_is_a_failure_without_the_noise_around_it() -> None:
    said = [
        {
            "urn": EDIT["urn"],
            "severity": "error",
            "message": "\x1b[31merror: \x1b[0mP resource 'x' has a problem: no\n",
        },
        {"urn": EDIT["urn"], "severity": "error", "message": "<{%fg 1%}>error: no<{%reset%}>"},
        {"severity": "error", "message": "error: Resource monitor has terminated, shutting down\n"},
        {"severity": "warning", "message": "warning: this is fine"},
    ]
    assert the_one(document(EDIT, diagnostics=said)).failures == (Failure("no", "triage"),)
    alone = the_one(document(EDIT, diagnostics=said[2:])).failures
    assert alone == (Failure("Resource monitor has terminated, shutting down"),)


def test_a_mandatory_policy_is_a_failure_and_an_advisory_one_is_advice() -> None:
    said = {"resourceUrn": EDIT["urn"], "policyName": "models", "policyPackName": "desk", "color": "raw"}
    message = "<{%reset%}>tiny is not allowed<{%reset%}>\n"
    mandatory, advisory, excepted = (
        {"policyEvent": {**said, "message": message, "enforcementLevel": level, **more}}
        for level, more in (("mandatory", {}), ("advisory", {}), ("mandatory", {"exceptions": [{"id": "1"}]}))
    )
    text = "tiny is not allowed (policy models of desk)"
    assert the_one(stream([EDIT], mandatory)).failures == (Failure(text, "triage"),)
    advised = the_one(stream([EDIT], advisory, excepted))
    assert (advised.failures, advised.advice) == ((), (f"triage: {text}",))


def test_an_event_before_the_prelude_is_of_the_same_stream() -> None:
    other = step("create", None, prompt("New", NEW, stack="prod"))
    cut_off = stream([EDIT]).rpartition('{"sequence"')[0]
    assert [each.stack for each in read([("-", events({"policyLoadEvent": {}}) + stream([EDIT]))])] == [STACK]
    assert [bool(each.failures) for each in read([("-", cut_off + stream([other]))])] == [True, False]


def cut(text: str) -> str:
    return text[: text.index('"changeSummary"')]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", failing.EMPTY),
        (" \n", failing.EMPTY),
        ("error: no stack named 'nope' found\n", "no stack named 'nope' found"),
        (cut(document(EDIT)), f"from line 1 on it cannot be read: {failing.CUT_OFF}"),
        ("Previewing update (dev)\n", f"line 1 is no JSON (Previewing update (dev)): {failing.NO_PREVIEW}"),
        ('{"version": 3, "deployment": {}}', failing.NO_PREVIEW),
        ("[" * 5000, f"line 1 is no JSON ({'[' * 60}…): {failing.NO_PREVIEW}"),
        ('{"a":' * 5000, f"from line 1 on it cannot be read: {failing.CUT_OFF}"),
    ],
)
def test_what_is_no_preview_is_a_failure_under_the_name_of_its_file(text: str, why: str) -> None:
    preview = the_one(text)
    assert (preview.stack, preview.failures) == ("preview.json", (Failure(why),))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (document(EDIT, duration=None, changeSummary=None), failing.CUT_OFF),
        (events({"preludeEvent": {}}, {"resourcePreEvent": {"metadata": {}, "planning": True}}), failing.CUT_OFF),
        (stream([EDIT]).rpartition('{"sequence"')[0], failing.CUT_OFF),
        (stream([EDIT])[:-30], f"from line 5 on it cannot be read: {failing.CUT_OFF}"),
        (stream([EDIT]).replace("succeeded", "failed"), failing.UNSUCCESSFUL),
        (stream([EDIT]).replace('"maybeCorrupt": false', '"maybeCorrupt": true'), failing.CORRUPT),
        (document(EDIT, maybeCorrupt=True), failing.CORRUPT),
        (document(EDIT) + "error: update failed\n", "update failed"),
    ],
)
def test_an_end_before_the_end_is_a_failure(text: str, why: str) -> None:
    failures = the_one(text).failures
    assert failures
    assert failures[-1].text == why


def test_a_warning_beside_a_preview_is_none() -> None:
    assert the_one("warning: A new version of Pulumi is available.\n" + document(EDIT)).failures == ()


def test_what_follows_a_cut_document_is_read() -> None:
    preview = the_one(cut(document(EDIT)) + "\n" + document(EDIT))
    assert preview.failures
    assert ops(preview) == ops(the_one(document(EDIT)))


def test_many_unreadable_lines_are_one_failure_and_take_no_time() -> None:
    lines = stream([EDIT] * 2000).splitlines()
    (preview,) = read([("-", "\n".join(line[:-1] for line in lines))])
    assert preview.failures == (Failure(f"from line 1 on it cannot be read: {failing.CUT_OFF}"),)
    assert the_one("{}" * 5000).failures == (Failure(failing.NO_PREVIEW),)


def test_what_has_another_form_counts_as_not_said() -> None:
    wrong = json.dumps({"steps": [None, 3, {"op": 1, "oldState": [], "newState": {"inputs": 7}}], "duration": 1})
    assert the_one(wrong).failures == ()
    assert ops(the_one(document(step("same", alias("live", "1", OLD)), step("create", None, version(NEW))))) == [
        ("same", "triage-live"),
        ("create", "triage"),
    ]
