"""Our note in the metadata of a TrueFoundry version: whose the prompt is, and who published the version."""

from typing import Any, get_args

import pytest

from backends.truefoundry_fixtures import backend, fake, world
from backends.truefoundry_world import MARKER, World, declared, desired
from fakes.truefoundry import Habits, TrueFoundryFake, error, lose_answer
from fakes.truefoundry import Version as StoredVersion
from pulumi_prompts.errors import AccessError, NotFoundError, RejectedError
from pulumi_prompts.registries.base import Change, Desired, Field, Labels, Ref
from pulumi_prompts.registries.truefoundry import TrueFoundry
from pulumi_prompts.testing.base import write

__all__ = ["backend", "fake", "world"]

THEIRS = "acme/other/dev/theirs"
PUT = "PUT /prompt-versions"
CONTENT, EVERYTHING = Change(frozenset({"content"})), Change(frozenset(get_args(Field)))
BESIDE = Change(EVERYTHING.fields - {"content"})


def versions(fake: TrueFoundryFake) -> list[StoredVersion]:
    return fake.registry().prompt("triage").versions


def note_of(version: StoredVersion) -> dict[str, Any]:
    return {
        name: version.manifest["metadata"]["pulumi_prompts"].get(name) for name in ("marker", "nonce", "published_by")
    }


# Whose the prompt is


def test_a_take_over_of_the_same_content_rewrites_the_note(backend: TrueFoundry, fake: TrueFoundryFake) -> None:
    """Who published the version stays."""
    ref = backend.create(desired(marker=THEIRS, nonce="theirs"))
    write(backend, ref, desired(nonce="ours"), BESIDE)
    assert backend.read(ref.id).labels == Labels(marker=MARKER, nonce="ours")
    assert list(map(note_of, versions(fake))) == [{"marker": MARKER, "nonce": "ours", "published_by": THEIRS}]


def test_a_nonce_alone_is_written(backend: TrueFoundry) -> None:
    ref = backend.create(desired(nonce="before"))
    write(backend, ref, desired(nonce="after"), BESIDE)
    assert backend.read(ref.id).labels == Labels(marker=MARKER, nonce="after")


def test_a_version_without_a_note_is_nobodys_prompt(backend: TrueFoundry, fake: TrueFoundryFake) -> None:
    """As an edit in the web page makes one; the next write of ours notes it again."""
    ref = backend.create(desired(nonce="n"))
    versions(fake)[-1].manifest["metadata"] = {}
    assert backend.read(ref.id).labels == Labels()
    write(backend, ref, desired(nonce="n"), BESIDE)
    assert backend.read(ref.id).labels == Labels(marker=MARKER, nonce="n")


# What the program does not declare


def aliased(text: str, alias: str | None, **more: Any) -> Desired:
    options = {} if alias is None else {"options": {"truefoundry": {"version_alias": alias}}}
    return declared({"template": text, **options}, **more)


def carrying(text: str, **more: Any) -> Desired:
    return aliased(text, "v1", carried=frozenset({"version_alias"}), **more)


def aliases(fake: TrueFoundryFake) -> list[str | None]:
    return [version.manifest["version_alias"] for version in versions(fake)]


def test_an_alias_that_is_carried_stays_at_its_version(backend: TrueFoundry, fake: TrueFoundryFake) -> None:
    ref = backend.create(aliased("One.", "v1"))
    write(backend, ref, carrying("Two."), CONTENT)
    assert aliases(fake) == ["v1", None]
    assert backend.read(ref.id).digest == aliased("Two.", None).digest


@pytest.mark.parametrize(("takes", "expected"), [("rewrites", ["v1"]), ("refuses", ["v1", None])])
def test_an_alias_that_is_carried_stays_where_a_description_is_written(takes: Any, expected: list[str | None]) -> None:
    with TrueFoundryFake(habits=Habits(takes_version=takes)) as fake:
        backend = World(fake).connect()
        ref = backend.create(aliased("One.", "v1"))
        write(backend, ref, carrying("One.", description="d"), BESIDE)
        assert (aliases(fake), backend.read(ref.id).description) == (expected, "d")


