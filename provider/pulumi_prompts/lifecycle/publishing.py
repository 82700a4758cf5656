"""Publishing, re-use and retention of versions: the rules of `PromptVersion`, the same on every registry."""

from collections.abc import Sequence
from dataclasses import replace

from pulumi_prompts import errors
from pulumi_prompts.lifecycle.inputs import VersionInputs
from pulumi_prompts.lifecycle.ownership import published_by
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.lifecycle.shelf import Published, Shelf
from pulumi_prompts.lifecycle.wording import discreet, named
from pulumi_prompts.registries.base import Backend, DescribesVersions, MarksVersions, Publication, Version


def publish(shelf: Shelf, before: Published) -> Published:
    """Make the content with the declared digest the current version: by re-use, or by publishing the head."""
    superseded, digest = before.version, shelf.inputs.digest
    is_new = not before.history
    before = before.without(set(before.history) - set(shelf.names))
    if is_new:  # the state may have lost what it published: a destroy that is refused half-way drops a version
        before = _with_all_of_ours(shelf, before)
    if match := shelf.with_digest(digest, before):
        is_ours = match.version in before.ours or (match.version not in before.history and shelf.is_ours(match))
        after = before.with_current(match, digest, is_ours)
        _describe_anew(shelf, after, match)
        return prune(shelf, after, superseded)
    _refuse_frozen(shelf.run, shelf.inputs)
    before = _make_room(shelf, before)
    version = shelf.backend.publish(shelf.prompt_id, _publication(shelf.inputs))
    after = before.with_current(version, digest, ours=True)
    return prune(shelf.with_published(version), after, superseded)


def prune(shelf: Shelf, published: Published, superseded: str | None = None) -> Published:
    """Remove the oldest of our versions beyond `keep`. A failure is printed; the next publication tries again.

    These stay: the current version, the one before it, those with the content of the head, and pinned ones.
    """
    keep = shelf.inputs.keep
    if not keep or len(shelf.names) - len(published.reused) <= keep:
        return published
    try:
        published = _with_all_of_ours(shelf, published)
        staying = {published.version, superseded}
        surplus = [name for name in _of_ours(shelf, published)[:-keep] if name not in staying]
        removed = shelf.remove(_removable(shelf, published, surplus))
    except errors.PromptsError as error:
        shelf.run.warn(
            f"old versions of {named(shelf.record, shelf.prompt_id)} were not removed: {discreet(error, shelf.record)}"
        )
        return published
    return published.without(removed)


def remove_all(shelf: Shelf) -> None:
    """Remove the versions that this resource published, except those that must stay as long as the prompt exists."""
    published = _with_all_of_ours(shelf, Published())
    shelf.remove(_removable(shelf, published, _of_ours(shelf, published)))


def is_described(backend: Backend, published: Published) -> bool:
    """Whether the declared description and name can be written to the current version."""
    return isinstance(backend, DescribesVersions) and published.version in published.ours


def describe(shelf: Shelf, version: str) -> None:
    """Give a version the declared description and name, if the registry can edit them."""
    if isinstance(shelf.backend, DescribesVersions):
        inputs = shelf.inputs
        shelf.backend.describe_version(inputs.prompt_id, version, inputs.description, inputs.version_name)


def restore_note(shelf: Shelf, published: Published) -> Published:
    """Write the lost note of our current version again. If that is not possible, the version is nobody's."""
    current = next((each for each in shelf.versions if each.version == published.version), None)
    if current is None or not isinstance(shelf.backend, MarksVersions):
        return published
    try:
        shelf.backend.mark_version(shelf.prompt_id, current, shelf.inputs.marker, shelf.inputs.prompt_marker)
    except errors.AccessError:
        raise
    except errors.RejectedError as error:
        shelf.run.warn(f"{note_is_lost(current.version)}: {discreet(error, shelf.record).said}")
        return replace(published, reused=(*published.reused, current.version))
    return published


def note_is_lost(version: str) -> str:
    """The message for a version of ours whose note can't be written again."""
    return f"version {version} has lost the note of who published it, and is nobody's from now on"


def _with_all_of_ours(shelf: Shelf, published: Published) -> Published:
    """With those of our versions that the state does not know."""
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


def _describe_anew(shelf: Shelf, published: Published, version: Version) -> None:
    """A re-used version gets the declared description and name, if the registry can edit them."""
    declared = shelf.inputs.description, shelf.inputs.version_name
    if declared == (version.description, version.version_name):
        return
    if is_described(shelf.backend, published):
        describe(shelf, version.version)
    elif any(declared):
        shelf.run.warn(f"version {version.version} is re-used, and keeps the description and the name that it has")


def _refuse_frozen(run: Run, inputs: VersionInputs) -> None:
    """Refuse content that the prompt does not declare; `ignore_changes` may keep such content."""
    if run.declared(inputs.prompt_marker) not in (None, inputs.digest):
        raise errors.InputError(frozen_at(inputs.digest), NOT_FROZEN)


def frozen_at(digest: str) -> str:
    """The message for a version that `ignore_changes` freezes."""
    return f"it is frozen at the content {digest}, which the prompt does not have"


NOT_FROZEN = "give the prompt that content, or remove ignore_changes=['digest']"
"""What to do about a frozen version."""


def _publication(inputs: VersionInputs) -> Publication:
    return Publication(inputs.digest, inputs.marker, inputs.prompt_marker, inputs.description, inputs.version_name)


def _make_room(shelf: Shelf, before: Published) -> Published:
    """If the registry takes no more versions, first remove the oldest of ours."""
    most = shelf.backend.support.max_versions
    if most is None or len(shelf.names) < most:
        return before
    full = too_many(len(shelf.names), most)
    if not shelf.inputs.keep:
        raise full
    if shelf.head.digest != shelf.inputs.digest:
        raise errors.DriftError("the prompt's content in the registry is not the one that this program wrote")
    before = _with_all_of_ours(shelf, before)
    names = [name for name in _of_ours(shelf, before) if name != before.version]
    if not (free := _removable(shelf, before, names)[:1]):
        remedy = "move an alias off one, or delete a version that is not needed"
        raise errors.QuotaError(f"{full.said}, and none may be removed: {_why_all_stay(shelf, before)}", remedy)
    return before.without(shelf.remove(free))


def too_many(count: int, most: int) -> errors.QuotaError:
    """The error of a registry that keeps at most `most` versions of a prompt."""
    remedy = f"set keep={most - 1} or less, so that the oldest are removed, or delete versions that are not needed"
    return errors.QuotaError(f"the prompt has {count} versions, the most that the registry keeps", remedy)


def _why_all_stay(shelf: Shelf, before: Published) -> str:
    pinned = [f"version {name} is pinned by {why}" for name, why in shelf.pins.items()]
    current = [f"version {before.version} is the current one"] if before.version else []
    others = [each for each in shelf.versions if each.version not in (*before.ours, *shelf.pins)]
    foreign = [f"version {each.version} {published_by(shelf.note_of(each).marker)}" for each in others]
    return ", ".join([*pinned, *current, *foreign])
