"""The adapter: which calls an operation needs, in the fewest that the protocol allows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Self

from pulumi_prompts import errors
from pulumi_prompts.content.options import OptionsBlock
from pulumi_prompts.registries import base
from pulumi_prompts.registries.mlflow.aliases import Aliases, aliases_of
from pulumi_prompts.registries.mlflow.client import MlflowClient, ModelVersion, RegisteredModel
from pulumi_prompts.registries.mlflow.options import MlflowOptions
from pulumi_prompts.registries.mlflow.settings import MlflowSettings
from pulumi_prompts.registries.mlflow.support import MARKER_TAG, NONCE_TAG, RESERVED_TAGS, SUPPORT
from pulumi_prompts.registries.mlflow.wire import expand, flatten
from pulumi_prompts.registries.shared.flattening import Flat
from pulumi_prompts.registries.support import Support

if TYPE_CHECKING:
    import httpx

_NO_VERSION = Flat(None, "", "it has no version")


class Mlflow:
    """The adapter for one server.

    MLflow identifies a prompt by its name alone, so another name is another prompt. The id also has the time of the
    creation, so that a later prompt of the same name has another id: `triage:1795249157309`. `Prompt.get` also takes a
    name alone.
    """

    support: ClassVar[Support] = SUPPORT
    settings: ClassVar[type[base.Settings]] = MlflowSettings
    options: ClassVar[type[OptionsBlock] | None] = MlflowOptions

    def __init__(self, client: MlflowClient) -> None:
        self._client = client
        self._aliases = Aliases(client, self._prompt)

    @classmethod
    def connect(
        cls,
        settings: MlflowSettings,
        environment: base.Environment,
        transport: "httpx.BaseTransport | None" = None,
    ) -> Self:
        """An adapter that makes its first call when one is needed."""
        return cls(MlflowClient(settings, environment, transport))

    def create(self, desired: base.Desired) -> base.Ref:
        """Two calls: the prompt, then its first version."""
        tags = {**desired.tags, **_note(desired)}
        prompt = self._client.create_prompt(desired.name, desired.description, tags)
        ref = base.Ref(_id(prompt), _uri(prompt.name))
        with base.having_made(ref):
            self._add_version(desired)
        return ref

    def find(self, name: str) -> base.Head | None:
        """One call."""
        try:
            return self.read(name)
        except errors.NotFoundError:
            return None

    def list_prompts(self, prefix: str = "") -> Iterator[base.Listed]:
        """One call a hundred prompts: each comes with its newest version and its aliases."""
        for prompt in self._client.prompts(prefix):
            yield base.Listed.told(self._head(prompt), aliases_of(prompt))

    def read(self, prompt_id: str) -> base.Head:
        """One call, which returns the prompt with its newest version."""
        return self._head(self._prompt(prompt_id))

    def update(self, head: base.Head, desired: base.Desired, change: base.Change) -> base.Ref:
        """One call for each difference, our note first. Content that the head has already makes no version."""
        prompt: RegisteredModel = head.source
        self._write_tags(prompt, desired, change)
        if "description" in change.fields and head.description != desired.description:
            self._client.describe_prompt(prompt.name, desired.description)
        if "content" in change.fields and head.digest != desired.digest:
            self._add_version(desired)
        return head.ref

    def _write_tags(self, prompt: RegisteredModel, desired: base.Desired, change: base.Change) -> None:
        before = prompt.tagged
        for key, value in _tags_to_write(desired, change).items():
            if before.get(key) != value:
                self._client.tag_prompt(prompt.name, key, value)
        for key in sorted(change.tags_to_remove & before.keys()):
            self._client.untag_prompt(prompt.name, key)

    def _add_version(self, desired: base.Desired) -> None:
        """Write content that the head does not have: it becomes the head."""

        def landed() -> ModelVersion | None:
            newest = self._client.prompt(desired.name).newest
            return newest if _flat(newest).digest == desired.digest else None

        self._client.create_version(desired.name, {**expand(desired.content), MARKER_TAG: desired.marker}, landed)

    def delete(self, prompt_id: str, seen: base.Labels) -> None:
        """Two calls: one by the name alone would also delete a later prompt of that name."""
        prompt = self._prompt(prompt_id)
        _labels(prompt).require_owner(seen)
        self._client.delete_prompt(prompt.name)

    def versions(self, prompt_id: str) -> Sequence[base.Version]:
        """One call for the prompt, and one for each thousand versions, with their digests."""
        name = self._prompt(prompt_id).name
        return [_version(name, version) for version in self._client.versions(name)]

    def read_version(self, prompt_id: str, version: str) -> base.Version:
        """Two calls, as for a deletion."""
        name = self._prompt(prompt_id).name
        return _version(name, self._client.version(name, version))

    def publish(self, prompt_id: str, publication: base.Publication) -> base.Version:
        """The write of the head made its version. Return that one; raise if the head is another."""
        prompt = self._prompt(prompt_id)
        newest = prompt.newest
        if newest is None or _flat(newest).digest != publication.digest:
            raise errors.DriftError("the newest version of the prompt is not the one that this program wrote")
        if publication.description is not None:
            self._client.describe_version(prompt.name, newest.version, publication.description)
            return self.read_version(prompt_id, newest.version)
        return _version(prompt.name, newest)

    def delete_version(self, prompt_id: str, version: str) -> None:
        """Two calls, as for a prompt."""
        self._client.delete_version(self._prompt(prompt_id).name, version)

    def describe_version(self, prompt_id: str, version: str, description: str | None, version_name: str | None) -> None:
        """Two calls, as for a deletion; MLflow has no names for versions."""
        self._client.describe_version(self._prompt(prompt_id).name, version, description)

    def mark_version(self, prompt_id: str, version: base.Version, marker: str, of_prompt: str) -> None:
        """Two calls, as for a deletion. The prompt published it."""
        self._client.tag_version(self._prompt(prompt_id).name, version.version, MARKER_TAG, of_prompt)

    def aliases(self, prompt_id: str) -> Sequence[base.Alias]:
        """One call, which returns the prompt with its aliases."""
        return self._aliases.all(prompt_id)

    def set_alias(self, prompt_id: str, alias: base.Alias, seen: base.Alias | None) -> None:
        """A read of the prompt, a write of a tag if the owner must be noted, and a write of the alias."""
        self._aliases.set(prompt_id, alias, seen)

    def remove_alias(self, prompt_id: str, seen: base.Alias) -> None:
        """A read of the prompt, then the removal of the alias and of the tag."""
        self._aliases.remove(prompt_id, seen)

    def _prompt(self, prompt_id: str) -> RegisteredModel:
        prompt = self._client.prompt(_name(prompt_id))
        if prompt_id not in (prompt.name, _id(prompt)):
            raise errors.NotFoundError(f"it was deleted; {prompt.name!r} is another prompt of that name, made later")
        return prompt

    def _head(self, prompt: RegisteredModel) -> base.Head:
        flat = _flat(prompt.newest)
        return base.Head(
            id=_id(prompt),
            uri=_uri(prompt.name),
            name=prompt.name,
            digest=flat.digest,
            content=flat.content,
            obstacle=flat.obstacle,
            description=prompt.description or None,
            labels=_labels(prompt),
            age=self._client.age_of(prompt),
            version=prompt.newest.version if prompt.newest else None,
            source=prompt,
        )


def _tags_to_write(desired: base.Desired, change: base.Change) -> Mapping[str, str]:
    """Our note first: the former owner must see the new owner before anything else changes."""
    note = _note(desired) if "marker" in change.fields else {}
    return {**note, **(desired.tags if "tags" in change.fields else {})}


def _note(desired: base.Desired) -> Mapping[str, str]:
    nonce = {} if desired.nonce is None else {NONCE_TAG: desired.nonce}
    return {**nonce, MARKER_TAG: desired.marker}


def _id(prompt: RegisteredModel) -> str:
    return f"{prompt.name}:{prompt.creation_timestamp}"


def _name(prompt_id: str) -> str:
    """No name has a colon. The name may belong to a later prompt now; `_prompt` finds that out."""
    return prompt_id.partition(":")[0]


def _uri(name: str, version: str | None = None) -> str:
    """What an application passes to `mlflow.genai.load_prompt`."""
    return f"prompts:/{name}@latest" if version is None else f"prompts:/{name}/{version}"


def _flat(version: ModelVersion | None) -> Flat:
    return _NO_VERSION if version is None else flatten(version.tagged)


def _labels(prompt: RegisteredModel) -> base.Labels:
    tags = prompt.tagged
    own = {key: value for key, value in tags.items() if not key.lower().startswith(RESERVED_TAGS)}
    return base.Labels(own, tags.get(MARKER_TAG), tags.get(NONCE_TAG))


def _version(name: str, version: ModelVersion) -> base.Version:
    tags = version.tagged
    flat, made = flatten(tags), version.creation_timestamp
    return base.Version(
        version=version.version,
        uri=_uri(name, version.version),
        digest=flat.digest,
        content=flat.content,
        published_at=None if made is None else datetime.fromtimestamp(made / 1000, UTC),
        description=version.description or None,
        labels=base.Labels(marker=tags.get(MARKER_TAG), of_prompt=tags.get(MARKER_TAG)),
    )
