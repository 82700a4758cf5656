"""A folder in bulk is told by its entries, as resources of their own would be."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pulumi_prompts.adoption.unmanaged import Managed
from pulumi_prompts.errors import PromptsError
from pulumi_prompts.program.urns import PROMPT
from pulumi_prompts.promotion.state import StackState
from pulumi_prompts.registries.local import Local
from pulumi_prompts.registries.session import Target
from pulumi_prompts.report.changes.building import report_of
from pulumi_prompts.report.model import Report
from pulumi_prompts.report.previews.folder_parts import with_parts
from pulumi_prompts.report.previews.reading import read
from pulumi_prompts.status.states import State, seen_in
from unit.bulk_folder import URN, Folder, bug

OF_PARENTS = "urn:pulumi:dev::acme::prompts:index:PromptFolder$"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "prompts.db")


@pytest.fixture
def two(folder: Folder) -> dict[str, Any]:
    entries = {name: folder.entry(name, f"The text of {name}.") for name in ("a", "b")}
    folder.up(entries)
    return entries


def report(*steps: Mapping[str, Any]) -> Report:
    return report_of(read([("-", json.dumps({"steps": steps, "changeSummary": {}}))]))


def told(found: Report) -> dict[str, list[str]]:
    """What happens to each prompt."""
    return {each.prompt: [what.text for what in each.places[0].happenings] for each in found.changes}


def test_one_that_comes_one_that_changes_and_one_that_goes(folder: Folder, two: dict[str, Any]) -> None:
    found = report(folder.preview("update", {"a": folder.entry("a", "Edited."), "c": folder.entry("c", "New.")}))
    assert told(found) == {
        "a": ["publishes version 2", "moves `live` from 1 to the next version (2)"],
        "b": ["removes `live`", "deletes the prompt with all its versions"],
        "c": ["creates the prompt", "publishes version 1", "creates `live` on version 1"],
    }
    changes = {each.prompt: each for each in found.changes}
    assert changes["a"].places[0].operations[0].urn == f"{OF_PARENTS}{PROMPT}::all-a"
    assert [row.text for row in changes["a"].contents.texts[0].rows] == ["The text of a.", "Edited."]


def test_what_stays_is_counted_and_not_told(folder: Folder, two: dict[str, Any]) -> None:
    found = report(folder.preview("update", {**two, "a": folder.entry("a", "The text of a.", description="Of a.")}))
    assert told(found) == {"a": ["changes the description"]}
    assert found.stacks[0].unchanged == 5


def test_all_are_made_and_all_are_deleted(folder: Folder) -> None:
    entries = {name: folder.entry(name, name) for name in ("a", "b")}
    made = ["creates the prompt", "publishes version 1", "creates `live` on version 1"]
    assert told(report(folder.preview("create", entries))) == {"a": made, "b": made}
    folder.up(entries)
    gone = ["removes `live`", "deletes the prompt with all its versions"]
    assert told(report(folder.preview("delete"))) == {"a": gone, "b": gone}


def test_a_renamed_entry_is_a_renamed_prompt(folder: Folder, two: dict[str, Any]) -> None:
    found = report(folder.preview("update", {"b": two["b"], "c": folder.entry("c", "The text of a.")}))
    assert told(found) == {"c": ["renames the prompt from `a` to `c`"]}


def test_an_edit_that_failed_is_not_renamed_by_what_it_said(
    folder: Folder, two: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next `up` finds the former prompt by what it has."""
    with monkeypatch.context() as patched:
        patched.setattr(Local, "update", bug)
        with pytest.raises(PromptsError):
            folder.up({**two, "a": folder.entry("a", "Edited.")})
    found = report(folder.preview("update", {"b": two["b"], "c": folder.entry("c", "Edited.")}))
    assert {name: happenings[-1] for name, happenings in told(found).items()} == {
        "a": "deletes the prompt with all its versions",
        "c": "creates `live` on version 1",
    }


