"""The delete of a prompt: only of one that is still ours, and on which nobody else relies."""

from pulumi_prompts import errors
from pulumi_prompts.lifecycle.declaration import PromptRecord
from pulumi_prompts.lifecycle.ownership import IN_USE, Ownership, Standing, left_to_owner, published_by
from pulumi_prompts.lifecycle.questions import confirm_gone, labels_of_prompt, pins_of, published
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.lifecycle.wording import named
from pulumi_prompts.lifecycle.writing import with_undeclared
from pulumi_prompts.registries.base import Backend, Change, Desired, Labels, Ref, Version


def delete_if_ours(run: Run, id_: str, record: PromptRecord) -> None:
    """The note is looked at last, so that as little as possible lies between the look and the delete."""
    backend, ownership = run.session.connect(record.target), Ownership.of(record.values)
    is_forced = bool(record.values.get("force_destroy"))
    try:
        versions = [] if is_forced else published(backend, id_)
        labels = labels_of_prompt(backend, Ref(id_, record.values["uri"]))
        standing = ownership.standing(labels)
        if standing is Standing.OTHERS:
            return _leave(run, record, id_, labels, ownership)
        if holder := _other_holder(run, record, id_, ownership):
            return _hand_over(run, backend, record, id_, labels, holder)
        if standing is Standing.LOST and is_forced:
            versions = published(backend, id_)
        _refuse_while_in_use(versions, labels, ownership)
        backend.delete(id_, labels)
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


def _leave(run: Run, record: PromptRecord, id_: str, labels: Labels, ownership: Ownership) -> None:
    """Say whose it is. Its own resource has taken over what was replaced in place: that is no reason to worry."""
    say = run.note if labels.marker in ownership.names else run.warn
    say(left_to_owner(named(record, id_), labels.marker))


def _refuse_while_in_use(versions: list[tuple[Version, Labels]], labels: Labels, ownership: Ownership) -> None:
    foreign = {version.version: found.marker for version, found in versions if not ownership.has_published(found)}
    pins = pins_of(labels, [version for version, _ in versions])
    said = [f"version {name} {published_by(marker)}" for name, marker in foreign.items()]
    said += [f"version {name} is pinned by {why}" for name, why in pins.items() if name not in foreign]
    if said:
        raise errors.OwnershipError(", ".join(said), IN_USE)
