"""The adapter: which calls an operation needs, in the fewest that the protocol allows."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pulumi_prompts import errors
from pulumi_prompts.content.options import Options, OptionsBlock
from pulumi_prompts.registries import base
from pulumi_prompts.registries.humanloop.aliases import Aliases
from pulumi_prompts.registries.humanloop.answers import Record
from pulumi_prompts.registries.humanloop.client import HumanloopClient
from pulumi_prompts.registries.humanloop.history import History
from pulumi_prompts.registries.humanloop.options import HumanloopOptions
from pulumi_prompts.registries.humanloop.settings import HumanloopSettings
from pulumi_prompts.registries.humanloop.support import SUPPORT
from pulumi_prompts.registries.humanloop.wire import as_it_stands, expand, flatten
from pulumi_prompts.registries.shared.notes import (
    MARKER_TAG,
    NONCE_TAG,
    VersionNote,
    parsed_note,
    parsed_tags,
    tags_of_people,
    written_tags,
)
from pulumi_prompts.registries.shared.races import lost_race
from pulumi_prompts.registries.support import Support

if TYPE_CHECKING:
    import httpx

_SCHEME = "humanloop:"


class Humanloop:
    """The adapter for one organization. A prompt's name is its path, which is also in its address."""

    support: ClassVar[Support] = SUPPORT
    settings: ClassVar[type[base.Settings]] = HumanloopSettings
    options: ClassVar[type[OptionsBlock] | None] = HumanloopOptions

    def __init__(self, client: HumanloopClient) -> None:
        self._client = client
        self._aliases = Aliases(client, self._upsert)

    @classmethod
    def connect(
        cls,
        settings: HumanloopSettings,
        environment: base.Environment,
        transport: "httpx.BaseTransport | None" = None,
    ) -> Self:
        """An adapter that makes its first call when one is needed."""
        return cls(HumanloopClient(settings, environment, transport))

    def create(self, desired: base.Desired) -> base.Ref:
        """Three calls: a write to a taken path would change the prompt there, and no write can be conditional.

        The root is read before the write. If it failed after the write, the prompt would be in no state.
        """
        _ = self._client.root
        if taken := self._client.file_at(desired.name):
            raise errors.AlreadyExistsError(f"a {taken.type} has the path {desired.name!r}")
        fields = {"path": desired.name, **_new_version(desired, desired.nonce), **_said(desired)}
        written = self._upsert({**fields, "tags": written_tags((), _own_tags(desired), frozenset())})
        ref = base.Ref(written.id, self._uri(written.path))
        with base.having_made(ref):
            history = self._client.history(written.id)
        self._withdraw_unless_first(written, history, desired)
        return ref

    def _withdraw_unless_first(self, written: Record, history: History, desired: base.Desired) -> None:
        """Take back what was written, if somebody else made the prompt after the check."""
        first = next(iter(history.records), written)
        owner = parsed_note(first.version_description)
        if (owner.marker, owner.nonce) == (desired.marker, desired.nonce):
            return
        note = _note(owner.marker, owner.nonce) if owner.marker else {}
        tags = written_tags(written.tags, note, frozenset(_own_tags(desired)))
        restored = {**as_it_stands(first.kernel), **dict.fromkeys(_said(desired), ""), "tags": tags}
        raise lost_race(desired.name, written.version_id, lambda: self._withdraw(written, first, restored))

    def _withdraw(self, written: Record, first: Record, restored: Mapping[str, Any]) -> None:
        """If two write the same content at the same moment, there is one version, and it belongs to the first."""
        if written.version_id != first.version_id:
            with suppress(errors.NotFoundError):  # with its prompt, or by this call, whose answer was lost
                self._client.delete_version(written.id, written.version_id)
        self._client.upsert({"id": written.id, **restored})

    def find(self, name: str) -> base.Head | None:
        """Two calls: the prompt at the path, and its versions."""
        try:
            found = self._client.file_at(name)
        except errors.AlreadyExistsError:
            return None
        return self.read(found.id) if found and found.type == "prompt" else None

    def list_prompts(self, prefix: str = "") -> Iterator[base.Listed]:
        """A hundred a page; each with the version that is deployed, which may be another than the head."""
        for each in self._client.prompts():
            if each.path.startswith(prefix):
                ref = base.Ref(each.id, self._uri(each.path))
                yield base.Listed(each.path, partial(self.read, ref.id), ref, whole=partial(self.read_whole, ref.id))

    def read(self, prompt_id: str) -> base.Head:
        """One call."""
        return self._head(prompt_id, self._client.history(prompt_id))

    def update(self, head: base.Head, desired: base.Desired, change: base.Change) -> base.Ref:
        """Move the prompt, write it whole, or both, if there is something to write.

        A path that is taken is refused before any write. A prompt without versions cannot be moved.
        """
        history: History = head.source
        path, moves = head.name, "name" in change.fields and head.name != desired.name
        if moves and history.records:
            self._client.move(head.id, desired.name)
        if change.fields - {"name"}:
            path = self._upsert({"id": head.id, **_rewritten(history, desired, change)}).path
        if moves and not history.records:
            self._client.move(head.id, desired.name)
        return base.Ref(head.id, self._uri(desired.name if moves else path))

    def _upsert(self, fields: Mapping[str, Any]) -> Record:
        """If something is not found, it is the prompt (it is read again), or else a tool."""
        try:
            return self._client.upsert(fields)
        except errors.NotFoundError as error:
            if "linked_tools" not in fields:
                raise
            if "id" in fields:
                self._client.history(fields["id"])
            raise errors.RejectedError(error.said, "check `options.humanloop.linked_tools`") from error

    def delete(self, prompt_id: str, seen: base.Labels) -> None:
        """One call, which also deletes the versions. It cannot be conditional."""
        self._client.delete(prompt_id)

    def versions(self, prompt_id: str) -> Sequence[base.Version]:
        """One call, with the digests."""
        return [self._version(record) for record in self._client.history(prompt_id).records]

    def read_whole(self, prompt_id: str) -> base.Whole:
        """One call, which tells all of it."""
        history = self._client.history(prompt_id)
        versions = [*map(self._version, history.records)]
        return base.Whole(self._head(prompt_id, history), versions, self._aliases.on(history))

    def read_version(self, prompt_id: str, version: str) -> base.Version:
        """One call."""
        return self._version(self._client.version(prompt_id, version))

    def publish(self, prompt_id: str, publication: base.Publication) -> base.Version:
        """The write of the head made its version. Return that one; raise if the head is another."""
        head = self._client.history(prompt_id).head
        if head is None or flatten(head.kernel).digest != publication.digest:
            raise errors.DriftError("the prompt's content in the registry is not the one that this program wrote")
        if publication.description is None and publication.version_name is None:
            return self._version(head)
        return self._version(self._described(head, publication.description, publication.version_name))

    def delete_version(self, prompt_id: str, version: str) -> None:
        """One call."""
        self._client.delete_version(prompt_id, version)

    def describe_version(self, prompt_id: str, version: str, description: str | None, version_name: str | None) -> None:
        """Two calls: the description holds the marker, which must stay."""
        self._described(self._client.version(prompt_id, version), description, version_name)

    def _described(self, record: Record, description: str | None, version_name: str | None) -> Record:
        written = parsed_note(record.version_description).saying(description).written
        return self._client.describe_version(record.id, record.version_id, written, version_name)

    def mark_version(self, prompt_id: str, version: base.Version, marker: str, of_prompt: str) -> None:
        """Two calls: the note is in the description. The prompt published it."""
        record = self._client.version(prompt_id, version.version)
        text = parsed_note(record.version_description).text
        written = VersionNote(text, of_prompt).written
        self._client.describe_version(prompt_id, version.version, written, record.version_name)

    def aliases(self, prompt_id: str) -> Sequence[base.Alias]:
        """One call: the environments with deployed versions."""
        return self._aliases.all(prompt_id)

    def set_alias(self, prompt_id: str, alias: base.Alias, seen: base.Alias | None) -> None:
        """A read of the versions, an upsert if the owner's note must be written, and a deployment."""
        self._aliases.set(prompt_id, alias, seen)

    def remove_alias(self, prompt_id: str, seen: base.Alias) -> None:
        """A read of the versions, the end of the deployment, and an upsert without our note."""
        self._aliases.remove(prompt_id, seen)

    def confirm_target(self, uri: str) -> None:
        """Compare the roots: a prompt of another organization looks like a deleted one."""
        root = uri.removeprefix(_SCHEME).partition("/")[0]
        if root != self._client.root:
            said = f"it is in the organization with the root folder {root}, and the API key belongs to another"
            raise errors.CredentialsError(said, "use a key of its organization; nothing was changed")

    def _uri(self, path: str) -> str:
        return f"{_SCHEME}{self._client.root}/{path}"

    def _head(self, prompt_id: str, history: History) -> base.Head:
        head, newest = history.head, history.newest
        if head is None or newest is None:
            return self._head_without_version(prompt_id, history)
        flat = flatten(head.kernel)
        return base.Head(
            id=prompt_id,
            uri=self._uri(newest.path),
            name=newest.path,
            digest=flat.digest,
            content=flat.content,
            obstacle=flat.obstacle,
            description=newest.description or None,
            options=Options(HumanloopOptions(readme=newest.readme or None)),
            labels=_labels(history, newest),
            age=self._age_of(history),
            version=head.version_id,
            source=history,
        )

    def _head_without_version(self, prompt_id: str, history: History) -> base.Head:
        """The service returns the path, the tags and everything else only with a version."""
        obstacle = "it has no version"
        return base.Head(prompt_id, self._uri(""), "", "", obstacle=obstacle, labels=base.Labels(), source=history)

    def _age_of(self, history: History) -> timedelta | None:
        """The age of its first version. If that one is gone, the oldest that is left may be too young."""
        first = next((each for each in history.records if parsed_note(each.version_description).nonce), None)
        return self._client.age_of(first.created_at) if first else None

    def _version(self, record: Record) -> base.Version:
        """A version. Its address has identifiers only, so it stays when the prompt is moved."""
        note, flat = parsed_note(record.version_description), flatten(record.kernel)
        return base.Version(
            version=record.version_id,
            uri=self._uri(f"{record.id}/versions/{record.version_id}"),
            digest=flat.digest,
            content=flat.content,
            published_at=record.created_at,
            description=note.text,
            version_name=record.version_name,
            labels=base.Labels(marker=note.marker, of_prompt=note.marker),
        )


