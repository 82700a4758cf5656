"""Which calls an operation makes, and what it reads."""

from collections.abc import Callable

import pytest

from backends.truefoundry_fixtures import backend, fake, ref, world
from backends.truefoundry_world import (
    BESIDE,
    CONTENT,
    DELETE_VERSION,
    GET,
    LIST,
    MARKER,
    OTHER_MARKER,
    PUT,
    VERSIONS,
    World,
    desired,
    operations,
    refusal,
    triage,
)
from fakes.truefoundry import ML_REPO, NEW_PREFIX, OTHER_ML_REPO, Habits, TrueFoundryFake
from pulumi_prompts.errors import AlreadyExistsError, DriftError, RejectedError
from pulumi_prompts.registries.base import Labels, Publication, Ref, Version
from pulumi_prompts.registries.truefoundry import TrueFoundry
from pulumi_prompts.registries.truefoundry.client import REPO
from pulumi_prompts.testing.base import write
from remedies import ANOTHER_NAME

__all__ = ["backend", "fake", "ref", "world"]
FIRST = Version("1", f"chat_prompt:acme/{ML_REPO}/triage:1")
CALLS: dict[str, tuple[Callable[[TrueFoundry, Ref], object], list[str]]] = {
    "create": (lambda backend, ref: backend.create(desired(name="other")), [LIST, PUT]),
    "find": (lambda backend, ref: backend.find("triage"), [LIST]),
    "read": (lambda backend, ref: backend.read(ref.id), [GET]),
    "list_prompts": (lambda backend, ref: [*backend.list_prompts()], ["GET /ml-repos", LIST]),
    "update": (lambda backend, ref: write(backend, ref, desired("Other."), CONTENT), [GET, PUT]),
    "describe": (lambda backend, ref: write(backend, ref, desired(description="d"), BESIDE), [GET, PUT]),
    "nothing": (lambda backend, ref: write(backend, ref, desired(), CONTENT), [GET]),
    "versions": (lambda backend, ref: backend.versions(ref.id), [VERSIONS]),
    "read_version": (lambda backend, ref: backend.read_version(ref.id, "1"), [VERSIONS]),
    "delete_version": (lambda backend, ref: backend.delete_version(ref.id, "1"), [VERSIONS, DELETE_VERSION]),
    "mark_version": (lambda backend, ref: backend.mark_version(ref.id, FIRST, MARKER, MARKER), [GET, PUT]),
    "publish": (lambda backend, ref: backend.publish(ref.id, Publication(desired().digest, MARKER, MARKER)), [GET]),
    "delete": (lambda backend, ref: backend.delete(ref.id, Labels(marker=MARKER)), ["DELETE /prompts/{id}"]),
    "confirm_target": (lambda backend, ref: backend.confirm_target(ref.uri), ["GET /ml-repos"]),
}


@pytest.mark.parametrize("operation", CALLS)
def test_the_calls_of_each_operation(backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake, operation: str) -> None:
    act, expected = CALLS[operation]
    act(backend, ref)
    assert operations(fake) == expected


def test_a_prompt_without_versions_is_there(backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake) -> None:
    triage(fake).versions.clear()
    head = backend.find("triage")
    assert head == backend.read(ref.id)
    assert head is not None
    assert (head.content, head.digest, head.obstacle, head.version) == (None, "", "it has no version", None)
    assert backend.versions(ref.id) == []
    assert head.labels == Labels()
    said = refusal(AlreadyExistsError, lambda: backend.create(desired()))
    assert said == f"the ML repo support has a prompt 'triage'; {ANOTHER_NAME}"
    refusal(DriftError, lambda: backend.publish(ref.id, Publication(desired().digest, MARKER, MARKER)))
    write(backend, ref, desired(), CONTENT)
    assert backend.read(ref.id).version == "2"


def test_only_the_prompts_of_the_ml_repo_are_listed(world: World, backend: TrueFoundry, ref: Ref) -> None:
    world.connect(ml_repo=OTHER_ML_REPO).create(desired("Other.", marker=OTHER_MARKER))
    assert [each.ref for each in backend.list_prompts()] == [ref]


def test_an_ml_repo_that_the_key_does_not_see_is_no_empty_one(world: World) -> None:
    said = refusal(RejectedError, lambda: [*world.connect(ml_repo="nothing").list_prompts()])
    assert said == f"the API key sees no ML repo nothing; {REPO}"


def test_empty_prompts_are_asked_for(backend: TrueFoundry, fake: TrueFoundryFake) -> None:
    """As the SDKs do: what the service would do without it is not known."""
    backend.find("triage")
    (call,) = fake.calls
    assert call.path == "/api/svc/v1/prompts?name=triage&include_empty_prompts=true&limit=100&offset=0"


def test_lists_are_read_to_their_end() -> None:
    """However few entries the service puts into one answer."""
    with TrueFoundryFake(habits=Habits(page=3)) as fake:
        backend = World(fake).connect(prefix=NEW_PREFIX)
        refs = [backend.create(desired(name=f"triage-{number}")) for number in range(7)]
        for number in range(6):
            write(backend, refs[6], desired(f"{number}.", name="triage-6"), CONTENT)
        fake.clear_calls()
        assert [version.version for version in backend.versions(refs[6].id)] == ["1", "2", "3", "4", "5", "6", "7"]
        assert operations(fake) == 3 * [VERSIONS]
        assert [each.name for each in backend.list_prompts()] == [f"triage-{number}" for number in range(7)]
        found = backend.find("triage-6")
        assert found is not None
        assert found.id == refs[6].id


def test_a_name_in_another_repo_is_another_prompt(world: World, backend: TrueFoundry, ref: Ref) -> None:
    other = world.connect(ml_repo=OTHER_ML_REPO)
    assert other.find("triage") is None
    assert other.create(desired("Other.", marker=OTHER_MARKER)).uri == ref.uri.replace(ML_REPO, OTHER_ML_REPO)
    world.fake.registry().prompts[backend.create(desired(name="triage-2")).id].latest.tags = ["production"]
    assert [version.version for version in backend.versions(ref.id)] == ["1"]
    assert [*backend.aliases(ref.id)] == []
    assert backend.read(ref.id).labels == Labels(marker=MARKER)
