"""What is written, and what is not."""

from typing import Any

import pytest

from backends.truefoundry_fixtures import backend, fake, ref, world
from backends.truefoundry_world import (
    BESIDE,
    CONTENT,
    MARKER,
    OTHER_MARKER,
    PUT,
    World,
    declared,
    desired,
    operations,
    refusal,
    triage,
)
from fakes.truefoundry import Habits, TrueFoundryFake
from pulumi_prompts.errors import AlreadyExistsError
from pulumi_prompts.lifecycle.questions import pins_of
from pulumi_prompts.registries.base import Labels, Ref
from pulumi_prompts.registries.truefoundry import TrueFoundry
from pulumi_prompts.registries.truefoundry.options import TrueFoundryOptions
from pulumi_prompts.testing.base import write

__all__ = ["backend", "fake", "ref", "world"]
HABITS = [
    Habits(repeats, fills, takes)
    for repeats in (True, False)
    for fills in (True, False)
    for takes in ("rewrites", "refuses", "ignores")
]


@pytest.mark.parametrize("habits", HABITS, ids=str)
def test_what_is_there_already_is_not_written(habits: Habits) -> None:
    """Whatever the service would make of it."""
    with TrueFoundryFake(habits=habits) as fake:
        backend = World(fake).connect()
        declaration = desired(description="d", metadata={"a": [1, {"b": 0.5}]})
        ref = backend.create(declaration)
        fake.clear_calls()
        for change in (CONTENT, BESIDE):
            write(backend, ref, declaration, change)
        assert PUT not in operations(fake)
        assert fake.registry().numbers("triage") == [1]


@pytest.mark.parametrize("habits", HABITS, ids=str)
def test_a_description_is_written_whatever_a_number_in_a_manifest_does(habits: Habits) -> None:
    """In place where that is possible, else as another version with the same content."""
    with TrueFoundryFake(habits=habits) as fake:
        backend = World(fake).connect()
        ref = backend.create(desired())
        write(backend, ref, desired(description="d", marker=OTHER_MARKER), BESIDE)
        head = backend.read(ref.id)
        assert (head.description, head.digest) == ("d", desired().digest)
        assert head.labels == Labels(marker=OTHER_MARKER)
        assert fake.registry().numbers("triage") == ([1] if habits.takes_version == "rewrites" else [1, 2])
        assert {version.digest for version in backend.versions(ref.id)} == {desired().digest}


def test_a_truth_value_takes_the_place_of_a_number(backend: TrueFoundry, fake: TrueFoundryFake) -> None:
    """To Python they are the same."""
    ref = backend.create(desired(metadata={"level": 1}))
    write(backend, ref, desired(metadata={"level": True}), BESIDE)
    assert triage(fake).latest.manifest["metadata"]["level"] is True


def test_who_published_a_version_stays_when_it_is_described(backend: TrueFoundry, ref: Ref) -> None:
    write(backend, ref, desired(marker=OTHER_MARKER), BESIDE)
    assert [version.labels.marker for version in backend.versions(ref.id) if version.labels] == [MARKER]
    assert backend.read(ref.id).labels == Labels(marker=OTHER_MARKER)


def test_a_version_of_somebody_else_stays_theirs(backend: TrueFoundry, fake: TrueFoundryFake) -> None:
    """Also when its prompt was adopted."""
    chat = {"messages": [{"role": "user", "content": "Hi"}]}
    ref = backend.create(declared(chat))
    triage(fake).latest.manifest["metadata"] = {"theirs": 1}
    write(backend, ref, declared(chat), BESIDE)
    (version,) = backend.versions(ref.id)
    assert version.labels is not None
    assert version.labels.marker is None
    assert backend.read(ref.id).labels == Labels(marker=MARKER)


def test_going_back_makes_a_version(backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake) -> None:
    """Readers of the latest one need it."""
    for text in ("Other.", "Sort {{ticket}}."):
        write(backend, ref, desired(text), CONTENT)
    digests = [version.digest for version in backend.versions(ref.id)]
    assert digests == [desired().digest, desired("Other.").digest, desired().digest]
    assert backend.read(ref.id).version == "3"


def test_an_alias_is_that_of_one_version(backend: TrueFoundry, fake: TrueFoundryFake) -> None:
    """The same for another text is refused, with what to do; without one, or with another, the text is written."""

    def aliased(text: str, alias: str | None) -> Any:
        options = {} if alias is None else {"options": {"truefoundry": {"version_alias": alias}}}
        return declared({"template": text, **options})

    ref = backend.create(aliased("One.", "v1"))
    head = backend.read(ref.id)
    assert head.options.of(TrueFoundryOptions).version_alias == "v1"
    said = refusal(AlreadyExistsError, lambda: write(backend, ref, aliased("Two.", "v1"), CONTENT))
    assert said == (
        "409: Version alias v1 is in use by version 1; give the version that this write makes another "
        "`options.truefoundry.version_alias`, or none"
    )
    write(backend, ref, aliased("Two.", "v2"), CONTENT)
    write(backend, ref, aliased("Two.", "v2-final"), BESIDE)
    write(backend, ref, aliased("Three.", None), CONTENT)
    aliases = [version.manifest["version_alias"] for version in triage(fake).versions]
    assert aliases == ["v1", "v2-final", None]


def test_a_version_says_nothing_that_a_version_resource_would_take_for_drift(backend: TrueFoundry) -> None:
    """Description and alias are those of the prompt's write."""
    options = {"options": {"truefoundry": {"version_alias": "v1"}}}
    ref = backend.create(declared({"template": "One.", **options}, description="d"))
    version = backend.read_version(ref.id, "1")
    assert (version.description, version.version_name) == (None, None)


def test_tags_of_truefoundry_pin_versions(backend: TrueFoundry, ref: Ref, fake: TrueFoundryFake) -> None:
    write(backend, ref, desired("Two."), CONTENT)
    first, second = triage(fake).versions
    first.tags, second.tags = ["production"], ["eu", "us"]
    write(backend, ref, desired("Three."), CONTENT)
    assert pins_of(backend, ref.id, backend.versions(ref.id)) == {"1": "tag 'production'", "2": "tag 'eu' and 'us'"}
