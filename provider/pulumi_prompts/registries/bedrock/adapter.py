"""The adapter: which calls an operation needs, in the fewest that the protocol allows."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Self

from pulumi_prompts import errors
from pulumi_prompts.content.options import OptionsBlock
from pulumi_prompts.registries import base
from pulumi_prompts.registries.bedrock.aliases import Aliases
from pulumi_prompts.registries.bedrock.client import BedrockClient
from pulumi_prompts.registries.bedrock.names import Names
from pulumi_prompts.registries.bedrock.options import BedrockOptions
from pulumi_prompts.registries.bedrock.settings import BedrockSettings
from pulumi_prompts.registries.bedrock.support import (
    MARKER_TAG,
    NONCE_TAG,
    PROMPT_TAG,
    RESERVED_TAGS,
    SUPPORT,
)
from pulumi_prompts.registries.bedrock.wire import expand, flatten
from pulumi_prompts.registries.support import Support

_DRAFT = "DRAFT"
_WRITTEN_BY_UPDATE: frozenset[base.Field] = frozenset({"content", "name", "description", "metadata", "options"})


class Bedrock:
    """The adapter for one account and region."""

    support: ClassVar[Support] = SUPPORT
    settings: ClassVar[type[base.Settings]] = BedrockSettings
    options: ClassVar[type[OptionsBlock] | None] = BedrockOptions

    def __init__(self, client: BedrockClient, environment: base.Environment) -> None:
        self._client = client
        self._environment = environment
        self._aliases = Aliases(client)
        self._names = Names(self._list)

    @classmethod
    def connect(cls, settings: BedrockSettings, environment: base.Environment) -> Self:
        """An adapter that makes its client, and checks the account, at its first call."""
        return cls(BedrockClient(settings, environment), environment)

    def create(self, desired: base.Desired) -> base.Ref:
        """CreatePrompt. Each attempt has its own token: a repeat after a lost answer makes no second prompt."""
        tags = {**desired.tags, **_note(desired)}
        answer = self._client.call("create_prompt", **expand(desired), tags=tags, clientToken=_token())
        return base.Ref(answer["id"], answer["arn"])

    def find(self, name: str) -> base.Head | None:
        """ListPrompts until the name is found, unless a list has told it before; then GetPrompt."""
        told = self._names.told(name)
        return self._called(name, told) or self._called(name, self._names.looked_up(name, told))

    def list_prompts(self, prefix: str = "") -> Iterator[base.Listed]:
        """ListPrompts, which has no filter, tells no contents, and has at most ten prompts a page."""
        for each in self._list():
            if each["name"].startswith(prefix):
                ref = base.Ref(each["id"], each["arn"])
                yield base.Listed(each["name"], partial(self.read, ref.id), ref)

    def read(self, prompt_id: str) -> base.Head:
        """GetPrompt."""
        return self._head(self._client.call("get_prompt", promptIdentifier=prompt_id))

    def update(self, head: base.Head, desired: base.Desired, change: base.Change) -> base.Ref:
        """UpdatePrompt, TagResource and UntagResource, each only if it has something to write.

        A take-over writes its note before anything else. A name that is taken is refused before any write.
        """
        is_noted_first = "marker" in change.fields and head.name == desired.name
        if is_noted_first:
            self._tag(head, desired, change)
        if change.fields & _WRITTEN_BY_UPDATE:
            answer = self._client.call("update_prompt", promptIdentifier=head.id, **expand(desired))
            self._tell_of_what_stays(desired, answer)
        if not is_noted_first:
            self._tag(head, desired, change)
        if change.tags_to_remove:
            self._client.call("untag_resource", resourceArn=head.uri, tagKeys=sorted(change.tags_to_remove))
        return head.ref

    def _tag(self, head: base.Head, desired: base.Desired, change: base.Change) -> None:
        if tags := _tags_to_write(desired, change):
            self._client.call("tag_resource", resourceArn=head.uri, tags=tags)

    def _tell_of_what_stays(self, desired: base.Desired, answer: Mapping[str, Any]) -> None:
        """UpdatePrompt replaces everything. It is not documented whether it removes these fields."""
        options = desired.options.of(BedrockOptions)
        kept = [("description", desired.description, answer.get("description"))]
        kept += [("KMS key", options.kms_key_arn, answer.get("customerEncryptionKeyArn"))]
        for what, declared, found in kept:
            if declared is None and found:
                self._environment.warn(f"bedrock keeps the {what} of {desired.name}, which was to be removed")

    def delete(self, prompt_id: str, seen: base.Labels) -> None:
        """DeletePrompt without a version, which also deletes the versions. It cannot be conditional."""
        self._client.call("delete_prompt", promptIdentifier=prompt_id)

    def versions(self, prompt_id: str) -> Sequence[base.Version]:
        """ListPrompts of that prompt, which has no contents."""
        numbered = (each for each in self._list(promptIdentifier=prompt_id) if each["version"] != _DRAFT)
        return [_listed(each) for each in sorted(numbered, key=lambda each: int(each["version"]))]

    def read_version(self, prompt_id: str, version: str) -> base.Version:
        """GetPrompt of that version."""
        return _version(self._client.call("get_prompt", promptIdentifier=prompt_id, promptVersion=version))

    def publish(self, prompt_id: str, publication: base.Publication) -> base.Version:
        """CreatePromptVersion, whose answer has the snapshot; GetPrompt if it does not.

        Each attempt has its own token. A token made from the digest would return a version that was deleted since.
        """
        answer = self._client.call(
            "create_prompt_version",
            promptIdentifier=prompt_id,
            description=publication.description,
            tags={MARKER_TAG: publication.marker, PROMPT_TAG: publication.of_prompt},
            clientToken=_token(),
        )
        version = self._whole(prompt_id, answer)
        if version.digest != publication.digest:
            raise self._another_draft(prompt_id, version.version)
        return version

    def _whole(self, prompt_id: str, answer: Mapping[str, Any]) -> base.Version:
        if answer.get("variants"):
            return _version(answer)
        with base.having_made(base.Ref(answer["version"], _version_uri(answer))):
            return self.read_version(prompt_id, answer["version"])

    def _another_draft(self, prompt_id: str, version: str) -> errors.DriftError:
        """The snapshot is another writer's draft: it must not stay published under our name."""
        said = "the prompt's draft is not the one that this program wrote"
        try:
            self.delete_version(prompt_id, version)
        except errors.NotFoundError:
            pass
        except errors.PromptsError as why:
            said += f", and version {version}, which holds it, stays ({why.said})"
        return errors.DriftError(said)

    def delete_version(self, prompt_id: str, version: str) -> None:
        """DeletePrompt with a version."""
        self._client.call("delete_prompt", promptIdentifier=prompt_id, promptVersion=version)

    def labels(self, uri: str) -> base.Labels:
        """ListTagsForResource."""
        tags: Mapping[str, str] = self._client.call("list_tags_for_resource", resourceArn=uri).get("tags", {})
        own = {key: value for key, value in tags.items() if not key.lower().startswith(RESERVED_TAGS)}
        return base.Labels(own, tags.get(MARKER_TAG), tags.get(NONCE_TAG), tags.get(PROMPT_TAG))

    def mark_version(self, prompt_id: str, version: base.Version, marker: str, of_prompt: str) -> None:
        """TagResource of the version."""
        self._client.call("tag_resource", resourceArn=version.uri, tags={MARKER_TAG: marker, PROMPT_TAG: of_prompt})

    def aliases(self, prompt_id: str) -> Sequence[base.Alias]:
        """ListTagsForResource; for the first call of a prompt, GetPrompt finds the ARN."""
        return self._aliases.all(prompt_id)

    def set_alias(self, prompt_id: str, alias: base.Alias, seen: base.Alias | None) -> None:
        """GetPrompt of the version, ListTagsForResource, and TagResource."""
        self._aliases.set(prompt_id, alias, seen)

    def remove_alias(self, prompt_id: str, seen: base.Alias) -> None:
        """ListTagsForResource and UntagResource."""
        self._aliases.remove(prompt_id, seen)

    def confirm_target(self, uri: str) -> None:
        """GetCallerIdentity: a prompt of another account looks like a deleted one."""
        account = uri.split(":")[4]
        if self._client.account != account:
            said = f"it is in account {account}, and the credentials belong to account {self._client.account}"
            raise errors.CredentialsError(said, "use the credentials of its account; nothing was changed")

    def _head(self, answer: Mapping[str, Any]) -> base.Head:
        flat = flatten(answer)
        self._aliases.hear(answer)
        return base.Head(
            id=answer["id"],
            uri=answer["arn"],
            name=answer["name"],
            digest=flat.digest,
            content=flat.content,
            obstacle=flat.obstacle,
            description=answer.get("description") or None,
            metadata=flat.metadata,
            options=flat.options,
            age=self._client.clock.age_of(answer["createdAt"]),
        )

    def _called(self, name: str, prompt_id: str | None) -> base.Head | None:
        """The prompt, if there is one of this identifier, and that is its name."""
        if prompt_id is None:
            return None
        try:
            head = self.read(prompt_id)
        except errors.NotFoundError:
            return None
        return head if head.name == name else None

    def _list(self, **parameters: str) -> Iterator[dict[str, Any]]:
        token: str | None = None
        while True:
            page = self._client.call("list_prompts", **parameters, nextToken=token)
            for summary in map(_complete, page["promptSummaries"]):
                self._aliases.hear(summary)
                yield summary
            token = page.get("nextToken")
            if token is None:
                return


