"""What a preview shows of an alias without a call: the version, and the content that it serves."""

from typing import Any

from pulumi_prompts.content.base import UNKNOWN
from pulumi_prompts.lifecycle.answers import Values
from pulumi_prompts.lifecycle.declaration import AliasRecord

NOT_HERE = "(not in this program)"
"""Stands for a content other than the one that the program declares now."""


_ONLY_TOLD = frozenset({"content_digest", "prompt_uri", "with_digest"})
"""What a program hands over for one run; it is never in the inputs of a state."""


def settled(olds: Values, news: Values) -> dict[str, Any]:
    """The state's version or digest, if the new one is not known yet, or changes with each write, but is the same."""
    found = {"version": news["with_digest"]} if "with_digest" in news and "version" not in news else {}
    if not olds or olds.get("prompt_id") != news.get("prompt_id"):
        return found
    version, digest = news.get("version"), news.get("digest")
    if digest is not None and digest == olds.get("digest") and version in (None, UNKNOWN):
        found = {"version": olds["version"]} if "version" in olds else {}
    if digest is UNKNOWN and version == olds.get("version") and olds.get("digest") and "lost" not in olds:
        return {**found, "digest": olds["digest"]}
    return found


def with_content(olds: Values, record: AliasRecord) -> dict[str, Any]:
    """The inputs with the content that is served, if this program has or had it, and without what was handed over.

    If the alias stays, so does its content: an edit of the prompt beside it shows no difference.
    """
    values = record.values
    digest, declared = values.get("digest"), values.get("content_digest")
    is_same = olds.get("digest") == digest if digest is not None else olds.get("version") == values.get("version")
    source: Values = {"content": NOT_HERE}
    if digest is not None and digest is not UNKNOWN and digest == declared:
        source = values
    elif olds and is_same and "lost" not in olds:
        source = olds
    elif UNKNOWN in (digest, declared):
        source = {"content": UNKNOWN}
    inputs = {k: v for k, v in values.items() if k not in _ONLY_TOLD | {"content", "secret"}}
    content = source.get("content")
    secret = {"secret": ["content"]} if "content" in source.get("secret", ()) else {}
    return {**inputs, "content": NOT_HERE if content is None else content, **secret}
