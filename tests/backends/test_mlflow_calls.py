"""Which calls an operation makes: each is a round trip, and each that repeats must not make anything twice."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from backends.mlflow_world import MARKER, World, declared, desired
from mlflow_server.fixtures import mlflow_registry, mlflow_server  # noqa: F401 (fixtures)
from mlflow_server.registry import MlflowRegistry
from pulumi_prompts.errors import AlreadyExistsError, DriftError, NotFoundError, UnavailableError
from pulumi_prompts.registries.base import Change, Labels, Publication, Ref
from pulumi_prompts.registries.mlflow import Mlflow, client
from pulumi_prompts.testing.base import delete, labels_of, write
from remedies import LOST, REFRESH

EVERYTHING = Change(frozenset({"content", "name", "description", "metadata", "options", "tags", "marker"}))
BEFORE = desired("One", description="Sorts", tags={"team": "support", "cost": "1"})
READ = "GET registered-models/get"
ADD = "POST model-versions/create"
TAG = "POST registered-models/set-tag"


@pytest.fixture
def world(mlflow_registry: MlflowRegistry) -> World:  # noqa: F811
    return World(mlflow_registry)


@pytest.fixture
def backend(world: World) -> Mlflow:
    return world.connect()


@pytest.fixture
def ref(backend: Mlflow) -> Ref:
    return backend.create(BEFORE)


def test_creating_is_two_calls(world: World, backend: Mlflow) -> None:
    assert world.calls_of(backend.create, BEFORE) == ["POST registered-models/create", ADD]


READERS: dict[str, tuple[Callable[[Mlflow], Callable[..., object]], tuple[object, ...], list[str]]] = {
    "read": (lambda backend: backend.read, ("triage",), [READ]),
    "find": (lambda backend: backend.find, ("triage",), [READ]),
    "find nothing": (lambda backend: backend.find, ("another",), [READ]),
    "versions": (lambda backend: backend.versions, ("triage",), [READ, "GET model-versions/search"]),
    "read_version": (lambda backend: backend.read_version, ("triage", "1"), [READ, "GET model-versions/get"]),
    "list_prompts": (
        lambda backend: lambda prefix: [*backend.list_prompts(prefix)],
        ("tri",),
        ["GET registered-models/search"],
    ),
    "delete_version": (lambda backend: backend.delete_version, ("triage", "1"), [READ, "DELETE model-versions/delete"]),
    "describe_version": (
        lambda backend: backend.describe_version,
        ("triage", "1", "First", None),
        [READ, "PATCH model-versions/update"],
    ),
    "mark_version": (
        lambda backend: lambda name: backend.mark_version(name, backend.read_version(name, "1"), MARKER, MARKER),
        ("triage",),
        [READ, "GET model-versions/get", READ, "POST model-versions/set-tag"],
    ),
    "delete": (
        lambda backend: backend.delete,
        ("triage", Labels(marker=MARKER)),
        [READ, "DELETE registered-models/delete"],
    ),
}


@pytest.mark.usefixtures("ref")
@pytest.mark.parametrize(("method", "arguments", "calls"), READERS.values(), ids=READERS)
def test_most_operations_are_one_call_and_none_looks_more_than_once(
    world: World, backend: Mlflow, method: Callable[[Mlflow], Callable[..., object]], arguments: str, calls: list[str]
) -> None:
    assert world.calls_of(method(backend), *arguments) == calls


def test_new_content_is_a_look_and_a_version(world: World, backend: Mlflow, ref: Ref) -> None:
    assert world.calls_of(write, backend, ref, desired("Two"), Change(frozenset({"content"}))) == [READ, ADD]


def test_what_is_there_already_is_not_written(world: World, backend: Mlflow, ref: Ref) -> None:
    before = world.registry.prompts
    assert world.calls_of(write, backend, ref, BEFORE, EVERYTHING) == [READ]
    assert world.registry.prompts == before


def test_only_what_differs_is_written(world: World, backend: Mlflow, ref: Ref) -> None:
    after = desired("One", description="Sorts well", tags={"team": "sales", "cost": "1"}, marker=f"{MARKER}-2")
    change = Change(EVERYTHING.fields, frozenset({"cost", "absent"}))
    assert world.calls_of(write, backend, ref, after, change) == [
        READ,
        TAG,
        TAG,
        "DELETE registered-models/delete-tag",
        "PATCH registered-models/update",
    ]


def test_a_take_over_is_noted_first_and_its_nonce_before_its_marker(world: World, backend: Mlflow, ref: Ref) -> None:
    """Interrupted between the two, the former owner sees that it lost the prompt, and whoever took it may go on."""
    taken = desired("Two", description="Ours", tags={"owner": "us"}, marker=f"{MARKER}-2", nonce="fresh")
    world.calls_of(write, backend, ref, taken, EVERYTHING)
    written = [json.loads(request.content) for request in world.wire.requests if request.method != "GET"]
    keys = ["pulumi-prompts/nonce", "pulumi-prompts/marker", "owner"]
    assert [each.get("key") for each in written] == [*keys, None, None]
    assert [request.url.path.rpartition("mlflow/")[2] for request in world.wire.requests[-2:]] == [
        "registered-models/update",
        "model-versions/create",
    ]


def test_what_was_taken_over_meanwhile_is_not_deleted(world: World, backend: Mlflow, ref: Ref) -> None:
    """Seen by the nonce alone; the marker may be the same."""
    seen = labels_of(backend, backend.read(ref.id))
    write(backend, ref, replace(BEFORE, nonce="fresh"), Change(frozenset({"marker"})))
    with pytest.raises(DriftError, match=f"the prompt was taken over meanwhile, by {MARKER}"):
        backend.delete(ref.id, seen)
    assert world.registry.only_prompt.texts == {"1": "One"}


def test_a_lost_note_of_a_version_is_written_again(world: World, backend: Mlflow, ref: Ref) -> None:
    """As the prompt's, which published it; all else that the version has stays."""
    lost = {"name": "triage", "version": "1", "key": "pulumi-prompts/marker"}
    world.registry.call("DELETE", "model-versions/delete-tag", **lost)
    version = backend.read_version(ref.id, "1")
    assert version.labels == Labels()
    backend.mark_version(ref.id, version, "acme/shop/dev/published", MARKER)
    assert backend.read_version(ref.id, "1") == replace(version, labels=Labels(marker=MARKER, of_prompt=MARKER))


