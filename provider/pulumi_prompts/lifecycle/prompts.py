"""The life cycle of a prompt, for every registry."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from pulumi_prompts import errors
from pulumi_prompts.content.base import UNKNOWN, contains_unknown
from pulumi_prompts.content.comparing import differing
from pulumi_prompts.content.line_breaks import with_plain_line_breaks
from pulumi_prompts.lifecycle.answers import Checked, Diffed, Found, Stored, Values
from pulumi_prompts.lifecycle.declaration import Declaration, PromptRecord
from pulumi_prompts.lifecycle.deleting import delete_if_ours
from pulumi_prompts.lifecycle.forms import formed_otherwise, tell_remarks
from pulumi_prompts.lifecycle.look_alikes import warn_of_look_alikes
from pulumi_prompts.lifecycle.ownership import (
    Ownership,
    Standing,
    is_to_be_left,
    left_on_demand,
    new_nonce,
    with_way_out,
)
from pulumi_prompts.lifecycle.promoted import GATES, closed_gates
from pulumi_prompts.lifecycle.questions import confirm_gone, labels_of
from pulumi_prompts.lifecycle.reading import COMPARED, WRITTEN, only_read, refreshed
from pulumi_prompts.lifecycle.run import Holder, Run
from pulumi_prompts.lifecycle.taking_over import create
from pulumi_prompts.lifecycle.unfinished import UNFINISHED
from pulumi_prompts.lifecycle.wording import discreet, doing, named, without_secrets
from pulumi_prompts.lifecycle.writing import with_undeclared, write
from pulumi_prompts.registries.base import EVERY_FIELD, Backend, Change, Desired, Field, Head, Labels

DUE: Mapping[str, frozenset[Field]] = {
    "parked": frozenset({"name"}),
    "lost": frozenset({"marker"}),
    UNFINISHED: EVERY_FIELD,
}
"""What the outputs of the last write or refresh require to be written, whatever the program declares."""


class PromptLifecycle:
    """Check, diff, create, read, update and delete of a prompt."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def check(self, olds: Values, news: Values) -> Checked:
        """All errors; and the digest and the variables, which previews need."""
        # What was promoted stands as it was promoted, line breaks included: its digest says so.
        declaration = Declaration.of(news if "promoted" in news else with_plain_line_breaks(news, olds))
        record = declaration.record
        self._tell_the_run(olds, declaration)
        warn_of_look_alikes(self._run, declaration)
        tell_remarks(self._run, declaration)
        is_open = declaration.is_unknown or declaration.variables is None
        digest = UNKNOWN if declaration.is_unknown else declaration.digest
        variables = UNKNOWN if is_open else list(declaration.variables or ())
        inputs = {**record.values, "digest": digest, "variables": variables}
        wrong: list[Any] = [*declaration.failures, *formed_otherwise(olds, record), *self._claimed_twice(record)]
        wrong = wrong or [*closed_gates(self._run, olds, inputs)]
        failures = tuple(without_secrets(str(each), record) for each in wrong)
        stays = {name: value for name, value in inputs.items() if name not in GATES}
        return Checked(stays, failures, record.derived_secrets)

    def diff(self, id_: str, olds: Values, news: Values) -> Diffed:
        """An update if anything differs; a replacement if the registry or a fixed name differs."""
        old, new = PromptRecord(olds), PromptRecord(news)
        replaces = replaced_by(old, new)
        if isinstance(marker := news.get("marker"), str):
            ownership = Ownership.of(olds)
            self._run.stands_in_state(marker, ownership.names, ownership.former_stacks)
            if not replaces:
                self._run.holds(id_, Holder(old.target, ownership.renamed(marker)))
        if not differing(old.comparable, new.comparable, COMPARED) and not DUE.keys() & olds.keys():
            return Diffed(is_due=False)
        return Diffed(is_due=True, replaces=replaces, is_beyond_inputs=not {"parked", UNFINISHED}.isdisjoint(olds))

    def create(self, inputs: Values) -> Stored:
        """Make the prompt, take over what our interrupted creation left, or adopt what exists."""
        declaration = Declaration.of(inputs)
        record = declaration.record
        backend = self._run.session.connect(record.target)
        with doing("creating", record):
            ref, ownership = create(self._run, backend, declaration, declaration.desired(new_nonce()))
        return Stored(ref.id, record.outputs(ref.uri, ownership))

    def read(self, id_: str, outputs: Values) -> Found | None:
        """What the registry has, or None if the prompt is gone."""
        record = PromptRecord(outputs)
        with doing("`Prompt.get` of" if record.is_only_read else "reading", record, id_):
            if record.is_only_read and record.target.failures:  # no other check has seen them
                raise errors.InputError("; ".join(map(str, record.target.failures)))
            backend = self._run.session.connect(record.target)
            try:
                head = backend.read(id_)
                labels = Labels() if record.is_only_read else labels_of(backend, head)
            except errors.NotFoundError as gone:
                confirm_gone(backend, outputs.get("uri"))
                if "digest" not in outputs:  # on a first read the engine would go on with a prompt without properties
                    raise errors.NotFoundError(gone.said, "check its id and its backend") from gone
                return None
            return only_read(record, head) if record.is_only_read else refreshed(self._run, record, head, labels)

    def update(self, id_: str, olds: Values, news: Values) -> Stored:
        """Write what differs from the last write, in as few calls as the registry allows."""
        old, declaration = PromptRecord(olds), Declaration.of(news)
        new, ownership = declaration.record, Ownership.of(olds)
        backend = self._run.session.connect(new.target)
        with doing("updating", new, id_):
            desired = declaration.desired(ownership.nonce)
            if change := _change(old, new, desired):
                return Stored(id_, self._written(backend, id_, old, new, desired, change))
        return Stored(id_, new.outputs(olds["uri"], ownership.renamed(desired.marker)))

    def delete(self, id_: str, outputs: Values) -> None:
        """Remove the prompt with its versions, if it is still ours and nobody else relies on one of them."""
        record = PromptRecord(outputs)
        if is_to_be_left(id_, self._run.session.environment):
            return self._run.note(left_on_demand(named(record, id_)))
        with doing("deleting", record, id_):
            try:
                delete_if_ours(self._run, id_, record)
            except errors.PromptsError as error:
                raise with_way_out(error, id_) from error

    def _tell_the_run(self, olds: Values, declaration: Declaration) -> None:
        """Tell the run what its other hooks can only learn here."""
        marker = declaration.record.values.get("marker")
        if not isinstance(marker, str):
            return
        self._run.declare(marker, declaration.digest)
        if olds:
            self._run.stands_in_state(marker, [olds.get("marker", marker)])

    def _claimed_twice(self, record: PromptRecord) -> list[str]:
        name, marker, registry = record.values.get("name"), record.values.get("marker"), record.target.key
        if not isinstance(name, str) or not isinstance(marker, str) or registry is None:
            return []
        other = self._run.claim((registry, name), marker)
        return [f"name: {name!r} is claimed by the resource {other!r} too; rename one of them"] if other else []

    def _written(
        self, backend: Backend, id_: str, old: PromptRecord, new: PromptRecord, desired: Desired, change: Change
    ) -> Values:
        try:
            head = backend.read(id_)
            labels = labels_of(backend, head)
            ownership, change = self._fenced(Ownership.of(old.values), head, labels, desired, change)
            whole = replace(with_undeclared(desired, head, old, new), nonce=ownership.nonce)
            written = write(self._run, backend, head, whole, change)
        except errors.NotFoundError as gone:
            confirm_gone(backend, old.values["uri"])
            raise errors.DriftError(discreet(gone, new).said) from gone
        parked = {} if written.parked is None else {"parked": written.parked}
        return new.outputs(written.ref.uri, ownership.renamed(desired.marker)) | parked

    def _fenced(
        self, ownership: Ownership, head: Head, labels: Labels, desired: Desired, change: Change
    ) -> tuple[Ownership, Change]:
        """The new ownership of the prompt, and what must be written for it. Raises if it has another owner now."""
        noted = Change(change.fields | {"marker"}, change.tags_to_remove)
        if ownership.standing(labels) is not Standing.OTHERS:
            return ownership, noted if ownership.lacks_note(labels) else change
        if labels.marker not in ownership.names | self._run.names_of(desired.marker):
            remedy = "remove the resource from the program: the prompt stays with its owner"
            raise errors.OwnershipError(f"it belongs to {labels.marker} now", remedy)
        if head.digest != desired.digest:
            raise errors.DriftError("another run of this stack took it over, with another content")
        return replace(ownership, nonce=new_nonce()), noted


def replaced_by(old: PromptRecord, new: PromptRecord) -> tuple[str, ...]:
    """The properties that require a new object."""
    return tuple(name for name in ("backend", "name") if _replaces(name, old, new))


def _replaces(name: str, old: PromptRecord, new: PromptRecord) -> bool:
    """Whether a change of this property needs a new object. A value that is not known yet never does."""
    before, after = old.values.get(name), new.values.get(name)
    if contains_unknown(after) or before == after:
        return False
    if name == "backend":
        return new.target.is_another(old.target)
    support = new.target.support
    return support is not None and not support.renames


def _change(old: PromptRecord, new: PromptRecord, desired: Desired) -> Change | None:
    differs = set(differing(old.comparable, new.comparable, (*WRITTEN, "marker")))
    if old.values.get("digest") != desired.digest:
        differs.add("content")
    for fields in (fields for key, fields in DUE.items() if key in old.values):
        differs |= fields
    gone = frozenset(old.values.get("tags") or {}) - frozenset(new.values.get("tags") or {})
    return Change(frozenset(cast(set[Field], differs)), gone) if differs else None
