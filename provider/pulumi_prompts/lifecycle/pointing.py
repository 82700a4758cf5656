"""Pointing an alias at a version: which one is meant, and whose the alias is where it is not what was seen."""

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
    """An alias as it stands after a write.

    Attributes:
        nonce: Our fencing token; of another's, the one with which it may be handed over.
        found: Whether it is another's, who points it at the wanted version.
    """

    at: Point
    nonce: str | None
    found: bool = False


def registry_of_aliases(backend: Backend) -> KeepsAliases:
    """The backend. Raises InputError where it keeps no aliases, which `check` says as well."""
    if not isinstance(backend, KeepsAliases):
        raise errors.InputError(f"{backend.support.kind} has no aliases")
    return backend


def wanted(backend: Backend, record: AliasRecord, is_lost: bool) -> Point:
    """The version that is declared. Raises what `chosen` does.

    What the program publishes, or has in its history, is believed; not where what the alias served is lost: the version
    itself may be.
    """
    inputs = record.inputs
    if inputs.version and inputs.digest and not is_lost:
        return Point(inputs.version, inputs.digest)
    found = chosen(backend, inputs.prompt_id, inputs.version, inputs.digest)
    if inputs.digest not in (None, found.digest):
        raise no_such_version(backend, inputs.prompt_id, None, inputs.digest)
    return Point(found.version, found.digest or "")


def alias_named(registry: KeepsAliases, prompt_id: str, name: str) -> Alias | None:
    """The alias of a prompt, whosever it is."""
    return next((each for each in registry.aliases(prompt_id) if each.name == name), None)


def point(run: Run, backend: Backend, record: AliasRecord, at: Point, seen: Alias | None) -> Placed:
    """Set the alias, as long as it is what was `seen`; else find out whose it is.

    Raises:
        OwnershipError: It is another's, at another version, and is not to be adopted.
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
    """Whether it becomes ours; False where it is another's and serves what it should."""
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
    """All that stand for this resource: a renamed stack or resource has had others."""
    state = run.alias_in_state(record.inputs.marker)
    return spellings(record.inputs.marker) | (state.ownership.names if state else frozenset())


def _stacks_of(run: Run, record: AliasRecord) -> frozenset[str]:
    """What this stack is called, and was called before, as far as its prompt's state tells."""
    prompt = record.inputs.prompt_marker
    names = (record.inputs.marker, *run.names_of(prompt))
    return frozenset({*map(stack_of, names), *run.former_stacks_of(prompt)})


def of_a_declared_alias(found: Alias) -> errors.OwnershipError:
    """The name may be about to become free: then it is in the next run."""
    said = f"{_described(found)} and belongs to {found.marker}, which the program declares"
    return errors.OwnershipError(said, "use another name; if that one gives it up, run `pulumi up` again")


def of_another(found: Alias) -> errors.OwnershipError:
    """It serves another version, and somebody may rely on that."""
    holder = f"belongs to {found.marker}" if found.marker else "was made by a person, or by a tool of others"
    remedy = "set adopt=True to take it over, use another name, or point it at the wanted version there"
    return errors.OwnershipError(f"{_described(found)} and {holder}", remedy)


def _described(found: Alias) -> str:
    return f"it exists already, points at version {found.version},"


def seen_of(outputs: Any) -> Alias | None:
    """The alias as a state has it; None where there is none that is ours."""
    if not outputs.get("version") or outputs.get("found"):
        return None
    ownership = Ownership.of(outputs)
    return Alias(outputs["alias"], outputs["version"], ownership.marker, ownership.nonce)
