"""The delete of a prompt: only if it is still ours, and nobody else relies on it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from pulumi_prompts import errors
from pulumi_prompts.lifecycle.declaration import PromptRecord
from pulumi_prompts.lifecycle.ownership import (
    IN_USE,
    Ownership,
    Standing,
    left_to_owner,
    owner_noted,
    published_by,
)
from pulumi_prompts.lifecycle.questions import aliases_on, confirm_gone, labels_of_prompt, pins_among, published
from pulumi_prompts.lifecycle.run import AliasName, Run
from pulumi_prompts.lifecycle.wording import discreet, named
from pulumi_prompts.lifecycle.writing import with_undeclared
from pulumi_prompts.program.markers import stack_of
from pulumi_prompts.registries.base import (
    Alias,
    Backend,
    Change,
    DeletesAsSeen,
    Desired,
    KeepsAliases,
    Labels,
    MarksVersions,
    Ref,
    Version,
)


@dataclass(frozen=True)
class _Use:
    """The versions and aliases that others may rely on."""

    backend: Backend
    versions: Sequence[Version]
    notes: Sequence[Labels]
    aliases: Sequence[Alias]

    @classmethod
    def of(cls, backend: Backend, id_: str) -> Self:
        found = published(backend, id_)
        versions = [version for version, _ in found]
        return cls(backend, versions, [note for _, note in found], aliases_on(backend, id_, versions))

    def refuse(self, ownership: Ownership) -> None:
        """Raise OwnershipError if somebody else relies on a version."""
        if said := [*self._reasons(ownership)]:
            raise errors.OwnershipError(", ".join(said), IN_USE)

    def _reasons(self, ownership: Ownership) -> Iterator[str]:
        """The aliases of this stack are no reason: the engine has deleted them, or leaves that to this delete."""
        notes = zip(self.versions, self.notes, strict=True)
        foreign = {each.version: note.marker for each, note in notes if not ownership.has_published(note)}
        yield from (f"version {name} {published_by(marker)}" for name, marker in foreign.items())
        pins = pins_among(self.backend, self.versions, self.aliases, leaving=ownership.stacks)
        yield from (f"version {name} is pinned by {why}" for name, why in pins.items() if name not in foreign)

    def delete(self, id_: str, labels: Labels) -> None:
        """Check and delete in one step, if the registry can do that."""
        if isinstance(self.backend, DeletesAsSeen):
            names = [version.version for version in self.versions]
            self.backend.delete_as_seen(id_, labels, names, self.aliases)
        else:
            self.backend.delete(id_, labels)


def delete_if_ours(run: Run, id_: str, record: PromptRecord) -> None:
    """The note is checked last, so that the time between the check and the delete is short."""
    backend, ownership = run.session.connect(record.target), Ownership.of(record.values)
    try:
        use = None if record.values.get("force_destroy") else _Use.of(backend, id_)
        labels = labels_of_prompt(backend, Ref(id_, record.values["uri"]))
        standing = ownership.standing(labels)
        if standing is Standing.OTHERS:
            return _leave(run, backend, record, id_, labels)
        if holder := _other_holder(run, record, id_, ownership):
            return _hand_over(run, backend, record, id_, labels, holder)
        if standing is Standing.LOST and use is None:
            use = _Use.of(backend, id_)
        if use is None:
            return backend.delete(id_, labels)
        use.refuse(ownership)
        use.delete(id_, labels)
    except errors.NotFoundError:
        confirm_gone(backend, record.values.get("uri"))


def _other_holder(run: Run, record: PromptRecord, id_: str, ownership: Ownership) -> Ownership | None:
    """The ownership in the state of another declared resource that has the same prompt.

    A folder in bulk has the markers that resources of their own have; the nonces tell them apart.
    """
    here = [each.ownership for each in run.holders_of(id_) if not record.target.is_another(each.target)]
    return next((each for each in here if each.marker not in ownership.names or each.nonce != ownership.nonce), None)


def _hand_over(run: Run, backend: Backend, record: PromptRecord, id_: str, labels: Labels, holder: Ownership) -> None:
    """Give the prompt back to the resource that still uses it.

    A renamed resource may adopt the prompt, and the program may take the old name again before the rename is complete;
    so may a switch of `bulk` be taken back. Then the state has the prompt twice: the declared resource has nothing to
    do, and this one is deleted.
    """
    head = backend.read(id_)
    if head.content:
        desired = Desired(head.name, head.content, head.digest, holder.marker, tags=labels.tags, nonce=holder.nonce)
        backend.update(head, with_undeclared(desired, head), Change(frozenset({"marker"})))
    if isinstance(backend, KeepsAliases):
        _hand_aliases_over(run, backend, record, id_, Ownership.of(record.values).stacks)
    run.note(left_to_owner(named(record, id_), holder.marker))


def _leave(run: Run, backend: Backend, record: PromptRecord, id_: str, labels: Labels) -> None:
    """Print who owns it. If its own resource took it over in place, this is a note and no warning."""
    ownership = Ownership.of(record.values)
    is_own = labels.marker in ownership.names
    if labels.marker is not None and (is_own or run.is_declared(labels.marker)):
        _pass_on(run, backend, record, id_, labels.marker)
    say = run.note if is_own else run.warn
    say(left_to_owner(named(record, id_), labels.marker))


def _pass_on(run: Run, backend: Backend, record: PromptRecord, id_: str, marker: str) -> None:
    """Write today's markers on the versions and aliases that were made while the prompt's stack had other names.

    Only this state knows those names. The resource that took the prompt over in place (`--replace`, a renamed resource)
    did not have this state.
    """
    former = Ownership.of(record.values).stacks - {stack_of(marker)}
    if not former:
        return
    for version, found in published(backend, id_):
        if stack_of(owner_noted(found)) in former and isinstance(backend, MarksVersions):
            try:
                backend.mark_version(id_, version, found.marker or marker, marker)
            except errors.AccessError:
                raise
            except errors.RejectedError as error:
                run.warn(f"{keeps_former_note(version.version, found)}: {discreet(error, record).said}")
    if isinstance(backend, KeepsAliases):
        _hand_aliases_over(run, backend, record, id_, former)


def _hand_aliases_over(
    run: Run, registry: KeepsAliases, record: PromptRecord, id_: str, former: Collection[str]
) -> None:
    """To the resources that still use them: what is deleted together with its prompt is deleted without a hook."""
    for alias in registry.aliases(id_):
        holder = run.holder_of(AliasName(record.target.key, id_, alias.name))
        if holder and holder.nonce != alias.nonce and stack_of(alias.marker) in former:
            registry.set_alias(id_, replace(alias, marker=holder.marker, nonce=holder.nonce), alias)


def keeps_former_note(version: str, found: Labels) -> str:
    """The message for a version of ours that counts as another's from now on: its note can't be written again."""
    return f"version {version} {published_by(owner_noted(found))}, which is what this stack was called"