def test_going_back_makes_a_new_version(world: World, backend: Mlflow, ref: Ref) -> None:
    """Those who read the latest version need it."""
    for text in ("Two", "One"):
        write(backend, ref, desired(text), Change(frozenset({"content"})))
    assert world.registry.only_prompt.texts == {"1": "One", "2": "Two", "3": "One"}
    assert backend.read(ref.id).version == "3"


def test_all_versions_are_listed_however_small_the_pages(
    world: World, backend: Mlflow, ref: Ref, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2, 6):
        write(backend, ref, desired(f"Edition {number}"), Change(frozenset({"content"})))
    monkeypatch.setattr(client, "_PAGE", 2)
    assert world.calls_of(backend.versions, ref.id) == [READ, *["GET model-versions/search"] * 3]
    assert [version.version for version in backend.versions(ref.id)] == ["1", "2", "3", "4", "5"]


def test_versions_are_in_the_order_of_their_numbers(backend: Mlflow, ref: Ref) -> None:
    """Not of their texts, in which 10 comes before 2."""
    for number in range(2, 12):
        write(backend, ref, desired(f"Edition {number}"), Change(frozenset({"content"})))
    assert [version.version for version in backend.versions(ref.id)] == [str(number) for number in range(1, 12)]


def test_publishing_the_head_finds_its_version(world: World, backend: Mlflow, ref: Ref) -> None:
    version = backend.publish(ref.id, Publication(BEFORE.digest, MARKER, MARKER))
    assert version == backend.read_version(ref.id, "1")
    assert list(world.registry.only_prompt.texts) == ["1"]
    assert backend.publish(ref.id, Publication(BEFORE.digest, MARKER, MARKER, "First")).description == "First"


def test_publishing_another_head_says_so(backend: Mlflow, ref: Ref) -> None:
    with pytest.raises(DriftError) as caught:
        backend.publish(ref.id, Publication(desired("Two").digest, MARKER, MARKER))
    assert str(caught.value) == (f"the newest version of the prompt is not the one that this program wrote; {REFRESH}")


# answers that are lost


@pytest.mark.usefixtures("ref")
def test_a_version_whose_answer_is_lost_is_found(world: World, backend: Mlflow, ref: Ref) -> None:
    world.wire.to_break[ADD] = "after"
    assert world.calls_of(write, backend, ref, desired("Two"), Change(frozenset({"content"}))) == [READ, ADD, READ]
    assert world.registry.only_prompt.texts == {"1": "One", "2": "Two"}


def test_a_first_version_whose_answer_is_lost_is_found(world: World, backend: Mlflow) -> None:
    world.wire.to_break[ADD] = "after"
    backend.create(BEFORE)
    assert world.registry.only_prompt.texts == {"1": "One"}


