"""Between our content and a Langfuse version: expand (model to API) and flatten (API to model), and nothing else.

A version has a text or a chat, and a config, which is any JSON: Langfuse and its SDK hand it to the application as it
is. So model, parameters, tools and response format stand there as OpenAI's chat completions take them, which is what
an application passes on (`**prompt.config`).
"""

from collections.abc import Mapping
from typing import Any

from pulumi_prompts.content.chat_form import (
    Fields,
    Obstacle,
    function_in,
    read_messages,
    read_tools,
    written_choice,
    written_messages,
    written_tools,
)
from pulumi_prompts.content.digest import canonical
from pulumi_prompts.content.model import Content, Parameters
from pulumi_prompts.registries.langfuse.answers import Version
from pulumi_prompts.registries.langfuse.options import LangfuseOptions
from pulumi_prompts.registries.shared.flattening import Flat, flattened

_AS_THEY_ARE = ("model", "provider", "response_format")
PROPERTIES = frozenset({*_AS_THEY_ARE, "tools", "tool_choice", *Parameters.model_fields})
"""Entries of the config that stand for properties of ours."""


def expand(content: Content) -> Fields:
    """What a version says to a model."""
    tree, options = canonical(content), content.options.of(LangfuseOptions)
    config = {
        **{name: tree.get(name) for name in _AS_THEY_ARE},
        **tree.get("parameters", {}),
        "tools": written_tools(tree.get("tools", ())) or None,
        "tool_choice": written_choice(tree.get("tool_choice")),
        **(options.config or {}),
    }
    is_text = content.template is not None
    return {
        "type": "text" if is_text else "chat",
        "prompt": content.template if is_text else _chat(tree, options),
        "config": {name: value for name, value in config.items() if value is not None},
    }


def _chat(tree: Fields, options: LangfuseOptions) -> list[Fields]:
    messages = written_messages(tree.get("messages", ()))
    for index, each in enumerate(options.placeholders or ()):
        messages.insert(each.position + index, {"type": "placeholder", "name": each.name})
    return messages


def flatten(version: Version) -> Flat:
    """A version in our terms; never raises."""
    return flattened(lambda: _inputs(version), LangfuseOptions)


def _inputs(version: Version) -> Fields:
    config = version.config
    if not isinstance(config, Mapping):
        raise Obstacle("its config is no object")
    text, placeholders = _flat_text(version)
    extra = {name: value for name, value in config.items() if name not in PROPERTIES}
    return {
        **text,
        **{name: config.get(name) for name in _AS_THEY_ARE},
        "parameters": {name: config[name] for name in Parameters.model_fields if config.get(name) is not None},
        "tools": read_tools(config.get("tools")),
        "tool_choice": function_in(config.get("tool_choice")) or config.get("tool_choice"),
        "options": {"langfuse": {"placeholders": placeholders or None, "config": extra or None}},
    }


def _flat_text(version: Version) -> tuple[Fields, list[Fields]]:
    """The text or the messages, and the placeholders between these."""
    match version.type, version.prompt:
        case "text", str(text):
            return {"template": text}, []
        case "chat", [*entries]:
            messages = [_message(each) for each in entries if not _is_placeholder(each)]
            if not messages:
                raise Obstacle("it has no messages")
            return {"messages": read_messages(messages)}, _placeholders(entries)
    raise Obstacle("it is neither a text nor a chat")


def _is_placeholder(entry: Any) -> bool:
    return isinstance(entry, Mapping) and entry.get("type") == "placeholder"


def _placeholders(entries: list[Any]) -> list[Fields]:
    at = [index for index, each in enumerate(entries) if _is_placeholder(each)]
    return [{"name": entries[index]["name"], "position": index - before} for before, index in enumerate(at)]


def _message(entry: Any) -> Any:
    """Without the word by which old versions say that it is none."""
    is_marked = isinstance(entry, Mapping) and entry.get("type") in ("chatmessage", "message")
    return {name: value for name, value in entry.items() if name != "type"} if is_marked else entry
