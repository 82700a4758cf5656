"""Our notes on Humanloop: in the tags of a prompt, whose it is; in the description of a version, who made it."""

from datetime import timedelta
from typing import get_args

import pytest

from backends.humanloop_world import MARKER, World, declared, desired
from fakes.humanloop import HumanloopFake
from fakes.humanloop.fixtures import humanloop_fake  # noqa: F401 (a fixture)
from pulumi_prompts.errors import AlreadyExistsError, DriftError, NotFoundError, RejectedError
from pulumi_prompts.registries.base import Change, Field, Labels, Ref
from pulumi_prompts.registries.humanloop import Humanloop
from pulumi_prompts.registries.shared.notes import VersionNote, parsed_note
from pulumi_prompts.testing.base import write

THEIRS = "acme/other/dev/theirs"
CONTENT, EVERYTHING = Change(frozenset({"content"})), Change(frozenset(get_args(Field)))
BESIDE = Change(EVERYTHING.fields - {"content"})


@pytest.fixture
def world(humanloop_fake: HumanloopFake) -> World:  # noqa: F811
    return World(humanloop_fake)


@pytest.fixture
def backend(world: World) -> Humanloop:
    return world.connect()


# As it is written


@pytest.mark.parametrize(
    ("written", "note"),
    [
        (f"pulumi-prompts: {MARKER}", VersionNote(None, MARKER)),
        (f"pulumi-prompts: {MARKER} #0123abcd", VersionNote(None, MARKER, "0123abcd")),
        (f"First.\n\npulumi-prompts: {MARKER}", VersionNote("First.", MARKER)),
        (f"First.\n\npulumi-prompts: {MARKER} #0123abcd", VersionNote("First.", MARKER, "0123abcd")),
        (f"two\n\nparts\n\n\npulumi-prompts: {MARKER} #0", VersionNote("two\n\nparts\n", MARKER, "0")),
        ("pulumi-prompts: a/b c/d/e=23f #0", VersionNote(None, "a/b c/d/e=23f", "0")),
        ("First.", VersionNote("First.")),
        ("", VersionNote(None)),
    ],
)
def test_a_note_is_read_as_it_was_written(written: str, note: VersionNote) -> None:
    """Also that of a release that knew no nonce."""
    assert (parsed_note(written), note.written) == (note, written)


@pytest.mark.parametrize(
    "text", [f"pulumi-prompts: {MARKER} #", f"pulumi-prompts: {MARKER} #a b", f"see pulumi-prompts: {MARKER}"]
)
def test_what_people_write_is_no_note(text: str) -> None:
    assert parsed_note(text) == VersionNote(text)


def test_people_describe_a_version_and_its_note_stays(world: World, backend: Humanloop) -> None:
    ref = backend.create(desired(nonce="n"))
    version = str(backend.read(ref.id).version)
    backend.describe_version(ref.id, version, "First.", "v1")
    assert world.registry.prompt("triage").versions[0].description == f"First.\n\npulumi-prompts: {MARKER} #n"


def test_a_lost_note_is_written_again(world: World, backend: Humanloop) -> None:
    """As the prompt's, which published it; what people said stays."""
    ref = backend.create(desired(nonce="n"))
    stored = world.registry.prompt("triage").versions[0]
    stored.name, stored.description = "v1", "First."
    version = backend.read_version(ref.id, stored.id)
    assert version.labels == Labels()
    backend.mark_version(ref.id, version, f"{MARKER}-published", MARKER)
    marked = backend.read_version(ref.id, stored.id)
    assert marked.labels == Labels(marker=MARKER, of_prompt=MARKER)
    assert (marked.description, marked.version_name) == ("First.", "v1")


# Whose the prompt is


def test_a_take_over_writes_the_note_and_leaves_that_of_the_version(world: World, backend: Humanloop) -> None:
    ref = backend.create(desired(marker=THEIRS, nonce="theirs", tags={"team": "sales"}))
    write(backend, ref, desired(nonce="ours"), BESIDE)
    assert backend.read(ref.id).labels == Labels({"team": "sales"}, MARKER, "ours")
    assert world.registry.prompt("triage").versions[0].description == f"pulumi-prompts: {THEIRS} #theirs"


