"""How a backend fails: what is gone is NotFoundError, and no error tells the content. Also: many threads at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from pulumi_prompts.errors import AlreadyExistsError, DriftError, NotFoundError, RegistryError
from pulumi_prompts.registries.base import (
    THREADS,
    Backend,
    Change,
    DeletesVersions,
    DescribesVersions,
    Desired,
    Field,
    Labels,
    LabelsApart,
    MarksVersions,
    Publication,
    Ref,
    Version,
)
from pulumi_prompts.testing.base import (
    MARKER_OF_VERSION,
    Conformance,
    applies_if,
    assert_holds,
    can,
    delete,
    delete_version,
    labels_of,
    publication,
    published,
    version_with,
    write,
)
from pulumi_prompts.testing.declarations import MARKER, NONCE

RACES = 2
WORD = "swordfish"
OTHER: Mapping[Field, Any] = {"description": "Another.", "tags": {"another": "1"}, "metadata": {"another": "1"}}
THEIRS = "organization/other/dev/theirs"

NOTHING = Publication("sha256:0", MARKER_OF_VERSION, MARKER)
SEEN = Labels(marker=MARKER, nonce=NONCE)

Call = Callable[[Backend, Ref, str], object]

OF_A_PROMPT: Mapping[str, Call] = {
    "read": lambda backend, ref, version: backend.read(ref.id),
    "delete": lambda backend, ref, version: backend.delete(ref.id, SEEN),
    "versions": lambda backend, ref, version: backend.versions(ref.id),
    "publish": lambda backend, ref, version: backend.publish(ref.id, NOTHING),
    "read_version": lambda backend, ref, version: backend.read_version(ref.id, version),
}


class FailureConformance(Conformance):
    """Errors, and threads."""

    def _gone(self, backend: Backend) -> tuple[Ref, Version]:
        """A prompt that was deleted, and a version that it had."""
        ref = backend.create(self.desired())
        version = published(backend, ref, self.desired())
        delete(backend, ref)
        return ref, version

    def _without_a_version(self, backend: Backend) -> tuple[Ref, Version]:
        """A prompt, and a version of it that was deleted; the head is another."""
        ref = backend.create(self.desired(1))
        version = published(backend, ref, self.desired(1))
        write(backend, ref, self.desired(2), Change(frozenset({"content"})))
        published(backend, ref, self.desired(2))
        delete_version(backend, ref.id, version.version)
        return ref, version

    @pytest.mark.parametrize("call", [*OF_A_PROMPT])
    def test_a_prompt_that_is_gone_is_not_found(self, backend: Backend, call: str) -> None:
        """By every method."""
        ref, version = self._gone(backend)
        with pytest.raises(NotFoundError):
            OF_A_PROMPT[call](backend, ref, version.version)

    def test_a_prompt_that_is_gone_is_not_updated(self, backend: Backend) -> None:
        """Whichever property is to be written; and it is not made anew."""
        declared = [name for name in OTHER if getattr(self.desired(), name)]
        other = self.desired(2, marker=THEIRS, **{name: value for name, value in OTHER.items() if name in declared})
        for field in ("content", "marker", *declared):
            backend.create(self.desired())
            head = backend.find(self.desired().name)
            assert head is not None
            delete(backend, head.ref)
            with pytest.raises((NotFoundError, DriftError)):
                backend.update(head, other, Change(frozenset({field})))
            assert backend.find(self.desired().name) is None

    def _gone_versions(self, backend: Backend) -> Iterator[tuple[Ref, Version]]:
        """One of a prompt that is gone, and one that is gone alone, where the registry removes one."""
        yield self._gone(backend)
        if isinstance(backend, DeletesVersions):
            yield self._without_a_version(backend)

    @applies_if(can(DeletesVersions))
    def test_a_version_that_is_gone_is_not_read(self, backend: Backend) -> None:
        """The prompt is there."""
        ref, version = self._without_a_version(backend)
        with pytest.raises(NotFoundError):
            backend.read_version(ref.id, version.version)
        assert_holds(backend, backend.read(ref.id), ref, self.desired(2))

    @applies_if(can(DeletesVersions))
    def test_what_is_gone_is_not_removed(self, backend: Backend) -> None:
        """Neither a version that is gone, nor one of a prompt that is gone."""
        for ref, version in self._gone_versions(backend):
            with pytest.raises(NotFoundError):
                delete_version(backend, ref.id, version.version)

    @applies_if(can(DescribesVersions))
    def test_what_is_gone_is_not_described(self, backend: Backend) -> None:
        """Neither a version that is gone, nor one of a prompt that is gone."""
        assert isinstance(backend, DescribesVersions)
        for ref, version in self._gone_versions(backend):
            with pytest.raises(NotFoundError):
                backend.describe_version(ref.id, version.version, None, None)

    @applies_if(can(MarksVersions))
    def test_what_is_gone_is_not_marked(self, backend: Backend) -> None:
        """Neither a version that is gone, nor one of a prompt that is gone."""
        assert isinstance(backend, MarksVersions)
        for ref, version in self._gone_versions(backend):
            with pytest.raises(NotFoundError):
                backend.mark_version(ref.id, version, MARKER_OF_VERSION, MARKER)

    @applies_if(can(LabelsApart))
    def test_what_is_gone_has_no_labels(self, backend: Backend) -> None:
        """Neither a version that is gone, nor a prompt that is gone."""
        assert isinstance(backend, LabelsApart)
        uris = [self._gone(backend)[0].uri, *(version.uri for _, version in self._gone_versions(backend))]
        for uri in uris:
            with pytest.raises(NotFoundError):
                backend.labels(uri)

    def test_errors_do_not_tell_the_content(self, backend: Backend) -> None:
        """It may be secret; and each is one line."""
        secret = self.declare.desired(self.declare.saying(f"The word is {WORD}."))
        ref = backend.create(secret)
        told = [
            _error(AlreadyExistsError, lambda: backend.create(self.declare.desired(self.declare.saying(WORD)))),
            _error(DriftError, lambda: backend.publish(ref.id, publication(self.desired(2)))),
        ]
        delete(backend, ref)
        told += [
            _error(NotFoundError, lambda: write(backend, ref, secret, Change(frozenset({"content"})))),
            _error(NotFoundError, lambda: backend.read(ref.id)),
        ]
        assert not [message for message in told if WORD in message or "\n" in message]

    @applies_if(lambda suite: suite.adapter.support.compares_on_delete is not None)
    def test_what_was_taken_over_meanwhile_is_not_deleted(self, backend: Backend) -> None:
        """DriftError, by the nonce alone: the marker may be the same; nothing is changed."""
        ref = backend.create(self.desired())
        seen = labels_of(backend, backend.read(ref.id))
        taken = self.desired(nonce="fedcba9876543210")
        write(backend, ref, taken, Change(frozenset({"marker"})))
        with pytest.raises(DriftError):
            backend.delete(ref.id, seen)
        assert_holds(backend, backend.read(ref.id), ref, taken)

    def test_of_creations_at_once_one_makes_the_prompt(self, backend: Backend) -> None:
        """The others get AlreadyExistsError, and leave nothing of theirs in it: no content, no note, and no version.

        Only where the registry removes no version, one that was written there stays.
        """
        for race in range(RACES):
            racers = [self._racer(number, f"conformance-{race}") for number in range(THREADS)]
            won = {number: ref for number, ref in enumerate(_at_once(backend, racers)) if ref is not None}
            assert len(won) == 1
            ((number, ref),) = won.items()
            winner = racers[number]
            assert_holds(backend, backend.find(winner.name), ref, winner)
            if isinstance(backend, DeletesVersions):
                publishers = {labels_of(backend, version).marker for version in backend.versions(ref.id)}
                assert publishers <= {winner.marker}

    def _racer(self, number: int, name: str) -> Desired:
        bare: dict[str, Any] = {"description": None, "tags": {}, "metadata": {}}
        return self.desired(number, name=name, marker=f"{THEIRS}-{number}", nonce=f"{number:016}", **bare)

    def test_many_threads_at_once(self, backend: Backend) -> None:
        """One adapter serves them all; each finds what it wrote."""
        together = Barrier(THREADS)

        def live(thread: int) -> None:
            try:
                self._live(backend, together, f"conformance-{thread}", thread)
            except BrokenBarrierError:
                return  # another thread failed, and says why
            except BaseException:
                together.abort()
                raise

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(live, range(THREADS)))

    def _live(self, backend: Backend, together: Barrier, name: str, thread: int) -> None:
        """All threads begin each step at the same moment."""
        before, after = self.desired(thread, name=name), self.desired(thread + THREADS, name=name)
        together.wait()
        ref = backend.create(before)
        together.wait()
        assert_holds(backend, backend.read(ref.id), ref, before)
        together.wait()
        published(backend, ref, before)
        together.wait()
        write(backend, ref, after, Change(frozenset({"content"})))
        together.wait()
        assert_holds(backend, backend.find(name), ref, after)
        together.wait()
        version = published(backend, ref, after)
        together.wait()
        assert version_with(backend, ref.id, after.digest) == version
        together.wait()
        delete(backend, ref)
        together.wait()
        assert backend.find(name) is None


def _at_once(backend: Backend, racers: Sequence[Desired]) -> list[Ref | None]:
    """What each of them made; None where the name was taken."""
    together = Barrier(len(racers))

    def create(desired: Desired) -> Ref | None:
        together.wait()
        try:
            return backend.create(desired)
        except AlreadyExistsError:
            return None

    with ThreadPoolExecutor(len(racers)) as pool:
        return list(pool.map(create, racers))


def _error(kind: type[RegistryError | DriftError], call: Callable[[], object]) -> str:
    with pytest.raises(kind) as raised:
        call()
    return str(raised.value)
