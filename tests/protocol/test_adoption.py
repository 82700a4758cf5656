"""Creating a prompt whose name is taken: healing, taking over, adopting, overwriting, refusing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from protocol.client import Client, Created, HookError
from protocol.lifecycle import Resource
from protocol.somebody_else import THEIRS, desired, publish
from pulumi_prompts import errors
from pulumi_prompts.lifecycle.taking_over import (
    of_a_declared_resource,
    of_another_content,
    of_another_resource,
    of_another_stack,
    of_nobody,
    of_the_same_program,
)
from pulumi_prompts.program.markers import marker_for
from pulumi_prompts.registries.base import Head, Labels
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import process

OURS = "acme/shop/dev/triage"
RENAMED = "acme/shop/dev/sorting"
LONG_AGO = timedelta(days=9)
ANOTHER_CONTENT = str(of_another_content(""))


@pytest.fixture
def simple(inputs: dict[str, Any]) -> dict[str, Any]:
    return {**inputs, "parameters": None}


def create(prompts: Client, inputs: dict[str, Any]) -> Created:
    checked = prompts.check({}, inputs)
    assert checked.failures == []
    return prompts.create(checked.inputs)


def made_before(
    file: Path, age: timedelta, template: str = "Sort {{ticket}}.", marker: str = THEIRS, **more: Any
) -> str:
    then = datetime.now(UTC) - age
    return Local(str(file), now=lambda: then).create(desired(template, marker=marker, nonce="before", **more)).id


def labels_of(head: Head) -> Labels:
    assert head.labels is not None
    return head.labels


def refusal(prompts: Client, inputs: dict[str, Any]) -> list[str]:
    """The lines that are said, the last one without what was being done."""
    with pytest.raises(HookError) as failed:
        create(prompts, inputs)
    *before, last = str(failed.value).splitlines()
    path = inputs["backend"]["path"]
    assert last.startswith(f"creating triage on local {path}: ")
    return [*before, last.removeprefix(f"creating triage on local {path}: ")]


@pytest.mark.parametrize("age", [timedelta(minutes=59), timedelta(seconds=-30)])
def test_an_interrupted_creation_is_healed(
    prompts: Client, simple: dict[str, Any], file: Path, registry: Local, age: timedelta
) -> None:
    """Also where the clocks of the registry's machines differ by some seconds."""
    left = made_before(file, age, "What the program said before.", OURS)
    created = create(prompts, simple)
    assert created.id == left
    assert registry.read(left).digest == created.outputs["digest"]


def test_what_is_ours_and_says_the_same_is_taken_at_any_age(
    prompts: Client, simple: dict[str, Any], file: Path, registry: Local
) -> None:
    left = made_before(file, LONG_AGO, marker=OURS)
    created = create(prompts, simple)
    assert created.id == left
    assert labels_of(registry.read(left)).nonce == created.outputs["nonce"] != "before"


@pytest.mark.parametrize("age", [timedelta(hours=1, seconds=1), -timedelta(hours=47)])
def test_another_content_of_ours_may_be_a_namesakes(
    prompts: Client, simple: dict[str, Any], file: Path, registry: Local, age: timedelta
) -> None:
    left = made_before(file, age, "Of a stack with the same names.", OURS)
    assert refusal(prompts, simple)[-1] == ANOTHER_CONTENT
    assert labels_of(registry.read(left)).nonce == "before"


def test_what_replaces_itself_is_taken_with_any_content(
    prompts: Client, simple: dict[str, Any], file: Path, registry: Local
) -> None:
    prompt = Resource(prompts)
    prompt.up(simple)
    before, nonce = prompt.id, prompt.outputs["nonce"]
    published = publish(registry, before, "acme/shop/dev/published", of_prompt=OURS)
    edited = {**simple, "template": "Sort {{ticket}} again."}
    prompts.check(prompt.inputs, edited)
    prompt.replace(edited)
    assert prompt.id == before
    assert registry.read(before).digest == prompt.outputs["digest"]
    assert [each.version for each in registry.versions(before)] == [published.version]
    assert prompt.outputs["nonce"] != nonce
    assert not prompt.refresh()
    prompt.destroy()
    assert registry.find("triage") is None


