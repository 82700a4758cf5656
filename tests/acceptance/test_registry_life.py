"""The life of a prompt on each registry of others, by a real engine; what only one registry does stands beside this."""

import json
from typing import Any

import pytest

from acceptance.events import Run
from acceptance.programs import BE_BRIEF, BE_KIND, BE_STRICT, TRIAGE, program
from acceptance.registries.fixtures import deployed, stack, world
from acceptance.registries.world import MARKER, NAME, VersioningWorld, World
from acceptance.stack import Stack
from pulumi_prompts.lifecycle.ownership import IN_USE, published_by, way_out
from pulumi_prompts.lifecycle.taking_over import of_another_content
from pulumi_prompts.registries.kinds import KINDS, backend_class
from remedies import REFRESH

__all__ = ["deployed", "stack", "world"]

BOTH = ("Prompt triage", "PromptVersion triage")

drafts_and_versions = pytest.mark.parametrize("world", ["bedrock", "mlflow"], indirect=True)
"""A registry of each kind; on all of them the hooks run in process (tests/backends)."""

versioning = pytest.mark.parametrize(
    "world", [kind for kind in KINDS if backend_class(kind).support.versions_every_write], indirect=True
)


def both(op: str) -> set[str]:
    return {f"{op} {key}" for key in BOTH}


def current_text(stack: Stack, world: World) -> str:
    return world.version_named(stack.outputs()["version"]).text


def said(run: Run) -> str:
    """What is said of the prompt: one line."""
    (line,) = run.diagnostics("Prompt triage")
    return line


def test_from_the_first_up_to_destroy(stack: Stack, world: World) -> None:
    """The registry is in the stack's configuration, so that the program is one for all of them."""
    stack.config_set("prompts:backend", json.dumps(world.backend()))

    def say(text: str, description: str) -> None:
        stack.give(prompt=world.prompt(text, backend=None), version=world.version(description, keep=5))

    stack.write(TRIAGE)
    say(BE_BRIEF, "First")
    assert stack.preview().steps == both("create")
    assert world.prompts == []
    stack.up()
    assert world.texts == [BE_BRIEF]
    assert (world.only_prompt.name, world.only_prompt.description, world.only_prompt.marker) == (NAME, "Sorts", MARKER)
    assert stack.preview().steps == set()

    say(BE_KIND, "Kinder")
    preview = stack.preview("--diff")
    of_version = {"digest", "description"} if world.describes_versions else {"digest"}
    assert preview.diffs == {"Prompt triage": {"digest", "messages[0].content"}, "PromptVersion triage": of_version}
    assert "- Be brief.\n" in preview.text
    assert "+ Be kind.\n" in preview.text
    assert world.texts == [BE_BRIEF]
    stack.up()
    assert world.texts == [BE_BRIEF, BE_KIND]
    assert current_text(stack, world) == BE_KIND

    say(BE_BRIEF, "Brief again")
    assert stack.up().steps == both("update")
    assert world.texts == [BE_BRIEF, BE_KIND, *([] if world.goes_back else [BE_BRIEF])]
    assert current_text(stack, world) == BE_BRIEF
    stack.assert_settled()

    assert stack.destroy().steps == both("delete")
    assert world.prompts == []
    assert stack.resources() == {}


@versioning
def test_what_is_not_content_makes_no_version(deployed: Stack, world: VersioningWorld) -> None:
    """Neither what we say beside the content, nor what others note there."""
    world.note_beside_us()
    noted = world.noted
    deployed.assert_settled()
    beside: dict[str, Any] = {"description": "Sorts tickets", world.labelled_by: {"owner": "ada"}}
    deployed.give(prompt=world.prompt(**beside), version=world.version("One"))
    of_prompt = {"description", f"{world.labelled_by}.team", f"{world.labelled_by}.owner"}
    of_version = {"PromptVersion triage": {"description"}} if world.describes_versions else {}
    assert deployed.up().diffs == {"Prompt triage": of_prompt, **of_version}
    stored = world.only_prompt
    assert (stored.description, stored.labels.get("owner"), stored.labels.get("team")) == ("Sorts tickets", "ada", None)
    assert [version.description for version in stored.versions] == ["One" if world.describes_versions else None]
    deployed.give(prompt=world.prompt(BE_KIND), version=world.version())
    deployed.up()
    assert world.texts == [BE_BRIEF, BE_KIND]
    assert world.noted == noted


