"""Aliases are TrueFoundry's tags; only one version of a prompt can have a tag.

A tag has no room for an owner. Our note of the owner is in the metadata of the newest version at that time: only that
one can be rewritten without becoming the head. So the newest version that names an alias counts, and each write of the
prompt copies the notes.
"""

from collections.abc import Sequence

from pulumi_prompts import errors
from pulumi_prompts.registries.aliases import NOBODY, Owner, Turns, require_seen, require_version, stays_set
from pulumi_prompts.registries.base import Alias, Environment
from pulumi_prompts.registries.truefoundry.client import PromptVersion, TrueFoundryClient
from pulumi_prompts.registries.truefoundry.wire import noted_aliases, with_alias


class _Tagged:
    """The versions of a prompt, the oldest first, and the aliases in their tags and notes."""

    def __init__(self, versions: Sequence[PromptVersion]) -> None:
        self.versions = sorted(versions, key=lambda each: each.number)
        self._owners: dict[str, Owner] = {}
        for version in self.versions:
            self._owners |= noted_aliases(version.manifest)

    @property
    def aliases(self) -> dict[str, Alias]:
        """By their names."""
        holders = {name: version for version in self.versions for name in version.tags or ()}
        return {name: Alias(name, str(holder.number), *self.owner(name)) for name, holder in sorted(holders.items())}

    def owner(self, name: str) -> Owner:
        """The owner of the alias; if there is no tag yet, the one of the note."""
        return self._owners.get(name, NOBODY)

    def numbered(self, version: str) -> PromptVersion:
        """The version with that number, which must exist."""
        return next(each for each in self.versions if str(each.number) == version)


def went_elsewhere(written: PromptVersion) -> str:
    """The message if a write, which names the prompt and not its identifier, went to another prompt."""
    return f"the prompt was deleted meanwhile; the write went to another one of that name, as {written.fqn}"


class Aliases:
    """The tags of TrueFoundry, as aliases."""

    def __init__(self, client: TrueFoundryClient, environment: Environment) -> None:
        self._client = client
        self._environment = environment
        self._turns = Turns()

    def all(self, prompt_id: str) -> Sequence[Alias]:
        """Those of a prompt."""
        return [*self._read(prompt_id).aliases.values()]

    def set(self, prompt_id: str, alias: Alias, seen: Alias | None) -> None:
        """The note is written first: if the process dies between the two writes, the owner finds and completes it."""
        with self._turns.of(prompt_id):
            before = self._read(prompt_id)
            found = before.aliases.get(alias.name)
            if found == alias:
                return
            require_seen(alias.name, found, seen)
            require_version(prompt_id, alias.version, {str(each.number) for each in before.versions})
            if before.owner(alias.name) != alias.owner:
                self._note(prompt_id, before.versions[-1], alias.name, alias.owner)
            if found is None or found.version != alias.version:
                self._point(prompt_id, before, alias, is_known=seen is not None)

    def _point(self, prompt_id: str, before: _Tagged, alias: Alias, is_known: bool) -> None:
        """All tags of the version are sent: it is not known whether the service replaces them or adds to them."""
        target = before.numbered(alias.version)
        tags = dict.fromkeys((*(target.tags or ()), alias.name))
        try:
            self._client.tag(target.id, [*tags], force=is_known)
        except errors.AlreadyExistsError as error:
            if before.owner(alias.name) != alias.owner:
                self._note(prompt_id, before.versions[-1], alias.name, before.owner(alias.name))
            raise errors.DriftError(f"the alias {alias.name!r} was made meanwhile ({error.said})") from error

    def remove(self, prompt_id: str, seen: Alias) -> None:
        """The tag is removed first: if the process dies between the two writes, the note still names us."""
        with self._turns.of(prompt_id):
            before = self._read(prompt_id)
            if found := before.aliases.get(seen.name):
                require_seen(seen.name, found, seen)
                self._untag(prompt_id, before.numbered(found.version), seen.name)
            if before.owner(seen.name) == seen.owner != NOBODY:
                self._note(prompt_id, before.versions[-1], seen.name, NOBODY)

    def _untag(self, prompt_id: str, version: PromptVersion, name: str) -> None:
        """The vendor's clients have no call for it: send the other tags, then look whether this one is gone.

        Not known: a service that adds to the tags of a version keeps it.
        """
        self._client.tag(version.id, [tag for tag in version.tags or () if tag != name], force=False)
        if any(name in (each.tags or ()) for each in self._client.versions(prompt_id=prompt_id, tag=name)):
            self._environment.warn(stays_set("truefoundry", "tag", name, str(version.number)))

    def _read(self, prompt_id: str) -> _Tagged:
        found = _Tagged([*self._client.versions(prompt_id=prompt_id)])
        if not found.versions:
            self._client.prompt(prompt_id)
        return found

    def _note(self, prompt_id: str, newest: PromptVersion, name: str, owner: Owner) -> None:
        manifest = with_alias(newest.manifest, name, owner)
        try:
            written = self._apply(prompt_id, {**manifest, "version": newest.number}, name, owner)
        except errors.AccessError:
            raise
        except (errors.AlreadyExistsError, errors.RejectedError):
            # If a version cannot be rewritten (not known), a new one with the same content gets the note. The
            # prompt may be gone, which is refused as well, and a new version would create it again.
            self._client.prompt(prompt_id)
            another = {key: value for key, value in manifest.items() if key not in ("version", "version_alias")}
            written = self._apply(prompt_id, another, name, owner)
        if written.prompt_id != prompt_id:
            raise errors.DriftError(
                f"the prompt was deleted meanwhile; the write went to another one, as {written.fqn}"
            )

    def _apply(self, prompt_id: str, manifest: dict[str, object], name: str, owner: Owner) -> PromptVersion:
        def landed() -> PromptVersion | None:
            latest = self._client.prompt(prompt_id).latest_version
            return latest if latest and noted_aliases(latest.manifest).get(name) == owner else None

        return self._client.apply(manifest, landed)
