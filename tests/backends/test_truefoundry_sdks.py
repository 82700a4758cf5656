"""The vendor's own SDKs read field by field what our adapter wrote, and our adapter understands what they wrote."""

from collections.abc import Callable, Iterator

import pytest

from backends.truefoundry_world import MARKER, World, declared
from fakes.truefoundry import ML_REPO, NEW_PREFIX, OLD_PREFIX, TENANT, TOKEN, TrueFoundryFake
from pulumi_prompts.content.digest import digest_of, options_beside_content
from pulumi_prompts.registries.base import Change, Labels
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.truefoundry import TrueFoundry
from pulumi_prompts.testing.base import write
from truefoundry_sdks.client import LAST_OLD, NEW, OLD, PREFIXES, Sdk, Speaker
from truefoundry_sdks.example import CONTENT, MANIFEST, METADATA, without_nulls
from truefoundry_sdks.fixtures import sdk_speakers  # noqa: F401 (a fixture)


@pytest.fixture(params=[OLD, LAST_OLD, NEW])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def fake(version: str) -> Iterator[TrueFoundryFake]:
    with TrueFoundryFake(NEW_PREFIX if PREFIXES[version] == NEW_PREFIX else OLD_PREFIX) as fake:
        yield fake
    assert fake.faults == []


@pytest.fixture
def sdk(
    fake: TrueFoundryFake,
    version: str,
    sdk_speakers: Callable[[str], Speaker],  # noqa: F811
) -> Sdk:
    return Sdk(version, fake.url, TOKEN, sdk_speakers(version))


@pytest.fixture
def backend(fake: TrueFoundryFake) -> TrueFoundry:
    return World(fake).connect()


def test_they_read_what_we_wrote(backend: TrueFoundry, sdk: Sdk) -> None:
    ref = backend.create(declared(CONTENT, description="Says hello.", metadata=METADATA))
    prompt = sdk.call("prompt_by_fqn", fqn=ref.uri)["data"]
    read = prompt["latest_version"]
    assert (prompt["id"], prompt["name"], prompt["fqn"]) == (ref.id, "triage", f"chat_prompt:{TENANT}/{ML_REPO}/triage")
    assert read == sdk.call("version_by_fqn", fqn=f"{ref.uri}:1")["data"]
    note = read["manifest"]["metadata"].pop("pulumi_prompts")
    assert note == {"marker": MARKER, "published_by": MARKER, "is_creation": True, "not_strict": ["g"]}
    assert without_nulls(read["manifest"]) == without_nulls({**MANIFEST, "version": 1})


def test_they_read_each_version_that_we_wrote(backend: TrueFoundry, sdk: Sdk) -> None:
    texts = ["One {{a}}.", "Two {{a}}.", "Three {{b}}."]
    ref = backend.create(declared({"template": texts[0]}))
    for text in texts[1:]:
        write(backend, ref, declared({"template": text}), Change(frozenset({"content"})))
    read = sdk.call("versions", prompt_id=ref.id)
    assert [each["manifest"]["messages"][0]["content"] for each in reversed(read)] == texts
    assert [each["fqn"] for each in reversed(read)] == [version.uri for version in backend.versions(ref.id)]


def test_we_read_what_they_wrote(backend: TrueFoundry, sdk: Sdk) -> None:
    """As the content that would have made it; a tool that is not strict is one of which nothing is said."""
    sdk.call("apply", manifest=MANIFEST)
    head = backend.find("triage")
    assert head is not None
    tools = [CONTENT["tools"][0], {"name": "g"}]
    expected = content_from({**CONTENT, "tools": tools})
    assert (head.obstacle, head.digest) == ("", digest_of(expected))
    assert head.description == "Says hello."
    assert head.metadata == METADATA
    assert options_beside_content(head.options) == options_beside_content(expected.options)
    assert head.labels == Labels()


def test_we_adopt_what_they_wrote_and_they_still_read_it(backend: TrueFoundry, sdk: Sdk) -> None:
    """In place: no version is made, and what a model receives is what it was."""
    written = sdk.call("apply", manifest=MANIFEST)["data"]
    head = backend.find("triage")
    assert head is not None
    assert head.content is not None
    ours = declared(head.content.model_dump(by_alias=True, exclude_none=True), metadata={"team": "shop"})
    backend.update(head, ours, Change(frozenset({"description", "metadata", "marker", "options"})))
    (read,) = sdk.call("versions", prompt_id=written["prompt_id"])
    assert read["id"] == written["id"]
    assert read["manifest"]["metadata"] == {"team": "shop", "pulumi_prompts": {"marker": MARKER}}
    for member in ("messages", "variables", "model_configuration", "response_format", "guardrails", "sub_agents"):
        assert read["manifest"][member] == written["manifest"][member]
    assert backend.read(head.id).labels == Labels(marker=MARKER)


def test_a_tag_of_theirs_pins_a_version_of_ours(backend: TrueFoundry, sdk: Sdk) -> None:
    ref = backend.create(declared({"template": "One."}))
    version_id = sdk.call("version_by_fqn", fqn=f"{ref.uri}:1")["data"]["id"]
    sdk.call("apply_tags", prompt_version_id=version_id, tags=["production"])
    assert [version.pinned_by for version in backend.versions(ref.id)] == ["tag 'production'"]


def test_what_they_changed_is_drift(backend: TrueFoundry, sdk: Sdk) -> None:
    declaration = declared(CONTENT)
    ref = backend.create(declaration)
    manifest = without_nulls(sdk.call("version_by_fqn", fqn=f"{ref.uri}:1")["data"]["manifest"])
    manifest.pop("version")
    manifest.pop("version_alias")
    manifest["messages"][0]["content"] = "You are {{role}}!"
    sdk.call("apply", manifest=manifest)
    head = backend.read(ref.id)
    assert (head.version, head.obstacle) == ("2", "")
    assert head.digest not in ("", declaration.digest)


def test_what_they_deleted_is_gone(backend: TrueFoundry, sdk: Sdk) -> None:
    ref = backend.create(declared({"template": "One."}))
    sdk.call("delete_prompt", id=ref.id)
    assert backend.find("triage") is None
