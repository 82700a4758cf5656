"""How two contents of a prompt differ."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from pulumi_prompts.content.variables import template_variables
from pulumi_prompts.report.differing.lines import text_changes
from pulumi_prompts.report.differing.messages import message_changes, messages_of
from pulumi_prompts.report.differing.sides import entry, is_hidden, plain
from pulumi_prompts.report.differing.structure import tool_changes, value_changes
from pulumi_prompts.report.model import Contents, TextChange, ValueChange, Variables

_APART: Final = frozenset({"template", "messages", "tools", "variables"})

Change = TextChange | ValueChange


def contents_of(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Contents:
    """How the content `before` differs from the one `after`; either is None if there is none.

    Both have the form of a `Prompt`'s inputs in a preview: UNKNOWN or SECRET stands for a hidden value, at any depth.
    Such a value is always listed, because nobody knows whether it changes.
    """
    old, new = _said(before or {}), _said(after or {})
    changes = [*_changes(old, new)]
    texts = tuple(change for change in changes if isinstance(change, TextChange))
    values = tuple(change for change in changes if isinstance(change, ValueChange))
    return Contents(texts, values, _variables(_asked(old), _asked(new), is_new=before is None))


def _said(content: Mapping[str, Any]) -> dict[str, Any]:
    """Its properties. An empty list or object at the top counts as none."""
    return {name: value for name, value in plain(content).items() if value not in ([], {})}


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    yield from text_changes("template", "template", entry(old, "template"), entry(new, "template"))
    yield from message_changes(entry(old, "messages"), entry(new, "messages"))
    for name in sorted((old.keys() | new.keys()) - _APART):
        yield from value_changes(name, entry(old, name), entry(new, name))
    yield from tool_changes("tools", entry(old, "tools"), entry(new, "tools"))


class _Asked(NamedTuple):
    """The known variables of a content, and whether there may be more."""

    names: Sequence[str]
    are_all: bool


def _asked(content: Mapping[str, Any]) -> _Asked:
    """The variables that it lists, or else those in its texts."""
    given = content.get("variables", ())
    names = [given] if isinstance(given, str) else given
    if names and not any(map(is_hidden, names)):
        return _Asked(names, are_all=True)
    texts = [*_texts(content)]
    told = [text for text in texts if not is_hidden(text)]
    return _Asked(template_variables(told), are_all=len(told) == len(texts))


def _texts(content: Mapping[str, Any]) -> Iterator[str]:
    yield content.get("template", "")
    yield from (part for message in messages_of(content.get("messages")) for part in message.parts)
    if is_hidden(content.get("messages")):
        yield content["messages"]


def _variables(old: _Asked, new: _Asked, *, is_new: bool) -> Variables:
    """Only what is certain is listed: a hidden text may have the name, too."""
    added = tuple(name for name in new.names if name not in old.names) if old.are_all else ()
    removed = tuple(name for name in old.names if name not in new.names) if new.are_all else ()
    return Variables(added, removed, () if is_new else added)
