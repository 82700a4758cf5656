"""Between our content and the tags of an MLflow version: expand (model to API) and flatten (API to model).

What MLflow's client has a name for is kept under that name. Seed, effort, tools and their choice stand in its model
configuration as additional parameters, in the form in which OpenAI's chat completions take them: that is what an
application passes on.
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

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
from pulumi_prompts.content.model import Content, Parameters, ResponseFormat
from pulumi_prompts.registries.mlflow.options import MlflowOptions
from pulumi_prompts.registries.shared.flattening import Flat, flattened

IS_PROMPT = "mlflow.prompt.is_prompt"
TEXT = "mlflow.prompt.text"
TYPE = "_mlflow_prompt_type"
RESPONSE_FORMAT = "_mlflow_prompt_response_format"
MODEL_CONFIG = "_mlflow_prompt_model_config"

_RENAMED = {"stop": "stop_sequences"}
_SAMPLING = {name: _RENAMED.get(name, name) for name in Parameters.model_fields}
"""Sampling parameters, by the names that they have there."""
RESERVED_PARAMETERS = frozenset({"provider", "model_name", "tools", "tool_choice", *_SAMPLING.values()})
"""Names in the model configuration that stand for properties of ours."""


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
    return _dumps(written_messages(canonical(content).get("messages", ())))


def response_format_of(content: Content) -> str | None:
    """The response format as OpenAI writes it, or a schema alone, as JSON."""
    document = canonical(content).get("response_format") or _options(content).response_schema
    return _dumps(document) if document else None


def model_config_of(content: Content) -> str | None:
    """Model, parameters and tools, as JSON."""
    tree = canonical(content)
    config = {
        "provider": tree.get("provider"),
        "model_name": tree.get("model"),
        **{_SAMPLING[name]: value for name, value in tree.get("parameters", {}).items()},
        "tools": written_tools(tree.get("tools", ())) or None,
        "tool_choice": written_choice(tree.get("tool_choice")),
        **(_options(content).extra_params or {}),
    }
    present = {name: value for name, value in config.items() if value is not None}
    return _dumps(present) if present else None


def _options(content: Content) -> MlflowOptions:
    return content.options.of(MlflowOptions)


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def flatten(tags: Mapping[str, str]) -> Flat:
    """A version in our terms; never raises."""
    return flattened(lambda: _inputs(tags), MlflowOptions)


def _inputs(tags: Mapping[str, str]) -> Fields:
    if IS_PROMPT not in tags or TEXT not in tags:
        raise Obstacle("it is a version of a model, and not of a prompt")
    config = _object(tags, MODEL_CONFIG, "model configuration")
    response = _object(tags, RESPONSE_FORMAT, "response format") or None
    is_format = response is not None and as_response_format(response) is not None
    extra = {name: value for name, value in config.items() if name not in RESERVED_PARAMETERS}
    return {
        **_flat_text(tags),
        "model": config.get("model_name"),
        "provider": config.get("provider"),
        "parameters": {ours: config[theirs] for ours, theirs in _SAMPLING.items() if config.get(theirs) is not None},
        "tools": read_tools(config.get("tools")),
        "tool_choice": _flat_choice(config.get("tool_choice")),
        "response_format": response if is_format else None,
        "options": {"mlflow": {"extra_params": extra or None, "response_schema": None if is_format else response}},
    }


def _flat_text(tags: Mapping[str, str]) -> Fields:
    """Early versions of MLflow knew texts only, and wrote no type."""
    if tags.get(TYPE) != "chat":
        return {"template": tags[TEXT]}
    messages = _parsed(tags[TEXT], "text")
    if not isinstance(messages, list) or not messages:
        raise Obstacle("its text is no list of messages")
    return {"messages": read_messages(messages)}


def _flat_choice(choice: Any) -> Any:
    function = function_in(choice)
    return choice if function is None else function


def as_response_format(document: Mapping[str, Any]) -> ResponseFormat | None:
    """The document as a response format, or None where it is none (but a schema)."""
    try:
        return ResponseFormat.model_validate(document)
    except ValidationError:
        return None


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
