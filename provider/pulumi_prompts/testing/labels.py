"""What a registry keeps outside the content: tags, and our markers."""

import string
from collections.abc import Mapping
from dataclasses import replace

import pytest

from pulumi_prompts.errors import ConfigurationError
from pulumi_prompts.registries.base import Backend, Change, ConfirmsTarget, Field, MarksVersions, Version
from pulumi_prompts.testing.base import (
    MARKER_OF_VERSION,
    Conformance,
    applies_if,
    assert_holds,
    can,
    delete,
    labels_of,
    published,
    version_with,
    write,
)

LONGEST_MARKER = ("org/pro-ject.x/st_ack/a b:c+d@e=C3=BC/" + string.ascii_letters + string.digits).ljust(256, "m")
"""As long as a marker gets, with every character that may be in one."""


def _publishers(backend: Backend, version: Version) -> tuple[str | None, str | None]:
    """Who published a version, and for which prompt."""
    labels = labels_of(backend, version)
    return labels.marker, labels.of_prompt


def _keeps_tags(suite: type[Conformance]) -> bool:
    return bool(suite.declare.tags)


class LabelConformance(Conformance):
    """Labels of prompts and versions."""

    def test_a_marker_comes_back(self, backend: Backend) -> None:
        """Whole, also the longest: what is cut off cannot be recognised as ours."""
        desired = self.desired(marker=LONGEST_MARKER)
        ref = backend.create(desired)
        assert_holds(backend, backend.read(ref.id), ref, desired)

    def test_a_marker_is_renewed(self, backend: Backend) -> None:
        """By an update that changes nothing else, and by one that changes something."""
        ref = backend.create(self.desired())
        changes: tuple[frozenset[Field], ...] = (frozenset({"marker"}), frozenset({"marker", "content"}))
        for edition, fields in enumerate(changes, start=1):
            desired = self.desired(edition, marker=f"organization/shop/prod/triage-{edition}")
            write(backend, ref, desired, Change(fields))
            assert_holds(backend, backend.read(ref.id), ref, desired)

    def test_a_nonce_is_replaced_and_leaves_the_rest(self, backend: Backend) -> None:
        """Also where the marker is the same: as when an interrupted creation is repeated."""
        desired = self.declare.desired(self.declare.fullest)
        ref = backend.create(desired)
        before = backend.versions(ref.id)
        for marker in (desired.marker, "organization/other/dev/theirs"):
            taken = replace(desired, marker=marker, nonce="fedcba9876543210")
            write(backend, ref, taken, Change(frozenset({"marker"})))
            assert_holds(backend, backend.read(ref.id), ref, taken)
        assert backend.versions(ref.id) == before

    def test_a_prompt_may_have_no_nonce(self, backend: Backend) -> None:
        """As one that the first release made; a write of its marker gives it none."""
        desired = self.desired(nonce=None)
        ref = backend.create(desired)
        for marker in (desired.marker, "organization/shop/prod/triage"):
            write(backend, ref, replace(desired, marker=marker), Change(frozenset({"marker"})))
            assert_holds(backend, backend.read(ref.id), ref, replace(desired, marker=marker))

    def test_a_version_says_who_published_it_and_for_which_prompt(self, backend: Backend) -> None:
        """As the publication said; or the prompt for itself, where writing the head made the version."""
        desired = self.desired()
        ref = backend.create(desired)
        made_by_write = version_with(backend, ref.id, desired.digest) is not None
        version = published(backend, ref, desired)
        read = backend.read_version(ref.id, version.version)
        publisher = desired.marker if made_by_write else MARKER_OF_VERSION
        assert [_publishers(backend, each) for each in (version, read)] == [(publisher, desired.marker)] * 2

    @applies_if(can(MarksVersions))
    def test_the_note_of_a_version_is_written_anew(self, backend: Backend) -> None:
        """Where every write makes a version, it is that of the prompt; all else stays."""
        assert isinstance(backend, MarksVersions)
        ref = backend.create(self.desired())
        version = published(backend, ref, self.desired())
        before = backend.read_version(ref.id, version.version)
        prompt, publisher = "organization/shop/prod/triage", "organization/shop/prod/published"
        backend.mark_version(ref.id, version, publisher, prompt)
        after = backend.read_version(ref.id, version.version)
        expected = (prompt if self.adapter.support.versions_every_write else publisher, prompt)
        assert _publishers(backend, after) == expected
        assert replace(after, labels=None) == replace(before, labels=None)
        assert_holds(backend, backend.read(ref.id), ref, self.desired())

    def test_markers_of_versions_stay(self, backend: Backend) -> None:
        """When the marker of the prompt is renewed."""
        ref = backend.create(self.desired())
        version = published(backend, ref, self.desired())
        before = labels_of(backend, version)
        write(backend, ref, self.desired(marker="organization/shop/prod/triage"), Change(frozenset({"marker"})))
        assert labels_of(backend, backend.read_version(ref.id, version.version)) == before

    @applies_if(_keeps_tags)
    def test_tags_come_back(self, backend: Backend) -> None:
        """As they were written, at creation and at an update."""
        for number, tags in enumerate(self.declare.tags):
            self._tags_both_ways(backend, f"conformance-{number}", tags)

    def _tags_both_ways(self, backend: Backend, name: str, tags: Mapping[str, str]) -> None:
        with_tags, without = self.desired(name=name, tags=tags), self.desired(name=name, tags={})
        ref = backend.create(with_tags)
        assert_holds(backend, backend.read(ref.id), ref, with_tags)
        write(backend, ref, without, Change(frozenset({"tags"}), tags_to_remove=frozenset(tags)))
        assert_holds(backend, backend.read(ref.id), ref, without)
        write(backend, ref, with_tags, Change(frozenset({"tags"})))
        assert_holds(backend, backend.read(ref.id), ref, with_tags)

    @applies_if(_keeps_tags)
    def test_tags_are_added_changed_and_removed(self, backend: Backend) -> None:
        """In one update."""
        ref = backend.create(self.desired(tags={"kept": "1", "changed": "1", "removed": "1"}))
        desired = self.desired(tags={"kept": "1", "changed": "2", "added": "1"})
        write(backend, ref, desired, Change(frozenset({"tags"}), tags_to_remove=frozenset({"removed"})))
        assert_holds(backend, backend.read(ref.id), ref, desired)

    @applies_if(_keeps_tags)
    def test_tags_of_others_stay(self, backend: Backend) -> None:
        """A tag goes only when `tags_to_remove` names it: others set tags too, for people and billing."""
        ref = backend.create(self.desired(tags={"ours": "1"}))
        other = self.desired(tags={"theirs": "1"}, marker="organization/other/dev/triage")
        write(backend, ref, other, Change(frozenset({"tags"})))
        for change in (Change(frozenset({"tags"}), frozenset({"ours"})), Change(frozenset({"content", "marker"}))):
            write(backend, ref, self.desired(2, tags={}), change)
            assert labels_of(backend, backend.read(ref.id)).tags == {"theirs": "1"}

    @applies_if(can(ConfirmsTarget))
    def test_its_own_registry_is_confirmed(self, backend: Backend) -> None:
        """For a prompt that is there, and for one that is gone: then the not-found can be believed."""
        assert isinstance(backend, ConfirmsTarget)
        ref = backend.create(self.desired())
        backend.confirm_target(ref.uri)
        delete(backend, ref)
        backend.confirm_target(ref.uri)

    @applies_if(can(ConfirmsTarget))
    def test_another_registry_is_not_confirmed(self, backend: Backend) -> None:
        """Where the address lies in a registry that the credentials do not reach, no not-found can be believed."""
        assert isinstance(backend, ConfirmsTarget)
        ref = backend.create(self.desired())
        with pytest.raises(ConfigurationError):
            backend.confirm_target(self.elsewhere(ref.uri))