def test_a_take_over_that_goes_back_to_a_version_leaves_its_note(world: World, backend: Humanloop) -> None:
    ref = backend.create(desired("One.", marker=THEIRS, nonce="theirs"))
    write(backend, ref, desired("Two.", marker=THEIRS, nonce="theirs"), CONTENT)
    write(backend, ref, desired("One.", nonce="ours"), EVERYTHING)
    assert [version.labels and version.labels.marker for version in backend.versions(ref.id)] == [THEIRS, THEIRS]
    assert backend.read(ref.id).digest == desired("One.").digest


# A prompt without versions, of which the service tells nothing


@pytest.fixture
def emptied(world: World, backend: Humanloop) -> Ref:
    ref = backend.create(desired(nonce="n", description="Sorts."))
    world.registry.prompt("triage").versions.clear()
    return ref


def test_one_without_versions_is_taken_but_not_found(world: World, backend: Humanloop, emptied: Ref) -> None:
    """Whose it is cannot be seen: it is not taken over, and nothing is written to it."""
    assert backend.find("triage") is None
    world.fake.clear_calls()
    with pytest.raises(AlreadyExistsError, match=r"404: Prompt 'pr_\w+' has no version"):
        backend.create(desired("Ours."))
    assert "upsert" not in world.fake.call_counts()
    assert world.registry.prompt("triage").versions == []


def test_an_own_one_is_renamed_and_mended_in_one_write(world: World, backend: Humanloop, emptied: Ref) -> None:
    """It is written before it is moved: without a version it cannot be."""
    head = backend.read(emptied.id)
    assert (head.name, head.labels) == ("", Labels())
    renamed = desired(name="hall/sort", nonce="n", description="Sorts.")
    world.fake.clear_calls()
    moved = backend.update(head, renamed, Change(frozenset({"content", "name", "marker"})))
    assert [call.operation for call in world.fake.calls if call.operation != "list_directories"] == ["upsert", "move"]
    assert world.registry.paths() == ["hall/sort"]
    assert (backend.read(emptied.id).name, moved.uri.endswith("/hall/sort")) == ("hall/sort", True)
    assert backend.read(emptied.id).labels == Labels(marker=MARKER, nonce="n")


def test_an_own_one_that_stays_where_it_is_has_its_address_again(backend: Humanloop, emptied: Ref) -> None:
    head = backend.read(emptied.id)
    assert head.uri != emptied.uri
    written = backend.update(head, desired(nonce="n"), CONTENT)
    assert written == emptied == backend.read(emptied.id).ref


def test_without_a_content_to_write_it_is_drift(backend: Humanloop, emptied: Ref) -> None:
    with pytest.raises(DriftError):
        backend.update(backend.read(emptied.id), desired(), Change(frozenset({"marker"})))


# What is gone


@pytest.mark.parametrize(("is_there", "kind"), [(True, RejectedError), (False, NotFoundError)])
def test_a_prompt_that_is_gone_is_not_taken_for_a_tool(
    world: World, backend: Humanloop, is_there: bool, kind: type[Exception]
) -> None:
    ref = backend.create(desired())
    head = backend.read(ref.id)
    if not is_there:
        world.registry.delete(ref.id)
    linked = declared({"model": "m", "template": "x", "options": {"humanloop": {"linked_tools": ["tl_none"]}}})
    with pytest.raises(kind):
        backend.update(head, linked, CONTENT)


# Its age


def test_the_age_is_that_of_the_version_that_the_creation_made(world: World, backend: Humanloop) -> None:
    """Once that is gone it is not known: the versions that are left may be younger than the prompt."""
    ref = backend.create(desired("One.", nonce="n"))
    first = world.registry.prompt("triage").versions[0]
    first.created_at = "2020-01-01T00:00:00"
    for text in ("One.", "Two.", "One."):
        write(backend, ref, desired(text, nonce="n"), CONTENT)
        age = backend.read(ref.id).age
        assert age is not None
        assert age > timedelta(days=365)
    backend.delete_version(ref.id, first.id)
    assert backend.read(ref.id).age is None


def test_what_others_made_has_no_age(world: World, backend: Humanloop) -> None:
    """Nor has what a release made that knew no nonce."""
    theirs = {"model": "m", "template": "x", "version_description": f"pulumi-prompts: {MARKER}"}
    world.registry.write("triage", **theirs)
    head = backend.find("triage")
    assert head is not None
    assert (head.age, head.labels) == (None, Labels())
