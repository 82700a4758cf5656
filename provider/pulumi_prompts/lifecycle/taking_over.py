"""A creation that finds its name taken: what it may take over, and how that is written."""

from datetime import timedelta

from pulumi_prompts import errors
from pulumi_prompts.content.diff import content_diff
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.lifecycle.ownership import Ownership
from pulumi_prompts.lifecycle.questions import labels_of
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.lifecycle.writing import with_undeclared
from pulumi_prompts.program.markers import are_in_stacks_of_one_program, spellings, stack_of
from pulumi_prompts.registries.base import EVERY_FIELD, Backend, Change, Desired, Field, Head, Labels, Ref

HEALING_WINDOW = timedelta(hours=1)
"""How long after its creation an object of ours with another content is taken for an interrupted creation."""

_CLOCKS_DIFFER = timedelta(minutes=1)
"""By how much the clocks of one registry's machines may differ, and its times be rounded."""


def take_over(
    run: Run, backend: Backend, declaration: Declaration, desired: Desired, taken: errors.AlreadyExistsError
) -> tuple[Ref, Ownership]:
    """Take the prompt over that has the declared name, and say whose it is then.

    Raises:
        OwnershipError: It may not be taken, or not with the content that it has.
    """
    head = backend.find(desired.name)
    if head is None:
        raise errors.RejectedError(taken.said, "no prompt of that name can be seen; try again, or use another name")
    found = labels_of(backend, head)
    fields = _fields_to_write(run, head, found, declaration, desired)
    ref = backend.update(head, with_undeclared(desired, head, declaration.record), Change(fields))
    return ref, Ownership(desired.marker, desired.nonce, _former_stacks(run, found, desired.marker))


def _fields_to_write(
    run: Run, head: Head, found: Labels, declaration: Declaration, desired: Desired
) -> frozenset[Field]:
    is_own = found.marker in run.names_of(desired.marker)
    if not is_own:
        _require_permission(run, found, declaration, desired.marker)
    if declaration.inputs.adopt == "overwrite" or (is_own and _is_of_this_resource(run, head, desired.marker)):
        return EVERY_FIELD
    if head.digest == desired.digest:
        return EVERY_FIELD - {"content"}
    detail = content_diff(head.content, head.obstacle, declaration.content, bool(declaration.record.secret))
    raise of_another_content(detail)


def _is_of_this_resource(run: Run, head: Head, marker: str) -> bool:
    """Whether an own object with another content is what this resource has made, and no namesake's.

    Stacks of two backends may have one name, and with it one marker: an object that the state does not know, and that
    is not of this hour, may be another's.
    """
    if run.is_in_state(marker):
        return True
    return head.age is not None and -_CLOCKS_DIFFER <= head.age <= HEALING_WINDOW


def _require_permission(run: Run, found: Labels, declaration: Declaration, marker: str) -> None:
    inputs = declaration.inputs
    if found.marker is None:
        if not inputs.adopt:
            raise of_nobody()
    elif run.is_declared(found.marker):
        raise of_a_declared_resource(found.marker)
    elif stack_of(found.marker) in _stacks_of(run, marker):
        if not inputs.adopt:
            raise of_another_resource(found.marker)
    elif not inputs.adopt or inputs.take_over_from not in spellings(found.marker):
        is_sibling = are_in_stacks_of_one_program(found.marker, marker)
        raise (of_the_same_program if is_sibling else of_another_stack)(found.marker)


def _stacks_of(run: Run, marker: str) -> set[str]:
    return {stack_of(name) for name in run.names_of(marker)}


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


def of_the_same_program(owner: str) -> errors.OwnershipError:
    """The name is that of the same resource in another stack of the program: two environments share a registry."""
    remedy = (
        "give each stack a prompt of its own: put `pulumi.get_stack()` into the name, or set another registry in this "
        f"stack's configuration (`prompts:backend`); adopt=True and take_over_from='{owner}' take it away from there"
    )
    return errors.OwnershipError(f"it exists already and belongs to {owner}", remedy)


def of_another_content(difference: str) -> errors.OwnershipError:
    """The name is that of a prompt that may be taken, but does not say what the program says."""
    remedy = "make the program say the same, or set adopt='overwrite' to replace what the registry has"
    return errors.OwnershipError("it exists with another content, so it is not adopted", remedy, difference)


def _former_stacks(run: Run, found: Labels, marker: str) -> tuple[str, ...]:
    """What the state knows of them, and the stack of the former owner, where that was this one by another name."""
    known = run.former_stacks_of(marker)
    stack = stack_of(found.marker)
    is_new = stack in _stacks_of(run, marker) - {stack_of(marker), *known}
    return (*known, stack) if is_new else known
