"""Between our content and Humanloop's parameters: expand (model to API) and flatten (API to model), and nothing else.

The registry fills in what is not said, and keeps no difference between the two. So a version carries a note among its
attributes: which of the properties that are filled in were declared. It is a function of the content alone, because
attributes determine the version. A version without the note is somebody else's, and says all that it says.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from pulumi_prompts.content.digest import canonical, digest_of
from pulumi_prompts.content.model import Content, Message, Parameters, ResponseFormat, Tool
from pulumi_prompts.content.options import Options
from pulumi_prompts.registries.humanloop.options import HumanloopOptions

Fields = dict[str, Any]

NOTE = "pulumi-prompts"

_FILLED_IN: Mapping[str, Any] = {
    "provider": "openai",
    "max_tokens": -1,
    "temperature": 1,
    "top_p": 1,
    "presence_penalty": 0,
    "frequency_penalty": 0,
    "template_language": "default",
}
"""What the registry makes of parameters that are not said (the vendor's OpenAPI document; the last is inferred)."""

_OPTIONS = ("template_language", "other", "linked_tools", "attributes")


class Obstacle(Exception):
    """Something in a version that our content has no words for."""


class Flat(NamedTuple):
    """What a version holds, in our terms; without a content the digest is `""`, and `obstacle` says why."""

    content: Content | None
    digest: str
    obstacle: str = ""


def natural_endpoint(content: Content) -> str:
    """The endpoint of a content that names none."""
    return "complete" if content.messages is None else "chat"


def expand(content: Content) -> Fields:
    """The parameters of an upsert."""
    tree = canonical(content)
    options = tree.get("options", {}).get("humanloop", {})
    note = {"declared": sorted(_declared(tree, options))}
    fields = {
        "model": tree.get("model"),
        "endpoint": tree.get("endpoint", natural_endpoint(content)),
        "provider": tree.get("provider"),
        "template": tree.get("template") or [_message(message) for message in tree.get("messages", ())],
        **tree.get("parameters", {}),
        "response_format": tree.get("response_format"),
        "tools": tree.get("tools"),
        **{name: options.get(name) for name in _OPTIONS},
        "attributes": {**options.get("attributes", {}), NOTE: note},
    }
    return {name: value for name, value in fields.items() if value is not None}


def _declared(tree: Fields, options: Fields) -> set[str]:
    """The declared ones among the properties that the registry fills in, by their names in the API."""
    said = {**tree, **tree.get("parameters", {}), **options}
    of_tools = {f"tools[{index}].strict" for index, tool in enumerate(tree.get("tools", ())) if "strict" in tool}
    return (said.keys() & {"endpoint", *_FILLED_IN}) | of_tools


def _message(message: Fields) -> Fields:
    content = message["content"]
    if isinstance(content, str):
        return message
    return {**message, "content": [{"type": "text", "text": text} for text in content]}


def flatten(kernel: Mapping[str, Any]) -> Flat:
    """The parameters of a version in our terms; never raises."""
    try:
        content = _content(dict(kernel))
        return Flat(content, digest_of(content))
    except Obstacle as why:
        return Flat(None, "", str(why))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        return Flat(None, "", _not_understood(error))


def _not_understood(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"a part of it lacks {error}"
    if isinstance(error, ValidationError):
        names = sorted({str(detail["loc"][0]) for detail in error.errors() if detail["loc"]})
        return f"its {' and '.join(names)} {'is' if len(names) == 1 else 'are'} nothing that we know"
    return "it holds something that has no canonical form"


def _content(kernel: Fields) -> Content:
    template = kernel.get("template")
    if not template:
        raise Obstacle("it has no template")
    said = _without_what_was_filled_in(kernel)
    messages = None if isinstance(template, str) else tuple(_flat_messages(template))
    return Content(
        template=template if isinstance(template, str) else None,
        messages=messages,
        model=said.get("model"),
        provider=said.get("provider"),
        endpoint=said.get("endpoint"),
        parameters=_flat_parameters(said),
        tools=tuple(_flat_tool(tool) for tool in said.get("tools", ())) or None,
        response_format=_flat_format(said.get("response_format")),
        options=_flat_options(said),
    )


def _without_what_was_filled_in(kernel: Fields) -> Fields:
    """The parameters that were said: where there is no note, all of them."""
    attributes = dict(kernel.get("attributes", {}))
    note = attributes.pop(NOTE, None)
    if not _is_note(note):
        return kernel
    filled_in = {**_FILLED_IN, "endpoint": "complete" if isinstance(kernel["template"], str) else "chat"}
    silent = filled_in.keys() - set(note["declared"])
    said = {name: value for name, value in kernel.items() if name not in silent or value != filled_in[name]}
    tools = [_said_of_tool(tool, f"tools[{index}].strict" in note["declared"]) for index, tool in _tools(kernel)]
    return {**said, "tools": tools, "attributes": attributes}


def _is_note(note: Any) -> bool:
    declared = note.get("declared") if isinstance(note, Mapping) and len(note) == 1 else None
    return isinstance(declared, list) and all(isinstance(name, str) for name in declared)


def _tools(kernel: Fields) -> enumerate[Fields]:
    return enumerate(kernel.get("tools", ()))


def _said_of_tool(tool: Fields, strict_was_declared: bool) -> Fields:
    filled_in = not strict_was_declared and tool.get("strict") is False
    return {name: value for name, value in tool.items() if not (name == "strict" and filled_in)}


def _flat_messages(template: Any) -> list[Message]:
    return [_flat_message(index, dict(message)) for index, message in enumerate(template)]


def _flat_message(index: int, message: Fields) -> Message:
    present = {name: value for name, value in message.items() if value is not None}
    if beyond := present.keys() - {"role", "content", "name"}:
        raise Obstacle(f"messages[{index}] has {', '.join(sorted(beyond))}")
    if "content" not in present:
        raise Obstacle(f"messages[{index}] has no content")
    return Message(role=present["role"], content=_flat_texts(index, present["content"]), name=present.get("name"))


def _flat_texts(index: int, content: Any) -> Any:
    if isinstance(content, str):
        return content
    if any(part.get("type") != "text" for part in content):
        raise Obstacle(f"messages[{index}] has a part that is no text")
    return tuple(part["text"] for part in content)


def _flat_parameters(said: Fields) -> Parameters | None:
    parameters = Parameters(**{name: said[name] for name in Parameters.model_fields if name in said})
    return parameters if parameters != Parameters() else None


def _flat_tool(tool: Fields) -> Tool:
    return Tool(**{name: value for name, value in tool.items() if value is not None})


def _flat_format(format_: Fields | None) -> ResponseFormat | None:
    if format_ is None:
        return None
    return ResponseFormat.model_validate({name: value for name, value in format_.items() if value is not None})


def _flat_options(said: Fields) -> Options:
    present = {name: said[name] for name in _OPTIONS if said.get(name) not in (None, [], {})}
    if "linked_tools" in present:
        present["linked_tools"] = [tool["id"] for tool in present["linked_tools"]]
    return Options(HumanloopOptions(**present))


def as_it_stands(kernel: Mapping[str, Any]) -> Fields:
    """The parameters of a version for an upsert that makes no other one."""
    linked = {"linked_tools": [tool["id"] for tool in kernel["linked_tools"]]} if kernel.get("linked_tools") else {}
    return {**kernel, **linked}
