"""Aliases are deployments: an environment, which must exist before, serves a version of a prompt.

A deployment has no room for an owner. Our note of the owner is in the tags of the prompt, which are written as a whole.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts.registries.aliases import NOBODY, Owner, Turns, require_seen, require_version
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.humanloop.answers import Record
from pulumi_prompts.registries.humanloop.client import HumanloopClient
from pulumi_prompts.registries.humanloop.history import History
from pulumi_prompts.registries.humanloop.wire import as_it_stands
from pulumi_prompts.registries.shared.notes import alias_owner, parsed_tags, with_alias


class _Deployed:
    """The versions of a prompt, with their deployments."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.ids = {each.name: each.id for record in history.records for each in record.environments}
        self._tags = parsed_tags(history.newest.tags) if history.newest else {}

    @property
    def aliases(self) -> dict[str, Alias]:
        """By their names."""
        versions = {each.name: record.version_id for record in self.history.records for each in record.environments}
        return {name: Alias(name, version, *self.owner(name)) for name, version in sorted(versions.items())}

    @property
    def versions(self) -> set[str]:
        """All of the prompt."""
        return {record.version_id for record in self.history.records}

    def owner(self, name: str) -> Owner:
        """The owner of the alias; if nothing is deployed yet, the one of the note."""
        return alias_owner(self._tags, name)


class Aliases:
    """The deployments of Humanloop, as aliases."""

    def __init__(self, client: HumanloopClient, upsert: Callable[[Mapping[str, Any]], Record]) -> None:
        self._client = client
        self._upsert = upsert
        self._turns = Turns()
        self._ids: Mapping[str, str] = {}

    def all(self, prompt_id: str) -> Sequence[Alias]:
        """Those of a prompt."""
        return self.on(self._client.history(prompt_id))

    def on(self, history: History) -> Sequence[Alias]:
        """Those of a prompt that is read."""
        return [*_Deployed(history).aliases.values()]

    def set(self, prompt_id: str, alias: Alias, seen: Alias | None) -> None:
        """The note is written first: if the process dies between the two writes, the owner finds and completes it."""
        with self._turns.of(prompt_id):
            before = self._read(prompt_id)
            found = before.aliases.get(alias.name)
            if found == alias:
                return
            require_seen(alias.name, found, seen)
            require_version(prompt_id, alias.version, before.versions)
            environment_id = before.ids.get(alias.name) or self._id_of(prompt_id, alias.name)
            self._note(prompt_id, before, alias.name, alias.owner)
            if found is None or found.version != alias.version:
                self._deploy(prompt_id, environment_id, alias, before)

    def _deploy(self, prompt_id: str, environment_id: str, alias: Alias, before: _Deployed) -> None:
        """If something is not found, it may be the prompt, the version, or the environment."""
        try:
            self._client.deploy(prompt_id, environment_id, alias.version)
        except errors.NotFoundError as error:
            self._ids = {}
            now = self._read(prompt_id)
            if now.history.records:
                self._note(prompt_id, now, alias.name, before.owner(alias.name))
            require_version(prompt_id, alias.version, now.versions)
            self._id_of(prompt_id, alias.name)
            raise errors.RejectedError(error.said) from error

    def _id_of(self, prompt_id: str, name: str) -> str:
        """Read once: environments belong to the organization, and not to a prompt."""
        if name not in self._ids:
            self._ids = {each.name: each.id for each in self._client.environments(prompt_id)}
        if name not in self._ids:
            others = ", ".join(map(repr, self._ids))
            remedy = f"make it in the settings of Humanloop; those that it has are {others or 'none'}"
            raise errors.RejectedError(f"the organization has no environment {name!r}", remedy)
        return self._ids[name]

    def remove(self, prompt_id: str, seen: Alias) -> None:
        """The deployment ends first: if the process dies between the two writes, the note still names us."""
        with self._turns.of(prompt_id):
            before = self._read(prompt_id)
            if found := before.aliases.get(seen.name):
                require_seen(seen.name, found, seen)
                with suppress(errors.NotFoundError):  # gone meanwhile, or by this call, whose answer was lost
                    self._client.undeploy(prompt_id, before.ids[seen.name])
            if before.owner(seen.name) == seen.owner:
                self._note(prompt_id, before, seen.name, NOBODY)

    def _read(self, prompt_id: str) -> _Deployed:
        return _Deployed(self._client.history(prompt_id))

    def _note(self, prompt_id: str, before: _Deployed, name: str, owner: Owner) -> None:
        """Sends the parameters of the head unchanged, which makes no version."""
        head, newest = before.history.head, before.history.newest
        if before.owner(name) == owner or head is None or newest is None:
            return
        beside = {"description": newest.description or "", "readme": newest.readme or ""}
        tags = with_alias(newest.tags, name, owner)
        self._upsert({"id": prompt_id, **as_it_stands(head.kernel), **beside, "tags": tags})