def test_each_drift_is_seen_and_mended(deployed: Stack, world: World) -> None:
    before = world.only_prompt
    for name, drift in world.drifts.items():
        drift.act()
        assert deployed.refresh().diffs == drift.shows, name
        deployed.up()
        mended = world.only_prompt
        assert mended.texts == drift.mended, name
        assert mended.description == before.description, name
        ours = {key: value for key, value in mended.labels.items() if not world.shares_labels or key in before.labels}
        assert ours == before.labels, name
        current = world.version_named(deployed.outputs()["version"])
        assert (current.text, current.description) == (BE_BRIEF, before.versions[0].description), name
    deployed.assert_settled()


@drafts_and_versions
def test_what_is_gone_is_created_again(deployed: Stack, world: World) -> None:
    world.delete_prompt()
    assert deployed.refresh().steps == both("delete")
    assert deployed.up().steps == both("create")
    assert world.texts == [BE_BRIEF]
    deployed.assert_settled()


@versioning
def test_a_later_prompt_of_that_name_is_not_taken(deployed: Stack, world: VersioningWorld) -> None:
    before = world.only_prompt
    world.delete_prompt()
    world.write_theirs(BE_BRIEF)
    theirs = world.only_prompt
    deployed.give(prompt=world.prompt(BE_KIND), version=world.version())
    assert said(deployed.up(fails=True)) == (
        f"updating {NAME} on {world.where}: {world.said_of_gone(before)}; {REFRESH}"
    )
    assert "delete Prompt triage" in deployed.refresh().steps
    assert said(deployed.up(fails=True)).endswith(
        "it exists already; set adopt=True to take it over, or use another name"
    )
    assert world.only_prompt == theirs
    deployed.give(prompt=world.prompt(BE_KIND, adopt="overwrite"), version=world.version())
    deployed.up()
    assert world.texts == [BE_BRIEF, BE_KIND]
    assert current_text(deployed, world) == BE_KIND
    deployed.assert_settled()

    assert said(deployed.destroy(fails=True)) == (
        f"deleting {NAME} on {world.where}: version {theirs.versions[0].name} {published_by(None)}; "
        f"{IN_USE}; {way_out(deployed.resources()['Prompt triage']['id'])}"
    )
    forced = world.prompt(BE_KIND, adopt="overwrite", force_destroy=True)
    deployed.give(prompt=forced, version=world.version())
    deployed.up()
    deployed.destroy()
    assert world.prompts == []


@drafts_and_versions
def test_a_prompt_of_others_is_adopted_on_demand(stack: Stack, world: World) -> None:
    world.write_theirs(BE_BRIEF)
    theirs = world.only_prompt
    stack.write(TRIAGE, prompt=world.prompt(), version=world.version())
    assert said(stack.up(fails=True)) == (
        f"creating {NAME} on {world.where}: it exists already; set adopt=True to take it over, or use another name"
    )
    stack.give(prompt=world.prompt(BE_KIND, adopt=True), version=world.version())
    lines = said(stack.up(fails=True)).splitlines()
    assert [line for line in lines if line[0] in "+-" and line[1:3] != line[:1] * 2] == [
        "-    Be brief.",
        "+    Be kind.",
    ]
    assert lines[-1] == f"creating {NAME} on {world.where}: {of_another_content('')}"
    assert world.only_prompt == theirs

    stack.give(prompt=world.prompt(adopt=True), version=world.version())
    stack.up()
    adopted = world.only_prompt
    assert (adopted.id, adopted.marker, adopted.texts) == (theirs.id, MARKER, [BE_BRIEF])
    assert not theirs.versions or adopted.versions == theirs.versions
    assert ("author" in adopted.labels) is world.shares_labels
    stack.assert_settled()


