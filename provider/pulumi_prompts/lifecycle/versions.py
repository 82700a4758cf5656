"""The life cycle of a prompt's published versions, for every registry."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import starmap
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts.content.base import UNKNOWN, contains_unknown
from pulumi_prompts.content.comparing import differing, without_nothing
from pulumi_prompts.content.diff import content_tree
from pulumi_prompts.content.parsing import Failure, parse
from pulumi_prompts.lifecycle.answers import Checked, Diffed, Found, Stored, Values
from pulumi_prompts.lifecycle.choosing import chosen
from pulumi_prompts.lifecycle.declaration import VersionRecord
from pulumi_prompts.lifecycle.inputs import OURS, VersionInputs
from pulumi_prompts.lifecycle.ownership import NOTE, is_to_be_left, left_on_demand, with_way_out
from pulumi_prompts.lifecycle.pointing import alias_named, registry_of_aliases
from pulumi_prompts.lifecycle.publishing import (
    NOT_FROZEN,
    describe,
    frozen_at,
    is_described,
    prune,
    publish,
    remove_all,
    restore_note,
    too_many,
)
from pulumi_prompts.lifecycle.questions import confirm_gone, labels_of
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.lifecycle.shelf import Published, Shelf
from pulumi_prompts.lifecycle.unfinished import UNFINISHED, kept
from pulumi_prompts.lifecycle.wording import discreet, doing, named
from pulumi_prompts.program.outputs import outputs_in_texts
from pulumi_prompts.registries.base import Backend, DeletesVersions, DescribesVersions, Version

_DESCRIPTIVE = ("description", "version_name")
_COMPARED = ("prompt_id", "digest", *_DESCRIPTIVE, "keep", "backend", "force_destroy")
_BESIDE = frozenset({"backend", "secret"})

VERSION = "the current version"
"""The value of `lost` after a refresh, if the version is gone or was altered: the next `up` publishes it again."""

OF_VERSIONS = "/versions"
"""Follows the id of a prompt in the id of a `PromptVersion`; one that is only read has `/version/7` behind it."""

_COMPUTED = frozenset({"version", "uri", "history", "reused", UNFINISHED})


class VersionLifecycle:
    """Check, diff, create, read, update and delete of a prompt's versions."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def check(self, olds: Values, news: Values) -> Checked:
        """All errors."""
        record = VersionRecord(news)
        _, _, failures = parse(VersionInputs, {k: v for k, v in news.items() if k not in _BESIDE})
        failures += starmap(Failure, outputs_in_texts(news, OURS))
        failures += [*_refused(record), *_never_deleted(record)]
        failures += [*_described_alone(olds, record), *self._kept_otherwise(record)]
        failures += self._frozen_elsewhere(olds, record)
        return Checked(news, tuple(map(str, failures)))

    def diff(self, id_: str, olds: Values, news: Values) -> Diffed:
        """An update if anything differs; a replacement if it is another prompt or registry."""
        if not differing(olds, news, _COMPARED) and {"lost", UNFINISHED}.isdisjoint(olds):
            return Diffed(is_due=False)
        old, new = VersionRecord(olds), VersionRecord(news)
        replaces = tuple(_replacing(old, new))
        with doing("publishing a version of", new, str(olds["prompt_id"])):
            if not replaces:
                _refuse_one_too_many(olds, new)
        return Diffed(is_due=True, replaces=replaces, is_beyond_inputs=UNFINISHED in olds)

    def create(self, inputs: Values) -> Stored:
        """Publish, or re-use the version that has this digest."""
        shelf = self._shelf(inputs)
        id_ = f"{shelf.prompt_id}{OF_VERSIONS}"
        with (
            _on_a_prompt_that_is_there(shelf, None),
            kept(lambda made: (id_, _outputs(inputs, Published().with_current(Version(*made), "", ours=True)))),
        ):
            return Stored(id_, _outputs(inputs, publish(shelf, Published())))

    def read(self, id_: str, outputs: Values) -> Found | None:
        """None only if the prompt is gone. If the current version is gone or altered, its digest is lost."""
        if id_.startswith(prefix := f"{outputs['prompt_id']}{OF_VERSIONS}/"):
            return self._only_read(id_, id_.removeprefix(prefix), outputs)
        shelf = self._shelf(outputs)
        with doing("reading the versions of", shelf.record, shelf.prompt_id):
            seen = _seen(shelf)
        if seen is None:
            return None
        if not differing(outputs, seen, (*_COMPARED, "lost")):
            return Found(id_, {**outputs, "history": seen["history"]})
        return Found(id_, seen, {name: seen[name] for name in seen.keys() - _COMPUTED})

    def update(self, id_: str, olds: Values, news: Values) -> Stored:
        """Publish new content in place; edit the description if the registry can; prune if `keep` is smaller."""
        shelf = self._shelf(news)
        before = Published.of(olds)
        with _on_a_prompt_that_is_there(shelf, before.uri):
            if olds.get("lost") == NOTE:
                before = restore_note(self._shelf(news), before)
            if olds.get("digest") != shelf.inputs.digest or olds.get("lost") == VERSION or UNFINISHED in olds:
                with kept(lambda made: (id_, {**olds, **before.with_found([made.id]).as_outputs()})):
                    return Stored(id_, _outputs(news, publish(shelf, before)))
            _describe(shelf, olds)
            return Stored(id_, _outputs(news, prune(shelf, before)))

    def delete(self, id_: str, outputs: Values) -> None:
        """Leave the versions: applications may rely on them. With `force_destroy`, remove those that it published.

        If the registry cannot delete versions, a line says so: nobody can remove them later either.
        """
        record = VersionRecord(outputs)
        if kind := _keeps_every_version(record):
            return self._run.warn(all_stay(named(record, record.inputs.prompt_id), kind))
        if not record.inputs.force_destroy:
            return None
        prompt_id = record.inputs.prompt_id
        if is_to_be_left(prompt_id, self._run.session.environment):
            return self._run.note(left_on_demand(f"each version of {named(record, prompt_id)}"))
        with doing("deleting the versions of", record, prompt_id):
            try:
                self._remove_all(outputs)
            except errors.PromptsError as error:
                raise with_way_out(error, prompt_id) from error

    def _only_read(self, id_: str, which: str, outputs: Values) -> Found:
        """All that the registry has of a version of another stack; `which` is like `alias/production`."""
        record, (by, _, wanted) = VersionRecord(outputs), which.partition("/")
        prompt_id = record.inputs.prompt_id
        with doing(f"`PromptVersion.get` of {by} {wanted} of", record, prompt_id):
            backend = self._run.session.connect(record.target)
            if by == "alias":
                if (alias := alias_named(registry_of_aliases(backend), prompt_id, wanted)) is None:
                    raise errors.InputError(f"the prompt has no alias {wanted!r}")
                by, wanted = "version", alias.version
            version = chosen(backend, prompt_id, **{"version": None, "digest": None, by: wanted})
        said = {"version": version.version, "uri": version.uri, "digest": version.digest or ""}
        found = {**said, "history": {version.version: version.digest or ""}}
        inputs = {"prompt_id": prompt_id, "backend": outputs["backend"], **found}
        return Found(id_, {**inputs, "content_found": content_tree(version.content, {})}, inputs)

    def _remove_all(self, outputs: Values) -> None:
        shelf = self._shelf(outputs)
        try:
            remove_all(shelf)
        except errors.NotFoundError:
            confirm_gone(shelf.backend, outputs.get("uri"))

    def _shelf(self, values: Values) -> Shelf:
        record = VersionRecord(values)
        return Shelf(self._run, self._run.session.connect(record.target), record)

    def _frozen_elsewhere(self, olds: Values, record: VersionRecord) -> list[Failure]:
        """The engine passes ignored values to the first check of a replacement, and not to the second.

        If the prompt is replaced, too, it calls no diff between them (since 3.274).
        """
        marker, digest = record.values.get("marker"), record.values.get("digest")
        if not isinstance(marker, str) or not isinstance(digest, str):
            return []
        if olds:
            self._run.holds_version(marker, digest)
            return []
        held = self._run.held_version(marker)
        return [] if held in (None, digest) else [Failure("digest", f"{frozen_at(held)}; {NOT_FROZEN}")]

    def _kept_otherwise(self, record: VersionRecord) -> list[Failure]:
        """Refuse two resources of one prompt with different `keep`: each would remove what the other keeps."""
        marker, of_prompt, keep = (record.values.get(name) for name in ("marker", "prompt_marker", "keep"))
        registry = record.target.key
        if registry is None or UNKNOWN in (marker, of_prompt, keep) or not of_prompt:
            return []
        other = self._run.other_keep((registry, of_prompt), str(marker), keep)
        if other is None:
            return []
        return [
            Failure("keep", f"{other[0]!r} keeps {_number(other[1])} versions of this prompt; say the same on both")
        ]


