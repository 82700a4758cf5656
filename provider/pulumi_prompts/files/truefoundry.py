"""TrueFoundry's `chat_prompt` manifest as the inputs of a `Prompt`, read and written: plain values.

Serves files, and the adapter of the registry. What goes to the model as an extra parameter and has a name of its own
here (`seed`, `tool_choice`, ...) is lifted out of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from pulumi_prompts.content.chat_form import (
    Fields,
    Obstacle,
    read_choice,
    read_messages,
    read_tools,
    written_choice,
    written_messages,
    written_tools,
)
from pulumi_prompts.content.properties import Step
from pulumi_prompts.content.variables import template_variables

NOTE: Final = "pulumi_prompts"
"""The key of the metadata under which we keep our own."""

MANIFEST: Final = (
    "type",
    "name",
    "ml_repo",
    "metadata",
    "description",
    "version",
    "version_alias",
    "messages",
    "variables",
    "model_configuration",
    "tools",
    "response_format",
)
"""The members of a manifest that inputs of a `Prompt` say; all others are its `manifest_extra`."""

SAMPLING: Final = ("max_tokens", "temperature", "top_k", "top_p", "stop")


class _Member(NamedTuple):
    """A part of a manifest: in words, and where it stands."""

    words: str
    steps: tuple[Step, ...]


_METADATA = _Member("its metadata", ("metadata",))
_VARIABLES = _Member("its list of variables", ("variables",))
_FUNCTION = _Member("a function of its tools", ("tools",))
_MODEL = _Member("its model configuration", ("model_configuration",))
_PARAMETERS = _Member("its parameters", (*_MODEL.steps, "parameters"))
_EXTRA = _Member("its extra parameters", (*_MODEL.steps, "extra_parameters"))


def inputs_of(manifest: Mapping[str, Any]) -> Fields:
    """The inputs of a `Prompt` that would make this manifest, but for `ml_repo`, which is the backend's to say."""
    if manifest.get("type") != "chat_prompt":
        raise Obstacle("it is no manifest of type 'chat_prompt'")
    messages = manifest.get("messages")
    if not messages:
        raise Obstacle("it has no messages")
    if not isinstance(messages, list):
        raise Obstacle("its messages are no list", "messages")
    model = _object(manifest.get("model_configuration"), _MODEL)
    parameters, tool_choice, extra_parameters = lifted(_object(model.get("extra_parameters"), _EXTRA))
    sampling = _known(_object(model.get("parameters"), _PARAMETERS), SAMPLING, _PARAMETERS)
    options = {
        "version_alias": manifest.get("version_alias"),
        "variable_defaults": _defaults(manifest.get("variables")),
        "extra_parameters": extra_parameters,
        "manifest_extra": {k: v for k, v in manifest.items() if k not in MANIFEST},
    }
    return _present(
        {
            "name": manifest.get("name"),
            "description": manifest.get("description"),
            "metadata": {k: v for k, v in _object(manifest.get("metadata"), _METADATA).items() if k != NOTE},
            "messages": read_messages(_kept_here(index, each) for index, each in enumerate(messages)),
            **_known(model, ("model", "provider"), _MODEL, "parameters", "extra_parameters"),
            "parameters": {**sampling, **parameters},
            "tools": [_tool(function) for function in read_tools(manifest.get("tools"))],
            "tool_choice": tool_choice,
            "response_format": manifest.get("response_format"),
            "options": {"truefoundry": present} if (present := _present(options)) else None,
        }
    )


def manifest_of(inputs: Mapping[str, Any]) -> Fields:
    """The manifest that says these inputs. What it has no member for is left out: `template`, among others."""
    options = inputs.get("options", {}).get("truefoundry", {})
    messages, tools = inputs.get("messages", ()), inputs.get("tools", ())
    known = {
        "type": "chat_prompt",
        **{name: inputs.get(name) for name in ("name", "metadata", "description")},
        "version_alias": options.get("version_alias"),
        "messages": written_messages(messages),
        "variables": _variables(messages, options.get("variable_defaults", {})),
        "model_configuration": _model_configuration(inputs, options.get("extra_parameters", {})),
        "tools": written_tools(tools),
        "response_format": inputs.get("response_format"),
    }
    return {**options.get("manifest_extra", {}), **_present(known)}


def _variables(messages: Iterable[Mapping[str, Any]], defaults: Mapping[str, str]) -> Fields:
    """Every variable of the texts, so that the registry knows it, with its default or none."""
    return {name: defaults.get(name, "") for name in template_variables(_texts(messages))}


def _texts(messages: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for content in (message["content"] for message in messages):
        yield from [content] if isinstance(content, str) else content


def _model_configuration(inputs: Mapping[str, Any], extra: Mapping[str, Any]) -> Fields:
    if "model" not in inputs:
        return {}
    given = inputs.get("parameters", {})
    more = {name: value for name, value in given.items() if name not in SAMPLING}
    choice = _present({"tool_choice": written_choice(inputs.get("tool_choice"))})
    return _present(
        {
            "provider": inputs.get("provider"),
            "model": inputs["model"],
            "parameters": {name: value for name, value in given.items() if name in SAMPLING},
            "extra_parameters": {**extra, **more, **choice},
        }
    )


def lifted(extra: Mapping[str, Any]) -> tuple[Fields, Any, Fields]:
    """Of the extra parameters: those that are parameters of ours, the choice of a tool, and the rest."""
    parameters = {name: value for name, value in extra.items() if _is_parameter(name, value)}
    choice = read_choice(extra.get("tool_choice"))
    taken = {*parameters, *(() if choice is None else ("tool_choice",))}
    return parameters, choice, {name: value for name, value in extra.items() if name not in taken}


def _is_parameter(name: str, value: Any) -> bool:
    """What is not of the form that we know under that name is somebody else's; so is a budget for the effort."""
    from pulumi_prompts.content.model import Parameters
    from pulumi_prompts.content.parsing import parse

    if name in SAMPLING or name not in Parameters.model_fields:
        return False
    is_named = name != "reasoning_effort" or isinstance(value, str)
    return is_named and value is not None and not parse(Parameters, {name: value})[2]


def _kept_here(index: int, message: Any) -> Any:
    match message:
        case {"content": {"type": "blob-storage"}}:
            raise Obstacle(f"messages[{index}] refers to a text that is kept elsewhere", "messages", index)
        case _:
            return message


def _tool(function: Any) -> Fields:
    known = _known(_object(function, _FUNCTION), ("name", "description", "parameters", "strict"), _FUNCTION)
    return {name: value for name, value in known.items() if (name, value) != ("strict", False)}  # the default


def _defaults(variables: Any) -> Fields:
    given = _object(variables, _VARIABLES)
    return {name: default for name, default in given.items() if default not in (None, "")}


def _known(given: Mapping[str, Any], names: tuple[str, ...], what: _Member, *elsewhere: str) -> Fields:
    others = [name for name, value in given.items() if name not in (*names, *elsewhere) and value is not None]
    if others:
        raise Obstacle(f"{what.words} has {', '.join(map(str, others))}", *what.steps)
    return {name: given[name] for name in names if given.get(name) is not None}


def _object(value: Any, what: _Member) -> Mapping[str, Any]:
    if value is not None and not isinstance(value, Mapping):
        raise Obstacle(f"{what.words} is no object", *what.steps)
    return value or {}


def _present(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value is not None and value not in ([], {})}
