"""One kind of line break: a text has the same digest, whether it stands in a file on Windows or in a program.

Two kinds of texts keep the line breaks of Windows: what a file says by escapes in quotes, which no editor and no
checkout changes; and what was published before they were made plain, which keeps its digest until it is edited.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

KEEPING: Final = "line_breaks"
"""The input that says of a prompt from a file that its texts keep their line breaks."""

_WINDOWS = "\r\n"
_TEXTS = ("template", "messages")


def keeping(inputs: Mapping[str, Any]) -> dict[str, str]:
    """The input that keeps the line breaks of these texts; nothing where they have none of Windows."""
    texts = (text for name in _TEXTS for text in _texts(inputs.get(name)))
    return {KEEPING: "as written"} if any(_WINDOWS in text for text in texts) else {}


def with_plain_line_breaks(news: Mapping[str, Any], olds: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs with plain line breaks in template and messages, but for texts that stand in the old inputs."""
    if KEEPING in news:
        return dict(news)
    standing = frozenset(text for name in _TEXTS for text in _texts(olds.get(name)))
    changed = dict(news)
    if "template" in news:
        changed["template"] = _changed(news["template"], standing)
    if isinstance(messages := news.get("messages"), list):
        changed["messages"] = [_message(message, standing) for message in messages]
    return changed


def _texts(value: Any) -> Iterator[str]:
    """All texts in a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        yield from (text for item in (value.values() if isinstance(value, Mapping) else value) for text in _texts(item))


def _message(message: Any, standing: frozenset[str]) -> Any:
    if not isinstance(message, Mapping) or "content" not in message:
        return message
    return {**message, "content": _changed(message["content"], standing)}


def _changed(content: Any, standing: frozenset[str]) -> Any:
    if isinstance(content, list):
        return [_changed(text, standing) for text in content]
    return content.replace(_WINDOWS, "\n") if isinstance(content, str) and content not in standing else content
