"""The prompts of a folder that is one resource: what is made, kept, told and left, entry by entry."""

from pathlib import Path
from typing import Any

import pytest

from acceptance.local_registry import LocalRegistry
from pulumi_prompts.errors import InputError, PromptsError, RejectedError
from pulumi_prompts.lifecycle.aliases import AliasLifecycle
from pulumi_prompts.lifecycle.answers import Diffed
from pulumi_prompts.lifecycle.folder import FolderLifecycle
from pulumi_prompts.lifecycle.folder_entry import NO_SECRETS
from pulumi_prompts.lifecycle.folder_words import (
    DIFFERS,
    GONE,
    UNPROTECT,
    many_failed,
    more_failed,
    not_tried,
    takes_long,
    would_be_deleted,
)
from pulumi_prompts.lifecycle.prompts import PromptLifecycle
from pulumi_prompts.lifecycle.taking_over import of_another_stack
from pulumi_prompts.lifecycle.versions import VersionLifecycle
from pulumi_prompts.registries.base import THREADS
from pulumi_prompts.registries.local import Local
from unit.bulk_folder import OWNER, Folder, bug


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "prompts.db")


@pytest.fixture
def two(folder: Folder) -> dict[str, Any]:
    """Two prompts, which are there."""
    entries = {name: folder.entry(name, name) for name in ("a", "b")}
    folder.up(entries)
    return entries


def test_each_entry_is_made_with_its_version_and_its_alias(folder: Folder, two: dict[str, Any]) -> None:
    assert folder.stored == {"a": {1: "a"}, "b": {1: "b"}}
    assert folder.registry.aliases == {"live": "1"}
    assert [folder.outputs["prompts"][name]["version"] for name in two] == ["1", "1"]
    assert folder.registry.prompts[0].marker == "organization/acme/dev/prompts:index:PromptFolder::all:all-a"
    assert folder.diff(two) == Diffed(is_due=False, is_beyond_inputs=True)


def test_a_quota_that_takes_minutes_is_told_before(folder: Folder) -> None:
    folder.backend = {"kind": "bedrock", "region": "us-east-1"}
    model = {"model": "anthropic.claude-3-haiku-20240307-v1:0"}
    many = {f"p{index}": folder.entry(f"p{index}", "Sort.", **model) for index in range(121)}
    of = FolderLifecycle(folder.run())
    for _ in range(2):  # as the engine may do in a run
        checked = folder.checked(of, many)
    assert folder.said == [takes_long("bedrock", 121, 2)]
    folder.inputs = checked
    assert (
        "121 prompts are to be written; the quota of bedrock is 2 a second, so this takes 2 minutes" in folder.said[0]
    )
    folder.said.clear()
    folder.checked(FolderLifecycle(folder.run()), {**many, "p0": folder.entry("p0", "Edited.", **model)})
    assert folder.said == []


def test_only_what_differs_is_written(folder: Folder, two: dict[str, Any]) -> None:
    before = folder.registry.prompts[1]
    edited = {**two, "a": folder.entry("a", "edited")}
    assert folder.diff(edited) == Diffed(is_due=True)
    folder.up(edited)
    assert folder.stored == {"a": {1: "a", 2: "edited"}, "b": {1: "b"}}
    assert folder.registry.prompts[1] == before
    assert folder.outputs["entries"]["a"]["aliases"]["live"]["outputs"]["version"] == "2"
    assert not folder.up(edited)


def test_an_entry_that_goes_removes_its_prompt_and_an_alias_only_itself(folder: Folder, two: dict[str, Any]) -> None:
    folder.up({"b": {**two["b"], "aliases": []}})
    assert folder.stored == {"b": {1: "b"}}
    assert folder.registry.aliases == {}
    folder.destroy()
    assert folder.stored == {}


def test_a_warning_tells_of_which_entry_it_is(folder: Folder) -> None:
    folder.checked(FolderLifecycle(folder.run()), {name: folder.entry(name, "{{ }}") for name in ("a", "b")})
    assert [warning.partition("{{")[0] for warning in folder.said] == ["a: template: `", "b: template: `"]


