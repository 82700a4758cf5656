"""What a preview shows of an alias: the version, and the content that it serves, without a call."""

from typing import Any

from pulumi_prompts.content.base import UNKNOWN
from pulumi_prompts.lifecycle.answers import Values
from pulumi_prompts.lifecycle.declaration import AliasRecord
from pulumi_prompts.registries.base import ConfirmsTarget

NOT_HERE = "(not in this program)"
"""Stands for a content that is not the one which the program declares now."""


def settled(olds: Values, news: Values) -> dict[str, Any]:
    """What is not known yet, or changes with each write of the prompt, as the state has it where it is the same."""
    if not olds or olds.get("prompt_id") != news.get("prompt_id"):
        return {}
    settled = {"prompt_uri": olds["prompt_uri"]} if "prompt_uri" in olds else {}
    version, digest = news.get("version"), news.get("digest")
    if version is UNKNOWN and digest == olds.get("digest") and olds.get("version"):
        settled["version"] = olds["version"]
    if digest is UNKNOWN and version == olds.get("version") and olds.get("digest") and "lost" not in olds:
        settled["digest"] = olds["digest"]
    return settled


def with_content(olds: Values, record: AliasRecord) -> dict[str, Any]:
    """The inputs with the content that is served, where this program has it or had it; what it was told by is left out.

    Where the alias stays, its content does: what the program declares beside it shows no difference.
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
    inputs = {k: v for k, v in values.items() if k not in ("content", "content_digest", "secret")}
    backend = record.target.backend
    if backend is None or not issubclass(backend, ConfirmsTarget):
        inputs.pop("prompt_uri", None)
    content = source.get("content")
    secret = {"secret": ["content"]} if "content" in source.get("secret", ()) else {}
    return {**inputs, "content": NOT_HERE if content is None else content, **secret}
