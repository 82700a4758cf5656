"""Aliases are tags of versions. Whose each is stands in the description of the tag, which is written with it."""

from collections.abc import Callable, Iterable, Sequence

from pulumi_prompts import errors
from pulumi_prompts.registries.aliases import (
    NOBODY,
    Owner,
    Turns,
    parsed_owner,
    require_seen,
    require_version,
    written_owner,
)
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.phoenix.client import PhoenixClient, Tag

_NOTE = "pulumi-prompts: "
"""Before our note, which is the last line of a description."""


class Aliases:
    """The tags of Phoenix, as aliases. `prompt` tells how a prompt is called in requests, as long as it is there."""

    def __init__(self, client: PhoenixClient, prompt: Callable[[str], str]) -> None:
        self._client = client
        self._prompt = prompt
        self._turns = Turns()

    def all(self, prompt_id: str) -> Sequence[Alias]:
        """Those of a prompt, which only its versions tell."""
        return self.on([version.id for version in self._client.versions(self._prompt(prompt_id))])

    def on(self, versions: Iterable[str]) -> Sequence[Alias]:
        """Those of these versions, the newest first."""
        tagged = ((tag, version) for version in versions for tag in self._client.tags(version))
        return [*{tag.name: _alias(tag, version) for tag, version in tagged}.values()]

    def set(self, prompt_id: str, alias: Alias, seen: Alias | None) -> None:
        """One write says both where it points and whose it is."""
        with self._turns.of(prompt_id):
            prompt = self._prompt(prompt_id)
            tag, found = self._named(prompt, alias.name)
            if found == alias:
                return
            require_seen(alias.name, found, seen)
            existing = self._client.version(prompt, alias.version)
            require_version(prompt_id, alias.version, {existing.id} if existing else set())
            self._client.tag(alias.version, Tag(name=alias.name, description=_described(tag, alias.owner)))

    def remove(self, prompt_id: str, seen: Alias) -> None:
        """The note goes with the tag."""
        with self._turns.of(prompt_id):
            _, found = self._named(self._prompt(prompt_id), seen.name)
            if found:
                require_seen(seen.name, found, seen)
                self._client.untag(found.version, seen.name)

    def _named(self, prompt: str, name: str) -> tuple[Tag | None, Alias | None]:
        """The tag of that name, and the alias that it is."""
        try:
            version = self._client.tagged(prompt, name).id
        except errors.NotFoundError:
            return None, None
        tag = next((each for each in self._client.tags(version) if each.name == name), None)
        return tag, _alias(tag, version) if tag else None


def _alias(tag: Tag, version: str) -> Alias:
    return Alias(tag.name, version, *_owner(tag))


def _owner(tag: Tag) -> Owner:
    _, noted, owner = (tag.description or "").rpartition(_NOTE)
    return parsed_owner(owner) if noted else NOBODY


def _described(before: Tag | None, owner: Owner) -> str | None:
    """What people say of the tag, and our note."""
    said = (before.description or "") if before else ""
    text = said.rpartition(_NOTE)[0].rstrip("\n") if _NOTE in said else said
    note = [_NOTE + written_owner(owner)] if owner != NOBODY else []
    return "\n\n".join([*([text] if text else []), *note]) or None
