"""What a report says of each thing that can happen to a prompt, its versions and its aliases."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from pulumi_prompts.lifecycle.ownership import NOTE
from pulumi_prompts.lifecycle.previewing import NOT_HERE
from pulumi_prompts.lifecycle.unfinished import UNFINISHED
from pulumi_prompts.lifecycle.versions import VERSION as CURRENT
from pulumi_prompts.program.signs import UNKNOWN
from pulumi_prompts.registries.local import Local
from pulumi_prompts.registries.support import AliasSupport, Text
from pulumi_prompts.report.changes import where
from pulumi_prompts.report.changes.building import report_of
from pulumi_prompts.report.model import NOT_KNOWN, Change, Contents, Place, Serving
from pulumi_prompts.report.previews.reading import read
from report.made import Json, alias, document, prompt, step, stream, version

A, B = "sha256:" + "a" * 64, "sha256:" + "b" * 64
EDIT = step("update", prompt("Old", A, id="7"), prompt("New", B))
MLFLOW = {"kind": "mlflow", "url": "https://mlflow.example.com"}


def changes(*steps: Json, update: bool = False) -> tuple[Change, ...]:
    text = stream(steps, update=True) if update else document(*steps)
    return report_of(read([("-", text)])).changes


def the_place(*steps: Json, update: bool = False) -> Place:
    (change,) = changes(*steps, update=update)
    (place,) = change.places
    return place


def said(*steps: Json, update: bool = False) -> list[str]:
    return [each.text for each in the_place(*steps, update=update).happenings]


def updated(before: Json | None = None, after: Json | None = None, **more: Any) -> list[str]:
    """What is said of an update of a prompt whose inputs differ so."""
    old = prompt("Old", A, inputs=before or {}, **more)
    return said(step("update", old, prompt("Old", A, inputs=after or {})))


def test_a_new_prompt() -> None:
    new = [step("create", None, prompt("New", B)), step("create", None, version(B))]
    assert said(*new) == ["creates the prompt", "publishes version 1"]
    staging = step("create", None, alias("staging", UNKNOWN, B))
    assert said(*new, staging)[2:] == ["creates `staging` on version 1"]


def test_the_first_version_of_a_registry_that_does_not_count_has_no_number() -> None:
    backend = {"backend": {"kind": "humanloop"}}
    new = [step("create", None, make(B, inputs=backend)) for make in (lambda d, **m: prompt("New", d, **m), version)]
    assert said(*new) == ["creates the prompt", "publishes the first version"]


def test_a_new_version_of_a_prompt_that_may_have_some() -> None:
    assert said(step("create", None, version(A))) == [
        "publishes a version with this content, which is made unless there is one"
    ]


@pytest.mark.parametrize(
    ("history", "digest", "kind", "text"),
    [
        ({"1": A}, B, "local", "publishes version 2"),
        ({"1": A, "9": "", "10": A}, B, "bedrock", "publishes version 11"),
        ({"1": B, "2": A}, B, "local", "re-uses version 1, which has this content"),
        ({"1": B, "2": B, "3": A}, B, "local", "re-uses version 2, which has this content"),
        ({"1": B, "2": A}, B, "mlflow", "publishes version 3"),
        ({"prv_1": A}, B, "humanloop", "publishes the next version"),
        ({"1": A}, UNKNOWN, "local", "publishes the next version, unless the content turns out to be the same"),
    ],
)
def test_the_next_version(history: dict[str, str], digest: str, kind: str, text: str) -> None:
    backend = {"backend": {"region": "eu-west-1", **MLFLOW, "kind": kind}}
    published = step("update", version(A, history=history, inputs=backend), version(digest, inputs=backend))
    assert said(step("update", prompt("Old", A, inputs=backend), prompt("New", digest, inputs=backend)), published) == [
        text
    ]


def test_a_version_that_is_lost_is_published_again() -> None:
    lost = version(A, history={"1": A}, inputs={"lost": CURRENT})
    assert said(step("update", lost, version(A))) == ["re-uses version 1, which has this content"]


def test_an_update_tells_the_version_that_there_is() -> None:
    done = version(B, history={"1": A, "4": B})
    assert said(EDIT, step("update", version(A, history={"1": A}), done), update=True) == ["publishes version 4"]


def test_content_that_no_version_publishes_is_written() -> None:
    assert said(EDIT) == ["writes new content of the prompt"]
    options = step("update", prompt("Text", A), prompt("Text", B, inputs={"options": {"bedrock": {"stop": 1}}}))
    assert said(options) == ["writes new content of the prompt"]
    assert said(EDIT, step("update", version(A, history={"1": A}), version(A, inputs={"keep": 3}))) == [
        "writes new content of the prompt",
        "keeps 3 versions (before: all)",
    ]


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ({"name": "old"}, {"name": "new"}, "renames the prompt from `old` to `new`"),
        ({}, {"description": "Sorts."}, "changes the description"),
        ({"tags": {"a": "1", "b": "1"}}, {"tags": {"a": "2"}}, "changes the tag `a` and the tag `b`"),
        ({"metadata": {"a": 1}}, {"metadata": {"a": 1.0, "b": [1]}}, "changes the entry of the metadata `b`"),
        (
            {},
            {"force_destroy": True},
            "changes whether a deletion may break what relies on it (`force_destroy`)",
        ),
        ({}, {"options": {"bedrock": {"kms_key": "k"}}}, "changes the options of the registry"),
        ({"marker": "organization/acme/old/triage"}, {}, "changes the note of who owns it"),
        ({"lost": NOTE}, {"lost": NOTE}, "restores the note of who owns it"),
        ({}, {}, "is written again, for a reason that the preview does not tell"),
    ],
)
def test_what_is_not_content(before: Json, after: Json, text: str) -> None:
    assert updated(before, after) == [text]


def test_what_an_earlier_run_left() -> None:
    assert updated(outputs={UNFINISHED: True}) == ["finishes what an earlier run did not"]
    assert updated(outputs={"parked": "triage-1"}) == ["gives it its name, for which an earlier run waited"]


def test_a_promotion_names_where_it_comes_from_once() -> None:
    origin = {"stack": "acme/desk/staging", "version": "6"}
    head: Json = {"promoted": {"digest": A, "origin": origin, "at": "today"}, "tags": {"promoted-from": "acme"}}
    assert updated({}, head) == ["promotes the content from `acme/desk/staging@6`"]
    later = {"promoted": {**head["promoted"], "at": "tomorrow"}, "description": "Sorts."}
    assert updated(head, later) == ["changes the description"]


def test_a_creation_that_may_take_over() -> None:
    new = prompt("New", B, inputs={"adopt": "overwrite", "take_over_from": "acme/desk/dev/triage"})
    place = the_place(step("create", None, new), step("create", None, version(B)))
    assert [each.kind for each in place.happenings] == ["create", "adopt", "take_over", "publish"]
    assert place.happenings[1].text == "takes over an existing prompt of this name, whatever its content"
    assert place.happenings[2].text == "takes the prompt over from `acme/desk/dev/triage`"
    assert place.happenings[3].text.startswith("publishes a version with this content")


def test_a_deletion_takes_versions_and_aliases_along() -> None:
    gone = [prompt("Old", A), version(A, history={"1": A}), alias("live", "1", A)]
    assert said(*(step("delete", each) for each in gone)) == [
        "removes `live`",
        "deletes the prompt with all its versions",
    ]


@pytest.mark.parametrize(
    ("gone", "text"),
    [
        (prompt("Old", A, retainOnDelete=True), "leaves the state; the prompt stays in the registry"),
        (version(A, history={"1": A}), "publishes no more; the versions stay in the registry"),
        (
            version(A, history={"1": A}, inputs={"force_destroy": True}),
            "deletes the versions that it published, but for those in use",
        ),
        (alias("live", "1", A), "removes `live`"),
        (alias("live", "1", A, outputs={"found": True}), "leaves `live` as it is in the registry"),
    ],
)
def test_what_goes_alone(gone: Json, text: str) -> None:
    assert said(step("delete", gone)) == [text]


def test_an_alias_that_goes_serves_nothing_unless_it_was_found_there() -> None:
    gone, left = (step("delete", alias("live", "1", A, outputs=outputs)) for outputs in ({}, {"found": True}))
    assert the_place(gone).serving == (Serving("live", "1", None, moves=True),)
    assert the_place(left).serving == (Serving("live", "1", "1", moves=False),)


def test_what_is_not_read_any_more_is_only_forgotten() -> None:
    (change,) = changes(step("discard", prompt("Old", A, external=True)))
    assert [each.text for each in change.places[0].happenings] == ["is not read any more"]
    assert (change.before, change.after, change.contents) == (A, A, Contents())


def test_a_replacement_says_what_makes_it_one() -> None:
    new = prompt("Old", A, inputs={"backend": MLFLOW})
    step_ = step("replace", prompt("Old", A), new, replaceReasons=["backend"])
    backend = {"backend": MLFLOW}
    assert said(step_, step("replace", alias("live", "1", A), alias("live", "1", A, inputs=backend))) == [
        "creates `live` there on version 1",
        "makes the prompt anew from local prompts.db to mlflow https://mlflow.example.com default, "
        "and then deletes the old one",
    ]
    tainted = step("replace", prompt("Old", A), prompt("Old", A))
    assert said(tainted) == ["makes the prompt anew in its place"]


@pytest.fixture
def never_unset(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The registry of the samples takes no name away again, as Langfuse."""
    aliases = replace(AliasSupport("a row", Text()), unsets=False)
    monkeypatch.setattr(Local, "support", replace(Local.support, aliases=aliases))
    where._registry.cache_clear()
    yield
    where._registry.cache_clear()