@pytest.mark.parametrize(
    ("owner", "refused"),
    [
        ("", of_nobody()),
        (RENAMED, of_another_resource(RENAMED)),
        (THEIRS, of_another_stack(THEIRS)),
        ("acme/shop/prod/triage", of_the_same_program("acme/shop/prod/triage")),
    ],
)
def test_what_is_another_s_asks_for_adopt(
    prompts: Client, simple: dict[str, Any], file: Path, registry: Local, owner: str, refused: errors.OwnershipError
) -> None:
    theirs = made_before(file, timedelta(), marker=owner)
    assert refusal(prompts, simple) == [str(refused)]
    assert labels_of(registry.read(theirs)).nonce == "before"


@pytest.mark.parametrize("owner", ["", RENAMED])
def test_adopt_takes_over_the_same_content(
    prompts: Client, simple: dict[str, Any], file: Path, registry: Local, owner: str
) -> None:
    theirs = made_before(file, LONG_AGO, marker=owner)
    prompt = Resource(prompts)
    prompt.up({**simple, "adopt": True, "description": "Ours."})
    head = registry.read(theirs)
    assert (prompt.id, head.description, labels_of(head).marker) == (theirs, "Ours.", OURS)
    assert not prompt.refresh()
    assert prompt.up({**simple, "description": "Ours."}) == "same"


@pytest.mark.parametrize("permission", [None, "acme/other/dev/thiers", OURS])
def test_adopt_alone_takes_nothing_from_another_stack(
    prompts: Client, simple: dict[str, Any], file: Path, registry: Local, permission: str | None
) -> None:
    theirs = made_before(file, LONG_AGO)
    program = {**simple, "adopt": "overwrite", "take_over_from": permission}
    assert refusal(prompts, program) == [str(of_another_stack(THEIRS))]
    assert labels_of(registry.read(theirs)).marker == THEIRS


def test_what_is_taken_from_another_stack_is_left_by_its_former_owner(
    prompts: Client, simple: dict[str, Any], registry: Local
) -> None:
    theirs, ours = Resource(prompts), Resource(prompts)
    theirs.up({**simple, "marker": THEIRS})
    process.forget()
    ours.up({**simple, "adopt": True, "take_over_from": THEIRS})
    assert ours.id == theirs.id
    process.forget()
    with pytest.raises(HookError, match=rf"it belongs to {OURS} now; remove the resource from the program"):
        theirs.up({**simple, "marker": THEIRS, "template": "Theirs again."})
    theirs.destroy()
    assert labels_of(registry.read(ours.id)).marker == OURS
    process.forget()
    ours.destroy()
    assert registry.find("triage") is None


def test_permission_goes_with_adopt(prompts: Client, simple: dict[str, Any]) -> None:
    failures = prompts.check({}, {**simple, "take_over_from": THEIRS}).failures
    assert failures == ["take_over_from: goes with `adopt`; add adopt=True, or leave it out"]


def test_a_prompt_that_the_program_declares_is_not_adopted(prompts: Client, simple: dict[str, Any]) -> None:
    """It is about to get another name."""
    other = Resource(prompts)
    other.up({**simple, "marker": RENAMED})
    process.forget()
    prompts.check(other.inputs, {**simple, "name": "sorting", "marker": RENAMED})
    assert refusal(prompts, {**simple, "adopt": True}) == [str(of_a_declared_resource(RENAMED))]


def test_a_renamed_resource_keeps_the_versions(prompts: Client, simple: dict[str, Any], registry: Local) -> None:
    """What was published under its old name is ours, and goes with it."""
    old, new = Resource(prompts), Resource(prompts)
    old.up({**simple, "marker": RENAMED})
    publish(registry, old.id, "acme/shop/dev/published", of_prompt=RENAMED)
    process.forget()
    new.up({**simple, "adopt": True})
    old.destroy()
    assert len(registry.versions(new.id)) == 1
    new.destroy()
    assert registry.find("triage") is None


