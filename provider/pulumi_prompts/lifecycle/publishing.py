"""Publishing, re-use and retention of versions: what `PromptVersion` decides, on every registry alike.

A version stays its publisher's, whoever else uses it: only who published it counts and removes it. Versions that carry
our note are ours, also those that the state has never heard of because the plugin died.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts.lifecycle import session
from pulumi_prompts.lifecycle.ownership import published_by
from pulumi_prompts.program.markers import NO_PROMPT_OF_OURS, spellings
from pulumi_prompts.registries.base import Backend, DescribesVersions, Head, Labels, MarksVersions, Publication, Version
from pulumi_prompts.resources.console import warn
from pulumi_prompts.resources.tree import Props


@dataclass(frozen=True)
class Published:
    """What a `PromptVersion` knows of its versions.

    Attributes:
        version: The current version.
        history: The digests of the versions that were current; `""` where only the registry knows it.
        reused: Those of them that somebody else published; they are never removed.
    """

    version: str | None = None
    uri: str | None = None
    history: Mapping[str, str] = field(default_factory=dict)
    reused: tuple[str, ...] = ()

    @classmethod
    def of(cls, tree: Props) -> "Published":
        """What the outputs of a resource say."""
        return cls(tree.get("version"), tree.get("uri"), tree.get("history", {}), tuple(tree.get("reused", ())))

    def as_outputs(self) -> dict[str, Any]:
        """The outputs of the resource."""
        return {"version": self.version, "uri": self.uri, "history": dict(self.history), "reused": list(self.reused)}

    @property
    def ours(self) -> list[str]:
        """The versions that this resource published."""
        return [name for name in self.history if name not in self.reused]

    def with_current(self, version: Version, digest: str, ours: bool) -> "Published":
        """The same with another current version."""
        history = {**{k: v for k, v in self.history.items() if k != version.version}, version.version: digest}
        reused = self.reused if ours or version.version in self.reused else (*self.reused, version.version)
        return Published(version.version, version.uri, history, reused)

    def with_found(self, names: Iterable[str]) -> "Published":
        """The same with versions of ours that only the registry knew of; the oldest first."""
        return replace(self, history={**{name: "" for name in names if name not in self.history}, **self.history})

    def without(self, gone: Iterable[str]) -> "Published":
        """The same without versions that are no more."""
        names = set(gone)
        history = {name: digest for name, digest in self.history.items() if name not in names}
        return replace(self, history=history, reused=tuple(name for name in self.reused if name not in names))


class Shelf:
    """The versions of one prompt, as one hook finds them in the registry: each thing is asked for once."""

    def __init__(self, backend: Backend, tree: Props, versions: Sequence[Version] | None = None) -> None:
        self.backend = backend
        self.tree = tree
        self._given = versions
        self._labels: dict[str, Labels] = {}

    @property
    def prompt_id(self) -> str:
        """The identifier of the prompt."""
        return str(self.tree["prompt_id"])

    @cached_property
    def versions(self) -> Sequence[Version]:
        """All of them, the oldest first."""
        return self.backend.versions(self.prompt_id) if self._given is None else self._given

    @property
    def names(self) -> list[str]:
        """Their names, the oldest first."""
        return [version.version for version in self.versions]

    @cached_property
    def head(self) -> Head:
        """The head of the prompt."""
        return self.backend.read(self.prompt_id)

    @cached_property
    def pins(self) -> Mapping[str, str]:
        """The versions that must stay while the prompt does, each with the reason."""
        pins = session.pins_of(session.labels_of(self.backend, self.head), self.versions)
        version = self.head.version
        return pins if version is None else {**pins, version: "the prompt itself, whose head it is"}

    def published_by(self, version: Version) -> Labels:
        """The note of who published it."""
        if version.uri not in self._labels:
            self._labels[version.uri] = session.labels_of(self.backend, version)
        return self._labels[version.uri]

    def is_ours(self, version: Version) -> bool:
        """Whether this resource published it; where writes make versions, its prompt did."""
        found, of_prompt = self.published_by(version), of_prompt_of(self.tree)
        if self.backend.support.versions_every_write:
            return found.of_prompt in spellings(of_prompt)
        return found.marker in spellings(self.tree["marker"]) and found.of_prompt in (None, of_prompt)

    def unknown_to(self, published: Published) -> list[Version]:
        """Those that a resource has never had."""
        return [version for version in self.versions if version.version not in published.history]

    def with_digest(self, digest: str, published: Published) -> Version | None:
        """The newest version with this digest, read where neither the list nor the history tells its digest."""
        for version in reversed(self.versions):
            known = version.digest if version.digest is not None else published.history.get(version.version) or None
            if known not in (None, digest):
                continue
            found = version if version.digest else self.backend.read_version(self.prompt_id, version.version)
            if found.digest == digest:
                return found
        return None

    def with_published(self, version: Version) -> "Shelf":
        """The same with a version that was just published."""
        return Shelf(self.backend, self.tree, [*self.versions, version])

    def remove(self, names: Sequence[str]) -> None:
        """Remove versions; one that is gone already is fine."""
        for name in names:
            try:
                self.backend.delete_version(self.prompt_id, name)
            except errors.NotFoundError:
                self.backend.read(self.prompt_id)  # the version is gone, as wanted; raises where the prompt is, too
        self.versions = [version for version in self.versions if version.version not in names]


def of_prompt_of(tree: Props) -> str:
    """The marker of the prompt that a version is published for."""
    return str(tree.get("prompt_marker", NO_PROMPT_OF_OURS))


def publish(backend: Backend, tree: Props, before: Published) -> Published:
    """Make the content with the digest of `tree` the current version: by re-use, or by publishing the head."""
    shelf, superseded = Shelf(backend, tree), before.version
    is_new = not before.history
    before = before.without(set(before.history) - set(shelf.names))
    if is_new:  # the state may have lost what it published: a destroy that is refused half-way drops a version
        before = _with_all_of_ours(shelf, before)
    if match := shelf.with_digest(tree["digest"], before):
        is_ours = match.version in before.ours or (match.version not in before.history and shelf.is_ours(match))
        after = before.with_current(match, tree["digest"], is_ours)
        _describe_anew(backend, tree, after, match)
        return prune(shelf, after, superseded)
    refuse_frozen(tree)
    before = _make_room(shelf, before)
    version = backend.publish(shelf.prompt_id, _publication(tree))
    after = before.with_current(version, tree["digest"], ours=True)
    return prune(shelf.with_published(version), after, superseded)


def prune(shelf: Shelf, published: Published, superseded: str | None = None) -> Published:
    """Remove the oldest of our versions beyond `keep`; what fails is told, and done when the next one is published.

    The current version, the one that it superseded, those with the content of the head, and pinned ones stay.
    """
    keep = int(shelf.tree.get("keep", 0))
    if not keep or len(shelf.names) - len(published.reused) <= keep:
        return published
    try:
        published = _with_all_of_ours(shelf, published)
        staying = {published.version, superseded}
        surplus = [name for name in _of_ours(shelf, published)[:-keep] if name not in staying]
        removable = _removable(shelf, published, surplus)
        shelf.remove(removable)
    except errors.PromptsError as error:
        warn(f"old versions of {session.named(shelf.tree, shelf.prompt_id)} were not removed: {error}")
        return published
    return published.without(removable)


def remove_all(shelf: Shelf) -> None:
    """Remove the versions that this resource published, except those that must stay while the prompt does."""
    published = _with_all_of_ours(shelf, Published())
    shelf.remove(_removable(shelf, published, _of_ours(shelf, published)))


def is_described(backend: Backend, published: Published) -> bool:
    """Whether the description and the name of the current version follow those that are declared."""
    return isinstance(backend, DescribesVersions) and published.version in published.ours


def describe(backend: Backend, tree: Props, version: str) -> None:
    """Give a version the description and the name that are declared, where the registry can edit them."""
    if isinstance(backend, DescribesVersions):
        backend.describe_version(tree["prompt_id"], version, tree.get("description"), tree.get("version_name"))


def restore_note(backend: Backend, tree: Props, published: Published) -> Published:
    """Write the note anew that the current version of ours has lost; where it cannot be, the version is nobody's."""
    current = next((each for each in backend.versions(tree["prompt_id"]) if each.version == published.version), None)
    if current is None or not isinstance(backend, MarksVersions):
        return published
    try:
        backend.mark_version(tree["prompt_id"], current, tree["marker"], of_prompt_of(tree))
    except errors.AccessError:
        raise
    except errors.RejectedError as error:
        warn(f"{note_is_lost(current.version)}: {error.said}")
        return replace(published, reused=(*published.reused, current.version))
    return published


