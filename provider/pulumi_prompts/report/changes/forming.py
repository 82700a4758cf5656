"""The content in a preview. Parts of another form are left out: a state may be of another release, or edited."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from pulumi_prompts.content.model import CONTENT
from pulumi_prompts.report.differing.sides import is_hidden


def content_in(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The content among some properties. A property of a wrong form counts as missing."""
    said = ((name, properties[name]) for name in sorted(CONTENT & properties.keys()))
    return {name: value for name, value in said if _FORMS.get(name, _is_anything)(value)}


def _is_anything(_: Any) -> bool:
    return True


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return _is_text(value) or (isinstance(value, list) and all(map(_is_text, value)))


def _are_messages(value: Any) -> bool:
    return is_hidden(value) or (isinstance(value, list) and all(map(_is_message, value)))


def _is_message(value: Any) -> bool:
    if not isinstance(value, Mapping):
        return is_hidden(value)
    return _is_text(value.get("role")) and _are_texts(value.get("content"))


_FORMS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "template": _is_text,
    "messages": _are_messages,
    "variables": _are_texts,
}