def test_a_rename_that_is_taken_back_half_way_loses_nothing(
    prompts: Client, simple: dict[str, Any], registry: Local
) -> None:
    """The adoption went through, and the run ended before the delete; then the program has the old name again."""
    old, new = Resource(prompts), Resource(prompts)
    old.up({**simple, "marker": RENAMED})
    process.forget()
    new.up({**simple, "adopt": True})
    process.forget()
    assert old.up({**simple, "marker": RENAMED}) == "same"
    new.destroy()
    assert labels_of(registry.read(old.id)).marker == RENAMED
    process.forget()
    assert old.up({**simple, "marker": RENAMED, "template": "Edited."}) == "update"
    old.destroy()
    assert registry.find("triage") is None


def test_a_marker_of_the_first_release_is_ours(
    prompts: Client, simple: dict[str, Any], file: Path, registry: Local
) -> None:
    """It named the parent of the resource, and not its types."""
    left = made_before(file, LONG_AGO, marker="acme/shop/dev/desk:triage")
    marker = marker_for("acme/shop/dev", "triage", "desk", "acme:desk:Desk")
    assert create(prompts, {**simple, "marker": marker}).id == left
    assert labels_of(registry.read(left)).marker == marker


def test_what_the_program_does_not_declare_stays(
    prompts: Client, simple: dict[str, Any], file: Path, registry: Local
) -> None:
    beside: dict[str, Any] = {"description": "Theirs.", "tags": {"team": "sales"}, "metadata": {"level": 2}}
    theirs = made_before(file, LONG_AGO, marker="", **beside)
    prompt = Resource(prompts)
    prompt.up({**simple, "adopt": True})
    assert prompt.up({**simple, "adopt": True}) == "same"
    assert not prompt.refresh()
    prompt.up({**simple, "adopt": True, "template": "Sort {{ticket}} better."})
    head = registry.read(theirs)
    assert (head.description, labels_of(head).tags, head.metadata) == tuple(beside.values())


def test_what_the_program_declares_no_more_is_removed(prompts: Client, simple: dict[str, Any], registry: Local) -> None:
    prompt = Resource(prompts)
    prompt.up({**simple, "description": "Ours.", "metadata": {"level": 2}})
    prompt.up(simple)
    head = registry.read(prompt.id)
    assert (head.description, head.metadata) == (None, {})


def test_adopt_refuses_another_content_with_the_difference(
    prompts: Client, simple: dict[str, Any], file: Path, registry: Local
) -> None:
    theirs = made_before(file, LONG_AGO, "Sort these:\n{{ticket}}", "")
    program = {**simple, "template": "Sort these:\n{{tickets}}", "model": "m", "adopt": True}
    assert refusal(prompts, program) == [
        "--- in the registry",
        "+++ in the program",
        "@@ -1,3 +1,4 @@",
        "+model: m",
        " template:",
        "     Sort these:",
        "-    {{ticket}}",
        "+    {{tickets}}",
        ANOTHER_CONTENT,
    ]
    assert labels_of(registry.read(theirs)).marker is None


def test_no_secret_content_is_shown(prompts: Client, simple: dict[str, Any], file: Path) -> None:
    made_before(file, LONG_AGO, "Theirs.", "")
    program = {**simple, "template": "hunter2", "adopt": True, "secret": ["template"]}
    lines = refusal(prompts, program)
    assert lines[:-1] == ["(the content is secret: the difference is not shown)"]
    assert "hunter2" not in "".join(lines)


def test_overwrite_replaces_another_content(
    prompts: Client, simple: dict[str, Any], file: Path, registry: Local
) -> None:
    theirs = made_before(file, LONG_AGO, "Theirs.", "")
    created = create(prompts, {**simple, "adopt": "overwrite"})
    assert created.id == theirs
    assert registry.read(theirs).digest == created.outputs["digest"]
