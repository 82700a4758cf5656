"""Between our content and Humanloop's parameters: expand (model to API) and flatten (API to model), and nothing else.

The registry fills in what is not said, and keeps no difference between the two. So a version carries a note among its
attributes: which of the properties that are filled in were declared. It is a function of the content alone, because
attributes determine the version. A version without the note is somebody else's, and says all that it says.
"""

from collections.abc import Mapping
from typing import Any

from pulumi_prompts.content.chat_form import Fields, Obstacle, read_messages, written_messages
from pulumi_prompts.content.digest import canonical
from pulumi_prompts.content.model import Content, Parameters
from pulumi_prompts.registries.humanloop.options import HumanloopOptions
from pulumi_prompts.registries.shared.flattening import Flat, flattened

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
        "template": tree.get("template") or written_messages(tree.get("messages", ())),
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


def flatten(kernel: Mapping[str, Any]) -> Flat:
    """The parameters of a version in our terms; never raises."""
    return flattened(lambda: _inputs(dict(kernel)), HumanloopOptions)


def _inputs(kernel: Fields) -> Fields:
    template = kernel.get("template")
    if not template:
        raise Obstacle("it has no template")
    said = _without_what_was_filled_in(kernel)
    return {
        **({"template": template} if isinstance(template, str) else {"messages": read_messages(template)}),
        **{name: said.get(name) for name in ("model", "provider", "endpoint", "response_format")},
        "parameters": {name: said[name] for name in Parameters.model_fields if name in said},
        "tools": said.get("tools"),
        "options": {"humanloop": _flat_options(said)},
    }


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


def _flat_options(said: Fields) -> Fields:
    present = {name: said[name] for name in _OPTIONS if said.get(name) not in (None, [], {})}
    if "linked_tools" in present:
        present["linked_tools"] = [tool["id"] for tool in present["linked_tools"]]
    return present


def as_it_stands(kernel: Mapping[str, Any]) -> Fields:
    """The parameters of a version for an upsert that makes no other one."""
    linked = {"linked_tools": [tool["id"] for tool in kernel["linked_tools"]]} if kernel.get("linked_tools") else {}
    return {**kernel, **linked}