def note_is_lost(version: str) -> str:
    """Said of a version of ours to which our note can't be written again."""
    return f"version {version} has lost the note of who published it, and is nobody's from now on"


def _with_all_of_ours(shelf: Shelf, published: Published) -> Published:
    """With the versions of ours that the state has never heard of."""
    return published.with_found([each.version for each in shelf.unknown_to(published) if shelf.is_ours(each)])


def _of_ours(shelf: Shelf, published: Published) -> list[str]:
    return [name for name in shelf.names if name in published.ours]


def _removable(shelf: Shelf, published: Published, names: Sequence[str]) -> list[str]:
    """Those of `names` that nothing relies on."""
    free = [name for name in names if name not in shelf.pins] if names else []
    return [name for name in free if not _has_content_of_head(shelf, published, name)]


def _has_content_of_head(shelf: Shelf, published: Published, name: str) -> bool:
    listed = next((version.digest for version in shelf.versions if version.version == name), None)
    known = listed if listed is not None else published.history.get(name)
    digest = known or shelf.backend.read_version(shelf.prompt_id, name).digest
    return digest == shelf.head.digest


def _describe_anew(backend: Backend, tree: Props, published: Published, version: Version) -> None:
    """A version that is re-used gets what is declared of it, where that can be."""
    declared = tree.get("description"), tree.get("version_name")
    if declared == (version.description, version.version_name):
        return
    if is_described(backend, published):
        describe(backend, tree, version.version)
    elif any(declared):
        warn(f"version {version.version} is re-used, and keeps the description and the name that it has")


