"""Each operation makes the least calls that the protocol allows: `bedrock_calls.json` says which."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from backends.bedrock_world import Program, World, desired
from fakes.bedrock import ACCOUNT
from pulumi_prompts.registries.base import Publication, Ref
from pulumi_prompts.resources import process
from pulumi_prompts.testing.base import delete

TABLE: Mapping[str, Mapping[str, Mapping[str, int]]] = json.loads(
    Path(__file__).with_name("bedrock_calls.json").read_text()
)

THEIRS = "somebody/else/dev/x"
LONG_AGO = "2020-01-01T00:00:00Z"

Hook = Callable[[], object]
Scene = Callable[[Program, World], Hook]
"""Sets a program up, and returns what is to be counted."""


def _check_and_diff(program: Program, world: World) -> Hook:
    program.up("One.")
    prompt = program.prompt

    def preview() -> None:
        checked = prompt.client.check(prompt.inputs, program.of_prompt("Two."))
        prompt.client.diff(prompt.id, prompt.outputs, checked.inputs)

    return preview


def _create(program: Program, world: World) -> Hook:
    return lambda: program.prompt.up(program.of_prompt())


def _create_with_account(program: Program, world: World) -> Hook:
    program.backend["account_id"] = ACCOUNT
    return _create(program, world)


def _heal(program: Program, world: World) -> Hook:
    world.connect().create(desired("Half.", marker=program.prompt_inputs["marker"]))
    return _create(program, world)


def _adopt(program: Program, world: World, **more: Any) -> Hook:
    world.connect().create(desired("One.", marker=THEIRS))
    world.fake.registry().draft("triage").created_at = LONG_AGO
    return lambda: program.prompt.up(program.of_prompt("One.", adopt=True, take_over_from=THEIRS, **more))


def _read(program: Program, world: World, **inputs: Any) -> Hook:
    program.prompt.up(program.of_prompt(**inputs))
    return program.prompt.refresh


def _read_gone(program: Program, world: World) -> Hook:
    program.prompt.up(program.of_prompt())
    delete(world.connect(), Ref(program.prompt.id, program.prompt.outputs["uri"]))
    return program.prompt.refresh


def _update(before: Mapping[str, Any], after: Mapping[str, Any]) -> Scene:
    def scene(program: Program, world: World) -> Hook:
        program.prompt.up(program.of_prompt(**before))
        return lambda: program.prompt.up(program.of_prompt(**after))

    return scene


def _delete(program: Program, world: World) -> Hook:
    program.prompt.up(program.of_prompt())
    return program.prompt.destroy


def _delete_with_version(program: Program, world: World) -> Hook:
    program.up("One.")
    return program.prompt.destroy


def _delete_by_force(program: Program, world: World) -> Hook:
    program.prompt.up(program.of_prompt(force_destroy=True))
    return program.prompt.destroy


def _delete_gone(program: Program, world: World) -> Hook:
    hook = _delete_by_force(program, world)
    delete(world.connect(), Ref(program.prompt.id, program.prompt.outputs["uri"]))
    return hook


def _check_and_diff_version(program: Program, world: World) -> Hook:
    program.up("One.")
    version, inputs = program.version, program.of_version(digest="sha256:other")

    def preview() -> None:
        checked = version.client.check(version.inputs, inputs)
        version.client.diff(version.id, version.outputs, checked.inputs)

    return preview


def _publish(program: Program, world: World) -> Hook:
    program.prompt.up(program.of_prompt("One."))
    return lambda: program.version.up(program.of_version())


def _reuse_of_others(program: Program, world: World) -> Hook:
    program.prompt.up(program.of_prompt("One."))
    published = Publication(desired("One.").digest, THEIRS, THEIRS)
    world.connect().publish(program.prompt.id, published)
    return lambda: program.version.up(program.of_version())


def _read_version(program: Program, world: World) -> Hook:
    program.up("One.")
    return program.version.refresh


def _publish_after(*texts: str, **version: Any) -> Scene:
    """Publish the last of the texts after the others."""

    def scene(program: Program, world: World) -> Hook:
        for text in texts[:-1]:
            program.up(text, **version)
        program.prompt.up(program.of_prompt(texts[-1]))
        return lambda: program.version.up(program.of_version(**version))

    return scene


def _keep_more(program: Program, world: World) -> Hook:
    program.up("One.", keep=2)
    return lambda: program.version.up(program.of_version(keep=3))


def _delete_version(program: Program, world: World) -> Hook:
    program.up("One.")
    return program.version.destroy


def _delete_version_by_force(program: Program, world: World) -> Hook:
    for text in ("One.", "Two."):
        program.up(text, force_destroy=True)
    return program.version.destroy


SCENES: Mapping[str, Mapping[str, Scene]] = {
    "Prompt": {
        "check, diff": _check_and_diff,
        "create": _create,
        "create, the first in a process, with an account to check": _create_with_account,
        "create that heals an interrupted one": _heal,
        "create that adopts": _adopt,
        "create that adopts, and describes": lambda program, world: _adopt(program, world, description="Sorts."),
        "read": _read,
        "read, with tags declared": lambda program, world: _read(program, world, tags={"team": "support"}),
        "read of what is gone": _read_gone,
        "update of the content": _update({}, {"text": "Other."}),
        "update of the content, with tags declared": _update(
            {"tags": {"a": "1"}}, {"tags": {"a": "1"}, "text": "Other."}
        ),
        "update of content, description and name": _update({}, {"text": "Other.", "description": "x", "name": "other"}),
        "update of the tags": _update({"tags": {"a": "1"}}, {"tags": {"a": "2", "b": "3"}}),
        "update of a tag that goes": _update({"tags": {"a": "1"}}, {}),
        "update of content and tags": _update({}, {"text": "Other.", "tags": {"a": "1"}}),
        "update of a setting of ours": _update({}, {"force_destroy": True}),
        "delete": _delete,
        "delete, with a version of ours": _delete_with_version,
        "delete by force": _delete_by_force,
        "delete by force of what is gone": _delete_gone,
    },
    "PromptVersion": {
        "check, diff": _check_and_diff_version,
        "create": _publish,
        "create that re-uses a version of others": _reuse_of_others,
        "read": _read_version,
        "update that publishes": _publish_after("One.", "Two."),
        "update that re-uses": _publish_after("One.", "Two.", "One."),
        "update that publishes and removes one": _publish_after("One.", "Two.", "Three.", "Four.", keep=2),
        "update of `keep`, nothing to remove": _keep_more,
        "delete": _delete_version,
        "delete of one version by force": _delete_version_by_force,
    },
}


@pytest.mark.parametrize(("resource", "operation"), [(kind, name) for kind, names in SCENES.items() for name in names])
def test_an_operation_makes_the_least_calls(program: Program, world: World, resource: str, operation: str) -> None:
    hook = SCENES[resource][operation](program, world)
    world.fake.clear_calls()
    hook()
    assert world.fake.call_counts() == TABLE[resource][operation]


def test_the_table_is_whole() -> None:
    assert {kind: set(names) for kind, names in TABLE.items()} == {kind: set(names) for kind, names in SCENES.items()}


def test_a_list_is_one_call_for_ten_prompts(world: World) -> None:
    backend = world.connect()
    for number in range(11):
        backend.create(desired(name=f"triage-{number}"))
    world.fake.clear_calls()
    pages = backend.list_prompts()
    assert [next(pages).name for _ in range(10)] == [f"triage-{number}" for number in range(10)]
    assert world.fake.call_counts() == {"ListPrompts": 1}
    assert [each.name for each in pages] == ["triage-10"]
    assert world.fake.call_counts() == {"ListPrompts": 2}


def test_many_names_are_looked_up_in_one_list_after_the_first(world: World) -> None:
    """For the first name a list ends where that stands: most programs look up no other."""
    backend = world.connect()
    ids = {f"triage-{number}": backend.create(desired(name=f"triage-{number}")).id for number in range(31)}
    world.fake.clear_calls()
    heads = {name: backend.find(name) for name in ids}
    assert {name: head.id for name, head in heads.items() if head} == ids
    assert world.fake.call_counts() == {"ListPrompts": 1 + 4, "GetPrompt": 31}


def test_what_a_list_has_told_may_be_wrong_by_now(world: World) -> None:
    """Somebody deletes a prompt, and makes it anew."""
    ours, others = world.connect(), world.connect()
    former = others.create(desired(name="triage"))

    def found() -> str | None:
        head = ours.find("triage")
        return head.id if head else None

    assert found() == former.id
    delete(others, former)
    assert found() is None
    anew = others.create(desired(name="triage"))
    assert found() == anew.id


def test_a_client_is_made_once_for_all_hooks(program: Program, world: World) -> None:
    program.backend["account_id"] = ACCOUNT
    program.up("One.")
    program.up("Two.")
    assert world.fake.call_counts()["GetCallerIdentity"] == 1
    process.forget()
    program.prompt.refresh()
    assert world.fake.call_counts()["GetCallerIdentity"] == 2