@pytest.mark.usefixtures("never_unset")
def test_an_alias_that_cannot_be_unset_stays() -> None:
    """It goes with its prompt alone."""
    live = alias("live", "1", A)
    assert said(step("delete", live)) == ["leaves `live` as it is in the registry"]
    assert the_place(step("delete", live)).serving == (Serving("live", "1", "1", moves=False),)
    assert said(step("replace", live, alias("prod", "1", A))) == ["leaves `live`, after `prod` is on version 1"]
    gone = the_place(step("delete", prompt("Old", A)), step("delete", live))
    assert gone.serving == (Serving("live", "1", None, moves=True),)


def test_an_alias_moves() -> None:
    move = step("update", alias("live", "1", A, outputs={}), alias("live", "7", B))
    place = the_place(move)
    assert [each.text for each in place.happenings] == ["moves `live` from 1 to 7"]
    assert place.serving == (Serving("live", "1", "7", moves=True),)


def test_an_alias_stays_where_it_is_called_as_before() -> None:
    old, new = alias("live", "7", A, outputs={"called": "stable"}), alias("live", "stable", A, inputs={"adopt": True})
    assert the_place(step("update", old, new)).serving[0].moves is False


def test_an_alias_that_follows_says_the_version_that_will_be() -> None:
    follows = step("update", alias("live", "3", A), alias("live", UNKNOWN, B))
    published = step("update", version(A, history={"3": A}), version(B))
    place = the_place(EDIT, published, follows)
    assert [each.text for each in place.happenings] == [
        "publishes version 4",
        "moves `live` from 3 to the next version (4)",
    ]
    assert place.serving == (Serving("live", "3", "4", moves=True),)
    back = step("update", version(A, history={"1": B, "3": A}), version(B))
    assert said(EDIT, back, follows)[1] == "moves `live` from 3 to 1"
    unknown = [step("update", version(A, history={"3": A}), version(UNKNOWN))]
    unknown += [step("update", alias("live", "3", A), alias("live", UNKNOWN, UNKNOWN))]
    place = the_place(*unknown)
    assert place.happenings[1].text == "moves `live` from 3 to the next version"
    assert place.serving == (Serving("live", "3", NOT_KNOWN, moves=True),)