@contextmanager
def _on_a_prompt_that_is_there(shelf: Shelf, uri: str | None) -> Iterator[None]:
    """If the prompt is missing, somebody deleted it, or the credentials are of another account."""
    with doing("publishing a version of", shelf.record, shelf.prompt_id):
        try:
            yield
        except errors.NotFoundError as gone:
            confirm_gone(shelf.backend, uri)
            raise errors.DriftError(discreet(gone, shelf.record).said) from gone


def _number(keep: Any) -> str:
    return "all" if keep is None else str(int(keep))


def _replacing(old: VersionRecord, new: VersionRecord) -> Iterator[str]:
    if new.values.get("prompt_id") not in (UNKNOWN, old.values.get("prompt_id")):
        yield "prompt_id"
    if new.target.is_another(old.target):
        yield "backend"


def _refuse_one_too_many(olds: Values, new: VersionRecord) -> None:
    """Say already in the preview that the registry takes no further version."""
    most = new.target.support.max_versions if new.target.support else None
    history, inputs = olds.get("history", {}), new.inputs
    if most is None or len(history) < most or inputs.keep or inputs.digest in (*history.values(), UNKNOWN):
        return
    raise too_many(len(history), most)


def _refused(record: VersionRecord) -> list[Failure]:
    support = record.target.support
    if support is None:
        return list(record.target.failures)
    said = {name: record.values[name] for name in _DESCRIPTIVE if name in record.values}
    return list(support.refuses_in_version(said))


