"""Which calls an operation makes: each is a round trip, and each that repeats must not make anything twice."""

from collections.abc import Callable
from functools import partial

import pytest

from backends.phoenix_world import MARKER, World, declared, desired
from phoenix_server.fixtures import phoenix_registry, phoenix_server  # noqa: F401 (fixtures)
from phoenix_server.registry import PhoenixRegistry
from pulumi_prompts.errors import DriftError, NotFoundError, UnavailableError
from pulumi_prompts.registries.base import EVERY_FIELD, Change, Labels, Publication, Ref
from pulumi_prompts.registries.phoenix import Phoenix, client
from pulumi_prompts.testing.base import delete, labels_of, write
from remedies import LOST, REFRESH

BEFORE = desired("One", description="Sorts", metadata={"team": "desk"}, nonce="n1")
LIST, VERSIONS, TAGS = "GET prompts", "GET prompts/*/versions", "GET prompt_versions/*/tags"
CREATE, ADD, PATCH, DELETE = "POST prompts", "POST prompts/*/versions", "PATCH prompts/*", "DELETE prompts/*"
CONTENT = Change(frozenset({"content"}))


@pytest.fixture
def world(phoenix_registry: PhoenixRegistry) -> World:  # noqa: F811
    return World(phoenix_registry)


@pytest.fixture
def backend(world: World) -> Phoenix:
    return world.connect()


@pytest.fixture
def ref(backend: Phoenix) -> Ref:
    return backend.create(BEFORE)


def test_what_each_operation_sends(world: World, backend: Phoenix) -> None:
    calls_of = world.wire.calls_of
    assert calls_of(backend.create, BEFORE) == [LIST, CREATE, LIST, VERSIONS]
    head = backend.find("triage")
    assert head is not None
    version = head.version
    assert calls_of(backend.find, "triage") == [LIST, VERSIONS]
    assert calls_of(lambda: [each.read() for each in backend.list_prompts()]) == [LIST, VERSIONS]
    assert calls_of(backend.find, "another") == [LIST]
    assert calls_of(backend.read, head.id) == [VERSIONS, LIST, VERSIONS]
    assert calls_of(backend.versions, head.id) == [VERSIONS, VERSIONS]
    assert calls_of(backend.read_whole, head.id) == [VERSIONS, LIST, TAGS]
    assert calls_of(backend.read_version, head.id, version) == [VERSIONS, VERSIONS]
    assert calls_of(backend.update, head, BEFORE, Change(EVERY_FIELD)) == [VERSIONS]
    assert calls_of(backend.update, head, desired("Two", nonce="n2"), Change(EVERY_FIELD)) == [VERSIONS, PATCH, ADD]
    published = Publication(desired("Two").digest, MARKER, MARKER)
    assert calls_of(backend.publish, head.id, published) == [VERSIONS, VERSIONS]
    assert calls_of(backend.delete, head.id, Labels(marker=MARKER, nonce="n2")) == [VERSIONS, LIST, DELETE]


def test_a_name_alone_is_an_id_as_well(backend: Phoenix, ref: Ref) -> None:
    assert backend.read("triage") == backend.read(ref.id)
    with pytest.raises(NotFoundError, match="the server has no prompt 'another'"):
        backend.read("another")


def test_only_what_differs_is_written_and_metadata_of_others_stay(world: World, backend: Phoenix, ref: Ref) -> None:
    """Where the program says nothing of them."""
    world.registry.patch("triage", metadata={"theirs": True, **world.registry.only_prompt.metadata})
    after = desired("One", description="Sorts well", marker=f"{MARKER}-2", nonce="n2")
    write(backend, ref, after, Change(frozenset({"description", "marker"})))
    stored = world.registry.only_prompt
    note = {"marker": f"{MARKER}-2", "nonce": "n2"}
    assert (stored.description, stored.metadata) == (
        "Sorts well",
        {"theirs": True, "team": "desk", "pulumi-prompts": note},
    )
    assert stored.texts == ["One"]


def test_what_was_taken_over_meanwhile_is_not_deleted(world: World, backend: Phoenix, ref: Ref) -> None:
    seen = labels_of(backend, backend.read(ref.id))
    write(backend, ref, desired("One", nonce="fresh"), Change(frozenset({"marker"})))
    with pytest.raises(DriftError, match=f"the prompt was taken over meanwhile, by {MARKER}"):
        backend.delete(ref.id, seen)
    assert world.registry.only_prompt.texts == ["One"]


def test_going_back_makes_a_new_version(world: World, backend: Phoenix, ref: Ref) -> None:
    for text in ("Two", "One"):
        write(backend, ref, desired(text), CONTENT)
    stored = world.registry.only_prompt
    assert stored.texts == ["One", "Two", "One"]
    assert backend.read(ref.id).version == stored.versions[-1].id


