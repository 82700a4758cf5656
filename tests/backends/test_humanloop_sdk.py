"""The vendor's own SDK as a witness: it reads what we write, and we understand what it writes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from backends.humanloop_world import MARKER, World, declared
from backends.test_humanloop import TestHumanloop as Suite
from fakes.humanloop import HumanloopFake
from fakes.humanloop.state import FILLED_IN
from humanloop_sdk.client import SdkClient
from humanloop_sdk.example import FULL, NOTE
from humanloop_sdk.fixtures import humanloop_fake, humanloop_sdk, sdk
from pulumi_prompts.content.model import Content
from pulumi_prompts.files import dotprompt
from pulumi_prompts.files.loading import load
from pulumi_prompts.lifecycle.questions import pins_of
from pulumi_prompts.registries.base import Alias, Change
from pulumi_prompts.registries.humanloop import Humanloop
from pulumi_prompts.registries.humanloop.options import HumanloopOptions
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.testing.base import delete, write

__all__ = ["humanloop_fake", "humanloop_sdk", "sdk"]


@pytest.fixture
def world(humanloop_fake: HumanloopFake) -> World:
    world = World(humanloop_fake)
    for tool in ("tl_1", "tl_2"):
        world.registry.add_tool("search", tool)
    return world


@pytest.fixture
def backend(world: World) -> Humanloop:
    return world.connect()


# it reads what we write


def test_it_reads_field_by_field_what_we_wrote(backend: Humanloop, sdk: SdkClient) -> None:
    ref = backend.create(declared(FULL, name="desk/greet", description="Greets.", tags={"team": "desk", "urgent": ""}))
    read = sdk.get(ref.id)
    parameters: dict[str, Any] = FULL["parameters"]
    options: dict[str, Any] = FULL["options"]["humanloop"]
    assert {name: read[name] for name in parameters} == parameters
    for name in ("model", "provider", "endpoint", "tools", "response_format"):
        assert read[name] == FULL[name], name
    for name in ("template_language", "other", "readme"):
        assert read[name] == options[name], name
    assert read["attributes"] == {"team": "desk", "pulumi-prompts": NOTE}
    assert [each["id"] for each in read["linked_tools"]] == ["tl_1"]
    assert [_present(message) for message in read["template"]] == [
        {"role": "system", "content": "You are {{role}}."},
        {
            "role": "user",
            "name": "ada",
            "content": [
                {"type": "text", "text": "Document: {{document}}"},
                {"type": "text", "text": "Question: {{question}}"},
            ],
        },
    ]
    assert (read["path"], read["name"], read["description"]) == ("desk/greet", "greet", "Greets.")
    assert read["tags"] == [f"pulumi-prompts/marker={MARKER}", "team=desk", "urgent"]
    assert (read["version_name"], read["version_description"]) == (None, f"pulumi-prompts: {MARKER}")
    assert [each["name"] for each in read["inputs"]] == ["role", "document", "question"]


@pytest.mark.parametrize("sample", [*Suite.declare.contents])
def test_it_reads_whatever_we_write(backend: Humanloop, sdk: SdkClient, sample: str) -> None:
    """Its own model takes the answer, and has the texts as they were declared."""
    content = Suite.declare.contents[sample]
    ref = backend.create(Suite.declare.desired(content))
    read = sdk.get(ref.id)
    assert read["model"] == content.model
    assert _texts(read["template"]) == [*content.texts]
    for name, value in _parameters(content).items():
        assert read[name] == value, name


def _parameters(content: Content) -> Mapping[str, Any]:
    return content.parameters.model_dump(mode="json", exclude_none=True) if content.parameters else {}


def _texts(template: Any) -> list[str]:
    if isinstance(template, str):
        return [template]
    contents = [message["content"] for message in template]
    return [
        text for each in contents for text in ([each] if isinstance(each, str) else [part["text"] for part in each])
    ]


def _present(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in value.items() if item is not None}


def test_it_sees_versions_moves_and_deletions(backend: Humanloop, sdk: SdkClient) -> None:
    one, two = declared({"model": "m", "template": "One."}), declared({"model": "m", "template": "Two."})
    ref = backend.create(one)
    for desired in (two, one):
        write(backend, ref, desired, Change(frozenset({"content"})))
    head = backend.read(ref.id).version
    assert head is not None
    backend.describe_version(ref.id, head, "First.", "v1")
    newest, oldest = sdk.versions(ref.id)
    assert [newest["template"], oldest["template"]] == ["Two.", "One."]
    assert (oldest["version_id"], oldest["version_name"]) == (head, "v1")
    assert oldest["version_description"] == f"First.\n\npulumi-prompts: {MARKER}"
    write(backend, ref, declared({"model": "m", "template": "One."}, name="a/b/c"), Change(frozenset({"name"})))
    assert sdk.call("files.retrieve_by_path", path="a/b/c")["id"] == ref.id
    assert [each["path"] for each in sdk.call("directories.list")] == ["", "a", "a/b"]
    backend.delete_version(ref.id, newest["version_id"])
    assert [each["version_id"] for each in sdk.versions(ref.id)] == [head]
    delete(backend, ref)
    assert sdk.call("prompts.list") == []


# we understand what it writes


def written_by_sdk(content: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments with which somebody would write that content."""
    parameters = dict(content.get("parameters", {}))
    options = {name: value for name, value in content["options"]["humanloop"].items() if name != "readme"}
    names = ("model", "provider", "endpoint", "tools", "response_format")
    return {**{name: content[name] for name in names}, **parameters, **options, "template": _template(content)}


