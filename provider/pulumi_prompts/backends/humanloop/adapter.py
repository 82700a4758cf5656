"""The adapter: which calls an operation needs, in the fewest that the protocol allows."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pulumi_prompts import errors
from pulumi_prompts.backends import base
from pulumi_prompts.backends.humanloop.answers import Record
from pulumi_prompts.backends.humanloop.client import HumanloopClient
from pulumi_prompts.backends.humanloop.history import History
from pulumi_prompts.backends.humanloop.labels import (
    MARKER_TAG,
    parsed_description,
    parsed_tags,
    tags_of_people,
    written_description,
    written_tags,
)
from pulumi_prompts.backends.humanloop.settings import HumanloopSettings
from pulumi_prompts.backends.humanloop.support import SUPPORT
from pulumi_prompts.backends.humanloop.wire import Flat, as_it_stands, expand, flatten
from pulumi_prompts.backends.support import Support
from pulumi_prompts.options import HumanloopOptions, Options

if TYPE_CHECKING:
    import httpx

_NO_VERSION = Flat(None, "", "it has no version")
_SCHEME = "humanloop:"


class Humanloop:
    """The adapter for one organization. A prompt's name is its path, which its address holds as well."""

    support: ClassVar[Support] = SUPPORT
    settings: ClassVar[type[base.Settings]] = HumanloopSettings

    def __init__(self, client: HumanloopClient) -> None:
        self._client = client

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
        """Two calls, because a write to a path that is taken would change what stands there.

        The root is asked for before: refused after the write, it would leave a prompt that nobody knows of.
        """
        _ = self._client.root
        if taken := self._client.file_at(desired.name):
            raise errors.AlreadyExistsError(f"a {taken.type} has the path {desired.name!r}")
        fields = {"path": desired.name, **_new_version(desired), **_beside(desired)}
        written = self._upsert({**fields, "tags": written_tags((), _own_tags(desired), frozenset())})
        return base.Ref(written.id, self._uri(written.path))

    def find(self, name: str) -> base.Head | None:
        """Two calls: what stands at the path, and its versions."""
        found = self._client.file_at(name)
        return self.read(found.id) if found and found.type == "prompt" else None

    def read(self, prompt_id: str) -> base.Head:
        """One call."""
        return self._head(prompt_id, self._client.history(prompt_id))

    def update(self, ref: base.Ref, desired: base.Desired, change: base.Change) -> base.Ref:
        """Read the versions; then move the prompt, or write it whole, where there is something to write."""
        history = self._client.history(ref.id)
        path = history.newest.path if history.newest else desired.name
        if "name" in change.fields and path != desired.name:
            self._client.move(ref.id, desired.name)
            path = desired.name
        if change.fields - {"name"}:
            self._upsert({"id": ref.id, **_rewritten(history, desired, change)})
        return base.Ref(ref.id, self._uri(path))

    def _upsert(self, fields: Mapping[str, Any]) -> Record:
        """A prompt that is written exists, or its absence was told before: what is not found is a tool."""
        try:
            return self._client.upsert(fields)
        except errors.NotFoundError as error:
            if "linked_tools" not in fields:
                raise
            raise errors.RejectedError(error.said, "check `options.humanloop.linked_tools`") from error

    def delete(self, prompt_id: str) -> None:
        """One call, which takes the versions along."""
        self._client.delete(prompt_id)

    def versions(self, prompt_id: str) -> Sequence[base.Version]:
        """One call, with the digests."""
        return [self._version(record) for record in self._client.history(prompt_id).records]

    def read_version(self, prompt_id: str, version: str) -> base.Version:
        """One call."""
        return self._version(self._client.version(prompt_id, version))

    def publish(self, prompt_id: str, publication: base.Publication) -> base.Version:
        """Whoever wrote the head has made its version: it is that one, or the head is another."""
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
        """Two calls: the description carries the marker, which must stay."""
        self._described(self._client.version(prompt_id, version), description, version_name)

    def _described(self, record: Record, description: str | None, version_name: str | None) -> Record:
        _, marker = parsed_description(record.version_description)
        written = written_description(description, marker)
        return self._client.describe_version(record.id, record.version_id, written, version_name)

    def confirm_target(self, uri: str) -> None:
        """Compare the roots: a prompt of another organization is as absent as one that was deleted."""
        root = uri.removeprefix(_SCHEME).partition("/")[0]
        if root != self._client.root:
            said = f"it is in the organization with the root folder {root}, and the API key belongs to another"
            raise errors.CredentialsError(said, "use a key of its organization; nothing was changed")

    def _uri(self, path: str) -> str:
        return f"{_SCHEME}{self._client.root}/{path}"

    def _head(self, prompt_id: str, history: History) -> base.Head:
        head, newest = history.head, history.newest
        if head is None or newest is None:
            return base.Head(prompt_id, self._uri(""), "", _NO_VERSION.digest, obstacle=_NO_VERSION.obstacle)
        flat = flatten(head.kernel)
        return base.Head(
            id=prompt_id,
            uri=self._uri(newest.path),
            name=newest.path,
            digest=flat.digest,
            content=flat.content,
            obstacle=flat.obstacle,
            description=newest.description or None,
            options=Options(humanloop=HumanloopOptions(readme=newest.readme)) if newest.readme else Options(),
            labels=_labels(history, newest),
            created_at=history.records[0].created_at,
            version=head.version_id,
        )

    def _version(self, record: Record) -> base.Version:
        """A version; its address is made of identifiers, so that it stays when the prompt is moved."""
        text, marker = parsed_description(record.version_description)
        return base.Version(
            version=record.version_id,
            uri=self._uri(f"{record.id}/versions/{record.version_id}"),
            digest=flatten(record.kernel).digest,
            description=text,
            version_name=record.version_name,
            labels=base.Labels(tags={}, marker=marker),
            pinned_by=_pinned_by(record),
        )


def _new_version(desired: base.Desired) -> dict[str, Any]:
    return {**expand(desired.content), "version_description": written_description(None, desired.marker)}


def _beside(desired: base.Desired) -> dict[str, Any]:
    """What belongs to the prompt. An empty text removes one that is there; what null does is not known."""
    options = desired.options.humanloop or HumanloopOptions()
    return {"description": desired.description or "", "readme": options.readme or ""}


def _own_tags(desired: base.Desired) -> Mapping[str, str]:
    return {**desired.tags, MARKER_TAG: desired.marker}


def _rewritten(history: History, desired: base.Desired, change: base.Change) -> dict[str, Any]:
    """All fields of a write. The parameters of a version that has the content already are sent as they stand there."""
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
    return base.Labels(tags_of_people(tags), tags.get(MARKER_TAG), _pins(history))


def _pins(history: History) -> Mapping[str, str]:
    return {each.version_id: _pinned_by(each) for each in history.records if each.environments}


def _pinned_by(record: Record) -> str:
    """The environments that it is deployed to."""
    names = " and ".join(repr(environment.name) for environment in record.environments)
    return f"environment {names}" if names else ""