def _new_version(desired: base.Desired, nonce: str | None = None) -> dict[str, Any]:
    note = VersionNote(None, desired.marker, nonce)
    return {**expand(desired.content), "version_description": note.written}


def _beside(desired: base.Desired) -> dict[str, Any]:
    """The fields of the prompt itself. An empty text removes the old one; the effect of null is not known."""
    options = desired.options.of(HumanloopOptions)
    return {"description": desired.description or "", "readme": options.readme or ""}


def _said(desired: base.Desired) -> dict[str, Any]:
    """Those of them that a new prompt needs: it has no old text that an empty one must remove."""
    return {name: text for name, text in _beside(desired).items() if text}


def _own_tags(desired: base.Desired) -> Mapping[str, str]:
    return {**desired.tags, **_note(desired.marker, desired.nonce)}


def _note(marker: str, nonce: str | None) -> Mapping[str, str]:
    return {MARKER_TAG: marker, **({} if nonce is None else {NONCE_TAG: nonce})}


def _rewritten(history: History, desired: base.Desired, change: base.Change) -> dict[str, Any]:
    """All fields of a write. If a version has the content already, its parameters are sent unchanged."""
    if "content" in change.fields:
        version = _with_digest(history, desired.digest)
    elif (version := history.head) is None:
        raise errors.DriftError("the prompt has no version left in the registry")
    ours = {**_own_tags(desired), **history.tag_for(version)}
    before = history.newest.tags if history.newest else ()
    parameters = as_it_stands(version.kernel) if version else _new_version(desired)
    return {**parameters, **_beside(desired), "tags": written_tags(before, ours, change.tags_to_remove)}


def _with_digest(history: History, digest: str) -> Record | None:
    """The newest version with this content."""
    return next((each for each in reversed(history.records) if flatten(each.kernel).digest == digest), None)


def _labels(history: History, newest: Record) -> base.Labels:
    tags = parsed_tags(newest.tags)
    marker, nonce = _owner(history, tags)
    return base.Labels(tags_of_people(tags), marker, nonce)


def _owner(history: History, tags: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The owner by the tags. Tags of a creation that came second do not count; they may not be taken back yet."""
    noted = tags.get(MARKER_TAG), tags.get(NONCE_TAG)
    notes = (parsed_note(each.version_description) for each in history.records)
    creations = [(note.marker, note.nonce) for note in notes if note.nonce]
    return creations[0] if noted in creations[1:] else noted
