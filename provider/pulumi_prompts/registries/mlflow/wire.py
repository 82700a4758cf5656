"""Between our content and the tags of an MLflow version: expand (model to API) and flatten (API to model).

What MLflow's client has a name for is kept under that name. Seed, effort, tools and their choice stand in its model
configuration as additional parameters, in the form in which OpenAI's chat completions take them: that is what an
application passes on.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content, Message, NamedTool, Parameters, ResponseFormat, Tool
from pulumi_prompts.content.options import Options
from pulumi_prompts.registries.mlflow.options import MlflowOptions

Fields = dict[str, Any]

IS_PROMPT = "mlflow.prompt.is_prompt"
TEXT = "mlflow.prompt.text"
TYPE = "_mlflow_prompt_type"
RESPONSE_FORMAT = "_mlflow_prompt_response_format"
MODEL_CONFIG = "_mlflow_prompt_model_config"

_PARAMETERS = {
    "temperature": "temperature",
    "top_p": "top_p",
    "top_k": "top_k",
    "max_tokens": "max_tokens",
    "stop": "stop_sequences",
    "presence_penalty": "presence_penalty",
    "frequency_penalty": "frequency_penalty",
    "seed": "seed",
    "reasoning_effort": "reasoning_effort",
}
RESERVED_PARAMETERS = frozenset({"provider", "model_name", "tools", "tool_choice", *_PARAMETERS.values()})
"""Names in the model configuration that stand for properties of ours."""


class Obstacle(Exception):
    """Something in a version that our content has no words for."""


class Flat(NamedTuple):
    """What a version holds, in our terms; without a content the digest is `""`, and `obstacle` says why."""

    content: Content | None
    digest: str
    obstacle: str


def expand(content: Content) -> dict[str, str]:
    """The tags of a version."""
    kind = "text" if content.template is not None else "chat"
    tags = {IS_PROMPT: "true", TYPE: kind, TEXT: text_of(content)}
    if response_format := response_format_of(content):
        tags[RESPONSE_FORMAT] = response_format
    if config := model_config_of(content):
        tags[MODEL_CONFIG] = config
    return tags


def text_of(content: Content) -> str:
    """The template, or the messages as JSON."""
    if content.template is not None:
        return content.template
    return _dumps([_message(message) for message in content.messages or ()])


def response_format_of(content: Content) -> str | None:
    """The response format as OpenAI writes it, or a schema alone, as JSON."""
    if content.response_format is not None:
        return _dumps(content.response_format.model_dump(mode="json", by_alias=True, exclude_none=True))
    schema = _options(content).response_schema
    return _dumps(schema) if schema else None


def model_config_of(content: Content) -> str | None:
    """Model, parameters and tools, as JSON."""
    config = {
        "provider": content.provider,
        "model_name": content.model,
        **_sampling(content.parameters or Parameters()),
        "tools": [_tool(tool) for tool in content.tools or ()] or None,
        "tool_choice": _tool_choice(content),
        **(_options(content).extra_params or {}),
    }
    present = {name: value for name, value in config.items() if value is not None}
    return _dumps(present) if present else None


def _options(content: Content) -> MlflowOptions:
    return content.options.of(MlflowOptions)


def _message(message: Message) -> Fields:
    said = message.content if isinstance(message.content, str) else [_part(text) for text in message.texts]
    fields = {"role": message.role, "content": said, "name": message.name}
    return {name: value for name, value in fields.items() if value is not None}


def _part(text: str) -> Fields:
    return {"type": "text", "text": text}


def _sampling(parameters: Parameters) -> Fields:
    return {theirs: getattr(parameters, ours) for ours, theirs in _PARAMETERS.items()}


def _tool(tool: Tool) -> Fields:
    return {"type": "function", "function": tool.model_dump(mode="json", exclude_none=True)}


def _tool_choice(content: Content) -> Any:
    choice = content.tool_choice
    if isinstance(choice, NamedTool):
        return {"type": "function", "function": {"name": choice.name}}
    return choice


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def flatten(tags: Mapping[str, str]) -> Flat:
    """A version in our terms; never raises."""
    try:
        content = _content(tags)
        return Flat(content, digest_of(content), "")
    except Obstacle as why:
        return Flat(None, "", str(why))
    except ValidationError as error:
        return Flat(None, "", f"it holds something that we do not know: {_names(error)}")
    except (ValueError, TypeError):
        return Flat(None, "", "it holds something that has no canonical form")


def _names(error: ValidationError) -> str:
    """The properties that are wrong, without their values."""
    places = (detail["loc"] or ("a function",) for detail in error.errors())
    return ", ".join(sorted({str(place[0]) for place in places}))


def _content(tags: Mapping[str, str]) -> Content:
    if IS_PROMPT not in tags or TEXT not in tags:
        raise Obstacle("it is a version of a model, and not of a prompt")
    config = _object(tags, MODEL_CONFIG, "model configuration")
    response = _object(tags, RESPONSE_FORMAT, "response format")
    extra = {name: value for name, value in config.items() if name not in RESERVED_PARAMETERS}
    response_format, schema = _flat_response_format(response)
    return Content(
        **_flat_text(tags),
        model=config.get("model_name"),
        provider=config.get("provider"),
        parameters=_flat_parameters(config),
        tools=_flat_tools(config.get("tools")),
        tool_choice=_flat_choice(config.get("tool_choice")),
        response_format=response_format,
        options=_flat_options(extra, schema),
    )


def _flat_text(tags: Mapping[str, str]) -> Fields:
    """Early versions of MLflow knew texts only, and wrote no type."""
    if tags.get(TYPE) != "chat":
        return {"template": tags[TEXT]}
    messages = _parsed(tags[TEXT], "text")
    if not isinstance(messages, list) or not messages:
        raise Obstacle("its text is no list of messages")
    return {"messages": tuple(_flat_message(index, message) for index, message in enumerate(messages))}


def _flat_message(index: int, message: Any) -> Any:
    if not isinstance(message, dict) or not {"role", "content"} <= message.keys() <= {"role", "content", "name"}:
        raise Obstacle(f"messages[{index}] holds more or less than a role and a text")
    said = message["content"]
    return {**message, "content": [_flat_part(index, part) for part in said] if isinstance(said, list) else said}


def _flat_part(index: int, part: Any) -> str:
    if not isinstance(part, dict) or part.keys() != {"type", "text"} or part["type"] != "text":
        raise Obstacle(f"messages[{index}] has a part that is no text")
    return str(part["text"])


def _flat_parameters(config: Fields) -> Parameters | None:
    present = {ours: config[theirs] for ours, theirs in _PARAMETERS.items() if config.get(theirs) is not None}
    return Parameters.model_validate(present) if present else None


def _flat_tools(tools: Any) -> tuple[Tool, ...] | None:
    if tools is None:
        return None
    if not isinstance(tools, list):
        raise Obstacle("its tools are no list")
    return tuple(Tool.model_validate(_function(tool)) for tool in tools) or None


def _flat_choice(choice: Any) -> Any:
    return _function(choice) if isinstance(choice, dict) else choice


def _function(entry: Any) -> Any:
    if not isinstance(entry, dict) or entry.keys() != {"type", "function"} or entry["type"] != "function":
        raise Obstacle("its tools hold something that is no function")
    return entry["function"]


def _flat_response_format(document: Fields) -> tuple[ResponseFormat | None, Fields | None]:
    """The format of the answer; what is not of our form is a schema alone, which MLflow's client writes."""
    if not document:
        return None, None
    response_format = as_response_format(document)
    return (response_format, None) if response_format else (None, document)


def as_response_format(document: Mapping[str, Any]) -> ResponseFormat | None:
    """The document as a response format, or None where it is none (but a schema)."""
    try:
        return ResponseFormat.model_validate(document)
    except ValidationError:
        return None


def _flat_options(extra: Fields, schema: Fields | None) -> Options:
    return Options(MlflowOptions(extra_params=extra or None, response_schema=schema))


def _object(tags: Mapping[str, str], key: str, what: str) -> Fields:
    document = _parsed(tags.get(key, "{}"), what)
    if not isinstance(document, dict):
        raise Obstacle(f"its {what} is no object")
    return document


def _parsed(text: str, what: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except ValueError:
        raise Obstacle(f"its {what} is no JSON") from None


def _no_constant(name: str) -> Any:
    """NaN and the infinities, which are Python's own addition to JSON."""
    raise ValueError(name)
