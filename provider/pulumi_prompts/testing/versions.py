"""What a backend does with versions.

Nothing here assumes a draft. Where each write of the head makes a version, a version with the head's digest exists
before anything is published; so a test gets its versions as the life cycle does (`published`: the newest with the
digest, else publish), never counts what a write may have made, and publishes by hand only what no version has.
No test deletes the version of the current head: there that would change the head.
"""

from collections.abc import Iterable

import pytest

from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.errors import AlreadyExistsError, DriftError, QuotaError
from pulumi_prompts.registries.base import (
    Backend,
    Change,
    DeletesVersions,
    DescribesVersions,
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
    delete_version,
    publication,
    published,
    version_with,
    write,
)
from pulumi_prompts.testing.declarations import MARKER

MANY = 12
"""More versions than one page of a list holds, on registries with small pages; and numbers of two digits."""


class VersionConformance(Conformance):
    """The life of versions."""

    def _edition(self, backend: Backend, ref: Ref, number: int) -> Version:
        """The version of this edition, which becomes the head."""
        write(backend, ref, self.desired(number), Change(frozenset({"content"})))
        return published(backend, ref, self.desired(number))

    def _create(self, backend: Backend) -> Ref:
        return backend.create(self.desired(0))

    def test_a_version_is_the_same_wherever_it_is_told(self, backend: Backend) -> None:
        """By publishing, by the list and alone; a list may leave the digest out."""
        ref = self._create(backend)
        version = self._edition(backend, ref, 1)
        read = backend.read_version(ref.id, version.version)
        (listed,) = (each for each in backend.versions(ref.id) if each.version == version.version)
        assert isinstance(version.version, str)
        assert version.version
        assert version.uri
        assert read.version == version.version
        assert read.digest == version.digest == self.desired(1).digest
        assert read.uri == listed.uri == version.uri
        assert listed.digest in (None, version.digest)
        assert read.content is not None
        assert digest_of(read.content) == read.digest

    def test_publishing_leaves_the_head(self, backend: Backend) -> None:
        """It is what it was."""
        desired = self.declare.desired(self.declare.fullest)
        ref = backend.create(desired)
        published(backend, ref, desired)
        assert_holds(backend, backend.read(ref.id), ref, desired)

    def test_a_new_prompt_has_no_version_but_of_its_content(self, backend: Backend) -> None:
        """None, or the one that the creation made."""
        ref = self._create(backend)
        digests = {backend.read_version(ref.id, each.version).digest for each in backend.versions(ref.id)}
        assert digests <= {self.desired(0).digest}

    @applies_if(lambda suite: suite.adapter.support.numbers_versions)
    def test_versions_are_numbered_where_the_registry_says_so(self, backend: Backend) -> None:
        """1, 2, and so on: a report tells people which number a preview will lead to."""
        ref = self._create(backend)
        made = [published(backend, ref, self.desired(0)), self._edition(backend, ref, 1)]
        assert [each.version for each in made] == ["1", "2"]

    def test_versions_are_listed_the_oldest_first(self, backend: Backend) -> None:
        """All of them, also when they are many; each with a name and an address of its own."""
        ref = self._create(backend)
        most = self.adapter.support.max_versions or MANY
        made = [self._edition(backend, ref, number) for number in range(min(most, MANY))]
        listed = backend.versions(ref.id)
        assert _names(each for each in listed if each.version in _names(made)) == _names(made)
        assert len({each.version for each in listed}) == len({each.uri for each in listed}) == len(listed)

    def test_a_version_never_changes(self, backend: Backend) -> None:
        """Whatever becomes of the head."""
        ref = self._create(backend)
        version = self._edition(backend, ref, 1)
        self._edition(backend, ref, 2)
        assert backend.read_version(ref.id, version.version).digest == self.desired(1).digest
        assert version_with(backend, ref.id, self.desired(1).digest) == version

    def test_a_change_beside_the_content_makes_no_version(self, backend: Backend) -> None:
        """A description, a tag or a marker is not content."""
        ref = self._create(backend)
        self._edition(backend, ref, 1)
        before = _names(backend.versions(ref.id))
        others = self.desired(1, description=None, tags={}, metadata={}, marker="organization/shop/prod/triage")
        removed = frozenset(self.desired(1).tags)
        write(backend, ref, others, Change(frozenset({"description", "tags", "metadata", "marker"}), removed))
        assert _names(backend.versions(ref.id)) == before

    def test_another_head_is_not_published(self, backend: Backend) -> None:
        """Where the head is not what was to be published, DriftError is raised and no version is left."""
        ref = self._create(backend)
        self._edition(backend, ref, 1)
        before = backend.versions(ref.id)
        with pytest.raises(DriftError):
            backend.publish(ref.id, publication(self.desired(2)))
        assert backend.versions(ref.id) == before
        assert_holds(backend, backend.read(ref.id), ref, self.desired(1))

    def test_a_head_is_published_after_drift(self, backend: Backend) -> None:
        """A refused publication is not in the way of the right one."""
        ref = self._create(backend)
        with pytest.raises(DriftError):
            backend.publish(ref.id, publication(self.desired(1)))
        assert self._edition(backend, ref, 1).digest == self.desired(1).digest

    @applies_if(can(DeletesVersions))
    def test_a_deleted_version_is_gone_alone(self, backend: Backend) -> None:
        """The others and the head stay."""
        ref = self._create(backend)
        kept, deleted, current = [self._edition(backend, ref, number) for number in (1, 2, 3)]
        before = _names(backend.versions(ref.id))
        delete_version(backend, ref.id, deleted.version)
        assert _names(backend.versions(ref.id)) == [name for name in before if name != deleted.version]
        assert [version_with(backend, ref.id, self.desired(number).digest) for number in (1, 2, 3)] == [
            kept,
            None,
            current,
        ]
        assert_holds(backend, backend.read(ref.id), ref, self.desired(3))

    @applies_if(can(DeletesVersions))
    def test_the_name_of_a_deleted_version_is_not_used_again(self, backend: Backend) -> None:
        """Also that of the newest, when the head has gone back to an older content: applications may still say it."""
        ref = self._create(backend)
        self._edition(backend, ref, 1)
        deleted = self._edition(backend, ref, 2)
        self._edition(backend, ref, 1)
        delete_version(backend, ref.id, deleted.version)
        after = [self._edition(backend, ref, number).version for number in (3, 2)]
        assert deleted.version not in [*after, *_names(backend.versions(ref.id))]

    @applies_if(lambda suite: suite.declare.versions_have("description"))
    def test_a_version_has_its_description(self, backend: Backend) -> None:
        """It can be given to each version: with the publication, or afterwards."""
        ref = self._create(backend)
        version = self._described(backend, ref, self.desired(0).digest, "The first.", None)
        assert version.description == "The first."
        assert backend.read_version(ref.id, version.version).description == "The first."

    @applies_if(lambda suite: suite.declare.versions_have("version_name"))
    def test_a_version_has_its_name(self, backend: Backend) -> None:
        """It can be given to each version: with the publication, or afterwards."""
        ref = self._create(backend)
        version = self._described(backend, ref, self.desired(0).digest, None, "v-one")
        assert version.version_name == "v-one"
        assert backend.read_version(ref.id, version.version).version_name == "v-one"

    @applies_if(lambda suite: suite.declare.versions_have("version_name"))
    def test_a_version_name_is_that_of_one_version(self, backend: Backend) -> None:
        """Whoever gives it again moves it, or gets AlreadyExistsError; then no version is left."""
        ref = self._create(backend)
        self._described(backend, ref, self.desired(0).digest, None, "v-one")
        write(backend, ref, self.desired(1), Change(frozenset({"content"})))
        before = _names(backend.versions(ref.id))
        try:
            self._described(backend, ref, self.desired(1).digest, None, "v-one")
        except AlreadyExistsError:
            assert _names(backend.versions(ref.id)) == before
        names = [backend.read_version(ref.id, each.version).version_name for each in backend.versions(ref.id)]
        assert names.count("v-one") == 1

    def _described(
        self, backend: Backend, ref: Ref, digest: str, description: str | None, version_name: str | None
    ) -> Version:
        """The version of the head, with this description and name, wherever that can be said."""
        found = version_with(backend, ref.id, digest)
        if found is None:
            return backend.publish(ref.id, Publication(digest, MARKER_OF_VERSION, MARKER, description, version_name))
        if isinstance(backend, DescribesVersions):
            backend.describe_version(ref.id, found.version, description, version_name)
        return backend.read_version(ref.id, found.version)

    @applies_if(can(DescribesVersions))
    def test_a_version_is_described_anew(self, backend: Backend) -> None:
        """Description and name are replaced, or removed; the version stays what it is."""
        assert isinstance(backend, DescribesVersions)
        ref = self._create(backend)
        version = self._edition(backend, ref, 1)
        texts = ["Reviewed.", None] if self.declare.versions_have("description") else [None]
        names = ["v-two", None] if self.declare.versions_have("version_name") else [None]
        for description, name in [(text, name) for text in texts for name in names]:
            backend.describe_version(ref.id, version.version, description, name)
            read = backend.read_version(ref.id, version.version)
            assert (read.description, read.version_name) == (description, name)
            assert (read.digest, read.uri) == (version.digest, version.uri)

    @applies_if(lambda suite: suite.adapter.support.max_versions is not None)
    def test_beyond_the_most_versions_is_a_quota(self, backend: Backend) -> None:
        """QuotaError, and the versions are those that there were."""
        ref = self._create(backend)
        most = self.adapter.support.max_versions or 0
        for number in range(most):
            self._edition(backend, ref, number)
        before = _names(backend.versions(ref.id))
        with pytest.raises(QuotaError):
            self._edition(backend, ref, most)
        assert _names(backend.versions(ref.id)) == before


def _names(versions: Iterable[Version]) -> list[str]:
    return [each.version for each in versions]
