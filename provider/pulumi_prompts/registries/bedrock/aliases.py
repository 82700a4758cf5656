"""Bedrock has no aliases: an alias is a tag on the prompt's ARN, `alias/<name>` with the version as its value.

Two more tags name its owner. One TagResource writes all three, so no crash leaves half an alias.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts.registries.aliases import Owner, Turns, require_seen
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.bedrock.client import BedrockClient
from pulumi_prompts.registries.bedrock.support import (
    ALIAS_MARKER_TAG,
    ALIAS_NONCE_TAG,
    ALIAS_TAG,
    MAX_TAGS,
    TAGS_OF_AN_ALIAS,
)

Tags = Mapping[str, str]

_ROOM = "remove aliases or tags of the prompt that nobody needs"


class Aliases:
    """Tags of Bedrock, as aliases."""

    def __init__(self, client: BedrockClient) -> None:
        self._client = client
        self._turns = Turns()
        self._arns: dict[str, str] = {}

    def all(self, prompt_id: str) -> Sequence[Alias]:
        """Those of a prompt."""
        tags = self._tags(self._arn(prompt_id))
        names = sorted(key.removeprefix(ALIAS_TAG) for key in tags if key.startswith(ALIAS_TAG))
        return [_alias(tags, name) for name in names]

    def set(self, prompt_id: str, alias: Alias, seen: Alias | None) -> None:
        """A tag takes any value, so a call first finds out whether the version exists."""
        with self._turns.of(prompt_id):
            arn = _arn_of(self._client.call("get_prompt", promptIdentifier=prompt_id, promptVersion=alias.version))
            tags = self._tags(arn)
            found = _named(tags, alias.name)
            if found == alias:
                return
            require_seen(alias.name, found, seen)
            self._write(arn, tags, alias)

    def _write(self, arn: str, before: Tags, alias: Alias) -> None:
        """A tag that only the former owner had (a nonce) is removed afterwards."""
        tags = _tags_of(alias)
        if len({**before, **tags}) > MAX_TAGS:
            said = f"the prompt has {len(before)} tags of at most {MAX_TAGS}, and an alias takes {TAGS_OF_AN_ALIAS}"
            raise errors.QuotaError(said, _ROOM)
        self._client.call("tag_resource", resourceArn=arn, tags=tags)
        self._untag(arn, before, frozenset(_keys(alias.name)) - tags.keys())

    def remove(self, prompt_id: str, seen: Alias) -> None:
        """In one step."""
        with self._turns.of(prompt_id):
            arn = self._arn(prompt_id)
            tags = self._tags(arn)
            if found := _named(tags, seen.name):
                require_seen(seen.name, found, seen)
            if found or _owner(tags, seen.name) == seen.owner:
                self._untag(arn, tags, frozenset(_keys(seen.name)))

    def _untag(self, arn: str, before: Tags, keys: frozenset[str]) -> None:
        if present := sorted(keys & before.keys()):
            self._client.call("untag_resource", resourceArn=arn, tagKeys=present)

    def hear(self, answer: Mapping[str, Any]) -> None:
        """Remember the ARN of a prompt from any answer; it never changes."""
        self._arns[answer["id"]] = _arn_of(answer)

    def _arn(self, prompt_id: str) -> str:
        if prompt_id not in self._arns:
            answer = self._client.call("get_prompt", promptIdentifier=prompt_id)
            self._arns[prompt_id] = _arn_of(answer)
        return self._arns[prompt_id]

    def _tags(self, arn: str) -> Tags:
        tags: Tags = self._client.call("list_tags_for_resource", resourceArn=arn).get("tags", {})
        return tags


def _named(tags: Tags, name: str) -> Alias | None:
    return _alias(tags, name) if ALIAS_TAG + name in tags else None


def _alias(tags: Tags, name: str) -> Alias:
    """The value is returned as a person wrote it."""
    return Alias(name, tags[ALIAS_TAG + name], *_owner(tags, name))


def _owner(tags: Tags, name: str) -> Owner:
    return tags.get(ALIAS_MARKER_TAG + name), tags.get(ALIAS_NONCE_TAG + name)


def _tags_of(alias: Alias) -> Tags:
    values = (alias.version, alias.marker, alias.nonce)
    return {key: value for key, value in zip(_keys(alias.name), values, strict=True) if value is not None}


def _keys(name: str) -> tuple[str, str, str]:
    return ALIAS_TAG + name, ALIAS_MARKER_TAG + name, ALIAS_NONCE_TAG + name


def _arn_of(answer: Mapping[str, Any]) -> str:
    """The ARN of the prompt; the ARN in an answer may end in the number of a version."""
    return ":".join(answer["arn"].split(":")[:6])