def _template(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        message
        if isinstance(message["content"], str)
        else {**message, "content": [{"type": "text", "text": text} for text in message["content"]]}
        for message in content["messages"]
    ]


def test_we_read_field_by_field_what_it_wrote(backend: Humanloop, sdk: SdkClient) -> None:
    written = sdk.upsert(
        path="desk/greet", **written_by_sdk(FULL), description="Greets.", tags=["a=1", "b"], readme="# G"
    )
    head = backend.read(written["id"])
    without_readme = {name: value for name, value in FULL["options"]["humanloop"].items() if name != "readme"}
    assert head.content == content_from({**FULL, "options": {"humanloop": without_readme}})
    assert (head.name, head.description, head.obstacle) == ("desk/greet", "Greets.", "")
    assert head.options.of(HumanloopOptions).readme == "# G"
    assert head.labels is not None
    assert (head.labels.tags, head.labels.marker) == ({"a": "1", "b": ""}, None)
    assert backend.find("desk/greet") == head


def test_we_take_over_what_it_wrote(backend: Humanloop, sdk: SdkClient) -> None:
    """With the same content and no further version, whether the rest is ours or not."""
    written = sdk.upsert(path="desk/greet", **written_by_sdk(FULL), version_name="v1", version_description="Theirs.")
    desired = declared(FULL, name="desk/greet")
    head = backend.find("desk/greet")
    assert head is not None
    assert head.digest == desired.digest
    everything_but_content = Change(frozenset({"marker", "tags", "description", "options", "name", "metadata"}))
    backend.update(head, desired, everything_but_content)
    (version,) = sdk.versions(written["id"])
    assert {name for name in version if version[name] != written[name]} <= {
        "tags",
        "readme",
        "description",
        "updated_at",
    }
    assert version["tags"] == [f"pulumi-prompts/marker={MARKER}"]


def test_the_least_that_it_writes_says_what_was_filled_in(backend: Humanloop, sdk: SdkClient) -> None:
    written = sdk.upsert(path="greet", model="m", template=[{"role": "user", "content": "Hi"}])
    content = backend.read(written["id"]).content
    assert content is not None
    said = content.model_dump(mode="json", exclude_none=True)
    flat = {**said, **said["parameters"], **said["options"]["humanloop"]}
    assert {name: flat[name] for name in FILLED_IN if name in flat} == {
        name: value for name, value in FILLED_IN.items() if value not in (None, [], {})
    }


def test_a_version_that_it_deploys_is_pinned(backend: Humanloop, sdk: SdkClient, world: World) -> None:
    version = sdk.upsert(path="greet", model="m", template="x", endpoint="complete")
    staging = world.registry.environment("staging").id
    ids = {"id": version["id"], "environment_id": staging}
    sdk.call("prompts.set_deployment", **ids, version_id=version["version_id"])
    pins = pins_of(backend, version["id"], backend.versions(version["id"]))
    assert pins == {version["version_id"]: "environment 'staging'"}


def test_what_it_deploys_is_an_alias_and_an_alias_is_what_it_serves(
    backend: Humanloop, sdk: SdkClient, world: World
) -> None:
    version = sdk.upsert(path="greet", model="m", template="x", endpoint="complete")
    staging = world.registry.environment("staging").id
    sdk.call("prompts.set_deployment", id=version["id"], environment_id=staging, version_id=version["version_id"])
    theirs = Alias("staging", version["version_id"])
    assert [*backend.aliases(version["id"])] == [theirs]
    second = sdk.upsert(path="greet", model="m", template="y", endpoint="complete")["version_id"]
    for name, seen in (("staging", theirs), ("production", None)):
        backend.set_alias(version["id"], Alias(name, second, MARKER, "n"), seen)
        assert sdk.get(version["id"], environment=name)["version_id"] == second
    listed = sdk.call("prompts.list_environments", id=version["id"])
    deployed = {each["name"]: each["file"] and each["file"]["version_id"] for each in listed}
    assert deployed == {"production": second, "staging": second, "development": None}
    backend.remove_alias(version["id"], Alias("staging", second, MARKER, "n"))
    assert [each["name"] for each in sdk.get(version["id"])["environments"]] == ["production"]


# the text form


def test_a_file_that_it_serialized_declares_what_is_there(
    backend: Humanloop,
    sdk: SdkClient,
    tmp_path: Path,
) -> None:
    """So a team can take its prompts over from files."""
    written = sdk.upsert(path="desk/greet", **written_by_sdk(FULL))
    file = tmp_path / "greet.prompt"
    file.write_text(sdk.call("prompts.serialize", id=written["id"]), encoding="utf-8")
    assert declared(load(file)).digest == backend.read(written["id"]).digest


@pytest.mark.parametrize("sample", ["chat turns", "text multi-line", "tool with a nested schema", "strict tools"])
def test_a_file_that_we_write_is_read_by_the_service(sdk: SdkClient, sample: str) -> None:
    """As far as the fake reads it: plain words and JSON in the header."""
    content = Suite.declare.contents[sample]
    tree = content.model_dump(mode="json", exclude_none=True, by_alias=True)
    tree.setdefault("endpoint", "chat" if content.messages else "complete")
    read = sdk.call("prompts.deserialize", prompt=dotprompt.rendered(tree))
    assert read["model"] == content.model
    assert _texts(read["template"]) == [*content.texts]