def _tags_to_write(desired: base.Desired, change: base.Change) -> dict[str, str]:
    tags = dict(desired.tags) if "tags" in change.fields else {}
    return {**tags, **_note(desired)} if "marker" in change.fields else tags


def _note(desired: base.Desired) -> dict[str, str]:
    """Our note of ownership, in one write."""
    nonce = {} if desired.nonce is None else {NONCE_TAG: desired.nonce}
    return {MARKER_TAG: desired.marker, **nonce}


def _token() -> str:
    return str(uuid.uuid4())


def _complete(summary: dict[str, Any]) -> dict[str, Any]:
    if lacking := {"id", "arn", "name", "version"} - summary.keys():
        raise errors.AnswerError(f"an entry of the list lacks {', '.join(sorted(lacking))}")
    return summary


def _listed(summary: Mapping[str, Any]) -> base.Version:
    return base.Version(
        version=summary["version"],
        uri=_version_uri(summary),
        description=summary.get("description") or None,
        published_at=summary.get("createdAt"),
    )


def _version(answer: Mapping[str, Any]) -> base.Version:
    flat = flatten(answer)
    return replace(_listed(answer), digest=flat.digest, content=flat.content)


def _version_uri(answer: Mapping[str, Any]) -> str:
    """The ARN of a version. The ARN in an answer may end in its number or not (inferred: both are accepted)."""
    arn: str = answer["arn"]
    return arn if arn.count(":") > 5 else f"{arn}:{answer['version']}"