def test_an_alias_whose_version_only_the_registry_tells() -> None:
    move = step("update", alias("live", "1", A), alias("live", None, B))
    assert said(move) == [f"moves `live` from 1 to a version with the content `{B}`"]


def test_an_alias_that_takes_another_name_or_another_owner() -> None:
    assert said(step("replace", alias("live", "1", A), alias("prod", "1", A, inputs={}))) == [
        "removes `live`, after `prod` is on version 1"
    ]
    assert said(step("update", alias("live", "1", A), alias("live", "1", A, inputs={"marker": "o/p/s/x"}))) == [
        "changes nothing but who owns `live`, or how it is reached"
    ]
    assert said(step("replace", alias("live", "1", A), alias("live", "1", A))) == ["sets `live` anew"]
    adopted = step("create", None, alias("live", "1", A, inputs={"adopt": True}))
    assert said(adopted) == ["takes over an existing `live`, if there is one", "creates `live` on version 1"]


def test_aliases_that_stay_are_told_and_change_nothing() -> None:
    stays = step("same", alias("live", "1", A, outputs={}), alias("live", "1", A))
    place = the_place(EDIT, stays)
    assert place.serving == (Serving("live", "1", "1", moves=False),)
    assert len(place.operations) == 1


def test_the_digest_of_a_number_is_known_where_the_versions_tell_it() -> None:
    move = step("update", alias("live", "1", A), alias("live", "2", None))
    assert the_place(step("delete", version(B, history={"1": A, "2": B})), move).operations[-1].after == B
    published = step("update", version(A, history={"1": A}), version(B))
    afterwards = {each.after for change in changes(published, move) for each in change.places[0].operations}
    assert afterwards == {B, "unknown"}  # by then the number may be another's


