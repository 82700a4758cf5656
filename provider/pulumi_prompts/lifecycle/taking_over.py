"""A creation that finds its name taken: what it may take over, and how that is written."""

from datetime import timedelta
from typing import get_args

from pulumi_prompts import errors
from pulumi_prompts.lifecycle import session
from pulumi_prompts.lifecycle.diff import content_diff
from pulumi_prompts.lifecycle.ownership import Ownership
from pulumi_prompts.lifecycle.writing import with_undeclared
from pulumi_prompts.program.markers import spellings, stack_of
from pulumi_prompts.registries.base import Backend, Change, Desired, Field, Head, Labels, Ref
from pulumi_prompts.resources.tree import Props

HEALING_WINDOW = timedelta(hours=1)
"""How long after its creation an object of ours with another content is taken for an interrupted creation."""

_CLOCKS_DIFFER = timedelta(minutes=1)
"""By how much the clocks of one registry's machines may differ, and its times be rounded."""

_EVERYTHING: frozenset[Field] = frozenset(get_args(Field))


def take_over(
    backend: Backend, declaration: Desired, tree: Props, taken: errors.AlreadyExistsError
) -> tuple[Ref, Ownership]:
    """Take the prompt over that has the declared name, and say whose it is then.

    Raises:
        OwnershipError: It may not be taken, or not with the content that it has.
    """
    head = backend.find(declaration.name)
    if head is None:
        raise errors.RejectedError(taken.said, "no prompt of that name can be seen; try again, or use another name")
    found = session.labels_of(backend, head)
    fields = _fields_to_write(head, found, declaration, tree)
    ref = backend.update(head, with_undeclared(declaration, head, {}, tree), Change(fields))
    return ref, Ownership(declaration.marker, declaration.nonce, _former_stacks(found, declaration))


def _fields_to_write(head: Head, found: Labels, declaration: Desired, tree: Props) -> frozenset[Field]:
    is_own = _is_own(found, declaration)
    if not is_own:
        _require_permission(found, declaration, tree)
    if tree.get("adopt") == "overwrite" or (is_own and _is_of_this_resource(head, declaration)):
        return _EVERYTHING
    if head.digest == declaration.digest:
        return _EVERYTHING - {"content"}
    raise _another_content(head, declaration, tree)


def _is_own(found: Labels, declaration: Desired) -> bool:
    """Whether this very creation made it, or this resource owned it before."""
    is_by_this_creation = found.nonce is not None and found.nonce == declaration.nonce
    return is_by_this_creation or found.marker in session.run().names_of(declaration.marker)


def _is_of_this_resource(head: Head, declaration: Desired) -> bool:
    """Whether an own object with another content is what this resource has made, and no namesake's.

    Stacks of two backends may have one name, and with it one marker: an object that the state does not know, and that
    is not of this hour, may be another's.
    """
    if session.run().is_in_state(declaration.marker):
        return True
    return head.age is not None and -_CLOCKS_DIFFER <= head.age <= HEALING_WINDOW


def _require_permission(found: Labels, declaration: Desired, tree: Props) -> None:
    is_adopted = bool(tree.get("adopt"))
    if found.marker is None:
        if not is_adopted:
            raise of_nobody()
    elif session.run().is_declared(found.marker):
        raise of_a_declared_resource(found.marker)
    elif stack_of(found.marker) in _stacks_of(declaration):
        if not is_adopted:
            raise of_another_resource(found.marker)
    elif not is_adopted or tree.get("take_over_from") not in spellings(found.marker):
        raise of_another_stack(found.marker)


def _stacks_of(declaration: Desired) -> set[str]:
    return {stack_of(name) for name in session.run().names_of(declaration.marker)}


def of_nobody() -> errors.OwnershipError:
    """The name is that of a prompt which carries no note of ours."""
    return errors.OwnershipError("it exists already", "set adopt=True to take it over, or use another name")


def of_a_declared_resource(owner: str) -> errors.OwnershipError:
    """The name is that of a prompt which may be about to get another: then it is free in the next run."""
    remedy = "use another name; if the program gives that prompt another one, run `pulumi up` again"
    return errors.OwnershipError(f"it exists already and belongs to {owner}, which the program declares", remedy)


def of_another_resource(owner: str) -> errors.OwnershipError:
    """The name is that of a prompt of this stack, which may have been declared by another resource name."""
    remedy = "set adopt=True to take it over, if that resource was renamed, or use another name"
    return errors.OwnershipError(f"it exists already and belongs to {owner}, of this stack", remedy)


def of_another_stack(owner: str) -> errors.OwnershipError:
    """The name is that of a prompt of another stack, which goes on relying on it."""
    remedy = f"use another name, or set adopt=True and take_over_from='{owner}' to take it away from there"
    return errors.OwnershipError(f"it exists already and belongs to {owner}", remedy)


def _another_content(head: Head, declaration: Desired, tree: Props) -> errors.OwnershipError:
    remedy = "make the program say the same, or set adopt='overwrite' to replace what the registry has"
    said = "it exists with another content, so it is not adopted"
    detail = content_diff(head, declaration.content, bool(tree.get("secret")))
    return errors.OwnershipError(said, remedy, detail)


def _former_stacks(found: Labels, declaration: Desired) -> tuple[str, ...]:
    """What the state knows of them, and the stack of the former owner, where that was this one by another name."""
    known = session.run().former_stacks_of(declaration.marker)
    stack = stack_of(found.marker)
    is_new = stack in _stacks_of(declaration) - {stack_of(declaration.marker), *known}
    return (*known, stack) if is_new else known
