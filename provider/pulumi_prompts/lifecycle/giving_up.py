"""The delete of an alias: only if it is still ours, and no other resource still uses it."""

from dataclasses import dataclass, replace

from pulumi_prompts import errors
from pulumi_prompts.lifecycle.declaration import AliasRecord
from pulumi_prompts.lifecycle.ownership import Ownership, left_to_owner
from pulumi_prompts.lifecycle.pointing import alias_named, registry_of_aliases
from pulumi_prompts.lifecycle.run import AliasName, Run
from pulumi_prompts.registries.base import Alias, Backend, KeepsAliases


def alias_of(record: AliasRecord) -> AliasName:
    """Which one is meant."""
    return AliasName(record.target.key, record.inputs.prompt_id, record.inputs.alias)


def give_up(run: Run, backend: Backend, record: AliasRecord, what: str) -> None:
    """Remove it, or hand it over to the resource that took its place and did not know that it was ours."""
    ownership, holder = Ownership.of(record.values), run.holder_of(alias_of(record))
    successor = holder if holder and holder.nonce != ownership.nonce else None
    _Delete(run, registry_of_aliases(backend), record, ownership, successor).carry_out(what)


def left_as_found(what: str) -> str:
    """The message for an alias that pointed at the wanted version before this stack did anything."""
    return f"{what} stays in the registry: it is not this stack's"


@dataclass(frozen=True)
class _Delete:
    run: Run
    registry: KeepsAliases
    record: AliasRecord
    ownership: Ownership
    successor: Ownership | None

    def carry_out(self, what: str) -> None:
        inputs = self.record.inputs
        if self.record.values.get("found"):
            return self._as_it_stands(what)
        try:
            self._give_up(Alias(inputs.alias, inputs.version or "", self.ownership.marker, self.ownership.nonce), what)
        except errors.DriftError:
            self._as_it_stands(what)
        return None

    def _as_it_stands(self, what: str) -> None:
        """An alias that was only used (`found`) may have been handed over to this resource since."""
        found = alias_named(self.registry, self.record.inputs.prompt_id, self.record.inputs.alias)
        if found is None:
            return
        if self.ownership.nonce is not None and found.nonce == self.ownership.nonce:
            self._give_up(found, what)
        elif self.record.values.get("found"):
            self.run.note(left_as_found(what))
        else:
            say = self.run.note if found.marker in self.ownership.names else self.run.warn
            say(left_to_owner(what, found.marker))

    def _give_up(self, seen: Alias, what: str) -> None:
        prompt_id, successor = self.record.inputs.prompt_id, self.successor
        if successor is None:
            return self.registry.remove_alias(prompt_id, seen)
        self.registry.set_alias(prompt_id, replace(seen, marker=successor.marker, nonce=successor.nonce), seen)
        return self.run.note(left_to_owner(what, successor.marker))