def test_what_a_prompt_is_known_by(deployed: Stack, world: World) -> None:
    """Settings that name the same registry, its name, another registry."""
    first = world.only_prompt
    deployed.give(prompt=world.prompt(backend=world.backend(**world.same_place)), version=world.version())
    assert deployed.up().steps == both("update")
    assert world.only_prompt == first

    deployed.give(prompt=world.prompt(name="sorting"), version=world.version())
    renamed = deployed.up()
    assert ("replace Prompt triage" in renamed.steps) is not world.renames
    second = world.only_prompt
    assert (second.name, second.texts, second.made == first.made) == ("sorting", [BE_BRIEF], world.renames)

    elsewhere = world.backend(**world.elsewhere)
    deployed.give(prompt=world.prompt(name="sorting", backend=elsewhere), version=world.version())
    moved = deployed.up()
    assert moved.diffs["Prompt triage"] >= {f"backend.{name}" for name in world.elsewhere}
    assert "replace Prompt triage" in moved.steps
    third = world.only_prompt
    assert (third.name, third.texts, third.made == second.made) == ("sorting", [BE_BRIEF], world.elsewhere_is_here)
    deployed.assert_settled()
    deployed.destroy()
    assert world.prompts == []


@drafts_and_versions
def test_a_replacement_that_was_asked_for_takes_over_what_is_there(deployed: Stack, world: World) -> None:
    """Its versions with it."""
    deployed.give(prompt=world.prompt(BE_KIND), version=world.version())
    deployed.up()
    before = world.only_prompt
    deployed.up("--replace", deployed.urn("Prompt triage"))
    assert (world.only_prompt.made, world.texts) == (before.made, [BE_BRIEF, BE_KIND])
    deployed.assert_settled()
    deployed.destroy()
    assert world.prompts == []


READ = program("""
    triage = Prompt.get("triage", given["id"], backend=given["backend"])
    for name in ("name", "uri", "digest", "variables"):
        pulumi.export(name, getattr(triage, name))
""")


@drafts_and_versions
def test_a_prompt_of_others_is_only_read(stack: Stack, world: World) -> None:
    world.write_theirs(BE_BRIEF)
    theirs = world.only_prompt
    stack.write(READ, id=theirs.id, backend=world.backend())
    stack.up()
    outputs = stack.outputs()
    assert (outputs["name"], outputs["variables"], outputs["digest"][:7]) == (NAME, ["ticket"], "sha256:")
    stack.destroy()
    assert world.only_prompt == theirs


@pytest.mark.parametrize("world", ["mlflow"], indirect=True)
def test_old_versions_are_removed_but_those_that_others_rely_on(deployed: Stack, world: VersioningWorld) -> None:
    (first,) = world.only_prompt.versions
    why = world.pin(first.name)
    for text in (BE_KIND, BE_STRICT, f"{BE_KIND}Please.\n"):
        deployed.give(prompt=world.prompt(text), version=world.version(keep=1))
        deployed.up()
    assert world.texts == [BE_BRIEF, BE_STRICT, f"{BE_KIND}Please.\n"]
    deployed.assert_settled()

    deployed.give(prompt=world.prompt(f"{BE_KIND}Please.\n"))
    assert deployed.up().steps == {"delete PromptVersion triage"}
    assert world.texts == [BE_BRIEF, BE_STRICT, f"{BE_KIND}Please.\n"]
    assert said(deployed.destroy(fails=True)) == (
        f"deleting {NAME} on {world.where}: version {first.name} is pinned by {why}; "
        f"{IN_USE}; {way_out(deployed.resources()['Prompt triage']['id'])}"
    )
    world.unpin()
    deployed.destroy()
    assert world.prompts == []