def test_a_renamed_entry_with_the_same_content_is_a_rename(folder: Folder, two: dict[str, Any]) -> None:
    (before, _) = folder.registry.prompts
    renamed = {"b": two["b"], "c": folder.entry("c", "a")}
    folder.up(renamed)
    (_, after) = folder.registry.prompts
    assert (after.name, after.id, after.published) == ("c", before.id, before.published)
    assert not folder.up(renamed)


def test_every_entry_is_tried_and_the_next_up_goes_on(folder: Folder) -> None:
    foreign = PromptLifecycle(folder.run())
    theirs = foreign.create(foreign.check({}, {**folder.entry("b", "x")["prompt"], "marker": "o/p/s/x"}).inputs)
    entries = {name: folder.entry(name, name) for name in ("a", "b", "c")}
    with pytest.raises(PromptsError) as failed:
        folder.up(entries)
    line, last = str(failed.value).splitlines()
    assert line.startswith("b: creating b on local ")
    assert line.endswith(str(of_another_stack("o/p/s/x")))
    assert last.startswith(many_failed(1))
    assert folder.stored == {"a": {1: "a"}, "b": {}, "c": {1: "c"}}
    before = {prompt.name: prompt for prompt in folder.registry.prompts}
    assert folder.diff(entries) == Diffed(is_due=True, is_beyond_inputs=True)

    folder.registry.execute("DELETE FROM prompts WHERE id = ?", theirs.id)
    folder.up(entries)
    after = {prompt.name: prompt for prompt in folder.registry.prompts}
    assert (after["a"], after["c"], after["b"].published) == (before["a"], before["c"], {1: "b"})
    assert not folder.up(entries)


def test_only_the_first_failures_are_told(folder: Folder) -> None:
    entries = {f"{number:02}": folder.entry(f"{number:02}", "a") for number in range(23)}
    foreign = PromptLifecycle(folder.run())
    for entry in entries.values():
        foreign.create(foreign.check({}, {**entry["prompt"], "marker": "o/p/s/x"}).inputs)
    with pytest.raises(PromptsError) as failed:
        folder.up(dict(reversed(entries.items())))
    lines = str(failed.value).splitlines()
    assert [line[:3] for line in lines[:-2]] == [f"{number:02}:" for number in range(20)]
    assert lines[-2] == more_failed(3)
    assert lines[-1].startswith(many_failed(23))
    assert failed.value.left is None


def test_no_more_is_tried_on_a_registry_that_lets_nobody_in(folder: Folder) -> None:
    """What has begun by then fails as well: not more than there are threads."""
    nowhere = {"kind": "local", "path": "/dev/null/prompts.db"}
    names = [f"{number:02}" for number in range(2 * THREADS)]
    entries = {name: folder.entry(name, "a", backend=nowhere) for name in names}
    with pytest.raises(PromptsError) as failed:
        folder.up({**entries, "here": folder.entry("here", "a")})
    *_, untried, last = str(failed.value).splitlines()
    assert untried in {not_tried(number) for number in range(THREADS, 2 * THREADS)}
    assert last.startswith(many_failed(2 * THREADS))
    assert folder.stored == {"here": {1: "a"}}


class TestMoving:
    """An entry gets another registry: its prompt there comes first, and the one here goes when that stands."""

    def test_is_made_there_and_deleted_here(self, folder: Folder, two: dict[str, Any], tmp_path: Path) -> None:
        other = tmp_path / "other.db"
        moved = {**two, "a": folder.entry("a", "a", backend={"kind": "local", "path": str(other)})}
        folder.up(moved)
        assert folder.stored == {"b": {1: "b"}}
        assert LocalRegistry(other).only_prompt.published == {1: "a"}
        assert not folder.up(moved)

    def test_that_fails_takes_nothing_away(self, folder: Folder, two: dict[str, Any]) -> None:
        before = folder.registry.prompts
        nowhere = {"kind": "local", "path": "/dev/null/prompts.db"}
        for _ in range(2):
            with pytest.raises(PromptsError, match=many_failed(1)):
                folder.up({**two, "a": folder.entry("a", "a", backend=nowhere)})
            assert folder.registry.prompts == before
        folder.up(two)
        assert [prompt.versions for prompt in folder.registry.prompts] == [prompt.versions for prompt in before]
        folder.destroy()
        assert folder.stored == {}