def _keeps_every_version(record: VersionRecord) -> str | None:
    """The kind of a registry that removes none; None of one that does, or that is not known."""
    backend = record.target.backend
    return None if backend is None or issubclass(backend, DeletesVersions) else backend.support.kind


def _never_deleted(record: VersionRecord) -> list[Failure]:
    """What asks for the removal of versions that nothing removes."""
    if (kind := _keeps_every_version(record)) is None:
        return []
    asked = [name for name in ("keep", "force_destroy") if record.values.get(name) not in (None, False, UNKNOWN)]
    return [Failure(name, f"{cannot_delete_versions(kind)}; leave `{name}` out") for name in asked]


def cannot_delete_versions(kind: str) -> str:
    """The message for a registry that cannot delete versions."""
    return f"{kind} cannot delete a published version, which stays until its prompt is deleted"


def all_stay(what: str, kind: str) -> str:
    """The message if the resource that published them is removed."""
    return f"the versions of {what} stay in the registry: {cannot_delete_versions(kind)}"


def _described_alone(olds: Values, new: VersionRecord) -> list[Failure]:
    """A changed description of a published version whose content stays."""
    backend = new.target.backend
    if not olds or backend is None or issubclass(backend, DescribesVersions):
        return []
    if contains_unknown(new.values.get("digest")) or differing(olds, new.values, ("prompt_id", "digest")):
        return []
    remedy = "change it together with the content, so that it goes with the next version"
    reason = f"{backend.support.kind} cannot edit a published version; {remedy}"
    return [Failure(name, reason) for name in differing(olds, new.values, _DESCRIPTIVE)]


def _describe(shelf: Shelf, olds: Values) -> None:
    if not differing(olds, shelf.record.values, _DESCRIPTIVE):
        return
    if not isinstance(shelf.backend, DescribesVersions):
        raise errors.InputError("; ".join(map(str, _described_alone(olds, shelf.record))))
    if is_described(shelf.backend, Published.of(olds)):
        describe(shelf, olds["version"])


def _outputs(values: Values, published: Published) -> dict[str, Any]:
    inputs = {name: value for name, value in values.items() if name not in _COMPUTED}
    return without_nothing({**inputs, **published.as_outputs()})


def _seen(shelf: Shelf) -> dict[str, Any] | None:
    """The state as the registry has it, or None if the prompt itself is gone."""
    outputs = shelf.record.values
    try:
        version = shelf.backend.read_version(shelf.prompt_id, outputs["version"])
    except errors.NotFoundError:
        return _without_current(shelf)
    published = Published.of(outputs)
    seen = {**outputs, "lost": _lost(shelf.backend, outputs, published, version)}
    if is_described(shelf.backend, published):
        seen |= {"description": version.description, "version_name": version.version_name}
    return without_nothing({**seen, **_without_gone(shelf)})


def _lost(backend: Backend, outputs: Values, published: Published, version: Version) -> str | None:
    if version.digest != _digest_of(outputs):
        return VERSION
    is_ours = published.version in published.ours
    return NOTE if is_ours and labels_of(backend, version).marker is None else None


def _digest_of(outputs: Values) -> str:
    """The digest of the current version; the first release kept none after it was lost."""
    return str(outputs["digest"] or outputs.get("history", {}).get(outputs["version"], ""))


def _without_gone(shelf: Shelf) -> dict[str, Any]:
    """A history at the registry's limit, without versions that no longer exist: a preview counts them."""
    history, most = shelf.record.values.get("history", {}), shelf.backend.support.max_versions
    if most is None or len(history) < most:
        return {}
    names = set(shelf.names)
    return {"history": {name: digest for name, digest in history.items() if name in names}}


def _without_current(shelf: Shelf) -> dict[str, Any] | None:
    outputs = shelf.record.values
    try:
        shelf.backend.read(shelf.prompt_id)
    except errors.NotFoundError:
        confirm_gone(shelf.backend, outputs.get("uri"))
        return None
    history = {name: digest for name, digest in outputs.get("history", {}).items() if name != outputs["version"]}
    return {**outputs, "history": history, "lost": VERSION}
