"""A creation, and what it may take over if its name is taken."""

from datetime import timedelta

from pulumi_prompts import errors
from pulumi_prompts.content.base import same_json
from pulumi_prompts.content.diff import content_diff
from pulumi_prompts.content.digest import options_beside_content
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.lifecycle.ownership import Ownership
from pulumi_prompts.lifecycle.questions import labels_of
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.lifecycle.unfinished import kept
from pulumi_prompts.lifecycle.writing import with_undeclared
from pulumi_prompts.program.markers import are_in_stacks_of_one_program, spellings, stack_of
from pulumi_prompts.registries.base import EVERY_FIELD, Backend, Change, Desired, Field, Head, Labels, Ref

HEALING_WINDOW = timedelta(hours=1)
"""For this time after its creation, an object of ours with another content counts as an interrupted creation."""

_CLOCKS_DIFFER = timedelta(minutes=1)
"""How far the clocks of one registry's machines may differ, including rounded times."""


def create(run: Run, backend: Backend, declaration: Declaration, desired: Desired) -> tuple[Ref, Ownership]:
    """Make the prompt, or take over the one with its name; return its new ownership.

    With `adopt`, look for the prompt first: on most registries that takes fewer calls than a refused creation.

    Raises:
        OwnershipError: It may not be taken, or not with the content that it has.
    """
    if declaration.inputs.adopt and (head := backend.find(desired.name)):
        return _taken_over(run, backend, declaration, desired, head)
    ownership = Ownership(desired.marker, desired.nonce)
    try:
        with kept(lambda made: (made.id, declaration.record.outputs(made.uri, ownership))):
            return backend.create(desired), ownership
    except errors.LostRaceError:
        raise  # what is there holds something of ours: no content and no note of it tells whose it is
    except errors.AlreadyExistsError as taken:
        head = backend.find(desired.name)
        if head is None:
            remedy = "no prompt of that name can be seen; try again, or use another name"
            raise errors.RejectedError(taken.said, remedy) from taken
        return _taken_over(run, backend, declaration, desired, head)


def _taken_over(
    run: Run, backend: Backend, declaration: Declaration, desired: Desired, head: Head
) -> tuple[Ref, Ownership]:
    found = labels_of(backend, head)
    whole = with_undeclared(desired, head, declaration.record)
    fields = _fields_to_write(run, head, found, declaration, whole)
    ref = backend.update(head, whole, Change(fields))
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
        return _differing(head, found, desired)
    detail = content_diff(head.content, head.obstacle, declaration.content, bool(declaration.record.secret))
    raise of_another_content(detail)


def _differing(head: Head, found: Labels, desired: Desired) -> frozenset[Field]:
    """What has to be written to a prompt that has the content: a registry's own update may write all of it anew."""
    said, there = options_beside_content(desired.options), options_beside_content(head.options)
    differs: dict[Field, bool] = {
        "marker": True,
        "description": desired.description != head.description,
        "metadata": not same_json(desired.metadata, head.metadata),
        "options": not same_json(said, there),
        "tags": not desired.tags.items() <= found.tags.items(),
    }
    return frozenset(name for name, is_due in differs.items() if is_due)


def _is_of_this_resource(run: Run, head: Head, marker: str) -> bool:
    """Whether this resource made an object that has our marker and another content.

    Stacks of two backends may have the same name, and so the same marker. An object that the state does not know, and
    that is older than an hour, may be another's.
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
    """The message: the name belongs to a prompt without a note of ours."""
    return errors.OwnershipError("it exists already", "set adopt=True to take it over, or use another name")


def of_a_declared_resource(owner: str) -> errors.OwnershipError:
    """The message: the name belongs to a declared prompt. If that one gets another name, the next run can take it."""
    remedy = "use another name; if the program gives that prompt another one, run `pulumi up` again"
    return errors.OwnershipError(f"it exists already and belongs to {owner}, which the program declares", remedy)


def of_another_resource(owner: str) -> errors.OwnershipError:
    """The message: the name belongs to a prompt of this stack, which another resource name may have declared."""
    remedy = "set adopt=True to take it over, if that resource was renamed, or use another name"
    return errors.OwnershipError(f"it exists already and belongs to {owner}, of this stack", remedy)


def of_another_stack(owner: str) -> errors.OwnershipError:
    """The message: the name belongs to a prompt of another stack, which still relies on it."""
    remedy = f"use another name, or set adopt=True and take_over_from='{owner}' to take it away from there"
    return errors.OwnershipError(f"it exists already and belongs to {owner}", remedy)


def of_the_same_program(owner: str) -> errors.OwnershipError:
    """The message: the name belongs to the same resource in another stack; two environments share a registry."""
    remedy = (
        "give each stack a prompt of its own: put `pulumi.get_stack()` into the name, or set another registry in this "
        f"stack's configuration (`prompts:backend`); adopt=True and take_over_from='{owner}' take it away from there"
    )
    return errors.OwnershipError(f"it exists already and belongs to {owner}", remedy)


def of_another_content(difference: str) -> errors.OwnershipError:
    """The message: the prompt may be taken over, but its content is not the declared one."""
    remedy = "make the program say the same, or set adopt='overwrite' to replace what the registry has"
    return errors.OwnershipError("it exists with another content, so it is not adopted", remedy, difference)


def _former_stacks(run: Run, found: Labels, marker: str) -> tuple[str, ...]:
    """Those in the state, and the stack of the former owner, if that was this stack under another name."""
    known = run.former_stacks_of(marker)
    stack = stack_of(found.marker)
    is_new = stack in _stacks_of(run, marker) - {stack_of(marker), *known}
    return (*known, stack) if is_new else known
