"""The adapter. Each operation reads the prompt's file, and writes it if nobody has written it since."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from folder_prompts.client import FolderClient, Stored
from folder_prompts.options import FolderOptions
from folder_prompts.settings import FolderSettings
from folder_prompts.support import SUPPORT
from folder_prompts.wire import FileAlias, FilePrompt, FileVersion, beside, flatten, version_of, written
from pulumi_prompts import errors
from pulumi_prompts.content.options import OptionsBlock
from pulumi_prompts.registries import base
from pulumi_prompts.registries.aliases import require_seen, require_version
from pulumi_prompts.registries.support import Support

if TYPE_CHECKING:
    import httpx


class Folder:
    """The adapter for one folder. It has the aliases of `KeepsAliases`, and none of the other optional protocols."""

    support: ClassVar[Support] = SUPPORT
    settings: ClassVar[type[base.Settings]] = FolderSettings
    options: ClassVar[type[OptionsBlock] | None] = FolderOptions

    def __init__(self, client: FolderClient, url: str) -> None:
        self._client = client
        self._url = url

    @classmethod
    def connect(
        cls,
        settings: FolderSettings,
        environment: base.Environment,
        transport: "httpx.BaseTransport | None" = None,
    ) -> Self:
        """An adapter that makes its first call when one is needed."""
        return cls(FolderClient(settings, environment, transport), settings.url)

    def create(self, desired: base.Desired) -> base.Ref:
        """One call."""
        return self._head(desired.name, self._client.put(desired.name, written(None, desired), None)).ref

    def find(self, name: str) -> base.Head | None:
        """One call."""
        try:
            return self._head(name, self._client.get(name))
        except errors.NotFoundError:
            return None

    def read(self, prompt_id: str) -> base.Head:
        """One call."""
        return self._head(_name(prompt_id), self._stored(prompt_id))

    def update(self, head: base.Head, desired: base.Desired, change: base.Change) -> base.Ref:
        """Two calls."""

        def updated(prompt: FilePrompt) -> FilePrompt:
            prompt.found.require_owner(head.labels or base.Labels())
            return written(prompt, desired, change.tags_to_remove)

        self._write(head.id, updated)
        return head.ref

    def delete(self, prompt_id: str, seen: base.Labels) -> None:
        """Two calls, the second with the revision that was compared."""
        while True:
            stored = self._stored(prompt_id)
            stored.prompt.found.require_owner(seen)
            try:
                return self._client.delete(_name(prompt_id), stored.revision)
            except errors.AlreadyExistsError:
                continue

    def versions(self, prompt_id: str) -> Sequence[base.Version]:
        """One call."""
        uri = self._uri(_name(prompt_id))
        return [version_of(uri, version) for version in self._stored(prompt_id).prompt.versions]

    def read_version(self, prompt_id: str, version: str) -> base.Version:
        """One call."""
        found = {each.version: each for each in self.versions(prompt_id)}
        require_version(prompt_id, version, {*found})
        return found[version]

    def publish(self, prompt_id: str, publication: base.Publication) -> base.Version:
        """Two calls."""

        def with_version(prompt: FilePrompt) -> FilePrompt:
            if flatten(prompt.content).digest != publication.digest:
                raise errors.DriftError("the prompt's content in the registry is not the one that this program wrote")
            new = FileVersion(
                number=len(prompt.versions) + 1,
                content=prompt.content,
                about=publication.description,
                by=publication.marker,
                of_prompt=publication.of_prompt,
            )
            return prompt.model_copy(update={"versions": (*prompt.versions, new)})

        published = self._write(prompt_id, with_version).prompt.versions[-1]
        return version_of(self._uri(_name(prompt_id)), published)

    def aliases(self, prompt_id: str) -> Sequence[base.Alias]:
        """One call."""
        return [*self._stored(prompt_id).prompt.aliases.values()]

    def set_alias(self, prompt_id: str, alias: base.Alias, seen: base.Alias | None) -> None:
        """Two calls."""

        def pointed(prompt: FilePrompt) -> FilePrompt:
            found = prompt.aliases.get(alias.name)
            if found == alias:
                return prompt
            require_seen(alias.name, found, seen)
            require_version(prompt_id, alias.version, {str(each.number) for each in prompt.versions})
            placed = FileAlias(marker=alias.marker, nonce=alias.nonce, version=int(alias.version))
            return prompt.model_copy(update={"names": {**prompt.names, alias.name: placed}})

        self._write(prompt_id, pointed)

    def remove_alias(self, prompt_id: str, seen: base.Alias) -> None:
        """Two calls."""

        def unpointed(prompt: FilePrompt) -> FilePrompt:
            if (found := prompt.aliases.get(seen.name)) is None:
                return prompt
            require_seen(seen.name, found, seen)
            names = {name: alias for name, alias in prompt.names.items() if name != seen.name}
            return prompt.model_copy(update={"names": names})

        self._write(prompt_id, unpointed)

    def _write(self, prompt_id: str, change: Callable[[FilePrompt], FilePrompt]) -> Stored:
        """Read, change and write until nobody else wrote in between; what does not change is not written."""
        while True:
            stored = self._stored(prompt_id)
            changed = change(stored.prompt)
            if changed == stored.prompt:
                return stored
            try:
                return self._client.put(_name(prompt_id), changed, stored.revision)
            except errors.AlreadyExistsError:
                continue

    def _stored(self, prompt_id: str) -> Stored:
        """The prompt of that id, and not a later one of its name."""
        stored = self._client.get(_name(prompt_id))
        if prompt_id != _id(_name(prompt_id), stored):
            raise errors.NotFoundError("it was deleted; there is another prompt of that name, made later")
        return stored

    def _uri(self, name: str) -> str:
        return f"folder:{self._url.partition('://')[2]}/{name}"

    def _head(self, name: str, stored: Stored) -> base.Head:
        prompt, flat = stored.prompt, flatten(stored.prompt.content)
        return base.Head(
            id=_id(name, stored),
            uri=self._uri(name),
            name=name,
            digest=flat.digest,
            content=flat.content,
            obstacle=flat.obstacle,
            description=prompt.about,
            options=beside(prompt),
            labels=prompt.found,
            age=self._client.age_of(stored),
        )


def _id(name: str, stored: Stored) -> str:
    """The name, which calls need, and the number that no later prompt of that name has."""
    return f"{name}:{stored.id}"


def _name(prompt_id: str) -> str:
    """No name has a colon."""
    return prompt_id.partition(":")[0]