def test_one_that_moves_to_another_registry(folder: Folder, two: dict[str, Any]) -> None:
    other = {"kind": "local", "path": "other.db"}
    found = report(folder.preview("update", {**two, "a": folder.entry("a", "The text of a.", backend=other)}))
    assert told(found)["a"][-1].startswith("makes the prompt anew from local ")


def test_one_that_failed_is_still_to_be_made(folder: Folder) -> None:
    entries = {
        "a": folder.entry("a", "a"),
        "b": folder.entry("b", "b", backend={"kind": "local", "path": "/dev/null/x"}),
    }
    with pytest.raises(PromptsError):
        folder.up(entries)
    assert told(report(folder.preview("update", entries))).keys() == {"b"}
    assert [each["urn"].rpartition("::")[2] for each in with_parts(folder.export()["deployment"]["resources"])] == [
        "all-a",
        "all-a",
        "all-a@live",
    ]


def test_what_a_refresh_found_is_written_back_and_its_text_is_not_told(folder: Folder, two: dict[str, Any]) -> None:
    folder.registry.execute("UPDATE prompts SET content = replace(content, 'text of a', 'other of a')")
    folder.refresh()
    (change,) = report(folder.preview("update", two)).changes
    assert (change.prompt, change.after) == ("a", folder.inputs["entries"]["a"]["prompt"]["digest"])
    assert [each.kind for each in change.places[0].warnings] == ["unknown_content"]


@pytest.mark.parametrize("is_bulk", [True, False], ids=["on", "off"])
def test_a_switch_changes_nothing(folder: Folder, two: dict[str, Any], is_bulk: bool) -> None:
    single = [dict(each) for each in with_parts(folder.export()["deployment"]["resources"])]
    states = [{name: each[name] for name in ("urn", "inputs", "outputs", "id")} for each in single]
    if is_bulk:
        folder.id, steps = "", [{"op": "delete", "urn": each["urn"], "oldState": each} for each in states]
        folder.outputs = {}
        found = report(folder.preview("create", two), *steps)
    else:
        steps = [{"op": "create", "urn": each["urn"], "newState": {"inputs": each["inputs"]}} for each in states]
        found = report(folder.preview("delete"), *steps)
    assert told(found) == {}
    assert found.stacks[0].unchanged == 6


@pytest.mark.parametrize("odd", [7, [], {"a": 7}, {"a": {"prompt": 7, "aliases": [7], "version": 7}}, {"a": {}}])
def test_what_has_another_form_stops_nothing(odd: Any) -> None:
    state = {"inputs": {"entries": odd, "owner": odd}, "outputs": {"entries": odd}, "id": "x"}
    for op in ("create", "update", "delete", "same", "replace"):
        assert report({"op": op, "urn": URN, "oldState": state, "newState": state}).stacks
    assert [*with_parts([{"type": URN.split("$")[1].split("::")[0], "urn": URN, **state}])] == []


def test_a_state_is_read_by_its_entries(folder: Folder, two: dict[str, Any]) -> None:
    """Where it serves what, what can be promoted, and what is managed."""
    folder.up({**two, "a": folder.entry("a", "Edited.")})
    states = [State("dev", folder.export())]
    assert {(each.where.alias, each.called.name, each.prompt, each.served.version) for each in seen_in(states)} == {
        (alias, f"all-{name}", name, version) for name, version in (("a", "2"), ("b", "1")) for alias in (None, "live")
    }
    source = StackState("dev", folder.export()).source("all-a")
    assert (source.content.template, source.origin.version) == ("Edited.", "2")
    assert (source.origin.stack, source.beside) == ("organization/acme/dev", {"name": "a"})
    managed = Managed.of(states, Target.of(folder.backend))
    ids = {prompt.name: prompt.id for prompt in folder.registry.prompts}
    assert managed.prompts == {*ids.values()}
    assert managed.versions == {(ids["a"], "1"), (ids["a"], "2"), (ids["b"], "1")}
    assert managed.aliases == {(id_, "live") for id_ in ids.values()}
