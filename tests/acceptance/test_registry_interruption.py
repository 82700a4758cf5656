"""The plugin is killed between the registry's work and its answer, on registries of others.

An answer that is lost leaves the same: `tests/faults` loses that of each request.
"""

import pytest

from acceptance.killing import killing
from acceptance.programs import BE_BRIEF, BE_KIND, TRIAGE
from acceptance.registries.fixtures import deployed, stack, world
from acceptance.registries.world import World
from acceptance.stack import Stack

__all__ = ["deployed", "stack", "world"]


@pytest.mark.parametrize(
    ("world", "request_", "left"),
    [
        ("humanloop", "upsert", [BE_BRIEF]),
        ("langfuse", "add", [BE_BRIEF]),
        ("mlflow", "create_prompt", []),
        ("phoenix", "create", [BE_BRIEF]),
        ("truefoundry", "apply", [BE_BRIEF]),
    ],
    indirect=["world"],
)
def test_killed_while_creating(stack: Stack, world: World, request_: str, left: list[str]) -> None:
    stack.write(TRIAGE, prompt=world.prompt(), version=world.version())
    stack.up(fails=True, env=killing(stack.folder, world.client, request_))
    before = world.only_prompt
    assert before.texts == left
    stack.up()
    after = world.only_prompt
    assert (after.id, after.texts) == (before.id, [BE_BRIEF])
    assert after.versions[0].description == ("First" if world.describes_versions else None)
    assert stack.preview().steps == set()


@pytest.mark.parametrize(
    ("world", "request_"),
    [
        ("humanloop", "move"),
        ("langfuse", "add"),
        ("mlflow", "tag_prompt"),
        ("phoenix", "patch"),
        ("truefoundry", "apply"),
    ],
    indirect=["world"],
)
def test_killed_while_updating(deployed: Stack, world: World, request_: str) -> None:
    name = {"name": "desk/sorting"} if world.renames else {}
    after = {**name, "description": "Sorts tickets", world.labelled_by: {"owner": "ada"}}
    deployed.give(prompt=world.prompt(BE_KIND, **after), version=world.version("Kinder"))
    deployed.up(fails=True, env=killing(deployed.folder, world.client, request_))
    deployed.up()
    stored = world.only_prompt
    assert stored.texts == [BE_BRIEF, BE_KIND]
    assert (stored.description, stored.labels.get("owner"), stored.labels.get("team")) == ("Sorts tickets", "ada", None)
    assert stored.versions[-1].description == ("Kinder" if world.describes_versions else None)
    assert deployed.preview().steps == set()


@pytest.mark.parametrize(
    ("world", "request_"),
    [("mlflow", "delete_prompt")],
    indirect=["world"],
)
def test_killed_while_deleting(deployed: Stack, world: World, request_: str) -> None:
    deployed.destroy(fails=True, env=killing(deployed.folder, world.client, request_))
    assert world.prompts == []
    deployed.destroy()
    assert deployed.resources() == {}