def test_nothing_is_deleted_where_another_entry_failed(folder: Folder, two: dict[str, Any]) -> None:
    nowhere = folder.entry("c", "c", backend={"kind": "local", "path": "/dev/null/prompts.db"})
    with pytest.raises(PromptsError, match=many_failed(1)):
        folder.up({"a": two["a"], "c": nowhere})
    assert folder.stored == {"a": {1: "a"}, "b": {1: "b"}}
    folder.up({"a": two["a"]})
    assert folder.stored == {"a": {1: "a"}}


def test_a_prompt_that_cannot_be_deleted_yet_is_tried_again(folder: Folder, two: dict[str, Any]) -> None:
    """Somebody has put an alias on its version."""
    folder.registry.execute("UPDATE aliases SET marker = 'o/p/s/x', nonce = 'x' WHERE version = 1")
    left = {"b": {**two["b"], "aliases": []}}
    with pytest.raises(PromptsError, match=many_failed(1)) as failed:
        folder.up(left)
    assert "'live' of o/p/s/x" in str(failed.value)
    assert folder.diff(left) == Diffed(is_due=True, is_beyond_inputs=True)
    folder.registry.execute("DELETE FROM aliases")
    folder.up(left)
    assert folder.stored == {"b": {1: "b"}}
    assert not folder.up(left)


class Died(BaseException):
    """What no part of a run hears of, as of SIGKILL."""


