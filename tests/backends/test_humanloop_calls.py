"""Which calls each operation needs, what they write, and which version is the head."""

import itertools
from typing import Any

import pytest

from backends.humanloop_world import MARKER, World, declared, desired
from fakes.humanloop import OTHER_KEY, HumanloopFake, page
from fakes.humanloop.fixtures import humanloop_fake  # noqa: F401 (a fixture)
from pulumi_prompts.errors import AccessError, AlreadyExistsError, CredentialsError, DriftError, NotFoundError
from pulumi_prompts.lifecycle.questions import pins_of
from pulumi_prompts.registries.base import Backend, Change, Field, Labels, Publication, Ref
from pulumi_prompts.registries.humanloop import Humanloop
from pulumi_prompts.registries.humanloop.answers import Record
from pulumi_prompts.registries.humanloop.history import History
from pulumi_prompts.testing.base import write
from remedies import ANOTHER_NAME

CREATE, UPDATE = ["retrieve_by_path", "upsert", "list_versions"], ["list_versions", "upsert"]


@pytest.fixture
def world(humanloop_fake: HumanloopFake) -> World:  # noqa: F811
    return World(humanloop_fake)


@pytest.fixture
def backend(world: World) -> Humanloop:
    """Connected, and it has asked for its root already."""
    backend = world.connect()
    backend.confirm_target(f"humanloop:{world.registry.root}/x")
    return backend


def change(*fields: Field, removed: frozenset[str] = frozenset()) -> Change:
    return Change(frozenset(fields), removed)


def head_of(backend: Backend, ref: Ref) -> str:
    version = backend.read(ref.id).version
    assert version is not None
    return version


def names(backend: Backend, ref: Ref) -> list[str]:
    return [each.version for each in backend.versions(ref.id)]


# calls


def test_the_root_is_asked_for_once(world: World) -> None:
    backend = world.connect()
    assert world.calls_of(backend.create, desired(name="a")) == ["list_directories", *CREATE]
    assert world.calls_of(backend.create, desired(name="b")) == CREATE


def test_where_the_root_is_refused_nothing_is_written(world: World) -> None:
    world.fake.inject("list_directories", page(403, "RBAC: access denied", "text/plain"))
    with pytest.raises(AccessError) as caught:
        world.connect().create(desired())
    assert caught.value.said == "403 Forbidden"
    assert world.registry.paths() == []


def test_each_operation_makes_as_few_calls_as_the_protocol_allows(world: World, backend: Humanloop) -> None:
    ref = backend.create(desired())
    version = head_of(backend, ref)
    assert world.calls_of(backend.find, "triage") == ["retrieve_by_path", "list_versions"]
    assert world.calls_of(backend.find, "nothing") == ["retrieve_by_path"]
    assert world.calls_of(backend.read, ref.id) == ["list_versions"]
    assert world.calls_of(backend.versions, ref.id) == ["list_versions"]
    assert world.calls_of(backend.read_whole, ref.id) == ["list_versions"]
    assert world.calls_of(lambda: [*backend.list_prompts()]) == ["list_prompts"]
    assert world.calls_of(backend.read_version, ref.id, version) == ["get"]
    assert world.calls_of(write, backend, ref, desired("Other."), change("content", "marker")) == UPDATE
    assert world.calls_of(write, backend, ref, desired("Other.", description="d"), change("description")) == UPDATE
    assert world.calls_of(write, backend, ref, desired(name="b/c"), change("name")) == ["list_versions", "move"]
    everything = change("content", "name", "description", "tags", "marker", "options")
    assert world.calls_of(write, backend, ref, desired(name="d"), everything) == ["list_versions", "move", "upsert"]
    assert world.calls_of(write, backend, ref, desired(name="d"), everything) == UPDATE
    described = (ref.id, version, "d", "v1")
    assert world.calls_of(backend.describe_version, *described) == ["get", "patch_prompt_version"]
    marked = (ref.id, backend.read_version(ref.id, version), MARKER, MARKER)
    assert world.calls_of(backend.mark_version, *marked) == ["get", "patch_prompt_version"]
    assert world.calls_of(backend.delete_version, ref.id, version) == ["delete_prompt_version"]
    assert world.calls_of(backend.delete, ref.id, Labels(marker=MARKER)) == ["delete"]


# what they write


