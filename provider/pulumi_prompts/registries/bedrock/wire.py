"""Between our content and what Bedrock keeps: expand (model to API) and flatten (API to model), and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_prompts.content.chat_form import Obstacle
from pulumi_prompts.content.model import Content, Message, NamedTool, Parameters
from pulumi_prompts.content.options import Options
from pulumi_prompts.registries.base import Desired
from pulumi_prompts.registries.bedrock.options import BedrockOptions
from pulumi_prompts.registries.shared.flattening import Flat, flattened

Fields = dict[str, Any]

DEFAULT_VARIANT = "default"
_CACHE_POINT: Fields = {"cachePoint": {"type": "default"}}
_PARAMETERS = {"temperature": "temperature", "top_p": "topP", "max_tokens": "maxTokens", "stop": "stopSequences"}
"""All that the service has a word for."""
_TOOL_CHOICES = {"auto": "auto", "required": "any"}


@dataclass(frozen=True)
class FlatPrompt(Flat):
    """What a prompt or a version holds, in our terms."""

    metadata: Mapping[str, str] = field(default_factory=dict)
    options: Options = field(default_factory=Options)


def expand(desired: Desired) -> Fields:
    """The fields of CreatePrompt and of UpdatePrompt, which replaces all of them."""
    options = desired.options.of(BedrockOptions)
    fields = {
        "name": desired.name,
        "description": desired.description,
        "customerEncryptionKeyArn": options.kms_key_arn,
    }
    return {**_present(fields), **_variants(desired, options)}


def _variants(desired: Desired, options: BedrockOptions) -> Fields:
    """The only variant; none where there is no text, which a variant must have."""
    content = desired.content
    if content.template is None and not content.messages:
        return {}
    name = options.variant_name or DEFAULT_VARIANT
    return {"defaultVariant": name, "variants": [{"name": name, **_variant(content, options, desired.metadata)}]}


def _variant(content: Content, options: BedrockOptions, metadata: Mapping[str, str]) -> Fields:
    points = frozenset(options.cache_points or ())
    kind, template = _template(content, points)
    return _present(
        {
            "templateType": kind.upper(),
            "templateConfiguration": {kind: template},
            "modelId": content.model,
            "inferenceConfiguration": _inference(content.parameters),
            "metadata": [{"key": key, "value": value} for key, value in sorted(metadata.items())] or None,
            "additionalModelRequestFields": _unless_empty(options.additional_model_request_fields),
            "genAiResource": {"agent": {"agentIdentifier": options.agent}} if options.agent else None,
        }
    )


def _template(content: Content, points: frozenset[str]) -> tuple[str, Fields]:
    variables = [{"name": name} for name in content.used_variables] or None
    if content.template is not None:
        point = _CACHE_POINT["cachePoint"] if "template" in points else None
        return "text", _present({"text": content.template, "inputVariables": variables, "cachePoint": point})
    system, messages = _conversation(content.messages or (), points)
    tools = _tools(content, points)
    return "chat", _present(
        {"messages": messages, "system": system or None, "inputVariables": variables, "toolConfiguration": tools}
    )


def _conversation(messages: tuple[Message, ...], points: frozenset[str]) -> tuple[list[Fields], list[Fields]]:
    system: list[Fields] = []
    conversation: list[Fields] = []
    for index, message in enumerate(messages):
        blocks = list(_blocks(f"messages[{index}]", message.texts, points))
        if message.role == "system":
            system += blocks
        else:
            conversation.append({"role": message.role, "content": blocks})
    return system, conversation


def _blocks(path: str, texts: tuple[str, ...], points: frozenset[str]) -> Iterator[Fields]:
    for index, text in enumerate(texts):
        yield {"text": text}
        is_last = index == len(texts) - 1
        if (path if is_last else f"{path}.content[{index}]") in points:
            yield _CACHE_POINT


def _tools(content: Content, points: frozenset[str]) -> Fields | None:
    if not content.tools:
        return None
    tools: list[Fields] = []
    for index, tool in enumerate(content.tools):
        schema = {"json": tool.parameters}
        spec = {"name": tool.name, "description": tool.description, "inputSchema": schema, "strict": tool.strict}
        tools.append({"toolSpec": _present(spec)})
        if f"tools[{index}]" in points:
            tools.append(_CACHE_POINT)
    return _present({"tools": tools, "toolChoice": _tool_choice(content)})


def _tool_choice(content: Content) -> Fields | None:
    choice = content.tool_choice
    if isinstance(choice, NamedTool):
        return {"tool": {"name": choice.name}}
    return None if choice is None else {_TOOL_CHOICES[choice]: {}}


def _inference(parameters: Parameters | None) -> Fields | None:
    said = {theirs: getattr(parameters, ours) for ours, theirs in _PARAMETERS.items()} if parameters else {}
    text = {name: list(value) if isinstance(value, tuple) else value for name, value in _present(said).items()}
    return {"text": text} if text else None


def _unless_empty(document: Any) -> Any:
    return None if document in ([], {}) else document


def _present(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value is not None}


def flatten(answer: Mapping[str, Any]) -> FlatPrompt:
    """A prompt or a version in our terms; never raises."""
    variants = answer.get("variants") or []
    metadata = {
        str(entry.get("key")): entry.get("value", "") for each in variants for entry in each.get("metadata", ())
    }
    flat = flattened(lambda: _inputs(_only(variants)) if variants else {}, BedrockOptions)
    return FlatPrompt(flat.content, flat.digest, flat.obstacle, metadata, _options_beside(answer, variants))


def _only(variants: list[Fields]) -> Fields:
    if len(variants) != 1:
        raise Obstacle(f"it has {len(variants)} variants")
    return variants[0]


def _options_beside(answer: Mapping[str, Any], variants: list[Fields]) -> Options:
    name = _text(variants[0].get("name")) if variants else None
    key = _text(answer.get("customerEncryptionKeyArn")) or None
    return Options(BedrockOptions(kms_key_arn=key, variant_name=None if name == DEFAULT_VARIANT else name))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _inputs(variant: Fields) -> Fields:
    configuration = variant["templateConfiguration"]
    if "text" in configuration:
        fields, points = _flat_text(configuration["text"])
    elif "chat" in configuration:
        fields, points = _flat_chat(configuration["chat"])
    else:
        raise Obstacle("its template is neither a text nor a chat")
    return {
        **fields,
        "model": variant.get("modelId"),
        "parameters": _flat_inference(variant.get("inferenceConfiguration", {})),
        "options": {"bedrock": _flat_options(variant, points)},
    }


def _flat_text(text: Fields) -> tuple[Fields, list[str]]:
    points = ["template"] if "cachePoint" in text else []
    return {"template": text["text"], "variables": _names(text)}, points


def _flat_chat(chat: Fields) -> tuple[Fields, list[str]]:
    groups = [("system", group) for group in _single_texts(chat.get("system", []))]
    groups += [(message["role"], message["content"]) for message in chat.get("messages", [])]
    messages: list[Fields] = []
    points: list[str] = []
    for index, (role, blocks) in enumerate(groups):
        texts, marks = _flat_blocks(f"messages[{index}]", blocks)
        messages.append({"role": role, "content": texts})
        points += marks
    tools, choice, tool_points = _flat_tools(chat.get("toolConfiguration", {}))
    fields = {"messages": messages, "tools": tools, "tool_choice": choice, "variables": _names(chat)}
    return fields, points + tool_points


def _single_texts(blocks: list[Fields]) -> Iterator[list[Fields]]:
    """Each system text, with the cache point that follows it, as a message of its own."""
    group: list[Fields] = []
    for block in blocks:
        if "text" in block and group:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _flat_blocks(path: str, blocks: list[Fields]) -> tuple[list[str], list[str]]:
    texts: list[str] = []
    after: list[int] = []
    for block in blocks:
        if "text" in block:
            texts.append(block["text"])
        elif "cachePoint" in block and texts:
            after.append(len(texts) - 1)
        else:
            raise Obstacle(f"{path} has a block that is no text, or begins with a cache point")
    if not texts:
        raise Obstacle(f"{path} has no text")
    last = len(texts) - 1
    return texts, [path if index == last else f"{path}.content[{index}]" for index in after]


def _flat_tools(configuration: Fields) -> tuple[list[Fields], Any, list[str]]:
    tools: list[Fields] = []
    points: list[str] = []
    for entry in configuration.get("tools", []):
        if "toolSpec" in entry:
            tools.append(_flat_tool(entry["toolSpec"]))
        elif "cachePoint" in entry and tools:
            points.append(f"tools[{len(tools) - 1}]")
        else:
            raise Obstacle("its tools hold something that is no tool, or begin with a cache point")
    return tools, _flat_choice(configuration.get("toolChoice")), points


def _flat_tool(spec: Fields) -> Fields:
    if "json" not in spec["inputSchema"]:
        raise Obstacle(f"the arguments of its tool {spec['name']!r} are not described by a JSON schema")
    same = {name: spec.get(name) for name in ("name", "description", "strict")}
    return {**same, "parameters": spec["inputSchema"]["json"]}


def _flat_choice(choice: Fields | None) -> Any:
    if not choice:
        return None
    if "tool" in choice:
        return {"name": choice["tool"]["name"]}
    found = next((ours for ours, theirs in _TOOL_CHOICES.items() if theirs in choice), None)
    if found is None:
        raise Obstacle("its choice of tools is of an unknown kind")
    return found


def _flat_inference(configuration: Fields) -> Fields:
    if configuration and "text" not in configuration:
        raise Obstacle("its sampling parameters are of an unknown kind")
    said = configuration.get("text") or {}
    return {ours: said[theirs] for ours, theirs in _PARAMETERS.items() if theirs in said}


def _flat_options(variant: Fields, points: list[str]) -> Fields:
    resource = variant.get("genAiResource")
    if resource and "agent" not in resource:
        raise Obstacle("it is used with a resource that is no agent")
    return {
        "additional_model_request_fields": variant.get("additionalModelRequestFields"),
        "agent": resource["agent"]["agentIdentifier"] if resource else None,
        "cache_points": points,
    }


def _names(template: Fields) -> list[str]:
    return [variable["name"] for variable in template.get("inputVariables", ())]
