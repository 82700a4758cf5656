"""From what Pulumi hands to a hook to plain values, and back."""

from collections.abc import Iterable, Mapping
from typing import Any

import pulumi
from pulumi.runtime.rpc import unwrap_rpc_secret

from pulumi_prompts.content.base import UNKNOWN, contains_unknown, same_json

Props = Mapping[str, Any]

PROVIDER_KEY = "__provider"

_NO_MORE_THAN_ABSENT = frozenset({"description", "version_name"})
"""What some registries and emulators answer with an empty text where it was never said."""


def plain(props: Mapping[str, Any]) -> dict[str, Any]:
    """The properties without those of the engine, with our mark in place of what is not known yet."""
    return {name: _plain(value) for name, value in props.items() if name != PROVIDER_KEY and value is not None}


def _plain(value: Any) -> Any:
    value = unwrap_rpc_secret(value)
    if isinstance(value, pulumi.output.Unknown):
        return UNKNOWN
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def without_nothing(values: Mapping[str, Any]) -> dict[str, Any]:
    """The entries that say something: no None, no empty collection."""
    return {name: value for name, value in values.items() if value is not None and value not in ([], {}, ())}


def differing(olds: Mapping[str, Any], news: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Which of `names` differ; what is not known yet differs, and a description that is empty is none."""
    olds, news = _said(olds), _said(news)
    return [n for n in names if contains_unknown(news.get(n)) or not same_json(olds.get(n), news.get(n))]


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    said = without_nothing(values)
    return {name: value for name, value in said.items() if value != "" or name not in _NO_MORE_THAN_ABSENT}
