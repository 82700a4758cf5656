"""The adapter: which calls an operation needs, in the fewest that the protocol allows."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pulumi_prompts import errors
from pulumi_prompts.content.options import Options, OptionsBlock
from pulumi_prompts.registries import base
from pulumi_prompts.registries.langfuse.aliases import Aliases
from pulumi_prompts.registries.langfuse.answers import ID_TAG, Prompt, Version
from pulumi_prompts.registries.langfuse.client import LangfuseClient
from pulumi_prompts.registries.langfuse.options import LangfuseOptions
from pulumi_prompts.registries.langfuse.prompts import Prompts
from pulumi_prompts.registries.langfuse.settings import LangfuseSettings
from pulumi_prompts.registries.langfuse.support import SUPPORT
from pulumi_prompts.registries.langfuse.wire import expand, flatten
from pulumi_prompts.registries.shared.notes import (
    MARKER_TAG,
    NONCE_TAG,
    RESERVED,
    VersionNote,
    parsed_note,
    parsed_tags,
    tags_of_people,
    written_tags,
)
from pulumi_prompts.registries.support import Support

if TYPE_CHECKING:
    import httpx

_SCHEME = "langfuse:"
_DESCRIPTION_TAG = f"{RESERVED}description"


class Langfuse:
    """The adapter for one project, which is that of the keys."""

    support: ClassVar[Support] = SUPPORT
    settings: ClassVar[type[base.Settings]] = LangfuseSettings
    options: ClassVar[type[OptionsBlock] | None] = LangfuseOptions

    def __init__(self, client: LangfuseClient, environment: base.Environment) -> None:
        self._client = client
        self._prompts = Prompts(client)
        self._aliases = Aliases(client, self._prompts, environment)

    @classmethod
    def connect(
        cls,
        settings: LangfuseSettings,
        environment: base.Environment,
        transport: "httpx.BaseTransport | None" = None,
    ) -> Self:
        """An adapter that makes its first call when one is needed."""
        return cls(LangfuseClient(settings, environment, transport), environment)

    def create(self, desired: base.Desired) -> base.Ref:
        """Two calls: a look, because a POST takes a name that is taken as well, and the POST.

        It has no tags: those of one that comes second would be those of the prompt. They are written afterwards.
        """
        made = self._prompts.make(_fields(desired, desired.nonce))
        prompt = Prompt(made, made, made.tail)
        ref = base.Ref(prompt.id, _uri(made))
        if desired.tags or desired.description:
            with base.having_made(ref):
                self._prompts.tag(prompt, written_tags((), _own_tags(prompt, desired), frozenset()))
        return ref

    def find(self, name: str) -> base.Head | None:
        """Two calls, as a read."""
        try:
            return self.read(name)
        except errors.NotFoundError:
            return None

    def list_prompts(self, prefix: str = "") -> Iterator[base.Listed]:
        """A hundred a page, of which the list tells the names."""
        for each in self._client.prompts():
            if each.name.startswith(prefix):
                yield base.Listed(each.name, partial(self.read, each.name))

    def read(self, prompt_id: str) -> base.Head:
        """Two calls: the newest version, and the first, which tells whether it is still the same prompt."""
        return self._head(self._prompts.read(prompt_id))

    def update(self, head: base.Head, desired: base.Desired, change: base.Change) -> base.Ref:
        """A POST where the content or its commit message is another, with the tags where these are. Else the tags."""
        prompt: Prompt = head.source
        self._prompts.tidy(prompt)
        before = prompt.newest.tags
        tags = written_tags(before, _own_tags(prompt, desired, change), change.tags_to_remove)
        with_tags = {"tags": tags} if {*tags} != {*before} else {}
        if _is_another(head, desired, change):
            self._prompts.add(prompt, {**_fields(desired), **with_tags})
        elif with_tags and change.fields & {"description", "tags", "marker"}:
            self._prompts.tag(prompt, tags)
        return head.ref

    def delete(self, prompt_id: str, seen: base.Labels) -> None:
        """Three calls, because one by the name alone would delete a later prompt of that name as well."""
        prompt = self._prompts.read(prompt_id)
        _labels(prompt).require_owner(seen)
        self._prompts.remove(prompt)

    def versions(self, prompt_id: str) -> Sequence[base.Version]:
        """A list, and one call for each, with the digests."""
        return [self._version(each) for each in self._prompts.all_versions(prompt_id)]

    def read_whole(self, prompt_id: str) -> base.Whole:
        """The calls of `versions`: each tells its labels, and the newest is the head."""
        prompt, versions = self._prompts.whole(prompt_id)
        return base.Whole(self._head(prompt), [*map(self._version, versions)], self._aliases.on(prompt, versions))

    def read_version(self, prompt_id: str, version: str) -> base.Version:
        """One call."""
        return self._version(self._prompts.version(prompt_id, version))

    def publish(self, prompt_id: str, publication: base.Publication) -> base.Version:
        """Whoever wrote the head has made its version: it is that one, or the head is another."""
        newest = self._version(self._prompts.read(prompt_id).newest)
        if newest.digest != publication.digest:
            raise errors.DriftError("the newest version of the prompt is not the one that this program wrote")
        return newest

    def delete_version(self, prompt_id: str, version: str) -> None:
        """Two calls, because a later version may have got its number."""
        self._prompts.remove_version(self._prompts.version(prompt_id, version))

    def aliases(self, prompt_id: str) -> Sequence[base.Alias]:
        """The prompt, a list, and one call for each label."""
        return self._aliases.all(prompt_id)

    def set_alias(self, prompt_id: str, alias: base.Alias, seen: base.Alias | None) -> None:
        """The prompt, the label and the version; the tags where the owner is to be noted; and a PATCH."""
        self._aliases.set(prompt_id, alias, seen)

    def remove_alias(self, prompt_id: str, seen: base.Alias) -> None:
        """The prompt, the label, and the tags without our note."""
        self._aliases.remove(prompt_id, seen)

    def confirm_target(self, uri: str) -> None:
        """Compare the projects: a prompt of another one is as absent as one that was deleted."""
        project = uri.removeprefix(_SCHEME).partition("/")[0]
        if project != self._client.project:
            said = f"it is in the project {project}, and the API keys belong to the project {self._client.project}"
            raise errors.CredentialsError(said, "use the keys of its project; nothing was changed")

    def _head(self, prompt: Prompt) -> base.Head:
        newest, flat = prompt.newest, flatten(prompt.newest)
        return base.Head(
            id=prompt.id,
            uri=_uri(newest),
            name=newest.name,
            digest=flat.digest,
            content=flat.content,
            obstacle=flat.obstacle,
            description=parsed_tags(newest.tags).get(_DESCRIPTION_TAG),
            options=Options(LangfuseOptions(commit_message=parsed_note(newest.commit_message).text)),
            labels=_labels(prompt),
            age=self._client.age_of(prompt.first.created_at) if prompt.first else None,
            version=newest.called,
            source=prompt,
        )

    def _version(self, version: Version) -> base.Version:
        """It has its number as a name, so that a program can say that alone."""
        note, flat = parsed_note(version.commit_message), flatten(version)
        return base.Version(
            version=version.called,
            uri=f"{_uri(version)}/{version.called}",
            digest=flat.digest,
            content=flat.content,
            published_at=version.created_at,
            description=note.text,
            version_name=str(version.version),
            labels=base.Labels(marker=note.marker, of_prompt=note.marker),
        )


def _fields(desired: base.Desired, nonce: str | None = None) -> dict[str, Any]:
    """All of a version but the tags. A commit message that is not declared is that of the version that has it."""
    text = None if "commit_message" in desired.carried else _commit_message(desired)
    note = VersionNote(text, desired.marker, nonce).written
    return {"name": desired.name, **expand(desired.content), "commitMessage": note}


def _commit_message(desired: base.Desired) -> str | None:
    return desired.options.of(LangfuseOptions).commit_message


def _is_another(head: base.Head, desired: base.Desired, change: base.Change) -> bool:
    """Whether it takes another version to say what is declared."""
    if "content" in change.fields and head.digest != desired.digest:
        return True
    return "options" in change.fields and _commit_message(desired) != head.options.of(LangfuseOptions).commit_message


def _own_tags(prompt: Prompt, desired: base.Desired, change: base.Change | None = None) -> Mapping[str, str]:
    """Those of people, and all that has no other place."""
    tags = desired.tags if change is None or "tags" in change.fields else {}
    note = {ID_TAG: prompt.tail, MARKER_TAG: desired.marker, NONCE_TAG: desired.nonce}
    ours = {**note, _DESCRIPTION_TAG: desired.description}
    return {**tags, **{key: value for key, value in ours.items() if value is not None}}


def _labels(prompt: Prompt) -> base.Labels:
    """The note is in the tags; until there are some, in the commit message of the version that the creation made."""
    tags = parsed_tags(prompt.newest.tags)
    marker, nonce = tags.get(MARKER_TAG), tags.get(NONCE_TAG)
    if marker is None and prompt.first:
        note = parsed_note(prompt.first.commit_message)
        marker, nonce = note.marker, note.nonce
    return base.Labels(tags_of_people(tags), marker, nonce)


def _uri(version: Version) -> str:
    return f"{_SCHEME}{version.project_id}/{version.name}"