@pytest.mark.parametrize("method", ["create", "update", "publish", "set_alias", "delete_as_seen"])
def test_a_run_that_died_after_a_call_is_done_again(
    folder: Folder, two: dict[str, Any], monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    """The first edits an entry, makes one, and removes one."""
    before = {prompt.name: prompt.id for prompt in folder.registry.prompts}
    entries = {"a": folder.entry("a", "edited"), "c": folder.entry("c", "c")}
    original = getattr(Local, method)

    def killed_once_carried_out(self: Local, *arguments: Any) -> None:
        original(self, *arguments)
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr(Local, method, killed_once_carried_out)
        with pytest.raises(Died):
            folder.up(entries)
    folder.up(entries)
    assert folder.stored == {"a": {1: "a", 2: "edited"}, "c": {1: "c"}}
    assert folder.registry.prompts[0].id == before["a"]
    assert not folder.up(entries)
    folder.destroy()
    assert folder.stored == {}


@pytest.mark.parametrize("is_first", [True, False])
def test_a_run_that_died_before_its_state_was_written_is_done_again(folder: Folder, is_first: bool) -> None:
    entries = {name: folder.entry(name, name) for name in ("a", "b")}
    if not is_first:
        folder.up(entries)
        entries |= {"a": folder.entry("a", "edited"), "c": folder.entry("c", "c")}
    before = (folder.id, folder.outputs, folder.inputs)
    folder.up(entries)
    folder.id, folder.outputs, folder.inputs = before
    done = folder.registry.prompts
    folder.up(entries)
    assert [(each.id, each.versions) for each in folder.registry.prompts] == [(each.id, each.versions) for each in done]
    assert not folder.up(entries)
    folder.destroy()
    assert folder.stored == {}


def test_a_refresh_tells_what_differs_and_the_next_up_writes_it(folder: Folder, two: dict[str, Any]) -> None:
    folder.refresh()
    assert (folder.said, folder.up(two)) == ([], False)
    folder.registry.execute("UPDATE prompts SET content = replace(content, '\"a\"', '\"other\"')")
    folder.registry.execute("DELETE FROM aliases WHERE prompt_id = (SELECT id FROM prompts WHERE name = 'b')")
    folder.registry.execute("DELETE FROM versions WHERE prompt_id = (SELECT id FROM prompts WHERE name = 'b')")
    folder.registry.execute("DELETE FROM prompts WHERE name = 'b'")
    folder.refresh()
    assert folder.said == [f"a: {DIFFERS}", f"b: {GONE}"]
    assert folder.diff(two) == Diffed(is_due=True, is_beyond_inputs=True)
    folder.up(two)
    assert [prompt.text for prompt in folder.registry.prompts] == ["a", "b"]
    assert not folder.up(two)


def test_what_is_wrong_is_told_of_all_entries_at_once(folder: Folder) -> None:
    entries = {"a": folder.entry("a", "a", tags=1), "b": folder.entry("b", "b", secret=["template"])}
    entries["c"] = folder.entry("c", "c") | {"keep": 0}
    failures = FolderLifecycle(folder.run()).check({}, {"owner": OWNER._asdict(), "entries": entries}).failures
    said = ("a: tags: ", f"b: {NO_SECRETS}", "c: keep: ")
    assert [failure[: len(each)] for failure, each in zip(failures, said, strict=True)] == [*said]


def test_where_a_file_cannot_be_read_the_others_are_written_and_nothing_goes(
    folder: Folder, two: dict[str, Any]
) -> None:
    of = FolderLifecycle(folder.run())
    edited = {"owner": OWNER._asdict(), "entries": {"a": folder.entry("a", "edited")}}
    inputs = of.check(folder.inputs, {**edited, "is_in_part": True}).inputs
    assert inputs == {**folder.inputs, "entries": {**folder.inputs["entries"], "a": inputs["entries"]["a"]}}
    of.update(folder.id, folder.outputs, inputs)
    assert folder.stored == {"a": {1: "a", 2: "edited"}, "b": {1: "b"}}


def test_a_protected_folder_deletes_no_prompt(folder: Folder, two: dict[str, Any]) -> None:
    """Neither that of a file that goes, nor one that would move to another registry; a rename deletes nothing."""
    moved = folder.entry("b", "b", backend={"kind": "local", "path": "other.db"})
    with pytest.raises(InputError) as refused:
        folder.diff({"b": moved}, protect=True)
    assert (refused.value.said, refused.value.remedy) == (would_be_deleted(["a", "b"]), UNPROTECT)
    assert folder.diff({"a": folder.entry("a", "edited"), "c": folder.entry("c", "b")}, protect=True).is_due


def test_a_folder_that_retains_leaves_what_goes_in_the_registry(
    folder: Folder, two: dict[str, Any], tmp_path: Path
) -> None:
    """Prompts and aliases, as the engine retains resources: where the state says so, and not the program."""
    moved = folder.entry("b", "b", backend={"kind": "local", "path": str(tmp_path / "other.db")})
    assert folder.diff(two, retain_on_delete=True) == Diffed(is_due=True)
    folder.up(two, retain_on_delete=True)
    assert not folder.up(two, retain_on_delete=True)
    before = (folder.stored, folder.registry.aliases)
    folder.up({"b": {**two["b"], "aliases": []}}, retain_on_delete=True)
    folder.up({"b": moved})
    assert (folder.stored, folder.registry.aliases) == before
    folder.destroy()
    assert (folder.stored, folder.registry.aliases) == before


def test_what_the_last_run_left_undone_is_protected_as_well(
    folder: Folder, two: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its state does not have what the program said then: a rename of that cannot be told from a removal."""
    edited = {**two, "a": folder.entry("a", "edited")}
    with monkeypatch.context() as patched:
        patched.setattr(Local, "update", refuse)
        with pytest.raises(PromptsError, match=many_failed(1)):
            folder.up(edited)
    with pytest.raises(InputError, match="would be deleted: a;"):
        folder.diff({"b": two["b"], "c": folder.entry("c", "edited")}, protect=True)


def refuse(*_: Any) -> None:
    raise RejectedError("no")


def test_a_bug_in_one_entry_keeps_none_of_the_others_out_of_the_state(
    folder: Folder, two: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Local, "update", bug)
        with pytest.raises(PromptsError, match=many_failed(1)) as failed:
            folder.up({**two, "a": folder.entry("a", "edited"), "c": folder.entry("c", "c")})
    assert "Traceback" in str(failed.value)
    assert [*folder.outputs["prompts"]] == ["a", "b", "c"]


class TestSwitching:
    """Between one resource and resources of their own: the markers are the same, the nonce tells them apart."""

    def inputs(self, folder: Folder) -> Any:
        """Those of the prompt as a resource of its own."""
        declared = {**folder.entry("a", "a")["prompt"], "marker": OWNER.marker("a")}
        return PromptLifecycle(folder.run()).check({}, declared).inputs

    def singles(self, folder: Folder) -> tuple[PromptLifecycle, Any]:
        """A prompt and its version, as resources of their own."""
        run = folder.run()
        prompts, marker = PromptLifecycle(run), OWNER.marker("a")
        stored = prompts.create(self.inputs(folder))
        version = {"prompt_id": stored.id, "digest": stored.outputs["digest"], "backend": folder.backend}
        VersionLifecycle(run).create({**version, "prompt_marker": marker, "marker": marker})
        return prompts, stored

    def test_to_one_resource(self, folder: Folder) -> None:
        prompts, single = self.singles(folder)
        (before,) = folder.registry.prompts
        entries = {"a": folder.entry("a", "a")}
        folder.up(entries)
        prompts.delete(single.id, single.outputs)
        (after,) = folder.registry.prompts
        assert (after.id, after.versions) == (before.id, before.versions)
        assert not folder.up(entries)
        folder.destroy()
        assert folder.stored == {}

    def test_and_back(self, folder: Folder) -> None:
        folder.up({"a": folder.entry("a", "a")})
        (before,) = folder.registry.prompts
        prompts, single = self.singles(folder)
        folder.destroy()
        (after,) = folder.registry.prompts
        assert (after.id, after.versions) == (before.id, before.versions)
        prompts.delete(single.id, single.outputs)
        assert folder.stored == {}

    def test_one_that_was_interrupted_and_is_taken_back(self, folder: Folder) -> None:
        """The state has both, and what stays has seen nothing of it."""
        prompts, single = self.singles(folder)
        version = {"version": "1", "digest": single.outputs["digest"]}
        of_alias = {"alias": "live", "prompt_id": single.id, "backend": folder.backend}
        pointing = {**of_alias, **version, "marker": OWNER.marker("a@live"), "prompt_marker": OWNER.marker("a")}
        alias = AliasLifecycle(folder.run()).create(pointing)
        before = folder.stored
        folder.up({"a": folder.entry("a", "a")})

        run = folder.run()
        assert not PromptLifecycle(run).diff(single.id, single.outputs, self.inputs(folder)).is_due
        assert not AliasLifecycle(run).diff(alias.id, alias.outputs, pointing).is_due
        FolderLifecycle(run).delete(folder.id, folder.outputs)
        assert (folder.stored, folder.registry.aliases) == (before, {"live": "1"})
        AliasLifecycle(folder.run()).delete(alias.id, alias.outputs)
        assert folder.registry.aliases == {}
        prompts.delete(single.id, single.outputs)
        assert folder.stored == {}

    def test_and_one_back_that_was_interrupted(self, folder: Folder) -> None:
        entries = {"a": folder.entry("a", "a")}
        folder.up(entries)
        before = folder.stored
        _, single = self.singles(folder)
        run = folder.run()
        of = FolderLifecycle(run)
        assert not of.diff(folder.id, folder.outputs, folder.checked(of, entries)).is_due
        PromptLifecycle(run).delete(single.id, single.outputs)
        assert folder.stored == before
        folder.destroy()
        assert folder.stored == {}