def test_the_digest_of_an_alias_on_the_first_version_of_a_new_prompt_is_known() -> None:
    new = [step("create", None, prompt("New", B)), step("create", None, version(B))]
    place = the_place(*new, step("create", None, alias("live", "1", None)))
    assert place.operations[-1].after == B


def test_what_moves_elsewhere_than_its_prompt_is_a_change_of_its_own() -> None:
    moved = step("update", alias("live", "1", "sha256:0", content={"template": "Oldest"}), alias("live", "2", A))
    first, second = changes(EDIT, moved)
    assert {first.prompt, second.prompt} == {"triage"}
    (alone,) = [each for each in (first, second) if each.before == "sha256:0"]
    assert [row.text for row in alone.contents.texts[0].rows] == ["Oldest", "Old"]  # the prompt told the new one


def test_versions_and_aliases_of_a_prompt_that_stays_are_one_change() -> None:
    move = step("update", alias("live", "1", A), alias("live", "2", B, content=NOT_HERE))
    (change,) = changes(move, step("update", version(B, history={"2": B}), version(B, inputs={"keep": 2})))
    assert change.prompt == "triage"
    assert change.places[0].resource == "triage"
    assert len(change.places[0].operations) == 2


@pytest.mark.parametrize("form", [document, lambda *steps: stream(steps)])
def test_a_prompt_that_is_only_read_is_known_by_its_id(form: Callable[..., str]) -> None:
    read_ = prompt("Text", A, id="7", outputs={})
    del read_["inputs"]["marker"]
    of_read = alias("live", "1", A, inputs={"prompt_id": "7"})
    del of_read["inputs"]["prompt_marker"], of_read["inputs"]["prompt_name"]
    elsewhere = prompt("Text", A, "reply", id="7", outputs={}, inputs={"backend": MLFLOW})
    text = form(step("read", None, read_), step("create", None, of_read), step("read", None, elsewhere))
    (change,) = report_of(read([("-", text)])).changes
    assert (change.prompt, change.before, change.after) == ("triage", A, A)
    assert [each.text for each in change.places[0].happenings] == ["creates `live` on version 1"]
