"""Pointing an alias at a version: which version is meant, and who owns an alias that differs from what was seen."""

from dataclasses import dataclass, replace
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts.lifecycle.choosing import chosen, no_such_version
from pulumi_prompts.lifecycle.declaration import AliasRecord
from pulumi_prompts.lifecycle.ownership import Ownership, new_nonce
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.program.markers import NO_PROMPT_OF_OURS, spellings, stack_of
from pulumi_prompts.registries.base import Alias, Backend, KeepsAliases


@dataclass(frozen=True)
class Point:
    """A version, by its name in the registry and its digest."""

    version: str
    digest: str


@dataclass(frozen=True)
class Placed:
    """An alias after a write.

    Attributes:
        nonce: Our fencing token; for another's alias, the token with which it may be handed over.
        found: Whether it is another's alias that points at the wanted version.
    """

    at: Point
    nonce: str | None
    found: bool = False


def registry_of_aliases(backend: Backend) -> KeepsAliases:
    """The backend. Raises InputError if it has no aliases; `check` says the same."""
    if not isinstance(backend, KeepsAliases):
        raise errors.InputError(f"{backend.support.kind} has no aliases")
    return backend


def wanted(backend: Backend, record: AliasRecord, is_lost: bool) -> Point:
    """The declared version. Raises the errors of `chosen`.

    A version that the program publishes, or has in its history, needs no call. If the alias has lost what it served,
    the call is made, because the version may be lost, too.
    """
    inputs = record.inputs
    if inputs.version and inputs.digest and not is_lost:
        return Point(inputs.version, inputs.digest)
    found = chosen(backend, inputs.prompt_id, inputs.version, inputs.digest)
    if inputs.digest not in (None, found.digest):
        raise no_such_version(backend, inputs.prompt_id, None, inputs.digest)
    return Point(found.version, found.digest or "")


def alias_named(registry: KeepsAliases, prompt_id: str, name: str) -> Alias | None:
    """The alias of a prompt, whoever owns it."""
    return next((each for each in registry.aliases(prompt_id) if each.name == name), None)


def point(run: Run, backend: Backend, record: AliasRecord, at: Point, seen: Alias | None) -> Placed:
    """Set the alias, if it is still what was `seen`; else find out who owns it.

    Raises:
        OwnershipError: It is another's, at another version, and `adopt` is not set.
        DriftError: It is ours, and somebody moved it.
    """
    registry, inputs = registry_of_aliases(backend), record.inputs
    nonce = (seen.nonce if seen else None) or new_nonce()
    alias = Alias(inputs.alias, at.version, inputs.marker, nonce)
    try:
        registry.set_alias(inputs.prompt_id, alias, seen)
    except errors.DriftError as changed:
        found = alias_named(registry, inputs.prompt_id, alias.name)
        if found is not None and not _may_be_taken(run, record, alias, seen, found, changed):
            return Placed(at, nonce, found=True)
        if found is not None:
            alias = replace(alias, nonce=new_nonce())
        registry.set_alias(inputs.prompt_id, alias, found)
    return Placed(at, alias.nonce)


def _may_be_taken(
    run: Run, record: AliasRecord, alias: Alias, seen: Alias | None, found: Alias, changed: errors.DriftError
) -> bool:
    """Whether it becomes ours; False if it is another's and already serves the right version."""
    state = run.alias_in_state(record.inputs.marker)
    ours = seen.nonce if seen else state.ownership.nonce if state else None
    is_lost = seen is not None and found.marker is None
    if is_lost or (found.nonce is not None and found.nonce == ours):
        if seen is not None and found.version != alias.version:
            raise changed
        return True
    if found.marker in _names_of(run, record):
        # Stacks of two backends may have one name. The prompt of a program is its own: so is an alias of it.
        if found.version == alias.version or record.inputs.prompt_marker != NO_PROMPT_OF_OURS:
            return True
    elif found.marker is not None and run.is_declared_alias(found.marker):
        raise of_a_declared_alias(found)
    if record.inputs.adopt:
        return True
    if found.version != alias.version:
        raise of_another(found)
    return stack_of(found.marker) in _stacks_of(run, record)


def _names_of(run: Run, record: AliasRecord) -> frozenset[str]:
    """All markers of this resource: a renamed stack or resource has former ones."""
    state = run.alias_in_state(record.inputs.marker)
    return spellings(record.inputs.marker) | (state.ownership.names if state else frozenset())


def _stacks_of(run: Run, record: AliasRecord) -> frozenset[str]:
    """The names of this stack, present and former, as far as its prompt's state has them."""
    prompt = record.inputs.prompt_marker
    names = (record.inputs.marker, *run.names_of(prompt))
    return frozenset({*map(stack_of, names), *run.former_stacks_of(prompt)})


def of_a_declared_alias(found: Alias) -> errors.OwnershipError:
    """The name may become free in this run: then the next run can take it."""
    said = f"{_described(found)} and belongs to {found.marker}, which the program declares"
    return errors.OwnershipError(said, "use another name; if that one gives it up, run `pulumi up` again")


def of_another(found: Alias) -> errors.OwnershipError:
    """The message: it serves another version, and somebody may rely on that."""
    holder = f"belongs to {found.marker}" if found.marker else "was made by a person, or by a tool of others"
    remedy = "set adopt=True to take it over, use another name, or point it at the wanted version there"
    return errors.OwnershipError(f"{_described(found)} and {holder}", remedy)


def _described(found: Alias) -> str:
    return f"it exists already, points at version {found.version},"


def seen_of(outputs: Any) -> Alias | None:
    """The alias as a state has it; None if the state has none of ours."""
    if not outputs.get("version") or outputs.get("found"):
        return None
    ownership = Ownership.of(outputs)
    return Alias(outputs["alias"], outputs["version"], ownership.marker, ownership.nonce)
