"""The delete of a prompt: only of one that is still ours, and on which nobody else relies."""

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
    """What others may rely on."""

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
        """Raise OwnershipError where somebody else relies on a version."""
        if said := [*self._reasons(ownership)]:
            raise errors.OwnershipError(", ".join(said), IN_USE)

    def _reasons(self, ownership: Ownership) -> Iterator[str]:
        """The aliases of this stack go with the prompt: the engine has deleted them, or leaves that to this delete."""
        notes = zip(self.versions, self.notes, strict=True)
        foreign = {each.version: note.marker for each, note in notes if not ownership.has_published(note)}
        yield from (f"version {name} {published_by(marker)}" for name, marker in foreign.items())
        pins = pins_among(self.backend, self.versions, self.aliases, leaving=ownership.stacks)
        yield from (f"version {name} is pinned by {why}" for name, why in pins.items() if name not in foreign)

    def delete(self, id_: str, labels: Labels) -> None:
        """In one step with the looks, where the registry can."""
        if isinstance(self.backend, DeletesAsSeen):
            names = [version.version for version in self.versions]
            self.backend.delete_as_seen(id_, labels, names, self.aliases)
        else:
            self.backend.delete(id_, labels)


def delete_if_ours(run: Run, id_: str, record: PromptRecord) -> None:
    """The note is looked at last, so that as little as possible lies between the look and the delete."""
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
    """What the state of another resource says, which the program declares and which has the same prompt."""
    here = (each for each in run.holders_of(id_) if not record.target.is_another(each.target))
    return next((each.ownership for each in here if each.ownership.marker not in ownership.names), None)


def _hand_over(run: Run, backend: Backend, record: PromptRecord, id_: str, labels: Labels, holder: Ownership) -> None:
    """Give the prompt back to the resource that goes on with it.

    Where a renamed resource has adopted it, and the program takes the old name again before the rename is through, the
    state has the prompt twice: the resource that is declared sees nothing to do, and this one is to be deleted.
    """
    head = backend.read(id_)
    if head.content:
        desired = Desired(head.name, head.content, head.digest, holder.marker, tags=labels.tags, nonce=holder.nonce)
        backend.update(head, with_undeclared(desired, head), Change(frozenset({"marker"})))
    run.note(left_to_owner(named(record, id_), holder.marker))


def _leave(run: Run, backend: Backend, record: PromptRecord, id_: str, labels: Labels) -> None:
    """Say whose it is. Its own resource has taken over what was replaced in place: that is no reason to worry."""
    ownership = Ownership.of(record.values)
    is_own = labels.marker in ownership.names
    if labels.marker is not None and (is_own or run.is_declared(labels.marker)):
        _pass_on(run, backend, record, id_, labels.marker)
    say = run.note if is_own else run.warn
    say(left_to_owner(named(record, id_), labels.marker))


def _pass_on(run: Run, backend: Backend, record: PromptRecord, id_: str, marker: str) -> None:
    """Note today's markers on the versions and aliases that were made while the prompt's stack had other names.

    Whoever took it over in place did so without this state (`--replace`, a renamed resource), which alone knows them.
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
    """To the resources that go on with them: what is replaced together with its prompt is deleted without a hook."""
    for alias in registry.aliases(id_):
        holder = run.holder_of(AliasName(record.target.key, id_, alias.name))
        if holder and stack_of(alias.marker) in former:
            registry.set_alias(id_, replace(alias, marker=holder.marker, nonce=holder.nonce), alias)


def keeps_former_note(version: str, found: Labels) -> str:
    """Said of a version of ours that is another's from now on, because its note can't be written again."""
    return f"version {version} {published_by(owner_noted(found))}, which is what this stack was called"
