"""What only TrueFoundry does, by a real engine; its own SDKs are what an application would be."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from acceptance.programs import BE_BRIEF, BE_KIND, TRIAGE, program
from acceptance.registries.fixtures import stack
from acceptance.registries.truefoundry import TrueFoundryWorld
from acceptance.registries.world import MARKER, NAME
from acceptance.stack import Stack
from fakes.truefoundry import ML_REPO, NEW_PREFIX, OLD_PREFIX, TENANT, TOKEN
from truefoundry_sdks.client import LAST_OLD, NEW, OLD, PREFIXES, Sdk, Speaker
from truefoundry_sdks.example import CONTENT, MANIFEST, METADATA, without_nulls
from truefoundry_sdks.fixtures import sdk_speakers

__all__ = ["sdk_speakers", "stack"]

FQN = f"chat_prompt:{TENANT}/{ML_REPO}/triage"
EVERYTHING: dict[str, Any] = {**CONTENT, "name": "triage", "description": "Says hello.", "metadata": METADATA}


@pytest.fixture
def world(truefoundry_world: TrueFoundryWorld) -> TrueFoundryWorld:
    return truefoundry_world


def test_its_sdks_read_field_by_field_what_up_wrote(
    stack: Stack,
    world: TrueFoundryWorld,
    sdk_speakers: Callable[[str], Speaker],
) -> None:
    """Each under the prefix that it speaks, which is also that under which our next command finds the registry."""
    stack.write(TRIAGE, prompt={**EVERYTHING, "backend": world.backend()}, version={})
    stack.up()
    for version in (OLD, LAST_OLD, NEW):
        world.fake.prefix = NEW_PREFIX if PREFIXES[version] == NEW_PREFIX else OLD_PREFIX
        sdk = Sdk(version, world.fake.url, TOKEN, sdk_speakers(version))
        prompt = sdk.call("prompt_by_fqn", fqn=FQN)["data"]
        assert (prompt["id"], prompt["name"]) == (world.only_prompt.id, "triage")
        read = sdk.call("version_by_fqn", fqn=f"{FQN}:1")["data"]
        assert read == prompt["latest_version"]
        note = read["manifest"]["metadata"].pop("pulumi_prompts")
        nonce = stack.resources()["Prompt triage"]["outputs"]["nonce"]
        of_ours = {"marker": MARKER, "nonce": nonce, "published_by": MARKER, "is_creation": True}
        assert note == {**of_ours, "not_strict": ["g"]}
        assert without_nulls(read["manifest"]) == without_nulls({**MANIFEST, "version": 1})
        assert stack.refresh().steps == set()
    stack.assert_settled()


def aliased(world: TrueFoundryWorld, text: str, alias: str | None) -> dict[str, Any]:
    return world.prompt(text, options={"truefoundry": {"version_alias": alias}})


def test_an_alias_is_of_the_version_that_a_write_makes(stack: Stack, world: TrueFoundryWorld) -> None:
    def aliases() -> list[str | None]:
        return [each.manifest.get("version_alias") for each in world.registry.prompt(NAME).versions]

    stack.write(TRIAGE, prompt=aliased(world, BE_BRIEF, "v1.0"), version={})
    stack.up()
    stack.give(prompt=aliased(world, BE_KIND, "v1.0"), version={})
    assert stack.up(fails=True).diagnostics("Prompt triage") == [
        f"updating {NAME} on {world.where}: 409: Version alias v1.0 is in use by version 1; "
        "give the version that this write makes another `options.truefoundry.version_alias`, or none"
    ]
    assert world.texts == [BE_BRIEF]
    stack.give(prompt=aliased(world, BE_KIND, "v2.0"), version={})
    stack.up()
    assert aliases() == ["v1.0", "v2.0"]
    stack.give(prompt=aliased(world, BE_KIND, "v2.0-final"), version={})
    assert stack.up().diffs == {"Prompt triage": {"options.truefoundry.version_alias"}}
    assert aliases() == ["v1.0", "v2.0-final"]
    stack.assert_settled()


def test_an_ml_repo_that_is_not_there(stack: Stack, world: TrueFoundryWorld) -> None:
    stack.write(TRIAGE, prompt=world.prompt(backend=world.backend(ml_repo="marketing")), version={})
    assert stack.up(fails=True).diagnostics("Prompt triage") == [
        f"creating {NAME} on truefoundry {world.fake.url} marketing: 404: ML Repo marketing not found; "
        "check `backend.ml_repo`, and what the API key may see"
    ]
    assert world.prompts == []


def test_calls(stack: Stack, world: TrueFoundryWorld) -> None:
    """A preview makes none; what they are, is said in DESIGN.md. The first of a process finds the prefix."""
    stack.write(TRIAGE, prompt=world.prompt(), version=world.version())
    stack.preview()
    assert world.fake.calls == []
    stack.up()
    created = {"GET /prompts": 2, "PUT /prompt-versions": 1, "GET /prompt-versions": 1}
    assert world.fake.call_counts() == created
    stack.give(prompt=world.prompt(BE_KIND), version=world.version())
    world.fake.clear_calls()
    stack.preview()
    assert world.fake.calls == []
    stack.up()
    updated = {"GET /prompts": 1, "GET /prompts/{id}": 1, "PUT /prompt-versions": 1, "GET /prompt-versions": 1}
    assert world.fake.call_counts() == updated


FROM_FILE = program("""
    triage = Prompt.from_file("triage", "triage.yaml", backend=given["backend"])
    PromptVersion("triage", prompt=triage)
""")


def test_a_manifest_of_git_is_declared_as_it_stands(stack: Stack, world: TrueFoundryWorld) -> None:
    """What `tfy apply` has put there is taken over, and goes on from the file."""
    world.write_theirs(BE_BRIEF)
    theirs = world.registry.prompt(NAME).latest.manifest
    file = stack.folder / "triage.yaml"
    file.write_text(yaml.safe_dump(theirs))
    stack.write(FROM_FILE.replace("backend=", "adopt=True, backend="), backend=world.backend())
    stack.up()
    (version,) = world.registry.prompt(NAME).versions
    assert {**version.manifest, "metadata": {"author": "Bob"}} == {**version.manifest, **theirs}
    assert stack.preview().steps == set()
    (stack.folder / "system.md").write_text(BE_KIND)
    theirs["messages"][0]["content"] = {"file": "system.md"}
    file.write_text(yaml.safe_dump(theirs))
    assert stack.up().diffs == {
        "Prompt triage": {"digest", "messages[0].content"},
        "PromptVersion triage": {"digest"},
    }
    assert world.texts == [BE_BRIEF, BE_KIND]
    stack.assert_settled()
