"""Between our content and a Langfuse version: expand (model to API) and flatten (API to model), and nothing else.

A version has a text or a chat, and a config, which is any JSON: Langfuse and its SDK hand it to the application as it
is. So model, parameters, tools and response format stand there as OpenAI's chat completions take them, which is what
an application passes on (`**prompt.config`). Of all that, Langfuse's playground reads and saves the tools alone, in a
form of its own: web/src/features/playground/page/promptConfig.ts in Langfuse's repository. `tool_form` chooses it.
"""

from collections.abc import Mapping, Sequence
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
        "tools": _written_tools(tree.get("tools", ()), options) or None,
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


def _written_tools(tools: Sequence[Fields], options: LangfuseOptions) -> Sequence[Fields]:
    return tools if options.tool_form else written_tools(tools)


def flatten(version: Version) -> Flat:
    """A version in our terms; never raises."""
    return flattened(lambda: _inputs(version), LangfuseOptions)


def _inputs(version: Version) -> Fields:
    config = version.config
    if not isinstance(config, Mapping):
        raise Obstacle("its config is no object")
    text, placeholders = _flat_text(version)
    extra = {name: value for name, value in config.items() if name not in PROPERTIES}
    tools = config.get("tools")
    is_of_playground = _is_of_playground(tools)
    return {
        **text,
        **{name: config.get(name) for name in _AS_THEY_ARE},
        "parameters": {name: config[name] for name in Parameters.model_fields if config.get(name) is not None},
        "tools": tools if is_of_playground else read_tools(tools),
        "tool_choice": function_in(config.get("tool_choice")) or config.get("tool_choice"),
        "options": {
            "langfuse": {
                "placeholders": placeholders or None,
                "config": extra or None,
                "tool_form": "playground" if is_of_playground else None,
            }
        },
    }


def _is_of_playground(tools: Any) -> bool:
    """Its tools have no type, since all are functions."""
    return (
        isinstance(tools, list)
        and bool(tools)
        and all(isinstance(tool, Mapping) and "name" in tool and "type" not in tool for tool in tools)
    )


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
