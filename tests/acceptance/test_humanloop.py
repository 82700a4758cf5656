"""What only Humanloop does, by a real engine; its own SDK is what an application would be."""

from typing import Any

import pytest

from acceptance.programs import BE_BRIEF, BE_KIND, TRIAGE, program
from acceptance.registries.fixtures import deployed, stack
from acceptance.registries.humanloop import HumanloopWorld
from acceptance.registries.world import MARKER, NAME
from acceptance.stack import Stack
from humanloop_sdk.client import SdkClient
from humanloop_sdk.example import FULL, NOTE
from humanloop_sdk.fixtures import humanloop_sdk, sdk
from remedies import ANOTHER_NAME

__all__ = ["deployed", "humanloop_sdk", "sdk", "stack"]


@pytest.fixture
def world(humanloop_world: HumanloopWorld) -> HumanloopWorld:
    humanloop_world.registry.add_tool("search", "tl_1")
    return humanloop_world


def present(value: dict[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in value.items() if item is not None}


def test_its_sdk_reads_field_by_field_what_up_wrote(stack: Stack, world: HumanloopWorld, sdk: SdkClient) -> None:
    beside = {"name": "desk/greet", "description": "Greets.", "tags": {"team": "desk", "urgent": ""}}
    named = {"version_name": "v1", "description": "First."}
    stack.write(TRIAGE, prompt={**FULL, **beside, "backend": world.backend()}, version=named)
    stack.up()
    read = sdk.call("files.retrieve_by_path", path="desk/greet")
    assert read == sdk.get(world.only_prompt.id)
    parameters: dict[str, Any] = FULL["parameters"]
    options: dict[str, Any] = FULL["options"]["humanloop"]
    assert {name: read[name] for name in parameters} == parameters
    for name in ("model", "provider", "endpoint", "tools", "response_format"):
        assert read[name] == FULL[name], name
    for name in ("template_language", "other", "readme"):
        assert read[name] == options[name], name
    assert read["attributes"] == {"team": "desk", "pulumi-prompts": NOTE}
    assert [tool["id"] for tool in read["linked_tools"]] == ["tl_1"]
    (system, asked) = FULL["messages"]
    parts = [{"type": "text", "text": text} for text in asked["content"]]
    assert [present(message) for message in read["template"]] == [system, {**asked, "content": parts}]
    assert (read["path"], read["name"], read["description"]) == ("desk/greet", "greet", "Greets.")
    nonce = stack.resources()["Prompt triage"]["outputs"]["nonce"]
    ours = [f"pulumi-prompts/marker={MARKER}", f"pulumi-prompts/nonce={nonce}"]
    assert read["tags"] == [*ours, "team=desk", "urgent"]
    described = f"First.\n\npulumi-prompts: {MARKER} #{nonce}"
    assert (read["version_name"], read["version_description"]) == ("v1", described)
    stack.assert_settled()


def test_a_path_that_changes_moves_the_prompt(deployed: Stack, world: HumanloopWorld) -> None:
    """With its versions and its deployments, and applications find it by its id all the while."""
    world.pin(deployed.outputs()["version"])
    before = world.registry.prompt(NAME)
    deployed.give(prompt=world.prompt(name="desk/night/sorting"), version=world.version())
    assert deployed.up().diffs == {"Prompt triage": {"name"}}
    assert world.registry.prompts == {before.id: before}
    assert (before.path, len(before.versions), len(before.deployed)) == ("desk/night/sorting", 1, 1)
    assert deployed.resources()["Prompt triage"]["outputs"]["uri"] == f"humanloop:{world.registry.root}/{before.path}"

    world.registry.write("desk/taken", model="m", template="Theirs.", endpoint="complete")
    deployed.give(prompt=world.prompt(name="desk/taken"), version=world.version())
    assert deployed.up(fails=True).diagnostics("Prompt triage") == [
        f"updating desk/taken on {world.where}: 409: A file with the path 'desk/taken' already exists; {ANOTHER_NAME}"
    ]
    assert world.registry.paths() == ["desk/night/sorting", "desk/taken"]

    before.path = "desk/day/sorting"
    deployed.give(prompt=world.prompt(name="desk/night/sorting"), version=world.version())
    assert deployed.refresh().diffs == {"Prompt triage": {"name"}}
    deployed.up()
    assert before.path == "desk/night/sorting"
    deployed.assert_settled()


def test_versions_have_names(deployed: Stack, world: HumanloopWorld) -> None:
    def names() -> list[str | None]:
        return [version.name for version in world.registry.prompt(NAME).versions]

    deployed.give(prompt=world.prompt(), version=world.version(version_name="v1"))
    assert deployed.up().diffs == {"PromptVersion triage": {"version_name"}}
    deployed.give(prompt=world.prompt(BE_KIND), version=world.version(version_name="v1"))
    assert deployed.up(fails=True).diagnostics("PromptVersion triage") == [
        f"publishing a version of {NAME} on {world.where}: "
        f"409: Version name 'v1' already exists for this Prompt; {ANOTHER_NAME}"
    ]
    assert names() == ["v1", None]
    deployed.give(prompt=world.prompt(BE_KIND), version=world.version(version_name="v2"))
    deployed.up()
    assert names() == ["v1", "v2"]
    world.registry.prompt(NAME).versions[1].name = "theirs"
    assert deployed.refresh().diffs == {"PromptVersion triage": {"version_name"}}
    deployed.up()
    assert names() == ["v1", "v2"]
    deployed.give(prompt=world.prompt(), version=world.version(version_name="v1"))
    deployed.up()
    assert world.version_named(deployed.outputs()["version"]).text == BE_BRIEF
    assert names() == ["v1", "v2"]
    deployed.assert_settled()


def test_a_tool_that_is_not_there(deployed: Stack, world: HumanloopWorld) -> None:
    """Its absence is not that of the prompt."""
    linked: dict[str, Any] = {"options": {"humanloop": {"template_language": "default", "linked_tools": ["tl_0"]}}}
    said = "404: Tool with ID 'tl_0' not found; check `options.humanloop.linked_tools`"
    deployed.give(prompt=world.prompt(**linked), version=world.version())
    assert deployed.up(fails=True).diagnostics("Prompt triage") == [f"updating {NAME} on {world.where}: {said}"]
    deployed.give(prompt=world.prompt(**linked, name="another"), opts={"delete_before_replace": True})
    deployed.destroy()
    assert deployed.up(fails=True).diagnostics("Prompt triage") == [f"creating another on {world.where}: {said}"]
    assert world.prompts == []


def test_calls(stack: Stack, world: HumanloopWorld) -> None:
    """A preview makes none; what they are, is said in DESIGN.md. The first of a process finds the organization."""
    stack.write(TRIAGE, prompt=world.prompt(), version={})
    stack.preview()
    assert world.fake.calls == []
    stack.up()
    created = {"retrieve_by_path": 1, "upsert": 1, "list_directories": 1, "list_versions": 2}
    assert world.fake.call_counts() == created
    stack.give(prompt=world.prompt(BE_KIND), version={})
    world.fake.clear_calls()
    stack.preview()
    assert world.fake.calls == []
    stack.up()
    assert world.fake.call_counts() == {"list_versions": 2, "upsert": 1, "list_directories": 1}


FROM_FILE = program("""
    triage = Prompt.from_file("triage", "triage.prompt", name="desk/triage", adopt=True, backend=given["backend"])
    PromptVersion("triage", prompt=triage)
""")


def test_a_file_that_it_serialized_takes_the_prompt_over(stack: Stack, world: HumanloopWorld, sdk: SdkClient) -> None:
    """So a team moves to its own files; from then on the file decides."""
    chat = [{"role": "system", "content": BE_BRIEF.strip()}, {"role": "user", "content": "Ticket: {{ticket}}"}]
    theirs = sdk.upsert(path="desk/triage", model="gpt-4o", temperature=0.5, template=chat, attributes={"team": "desk"})
    file = stack.folder / "triage.prompt"
    file.write_text(sdk.call("prompts.serialize", id=theirs["id"]))
    stack.write(FROM_FILE, backend=world.backend())
    stack.up()
    assert [version["version_id"] for version in sdk.versions(theirs["id"])] == [theirs["version_id"]]
    assert stack.preview().steps == set()
    file.write_text(file.read_text().replace("Be brief.", "Be kind.").replace("temperature: 0.5", "temperature: 0"))
    assert stack.up().diffs == {
        "Prompt triage": {"digest", "messages[0].content", "parameters.temperature"},
        "PromptVersion triage": {"digest"},
    }
    (newest, oldest) = sdk.versions(theirs["id"])
    assert (oldest["version_id"], newest["temperature"]) == (theirs["version_id"], 0)
    assert newest["template"][0]["content"] == BE_KIND.strip()
    stack.assert_settled()
