"""What differs between two trees of properties, as JSON tells values apart."""

from collections.abc import Iterable, Mapping
from typing import Any

from pulumi_prompts.content.base import contains_unknown, same_json

_NO_MORE_THAN_ABSENT = frozenset({"description", "version_name"})
"""What some registries and emulators answer with an empty text where it was never said."""


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