def test_what_is_carried_is_no_difference(backend: TrueFoundry, fake: TrueFoundryFake) -> None:
    ref = backend.create(aliased("One.", "v1"))
    write(backend, ref, carrying("One."), BESIDE)
    assert fake.call_counts()[PUT] == 1


def test_an_alias_that_is_carried_is_not_sent_twice(backend: TrueFoundry, fake: TrueFoundryFake) -> None:
    """Where the answer is lost, what was written is found, though it has no alias."""
    ref = backend.create(aliased("One.", "v1"))
    fake.inject(PUT, lose_answer())
    write(backend, ref, carrying("Two."), CONTENT)
    assert aliases(fake) == ["v1", None]


# Who published a version


@pytest.fixture
def ref(backend: TrueFoundry, fake: TrueFoundryFake) -> Ref:
    """A prompt whose version has lost its note, and nothing else."""
    ref = backend.create(desired(description="d", metadata={"team": "desk"}, nonce="n"))
    del versions(fake)[-1].manifest["metadata"]["pulumi_prompts"]["published_by"]
    fake.clear_calls()
    return ref


def mark(backend: TrueFoundry, ref: Ref, number: str) -> None:
    backend.mark_version(ref.id, backend.read_version(ref.id, number), f"{MARKER}-published", MARKER)


def test_a_lost_note_of_the_newest_version_is_written_again(
    backend: TrueFoundry, fake: TrueFoundryFake, ref: Ref
) -> None:
    """The prompt published it; all else stays."""
    before = backend.read(ref.id)
    mark(backend, ref, "1")
    (version,) = backend.versions(ref.id)
    assert version.labels == Labels(marker=MARKER, of_prompt=MARKER)
    assert backend.read(ref.id) == before
    assert fake.registry().numbers("triage") == [1]


def test_a_lost_note_is_written_once(backend: TrueFoundry, fake: TrueFoundryFake, ref: Ref) -> None:
    fake.inject(PUT, lose_answer())
    mark(backend, ref, "1")
    assert fake.call_counts()[PUT] == 1


def test_an_older_version_stays_as_it_is(backend: TrueFoundry, fake: TrueFoundryFake, ref: Ref) -> None:
    """A registry that does not rewrite versions would make it the head."""
    write(backend, ref, desired("Two.", nonce="n"), CONTENT)
    before = fake.call_counts()[PUT]
    with pytest.raises(RejectedError, match="only the newest version can be written anew"):
        mark(backend, ref, "1")
    assert fake.call_counts()[PUT] == before


@pytest.mark.parametrize("status", [404, 409])
def test_a_note_that_cannot_be_written_is_told(
    backend: TrueFoundry, fake: TrueFoundryFake, ref: Ref, status: int
) -> None:
    fake.inject(PUT, error(status, "Version 1 cannot be written"))
    with pytest.raises(RejectedError, match=f"{status}: Version 1 cannot be written"):
        mark(backend, ref, "1")


def test_a_note_that_may_not_be_written_is_an_error(backend: TrueFoundry, fake: TrueFoundryFake, ref: Ref) -> None:
    fake.inject(PUT, error(403, "No permission"))
    with pytest.raises(AccessError):
        mark(backend, ref, "1")


def test_a_version_that_is_gone_has_no_note(backend: TrueFoundry, fake: TrueFoundryFake, ref: Ref) -> None:
    version = backend.read_version(ref.id, "1")
    write(backend, ref, desired("Two.", nonce="n"), CONTENT)
    backend.delete_version(ref.id, "1")
    with pytest.raises(NotFoundError):
        backend.mark_version(ref.id, version, MARKER, MARKER)
