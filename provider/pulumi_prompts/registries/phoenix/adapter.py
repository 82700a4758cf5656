"""The adapter: which calls an operation needs, in the fewest that the protocol allows."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from pulumi_prompts import errors
from pulumi_prompts.content.options import OptionsBlock
from pulumi_prompts.registries import base
from pulumi_prompts.registries.aliases import Turns
from pulumi_prompts.registries.phoenix.aliases import Aliases
from pulumi_prompts.registries.phoenix.client import PhoenixClient, Prompt, Version
from pulumi_prompts.registries.phoenix.options import PhoenixOptions
from pulumi_prompts.registries.phoenix.prompts import (
    Found,
    labels_of,
    moment_of,
    of_people,
    parts_of,
    patch_of,
    version_of,
)
from pulumi_prompts.registries.phoenix.settings import PhoenixSettings
from pulumi_prompts.registries.phoenix.support import SUPPORT
from pulumi_prompts.registries.phoenix.wire import Note, expand, flatten
from pulumi_prompts.registries.support import Support

if TYPE_CHECKING:
    import httpx


class Phoenix:
    """The adapter for one server. A name alone is an id as well (`Prompt.get`)."""

    support: ClassVar[Support] = SUPPORT
    settings: ClassVar[type[base.Settings]] = PhoenixSettings
    options: ClassVar[type[OptionsBlock] | None] = PhoenixOptions

    def __init__(self, client: PhoenixClient) -> None:
        self._client = client
        self._turns = Turns()
        self._aliases = Aliases(client, lambda prompt_id: self._present(prompt_id).prompt)

    @classmethod
    def connect(
        cls,
        settings: PhoenixSettings,
        environment: base.Environment,
        transport: "httpx.BaseTransport | None" = None,
    ) -> Self:
        """An adapter that makes its first call when one is needed."""
        return cls(PhoenixClient(settings, environment, transport))

    def create(self, desired: base.Desired) -> base.Ref:
        """A list of prompts, because a POST takes a name that is taken as well; the POST; and who was first."""
        with self._turns.of(desired.name):
            if self._named(desired.name):
                raise errors.AlreadyExistsError(f"the server has a prompt {desired.name!r}")
            written = self._create(desired)
            found = self._by_name(desired.name)
            if found.first.id != written.id:
                raise self._lost_race(found, written)
            return found.ref

    def _create(self, desired: base.Desired) -> Version:
        note, now = Note(desired.marker, desired.nonce), self._client.now
        created = note._replace(created=now.isoformat() if now else None)
        prompt = {"name": desired.name, "metadata": {**desired.metadata, **note.written}}
        described = {"description": desired.description} if desired.description else {}

        def landed() -> Version | None:
            versions = self._client.versions(desired.name)
            return next((each for each in versions if each.note.created and each.note[:2] == note[:2]), None)

        return self._client.create({**prompt, **described}, expand(desired.content, created), landed)

    def _lost_race(self, found: Found, written: Version) -> errors.LostRaceError:
        """Somebody made the prompt since the look. What they have is written once more, to be the newest again."""
        versions = [*self._client.versions(found.prompt)]
        theirs = next(each for each in versions if each.id == found.first.id or not each.note.created)
        if versions[0].id == written.id:
            self._client.add_version(found.prompt, theirs.fields, lambda: self._newer_than(found, written))
        return errors.LostRaceError.of(found.name, f"version {written.id}, which this program wrote, stays in it")

    def _newer_than(self, found: Found, version: Version) -> Version | None:
        newest = self._client.newest(found.prompt)
        return None if newest is None or newest.id == version.id else newest

    def find(self, name: str) -> base.Head | None:
        """The list of prompts, and that of its versions."""
        if prompt := self._named(name):
            with suppress(errors.NotFoundError):  # it was deleted meanwhile
                return self._listed(prompt)
        return None

    def list_prompts(self, prefix: str = "") -> Iterator[base.Listed]:
        """A hundred a page, without versions."""
        for each in self._client.prompts():
            if each.name.startswith(prefix):
                yield base.Listed(each.name, partial(self._listed, each))

    def _listed(self, prompt: Prompt) -> base.Head:
        """The list of its versions, of which there is always one."""
        versions = [*self._client.versions(prompt.id)]
        if not versions:
            raise self._gone(prompt.name)
        return self._head(Found(prompt.name, prompt.id, versions[-1]), prompt, versions[0])

    def read(self, prompt_id: str) -> base.Head:
        """Its first version, the prompt, and its newest version."""
        found = self._present(prompt_id)
        return self._head(found, self._prompt(found), self._newest(found))

    def update(self, head: base.Head, desired: base.Desired, change: base.Change) -> base.Ref:
        """Whether it is still there, one call for what differs beside the content, and then one for that."""
        found = self._present(head.id)
        if patch := patch_of(head.source, desired, change):
            self._client.patch(found.prompt, patch)
        if "content" in change.fields and head.digest != desired.digest:
            self._add_version(found, desired)
        return head.ref

    def _add_version(self, found: Found, desired: base.Desired) -> None:
        """Make the content, which the head does not have, the head."""

        def landed() -> Version | None:
            newest = self._client.newest(found.prompt)
            return newest if newest and flatten(newest.fields).digest == desired.digest else None

        self._client.add_version(found.prompt, expand(desired.content, Note(desired.marker)), landed)

    def delete(self, prompt_id: str, seen: base.Labels) -> None:
        """Three calls: the delete itself knows no condition."""
        found = self._present(prompt_id)
        labels_of(self._prompt(found)).require_owner(seen)
        self._client.delete(found.prompt)

    def versions(self, prompt_id: str) -> Sequence[base.Version]:
        """Its first version, and then a call for each hundred, with their digests."""
        found = self._present(prompt_id)
        return [version_of(found, each) for each in self._client.versions(found.prompt)][::-1]

    def read_whole(self, prompt_id: str) -> base.Whole:
        """The list of versions, with the newest and the first one; the prompt; and the tags of each version."""
        name, prompt, first_id = parts_of(prompt_id) or self._by_name(prompt_id).parts
        versions = [*self._client.versions(prompt)]
        if not versions or versions[-1].id != first_id:
            raise self._gone(name)
        found = Found(name, prompt, versions[-1])
        head = self._head(found, self._prompt(found), versions[0])
        aliases = self._aliases.on(each.id for each in versions)
        return base.Whole(head, [version_of(found, each) for each in versions][::-1], aliases)

    def read_version(self, prompt_id: str, version: str) -> base.Version:
        """Its first version, and this one."""
        found = self._present(prompt_id)
        read = self._client.version(found.prompt, version)
        if read is None:
            raise errors.NotFoundError(f"the prompt {found.name!r} has no version {version}")
        return version_of(found, read)

    def publish(self, prompt_id: str, publication: base.Publication) -> base.Version:
        """Whoever wrote the head has made its version: it is that one, or the head is another."""
        found = self._present(prompt_id)
        newest = version_of(found, self._newest(found))
        if newest.digest != publication.digest:
            raise errors.DriftError("the newest version of the prompt is not the one that this program wrote")
        return newest

    def aliases(self, prompt_id: str) -> Sequence[base.Alias]:
        """The versions, and a call for each of them."""
        return self._aliases.all(prompt_id)

    def set_alias(self, prompt_id: str, alias: base.Alias, seen: base.Alias | None) -> None:
        """The version that has the tag, and what that says; the one that is to have it; and the tag."""
        self._aliases.set(prompt_id, alias, seen)

    def remove_alias(self, prompt_id: str, seen: base.Alias) -> None:
        """The version that has the tag, what that says, and the end of it."""
        self._aliases.remove(prompt_id, seen)

    def _named(self, name: str) -> Prompt | None:
        return next((each for each in self._client.prompts() if each.name == name), None)

    def _by_name(self, name: str) -> Found:
        prompt = self._named(name)
        versions = [*self._client.versions(prompt.id)] if prompt else []
        if prompt is None or not versions:
            raise errors.NotFoundError(f"the server has no prompt {name!r}")
        return Found(prompt.name, prompt.id, versions[-1])

    def _present(self, prompt_id: str) -> Found:
        """The prompt with that id. Raises NotFoundError where its first version is no more: so is the prompt."""
        parts = parts_of(prompt_id)
        if parts is None:
            return self._by_name(prompt_id)
        name, prompt, first_id = parts
        first = self._client.version(prompt, first_id)
        if first is None:
            raise self._gone(name)
        return Found(name, prompt, first)

    def _gone(self, name: str) -> errors.NotFoundError:
        if self._named(name):
            return errors.NotFoundError(f"it was deleted; {name!r} is another prompt of that name, made later")
        return errors.NotFoundError(f"the server has no prompt {name!r}")

    def _prompt(self, found: Found) -> Prompt:
        prompt = self._client.prompt(found.prompt)
        if prompt is None:
            raise self._gone(found.name)
        return prompt

    def _newest(self, found: Found) -> Version:
        newest = self._client.newest(found.prompt)
        if newest is None:
            raise self._gone(found.name)
        return newest

    def _head(self, found: Found, prompt: Prompt, newest: Version) -> base.Head:
        flat = flatten(newest.fields)
        return base.Head(
            id=found.ref.id,
            uri=found.ref.uri,
            name=prompt.name,
            digest=flat.digest,
            content=flat.content,
            obstacle=flat.obstacle,
            description=prompt.description or None,
            metadata=of_people(prompt),
            labels=labels_of(prompt),
            age=self._client.age_of(moment_of(found.first.note.created)),
            version=newest.id,
            source=prompt,
        )