def test_publishing_another_head_says_so(backend: Phoenix, ref: Ref) -> None:
    with pytest.raises(DriftError) as caught:
        backend.publish(ref.id, Publication(desired("Two").digest, MARKER, MARKER))
    assert str(caught.value) == (f"the newest version of the prompt is not the one that this program wrote; {REFRESH}")


def test_all_is_listed_however_small_the_pages(
    world: World, backend: Phoenix, ref: Ref, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["One", *(f"Edition {number}" for number in range(2, 6))]
    for text in texts[1:]:
        write(backend, ref, desired(text), CONTENT)
        backend.create(desired("x", name=text.lower().replace(" ", "-")))
    monkeypatch.setattr(client, "_PAGE", 2)
    listed = backend.versions(ref.id)
    assert [each.digest for each in listed] == [desired(text).digest for text in texts]
    for name in ("a", "b", "c", "d", "e"):
        world.registry.add_tag(listed[0].version, name)
    assert [each.name for each in backend.aliases(ref.id)] == [*"edcba"]
    assert backend.find("triage") == backend.read(ref.id)


def test_a_cursor_that_leads_elsewhere_is_no_proof(world: World, backend: Phoenix, ref: Ref) -> None:
    """That a page begins with its cursor is how this server is; what says no more than that is asked once more."""
    world.wire.without_cursors = True
    write(backend, ref, desired("Two"), CONTENT)
    assert backend.read(ref.id).digest == desired("Two").digest


# answers that are lost


@pytest.mark.usefixtures("ref")
@pytest.mark.parametrize(("moment", "again"), [("after", []), ("before", [ADD])])
def test_a_version_whose_answer_is_lost_is_made_once(
    world: World, backend: Phoenix, ref: Ref, moment: str, again: list[str]
) -> None:
    head = backend.read(ref.id)
    world.wire.to_break[ADD] = moment
    calls = world.wire.calls_of(backend.update, head, desired("Two"), CONTENT)
    assert calls == [VERSIONS, ADD, VERSIONS, *again]
    assert world.registry.only_prompt.texts == ["One", "Two"]


@pytest.mark.parametrize(("moment", "again"), [("after", []), ("before", [CREATE])])
def test_a_prompt_whose_answer_is_lost_is_made_once(
    world: World, backend: Phoenix, moment: str, again: list[str]
) -> None:
    world.wire.to_break[CREATE] = moment
    calls = world.wire.calls_of(backend.create, BEFORE)
    assert calls == [LIST, CREATE, "GET prompts/triage/versions", *again, LIST, VERSIONS]
    assert world.registry.only_prompt.texts == ["One"]


def test_going_back_whose_request_was_lost_is_not_taken_for_done(world: World, backend: Phoenix, ref: Ref) -> None:
    """An older version has the same digest; only the newest shows that the request was carried out."""
    write(backend, ref, desired("Two"), CONTENT)
    world.wire.to_break[ADD] = "before"
    write(backend, ref, BEFORE, CONTENT)
    assert world.registry.only_prompt.texts == ["One", "Two", "One"]


def test_a_version_that_cannot_be_made_is_made_by_the_next_up(world: World, backend: Phoenix, ref: Ref) -> None:
    world.wire.to_break[ADD] = "for good"
    with pytest.raises(UnavailableError) as caught:
        write(backend, ref, desired("Two"), CONTENT)
    assert str(caught.value) == (f"the connection broke before the answer came; {LOST}")
    world.wire.to_break.clear()
    write(backend, ref, desired("Two"), CONTENT)
    assert world.registry.only_prompt.texts == ["One", "Two"]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_what_can_be_sent_twice_is(world: World, backend: Phoenix, ref: Ref, moment: str) -> None:
    world.wire.to_break[PATCH] = moment
    write(backend, ref, desired("One", description="Another"), Change(frozenset({"description"})))
    assert backend.read(ref.id).description == "Another"


# what comes later


def _calls(backend: Phoenix, ref: Ref) -> dict[str, Callable[[], object]]:
    return {
        "read": partial(backend.read, ref.id),
        "delete": partial(backend.delete, ref.id, Labels(marker=MARKER, nonce="n1")),
        "versions": partial(backend.versions, ref.id),
        "aliases": partial(backend.aliases, ref.id),
    }


@pytest.mark.parametrize("name", ["triage", "later"])
def test_an_id_that_the_server_gives_again_reaches_no_other_prompt(
    world: World, backend: Phoenix, ref: Ref, name: str
) -> None:
    """On SQLite it does."""
    delete(backend, ref)
    other = backend.create(declared({"template": "Later", "model": "m", "provider": "aws"}, name=name, nonce="n1"))
    assert ref.id.split(":")[1] == other.id.split(":")[1]
    before = world.registry.prompts
    said = "another prompt of that name, made later" if name == "triage" else "the server has no prompt 'triage'"
    for call in _calls(backend, ref).values():
        with pytest.raises(NotFoundError, match=said):
            call()
    assert world.registry.prompts == before
