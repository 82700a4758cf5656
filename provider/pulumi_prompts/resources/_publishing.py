"""Publishing, re-use and retention of versions: what `PromptVersion` decides, on every registry alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts.backends.base import Backend, DescribesVersions, Publication, Version
from pulumi_prompts.resources import _registry

Props = Mapping[str, Any]


@dataclass(frozen=True)
class Published:
    """What a `PromptVersion` knows of its versions.

    Attributes:
        version: The current version.
        history: The digests of the versions that were current.
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
        """The versions that may be removed."""
        return [name for name in self.history if name not in self.reused]

    def with_current(self, version: Version, digest: str, ours: bool) -> "Published":
        """The same with another current version."""
        history = {**{k: v for k, v in self.history.items() if k != version.version}, version.version: digest}
        reused = self.reused if ours or version.version in self.reused else (*self.reused, version.version)
        return Published(version.version, version.uri, history, reused)

    def without(self, gone: Sequence[str]) -> "Published":
        """The same without versions that are no more."""
        history = {name: digest for name, digest in self.history.items() if name not in gone}
        return replace(self, history=history, reused=tuple(name for name in self.reused if name not in gone))


def publish(backend: Backend, tree: Props, before: Published) -> Published:
    """Make the content with the digest of `tree` the current version: by re-use, or by publishing the head."""
    versions = backend.versions(tree["prompt_id"])
    listed = [version.version for version in versions]
    superseded = before.version
    is_new = not before.history
    before = _remembered(backend, tree, versions) if is_new else before
    before = before.without([name for name in before.history if name not in listed])
    if match := _with_digest(backend, tree, versions, before):
        ours = match.version in before.ours or (not is_new and _is_ours(backend, match, tree["marker"]))
        after = before.with_current(match, tree["digest"], ours)
        if is_described(backend, after) and _described_otherwise(match, tree):
            describe(backend, tree, match.version)
        return prune(backend, tree, after, superseded, listed)
    before = _make_room(backend, tree, before, listed)
    version = backend.publish(tree["prompt_id"], _publication(tree))
    after = before.with_current(version, tree["digest"], ours=True)
    return prune(backend, tree, after, superseded, [*listed, version.version])


def prune(
    backend: Backend,
    tree: Props,
    published: Published,
    superseded: str | None = None,
    listed: Sequence[str] | None = None,
) -> Published:
    """Remove the oldest of our versions beyond `keep`; never the current, the one just superseded, or a pinned one.

    `listed` are the names of all versions, the oldest first, where they were asked for already.
    """
    keep = int(tree.get("keep", 0))
    if not keep or len(published.ours) <= keep:
        return published
    order = listed or [version.version for version in backend.versions(tree["prompt_id"])]
    ours = [name for name in order if name in published.ours]
    surplus = [name for name in ours[:-keep] if name not in (published.version, superseded)]
    return _remove(backend, tree["prompt_id"], published, surplus)


def delete_ours(backend: Backend, tree: Props, published: Published) -> None:
    """Remove the versions that this resource published and that nothing pins."""
    try:
        _remove(backend, tree["prompt_id"], published, published.ours)
    except errors.NotFoundError:
        _registry.confirm_gone(backend, published.uri)


def is_described(backend: Backend, published: Published) -> bool:
    """Whether the description and the name of the current version follow those that are declared."""
    return isinstance(backend, DescribesVersions) and published.version in published.ours


def describe(backend: Backend, tree: Props, version: str) -> None:
    """Give a version the description and the name that are declared, where the registry can edit them."""
    if isinstance(backend, DescribesVersions):
        backend.describe_version(tree["prompt_id"], version, tree.get("description"), tree.get("version_name"))


def _described_otherwise(version: Version, tree: Props) -> bool:
    return (version.description, version.version_name) != (tree.get("description"), tree.get("version_name"))


def _publication(tree: Props) -> Publication:
    return Publication(tree["digest"], tree["marker"], tree.get("description"), tree.get("version_name"))


def _remembered(backend: Backend, tree: Props, versions: Sequence[Version]) -> Published:
    """What the resource published before the state lost it: a destroy that was refused half-way drops a version."""
    own = (each for each in versions if _is_ours(backend, each, tree["marker"]))
    return Published(history={each.version: each.digest or "" for each in own})


def _with_digest(backend: Backend, tree: Props, versions: Sequence[Version], before: Published) -> Version | None:
    """The newest version that has the digest, read where neither the list nor our history tells its digest."""
    for version in reversed(versions):
        known = version.digest if version.digest is not None else before.history.get(version.version) or None
        if known not in (None, tree["digest"]):
            continue
        found = version if version.digest else backend.read_version(tree["prompt_id"], version.version)
        if found.digest == tree["digest"]:
            return found
    return None


def _is_ours(backend: Backend, version: Version, marker: str) -> bool:
    """Whether this resource published it; where writes make versions, the prompt of the same stack did."""
    found = _registry.labels_of(backend, version).marker
    same_stack = _registry.stack_of(found) == _registry.stack_of(marker)
    return found == marker or (backend.support.versions_every_write and same_stack)


def _make_room(backend: Backend, tree: Props, before: Published, listed: Sequence[str]) -> Published:
    """Remove the oldest of our versions first where the registry takes no more."""
    most = backend.support.max_versions
    if most is None or len(listed) < most:
        return before
    said = f"the prompt has {len(listed)} versions, the most that the registry keeps"
    if not tree.get("keep"):
        remedy = f"set keep={most - 1} or less, so that the oldest are removed, or delete versions that are not needed"
        raise errors.QuotaError(said, remedy)
    pins = _kept(backend, tree["prompt_id"])
    free = [name for name in listed if name in before.ours and name not in pins and name != before.version]
    if not free:
        remedy = "move an alias off one, or delete a version that is not needed"
        raise errors.QuotaError(f"{said}, and none may be removed: {_why_all_stay(before, pins)}", remedy)
    _delete_version(backend, tree["prompt_id"], free[0])
    return before.without(free[:1])


def _why_all_stay(before: Published, pins: Mapping[str, str]) -> str:
    pinned = [f"version {name} is pinned by {why}" for name, why in pins.items()]
    current = [f"version {before.version} is the current one"] if before.version else []
    return ", ".join([*pinned, *current, "the others were published by somebody else"])


def _remove(backend: Backend, prompt_id: str, published: Published, names: Sequence[str]) -> Published:
    pins = _kept(backend, prompt_id) if names else {}
    removed = [name for name in names if name not in pins]
    for name in removed:
        _delete_version(backend, prompt_id, name)
    return published.without(removed)


def _kept(backend: Backend, prompt_id: str) -> Mapping[str, str]:
    """The versions that must stay while the prompt does, each with the reason."""
    head = backend.read(prompt_id)
    pins = _registry.labels_of(backend, head).pins
    return pins if head.version is None else {**pins, head.version: "the prompt itself, whose head it is"}


def _delete_version(backend: Backend, prompt_id: str, name: str) -> None:
    try:
        backend.delete_version(prompt_id, name)
    except errors.NotFoundError:
        backend.read(prompt_id)  # the version is gone, as wanted; raises where the prompt is gone too
