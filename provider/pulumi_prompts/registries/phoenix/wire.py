"""Between our content and a version of Phoenix: expand (model to API) and flatten (API to model), and nothing else.

Phoenix keeps chats only. A text is one message of the user, and our note in the version says so.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Self

from pulumi_prompts.content.chat_form import (
    Fields,
    Obstacle,
    read_messages,
    read_tools,
    written_messages,
    written_tools,
)
from pulumi_prompts.content.digest import canonical
from pulumi_prompts.content.model import Content
from pulumi_prompts.registries.phoenix.options import PhoenixOptions
from pulumi_prompts.registries.phoenix.parameters import FAMILIES, read_parameters, written_parameters
from pulumi_prompts.registries.shared.flattening import Flat, flattened

NOTE = "pulumi-prompts"
"""Our key among the metadata of a prompt, and of a version."""

_FORMAT = "MUSTACHE"
_CHOICES = {"none": "none", "auto": "zero_or_more", "required": "one_or_more"}
_ROLES = {"ai": "assistant", "model": "assistant"}
"""Other names of roles: those of Phoenix's own pages, and of Google."""


class Note(NamedTuple):
    """What we keep among the metadata of a prompt or a version.

    Attributes:
        marker: Whose the prompt is, or who published the version; None where that is not noted.
        nonce: Of a prompt, and of the version that its creation made: the fencing token.
        created: Of the version that a creation made: when, by the server's clock.
        is_text: Of a version: whether its only message is a text.
    """

    marker: str | None = None
    nonce: str | None = None
    created: str | None = None
    is_text: bool | None = None

    @classmethod
    def of(cls, metadata: Mapping[str, Any]) -> Self:
        """The note in these; it says nothing where there is none."""
        noted = metadata.get(NOTE)
        return cls(*map(noted.get, cls._fields)) if isinstance(noted, Mapping) else cls()

    @property
    def written(self) -> Fields:
        """As an entry of metadata."""
        return {NOTE: _present(self._asdict())}


def expand(content: Content, note: Note) -> Fields:
    """A version as Phoenix takes it."""
    tree = canonical(content)
    family = FAMILIES[tree["provider"]]
    more = content.options.of(PhoenixOptions).invocation_parameters or {}
    parameters = {**more, **written_parameters(family, tree.get("parameters", {}))}
    fields = {
        "metadata": note._replace(is_text="template" in tree or None).written,
        "model_provider": tree["provider"].upper(),
        "model_name": tree["model"],
        "template_type": "CHAT",
        "template_format": _FORMAT,
        "template": {"type": "chat", "messages": _written_messages(tree)},
        "invocation_parameters": {"type": family.key, family.key: parameters},
        "tools": _written_tools(tree) if "tools" in tree else None,
        "response_format": tree.get("response_format"),
    }
    return _present(fields)


def _written_messages(tree: Fields) -> list[Fields]:
    if "template" in tree:
        return [{"role": "user", "content": tree["template"]}]
    return written_messages(tree["messages"])


def _written_tools(tree: Fields) -> Fields:
    choice = {"tool_choice": _written_choice(tree["tool_choice"])} if "tool_choice" in tree else {}
    return {"type": "tools", "tools": written_tools(tree["tools"]), **choice}


def _written_choice(choice: Any) -> Fields:
    if isinstance(choice, Mapping):
        return {"type": "specific_function", "function_name": choice["name"]}
    return {"type": _CHOICES[choice]}


def flatten(version: Mapping[str, Any]) -> Flat:
    """A version in our terms; never raises."""
    return flattened(lambda: _inputs(version), PhoenixOptions)


def _inputs(version: Mapping[str, Any]) -> Fields:
    if (written := version["template_format"]) != _FORMAT:
        raise Obstacle(f"its variables are written as {written}, and not as {_FORMAT}")
    provider, said = version["model_provider"].lower(), version["invocation_parameters"]
    if provider not in FAMILIES:
        raise Obstacle(f"its provider is {provider}, whose parameters are not known")
    parameters, more = read_parameters(FAMILIES[provider], said[said["type"]])
    return {
        **_read_text(version),
        "model": version["model_name"],
        "provider": provider,
        "parameters": parameters,
        **_read_tools(version.get("tools") or {}),
        "response_format": version.get("response_format"),
        "options": {"phoenix": {"invocation_parameters": more or None}},
    }


def _read_text(version: Mapping[str, Any]) -> Fields:
    messages = read_messages(_with_our_roles(version["template"]["messages"]))
    match messages:
        case [{"role": "user", "content": str(text)}] if Note.of(version.get("metadata") or {}).is_text:
            return {"template": text}
    return {"messages": messages}


def _with_our_roles(messages: Iterable[Mapping[str, Any]]) -> list[Fields]:
    return [{**message, "role": _ROLES.get(message["role"], message["role"])} for message in messages]


def _read_tools(tools: Mapping[str, Any]) -> Fields:
    if tools.get("disable_parallel_tool_calls"):
        raise Obstacle("it disables parallel calls of tools")
    return {"tools": read_tools(tools.get("tools")), "tool_choice": _read_choice(tools.get("tool_choice"))}


def _read_choice(choice: Mapping[str, Any] | None) -> Any:
    match choice:
        case None:
            return None
        case {"type": "specific_function", "function_name": name}:
            return {"name": name}
    return {theirs: ours for ours, theirs in _CHOICES.items()}[choice["type"]]


def _present(fields: Mapping[str, Any]) -> Fields:
    return {name: value for name, value in fields.items() if value is not None}