def test_a_version_that_was_not_made_is_sent_again(world: World, backend: Mlflow, ref: Ref) -> None:
    world.wire.to_break[ADD] = "before"
    calls = world.calls_of(write, backend, ref, desired("Two"), Change(frozenset({"content"})))
    assert calls == [READ, ADD, READ, ADD]
    assert world.registry.only_prompt.texts == {"1": "One", "2": "Two"}


def test_a_version_that_cannot_be_made_is_made_by_the_next_up(world: World, backend: Mlflow, ref: Ref) -> None:
    world.wire.to_break[ADD] = "for good"
    with pytest.raises(UnavailableError) as caught:
        write(backend, ref, desired("Two"), Change(frozenset({"content"})))
    assert str(caught.value) == (f"the connection broke before the answer came; {LOST}")
    world.wire.to_break.clear()
    write(backend, ref, desired("Two"), Change(frozenset({"content"})))
    assert world.registry.only_prompt.texts == {"1": "One", "2": "Two"}


def test_going_back_whose_request_was_lost_is_not_taken_for_done(world: World, backend: Mlflow, ref: Ref) -> None:
    """An older version has the same digest; only the newest shows that the request was carried out."""
    write(backend, ref, desired("Two"), Change(frozenset({"content"})))
    world.wire.to_break[ADD] = "before"
    write(backend, ref, BEFORE, Change(frozenset({"content"})))
    assert world.registry.only_prompt.texts == {"1": "One", "2": "Two", "3": "One"}


def test_a_prompt_whose_answer_is_lost_is_ours_to_heal(world: World, backend: Mlflow) -> None:
    world.wire.to_break["POST registered-models/create"] = "after"
    with pytest.raises(AlreadyExistsError):
        backend.create(BEFORE)
    head = backend.find(BEFORE.name)
    assert head is not None
    assert head.labels is not None
    assert (head.labels.marker, head.version) == (MARKER, None)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("call", ["PATCH registered-models/update", TAG, "DELETE registered-models/delete-tag"])
def test_what_can_be_sent_twice_is(world: World, backend: Mlflow, ref: Ref, call: str, moment: str) -> None:
    world.wire.to_break[call] = moment
    after = desired("One", description="Another", tags={"team": "sales"})
    write(backend, ref, after, Change(frozenset({"description", "tags"}), frozenset({"cost"})))
    head = backend.read(ref.id)
    assert head.labels is not None
    assert (head.description, head.labels.tags) == ("Another", {"team": "sales"})


def test_a_creation_that_was_interrupted_is_healed_by_writing(world: World, backend: Mlflow) -> None:
    world.wire.to_break[ADD] = "for good"
    with pytest.raises(UnavailableError):
        backend.create(BEFORE)
    world.wire.to_break.clear()
    head = backend.find(BEFORE.name)
    assert head is not None
    assert head.labels is not None
    assert (head.obstacle, head.labels.marker) == ("it has no version", MARKER)
    backend.update(head, BEFORE, EVERYTHING)
    assert world.registry.only_prompt.texts == {"1": "One"}
    assert backend.read(head.id).digest == BEFORE.digest


def test_four_versions_of_one_content_in_a_row_are_one(world: World, backend: Mlflow, ref: Ref) -> None:
    for _ in range(4):
        write(backend, ref, declared({"template": "Two"}), Change(frozenset({"content"})))
    assert world.registry.only_prompt.texts == {"1": "One", "2": "Two"}


def test_a_later_prompt_of_that_name_is_another(world: World, backend: Mlflow, ref: Ref) -> None:
    delete(backend, ref)
    other = backend.create(BEFORE)
    assert other.id != ref.id
    for call in (
        lambda: backend.read(ref.id),
        lambda: write(backend, ref, desired("Two"), EVERYTHING),
        lambda: delete(backend, ref),
        lambda: backend.describe_version(ref.id, "1", "Ours", None),
        lambda: backend.delete_version(ref.id, "1"),
    ):
        with pytest.raises(NotFoundError, match="it was deleted; 'triage' is another prompt of that name, made later"):
            call()
    assert backend.read("triage") == backend.read(other.id)
    assert world.registry.only_prompt.texts == {"1": "One"}
    assert world.registry.only_prompt.versions[0].description == ""


def test_a_model_of_that_name_is_not_found(world: World, backend: Mlflow) -> None:
    world.registry.call("POST", "registered-models/create", name="triage")
    with pytest.raises(NotFoundError, match="'triage' is a registered model, and no prompt"):
        backend.read("triage")
