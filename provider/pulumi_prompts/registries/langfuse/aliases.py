"""Aliases are labels, each of which one version of a prompt has. Whose each is stands in a tag of the prompt.

A label goes from a version only to another one, or with its version: it cannot be taken away. So an alias that is
removed stays where it is, and is nobody's.
"""

from collections.abc import Sequence

from pulumi_prompts import errors
from pulumi_prompts.registries.aliases import NOBODY, Owner, Turns, require_seen
from pulumi_prompts.registries.base import Alias, Environment
from pulumi_prompts.registries.langfuse.answers import LATEST, Prompt, Version
from pulumi_prompts.registries.langfuse.client import LangfuseClient
from pulumi_prompts.registries.langfuse.prompts import Prompts
from pulumi_prompts.registries.shared.notes import alias_owner, parsed_tags, with_alias


class Aliases:
    """The labels of Langfuse."""

    def __init__(self, client: LangfuseClient, prompts: Prompts, environment: Environment) -> None:
        self._client = client
        self._prompts = prompts
        self._environment = environment
        self._turns = Turns()

    def all(self, prompt_id: str) -> Sequence[Alias]:
        """Those of a prompt."""
        prompt = self._prompts.read(prompt_id)
        labels = {*self._client.listed(prompt.name).labels} - {LATEST}
        found = (self._named(prompt, label) for label in sorted(labels))
        return [alias for alias in found if alias]

    def on(self, prompt: Prompt, versions: Sequence[Version]) -> Sequence[Alias]:
        """Those of a prompt of which all versions are read."""
        tags = parsed_tags(prompt.newest.tags)
        holders = sorted((label, version.called) for version in versions for label in version.aliases)
        return [Alias(label, called, *alias_owner(tags, label)) for label, called in holders]

    def set(self, prompt_id: str, alias: Alias, seen: Alias | None) -> None:
        """The note first: what dies between the two writes is found and finished by its owner."""
        with self._turns.of(prompt_id):
            prompt = self._tidied(prompt_id)
            found = self._named(prompt, alias.name)
            if found == alias:
                return
            require_seen(alias.name, found, seen)
            version = self._prompts.version(prompt_id, alias.version)
            noted = self._note(prompt, alias.name, alias.owner)
            if found is None or found.version != alias.version:
                self._point(prompt, version, alias, noted)

    def _point(self, prompt: Prompt, version: Version, alias: Alias, before: Owner) -> None:
        """What is not found is the version. One that has got its number since is not what was to be served."""
        try:
            written = self._client.label(version, alias.name)
        except errors.NotFoundError:
            self._note(self._prompts.read(prompt.id), alias.name, before)
            raise
        if written.id != version.id:
            raise errors.DriftError(f"version {alias.version} was deleted meanwhile; {alias.name!r} is at another one")

    def remove(self, prompt_id: str, seen: Alias) -> None:
        """Only the note goes."""
        with self._turns.of(prompt_id):
            prompt = self._tidied(prompt_id)
            if found := self._named(prompt, seen.name):
                require_seen(seen.name, found, seen)
            if alias_owner(parsed_tags(prompt.newest.tags), seen.name) == seen.owner:
                self._note(prompt, seen.name, NOBODY)
            if found:
                self._environment.warn(stays(seen.name, found.version))

    def _tidied(self, prompt_id: str) -> Prompt:
        prompt = self._prompts.read(prompt_id)
        self._prompts.tidy(prompt)
        return prompt

    def _named(self, prompt: Prompt, name: str) -> Alias | None:
        try:
            holder = self._client.labelled(prompt.name, name)
        except errors.NotFoundError:
            return None
        return Alias(name, holder.called, *alias_owner(parsed_tags(prompt.newest.tags), name))

    def _note(self, prompt: Prompt, name: str, owner: Owner) -> Owner:
        """Write whose it is, and tell whose it was."""
        tags = prompt.newest.tags
        before = alias_owner(parsed_tags(tags), name)
        if before != owner:
            self._prompts.tag(prompt, with_alias(tags, name, owner))
        return before


def stays(name: str, version: str) -> str:
    """Said of a label that no resource has any more."""
    return (
        f"langfuse keeps the label {name!r} on version {version}, because a label cannot be taken away; it is nobody's"
    )
