"""Aliases are MLflow's own. A tag of the prompt names the owner of each."""

from collections.abc import Callable, Sequence

from pulumi_prompts import errors
from pulumi_prompts.registries.aliases import NOBODY, Owner, Turns, parsed_owner, require_seen, written_owner
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.mlflow.client import MlflowClient, RegisteredModel
from pulumi_prompts.registries.mlflow.support import ALIAS_TAG


class Aliases:
    """The aliases of MLflow."""

    def __init__(self, client: MlflowClient, prompt: Callable[[str], RegisteredModel]) -> None:
        self._client = client
        self._prompt = prompt
        self._turns = Turns()

    def all(self, prompt_id: str) -> Sequence[Alias]:
        """Those of a prompt."""
        return aliases_of(self._prompt(prompt_id))

    def set(self, prompt_id: str, alias: Alias, seen: Alias | None) -> None:
        """The note is written first: if the process dies between the two writes, the owner finds and completes it."""
        with self._turns.of(prompt_id):
            prompt = self._prompt(prompt_id)
            found = _named(prompt, alias.name)
            if found == alias:
                return
            require_seen(alias.name, found, seen)
            self._note(prompt, alias.name, alias.owner)
            if found is None or found.version != alias.version:
                self._point(prompt, alias)

    def _point(self, prompt: RegisteredModel, alias: Alias) -> None:
        try:
            self._client.point(prompt.name, alias.name, alias.version)
        except errors.NotFoundError:
            noted = _owner(prompt, alias.name)
            if noted != alias.owner:
                self._write(prompt.name, alias.name, noted)
            raise

    def remove(self, prompt_id: str, seen: Alias) -> None:
        """The alias is removed first: if the process dies between the two writes, the note still names us."""
        with self._turns.of(prompt_id):
            prompt = self._prompt(prompt_id)
            if found := _named(prompt, seen.name):
                require_seen(seen.name, found, seen)
                self._client.unset(prompt.name, seen.name)
            if _owner(prompt, seen.name) == seen.owner:
                self._note(prompt, seen.name, NOBODY)

    def _note(self, prompt: RegisteredModel, name: str, owner: Owner) -> None:
        if _owner(prompt, name) != owner:
            self._write(prompt.name, name, owner)

    def _write(self, prompt: str, name: str, owner: Owner) -> None:
        if owner == NOBODY:
            self._client.untag_prompt(prompt, ALIAS_TAG + name)
        else:
            self._client.tag_prompt(prompt, ALIAS_TAG + name, written_owner(owner))


def aliases_of(prompt: RegisteredModel) -> Sequence[Alias]:
    """Those that a prompt comes with."""
    return [_alias(prompt, each.alias, each.version) for each in prompt.aliases]


def _named(prompt: RegisteredModel, name: str) -> Alias | None:
    versions = {each.alias: each.version for each in prompt.aliases}
    return _alias(prompt, name, versions[name]) if name in versions else None


def _alias(prompt: RegisteredModel, name: str, version: str) -> Alias:
    return Alias(name, version, *_owner(prompt, name))


def _owner(prompt: RegisteredModel, name: str) -> Owner:
    return parsed_owner(prompt.tagged.get(ALIAS_TAG + name))