def test_a_prompt_is_written_whole(world: World, backend: Humanloop) -> None:
    world.fake.clear_calls()
    backend.create(
        declared(
            {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi {{name}}"}], "parameters": {"top_p": 1}},
            name="desk/greet",
            description="Greets.",
            tags={"team": "desk", "urgent": ""},
        )
    )
    (body,) = (call.body for call in world.fake.calls if call.operation == "upsert")
    assert body == {
        "path": "desk/greet",
        "model": "gpt-4o",
        "endpoint": "chat",
        "template": [{"role": "user", "content": "Hi {{name}}"}],
        "top_p": 1.0,
        "attributes": {"pulumi-prompts": {"declared": ["top_p"]}},
        "version_description": f"pulumi-prompts: {MARKER}",
        "description": "Greets.",
        "tags": [f"pulumi-prompts/marker={MARKER}", "team=desk", "urgent"],
    }


def test_a_prompt_has_its_path_in_its_address_and_a_version_does_not(world: World, backend: Humanloop) -> None:
    ref = backend.create(desired(name="desk/greet"))
    root = world.registry.root
    assert ref.uri == f"humanloop:{root}/desk/greet"
    (version,) = backend.versions(ref.id)
    assert version.uri == f"humanloop:{root}/{ref.id}/versions/{version.version}"
    moved = write(backend, ref, desired(name="greet"), change("name"))
    assert moved == Ref(ref.id, f"humanloop:{root}/greet")
    assert backend.versions(ref.id)[0].uri == version.uri


def test_a_path_that_is_taken_is_left_alone(world: World, backend: Humanloop) -> None:
    """A write would change what stands there."""
    world.registry.write("triage", model="m")
    world.registry.add_file("search", "tool")
    for name, what in (("triage", "prompt"), ("search", "tool")):
        with pytest.raises(AlreadyExistsError) as caught:
            backend.create(desired(name=name))
        assert str(caught.value) == f"a {what} has the path '{name}'; {ANOTHER_NAME}"
    assert world.fake.call_counts().get("upsert") is None
    assert backend.find("search") is None


def test_tags_of_others_stay_as_they_stand(world: World, backend: Humanloop) -> None:
    ref = backend.create(desired(tags={"ours": "1"}))
    world.registry.prompt("triage").tags += ["loose", "a=b=c", "a=2"]
    write(backend, ref, desired(tags={"more": ""}), change("tags", removed=frozenset({"ours"})))
    assert world.registry.prompt("triage").tags == ["loose", "a=b=c", "a=2", "more", f"pulumi-prompts/marker={MARKER}"]


# versions, and which of them is the head


def test_a_version_that_is_served_is_not_for_that_the_head(world: World, backend: Humanloop) -> None:
    """The service answers the first version, or the one in the default environment."""
    ref = backend.create(desired("One."))
    write(backend, ref, desired("Two."), change("content"))
    first, second = names(backend, ref)
    for served in (first, second, first):
        world.registry.deploy("triage", "production", served)
        head = backend.read(ref.id)
        assert (head.digest, head.version) == (desired("Two.").digest, second)


def test_going_back_makes_no_version(world: World, backend: Humanloop) -> None:
    ref = backend.create(desired("One."))
    for text, versions in (("Two.", 2), ("One.", 2), ("Two.", 2), ("Three.", 3), ("One.", 3), ("One.", 3)):
        write(backend, ref, desired(text), change("content"))
        head = backend.read(ref.id)
        assert (head.digest, len(names(backend, ref))) == (desired(text).digest, versions), text
        assert backend.read_version(ref.id, str(head.version)).digest == desired(text).digest
    assert [each for each in world.registry.prompt("triage").tags if "head" not in each] == [
        f"pulumi-prompts/marker={MARKER}"
    ]


def test_going_back_takes_the_newest_of_several_versions_with_that_content(world: World, backend: Humanloop) -> None:
    """As where another release of ours notes more of it: the newest is the last that retention removes."""
    ref = backend.create(desired("One."))
    noted = {"pulumi-prompts": {"declared": ["something newer"]}}
    again = {"model": "gpt-4o", "endpoint": "complete", "template": "One.", "attributes": noted}
    second = world.registry.write("triage", **again)
    assert backend.read_version(ref.id, second.id).digest == desired("One.").digest
    write(backend, ref, desired("Two."), change("content"))
    write(backend, ref, desired("One."), change("content"))
    assert len(names(backend, ref)) == 3
    assert head_of(backend, ref) == second.id


def test_after_going_back_the_head_outlives_newer_versions(backend: Humanloop) -> None:
    ref = backend.create(desired("One."))
    for text in ("Two.", "Three.", "One."):
        write(backend, ref, desired(text), change("content"))
    first, second, third = names(backend, ref)
    backend.delete_version(ref.id, third)
    assert head_of(backend, ref) == first
    write(backend, ref, desired("One.", description="d"), change("description"))
    backend.delete_version(ref.id, second)
    assert (head_of(backend, ref), names(backend, ref)) == (first, [first])


def test_what_somebody_writes_is_seen(world: World, backend: Humanloop) -> None:
    """Also after a write that went back; and then it can be mended, and stays mended."""
    ref = backend.create(desired("One."))
    write(backend, ref, desired("Two."), change("content"))
    write(backend, ref, desired("One."), change("content"))
    theirs = world.registry.write("triage", model="gpt-4o", template="Theirs.")
    head = backend.read(ref.id)
    assert (head.version, head.digest == desired("One.").digest) == (theirs.id, False)
    assert head.content is not None
    assert head.content.template == "Theirs."
    write(backend, ref, desired("One."), change("content"))
    assert backend.read(ref.id).digest == desired("One.").digest
    assert len(names(backend, ref)) == 3


def test_a_change_beside_the_content_leaves_what_somebody_wrote(world: World, backend: Humanloop) -> None:
    """It is no head of ours that is described: the drift must be seen at the next refresh."""
    ref = backend.create(desired("One."))
    theirs = world.registry.write("triage", model="gpt-4o", template="Theirs.")
    write(backend, ref, desired("One.", description="d"), change("description"))
    head = backend.read(ref.id)
    assert (head.version, head.description, len(names(backend, ref))) == (theirs.id, "d", 2)


@pytest.mark.parametrize("tag", ["", "prv_x", "prv_x yesterday", "prv_x 2999-01-01", "prv_x 2999-01-01T00:00:00+00:00"])
def test_a_head_that_is_nowhere_is_the_newest(world: World, backend: Humanloop, tag: str) -> None:
    ref = backend.create(desired("One."))
    write(backend, ref, desired("Two."), change("content"))
    world.registry.prompt("triage").tags.append(f"pulumi-prompts/head={tag}")
    assert backend.read(ref.id).digest == desired("Two.").digest


def test_versions_of_one_moment_are_in_the_order_of_the_list() -> None:
    """Where the time that is told should be that of the prompt, or is told in seconds."""
    with HumanloopFake(clock=lambda: 1.7e9) as fake:
        backend = World(fake).connect()
        ref = backend.create(desired("One."))
        for text in ("Two.", "Three.", "Two.", "One."):
            write(backend, ref, desired(text), change("content"))
            assert backend.read(ref.id).digest == desired(text).digest
        digests = [each.digest for each in backend.versions(ref.id)]
        assert digests == [desired(text).digest for text in ("One.", "Two.", "Three.")]
        assert fake.faults == []


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
def test_versions_are_ordered_by_their_time(order: tuple[int, ...]) -> None:
    moments = ("2024-07-08T22:40:35", "2024-07-08T22:40:35.000001", "2024-07-08T22:40:36+00:00")
    fixed = {"id": "pr_1", "path": "a"}
    listed = [Record.model_validate({**fixed, "version_id": str(n), "created_at": moments[n]}) for n in order]
    history = History(listed)
    assert [each.version_id for each in history.records] == ["0", "1", "2"]
    assert history.newest == history.head == history.records[2]


def test_a_prompt_without_a_version_is_told_and_mended(world: World, backend: Humanloop) -> None:
    ref = backend.create(desired())
    backend.delete_version(ref.id, head_of(backend, ref))
    head = backend.read(ref.id)
    assert (head.content, head.digest, head.obstacle, head.version) == (None, "", "it has no version", None)
    with pytest.raises(DriftError) as caught:
        write(backend, ref, desired(description="d"), change("description"))
    assert caught.value.said == "the prompt has no version left in the registry"
    write(backend, ref, desired(), change("content", "name"))
    assert backend.read(ref.id).digest == desired().digest


def test_a_version_that_is_deployed_is_pinned(world: World, backend: Humanloop) -> None:
    ref = backend.create(desired("One."))
    write(backend, ref, desired("Two."), change("content"))
    first, second = names(backend, ref)
    for environment, version in (("production", first), ("staging", first), ("development", second)):
        world.registry.deploy("triage", environment, version)
    write(backend, ref, desired("Three."), change("content"))
    third = head_of(backend, ref)
    pins = {first: "environment 'production' and 'staging'", second: "environment 'development'"}
    assert pins_of(backend, ref.id, backend.versions(ref.id)) == pins
    assert third not in pins


def test_where_the_first_version_is_deployed_at_once_it_is_pinned() -> None:
    with HumanloopFake(deploys_first=True) as fake:
        backend = World(fake).connect()
        ref = backend.create(desired("One."))
        write(backend, ref, desired("Two."), change("content"))
        pins = pins_of(backend, ref.id, backend.versions(ref.id))
        assert pins == {names(backend, ref)[0]: "environment 'production'"}
        assert backend.read(ref.id).digest == desired("Two.").digest
        assert fake.faults == []


def test_publishing_finds_the_head_or_refuses(backend: Humanloop) -> None:
    ref = backend.create(desired("One."))
    version = backend.publish(ref.id, Publication(desired("One.").digest, "m", "m", "First.", "v1"))
    assert (version.version, version.description, version.version_name) == (head_of(backend, ref), "First.", "v1")
    assert version.labels is not None
    assert version.labels.marker == MARKER
    assert backend.publish(ref.id, Publication(desired("One.").digest, "m", "m")) == version
    with pytest.raises(DriftError) as caught:
        backend.publish(ref.id, Publication(desired("Two.").digest, "m", "m"))
    assert caught.value.said == "the prompt's content in the registry is not the one that this program wrote"


def test_a_description_of_people_keeps_our_marker(world: World, backend: Humanloop) -> None:
    ref = backend.create(desired())
    version = head_of(backend, ref)
    for text in ("First.\n\npulumi-prompts: not/ours", "two\n\nparts\n", None):
        backend.describe_version(ref.id, version, text, None)
        read = backend.read_version(ref.id, version)
        assert read.description == text
        assert read.labels is not None
        assert read.labels.marker == MARKER
    assert world.registry.prompt("triage").versions[0].description == f"pulumi-prompts: {MARKER}"


def test_a_version_of_somebody_else_has_no_marker(world: World, backend: Humanloop) -> None:
    theirs = world.registry.write("triage", model="m", template="x", version_description="Theirs.")
    prompt_id = world.registry.prompt("triage").id
    for description in ("Theirs.", None):
        read = backend.read_version(prompt_id, theirs.id)
        assert (read.description, read.labels and read.labels.marker) == (description, None)
        backend.describe_version(prompt_id, theirs.id, None, None)


def test_a_version_name_that_is_taken_is_told(backend: Humanloop) -> None:
    ref = backend.create(desired("One."))
    write(backend, ref, desired("Two."), change("content"))
    first, second = names(backend, ref)
    backend.describe_version(ref.id, first, None, "v1")
    with pytest.raises(AlreadyExistsError) as caught:
        backend.describe_version(ref.id, second, None, "v1")
    assert str(caught.value) == f"409: Version name 'v1' already exists for this Prompt; {ANOTHER_NAME}"


# adoption


def test_what_has_the_same_content_is_taken_over_without_a_version(world: World, backend: Humanloop) -> None:
    tool = world.registry.add_tool("search")
    world.registry.write("triage", model="gpt-4o", template="Hi {{name}}", endpoint="complete", linked_tools=[tool])
    found = backend.find("triage")
    assert found is not None
    assert found.content is not None
    adopted = declared(found.content.model_dump(exclude_none=True))
    assert adopted.digest == found.digest
    ref = Ref(found.id, found.uri)
    before = names(backend, ref)
    for fields in (change("marker", "tags", "description", "options"), change("content", "marker")):
        write(backend, ref, adopted, fields)
        head = backend.read(ref.id)
        assert (head.digest, names(backend, ref)) == (adopted.digest, before)
    assert head.labels is not None
    assert head.labels.marker == MARKER


# organizations


def test_another_organization_is_not_believed(world: World, backend: Humanloop) -> None:
    ref = backend.create(desired())
    backend.confirm_target(ref.uri)
    world.environ["HUMANLOOP_API_KEY"] = OTHER_KEY
    elsewhere = world.connect()
    with pytest.raises(NotFoundError):
        elsewhere.read(ref.id)
    for uri in (ref.uri, f"humanloop:{world.registry.root}/{ref.id}/versions/prv_1"):
        with pytest.raises(CredentialsError) as caught:
            elsewhere.confirm_target(uri)
        said = (
            f"it is in the organization with the root folder {world.registry.root}, and the API key belongs to another"
        )
        assert caught.value.said == said
        assert caught.value.remedy == "use a key of its organization; nothing was changed"


def test_any_value_may_stand_in_an_identifier(backend: Humanloop) -> None:
    values: list[Any] = ["a/b", "a?b", "a#b", "a b", "ü"]
    for value in values:
        with pytest.raises(NotFoundError):
            backend.read(value)