def refuse_frozen(tree: Props) -> None:
    """Content that the prompt does not declare cannot be published; `ignore_changes` may hold on to one."""
    declared = session.run().declared(of_prompt_of(tree))
    if declared not in (None, tree["digest"]):
        said = f"it is frozen at the content {tree['digest']}, which the prompt does not have"
        raise errors.InputError(said, "give the prompt that content, or remove ignore_changes=['digest']")


def _publication(tree: Props) -> Publication:
    return Publication(
        tree["digest"], tree["marker"], of_prompt_of(tree), tree.get("description"), tree.get("version_name")
    )


def _make_room(shelf: Shelf, before: Published) -> Published:
    """Remove the oldest of our versions first where the registry takes no more."""
    most = shelf.backend.support.max_versions
    if most is None or len(shelf.names) < most:
        return before
    full = too_many(len(shelf.names), most)
    if not shelf.tree.get("keep"):
        raise full
    if shelf.head.digest != shelf.tree["digest"]:
        raise errors.DriftError("the prompt's content in the registry is not the one that this program wrote")
    before = _with_all_of_ours(shelf, before)
    names = [name for name in _of_ours(shelf, before) if name != before.version]
    if not (free := _removable(shelf, before, names)[:1]):
        remedy = "move an alias off one, or delete a version that is not needed"
        raise errors.QuotaError(f"{full.said}, and none may be removed: {_why_all_stay(shelf, before)}", remedy)
    shelf.remove(free)
    return before.without(free)


def too_many(count: int, most: int) -> errors.QuotaError:
    """The error where a registry keeps no more than `most` versions of a prompt."""
    remedy = f"set keep={most - 1} or less, so that the oldest are removed, or delete versions that are not needed"
    return errors.QuotaError(f"the prompt has {count} versions, the most that the registry keeps", remedy)


def _why_all_stay(shelf: Shelf, before: Published) -> str:
    pinned = [f"version {name} is pinned by {why}" for name, why in shelf.pins.items()]
    current = [f"version {before.version} is the current one"] if before.version else []
    others = [each for each in shelf.versions if each.version not in (*before.ours, *shelf.pins)]
    foreign = [f"version {each.version} {published_by(shelf.published_by(each).marker)}" for each in others]
    return ", ".join([*pinned, *current, *foreign])
