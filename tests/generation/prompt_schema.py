"""The JSON Schema of prompt files, from the models that parse them and from what their docstrings say."""

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from pydantic import BaseModel, StrictStr, create_model
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from generation.documented import entries
from generation.resources import ABOUT_OPTIONS
from generation.typed_dicts import described, is_required, uses
from pulumi_prompts.content.base import Model
from pulumi_prompts.content.model import CONTENT, Content
from pulumi_prompts.files.fragments import KEYS
from pulumi_prompts.files.promoted import AFTER, EVIDENCE, OVERRIDES, PromptFile
from pulumi_prompts.files.schema import KEY
from pulumi_prompts.lifecycle.inputs import PromptInputs
from pulumi_prompts.registries.kinds import KINDS, OPTIONS, backend_class

Schema = dict[str, Any]

_DIALECT = "http://json-schema.org/draft-07/schema#"  # what all editors know
_REFERENCE = "#/definitions/{model}"
_MANIFEST = {"properties": {"type": {"const": "chat_prompt"}}, "required": ["type"]}
_NOISE: Mapping[str, type] = {"title": str, "default": type(None)}
_LIMITS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum"}  # pydantic leaves those of our own types alone
_ABOUT_BACKEND = "The registry. If unset, the program or the configuration of the stack says it."
_TEXT_OF_FILE: Schema = {
    "description": "The text of another file, as it stands or with what it includes. The path starts at this folder.",
    "type": "object",
    "properties": {key: {"type": "string"} for key in KEYS},
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}


class _WithoutTitles(GenerateJsonSchema):
    """They only repeat the names."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def prompt_schema() -> str:
    """The whole document. A manifest of TrueFoundry, which may lie beside other files, is left to TrueFoundry."""
    definitions = _definitions(_file(), *(backend_class(kind).settings for kind in KINDS))
    file, message = definitions["PromptFile"]["properties"], definitions["Message"]["properties"]
    file |= {"backend": _backend(), OVERRIDES: _overrides(deepcopy(file)), KEY: {"type": "string"}}
    for text in (file["template"], message["content"]):
        text["anyOf"].append({"$ref": _REFERENCE.format(model="TextOfFile")})
    definitions["Options"]["additionalProperties"] = {"type": "object"}  # the options of registries of others
    document = {
        KEY: _DIALECT,
        "title": "A prompt file of pulumi-prompts",
        "if": _MANIFEST,
        "else": {"$ref": _REFERENCE.format(model="PromptFile")},
        "definitions": {**definitions, "TextOfFile": _TEXT_OF_FILE},
    }
    return json.dumps(document, indent=2) + "\n"


def _file() -> type[BaseModel]:
    """All that a file may say, as one model."""
    blocks: dict[str, Any] = {kind: (block | None, None) for kind, block in OPTIONS.items()}
    fields: dict[str, Any] = {
        **dict.fromkeys(("name", AFTER, EVIDENCE), (StrictStr | None, None)),
        "options": (create_model("Options", __base__=Model, __doc__=ABOUT_OPTIONS, **blocks) | None, None),
    }
    return create_model("PromptFile", __base__=(Content, PromptInputs), __doc__="A prompt.", **fields)


def _definitions(*models: type[BaseModel]) -> dict[str, Schema]:
    by_name = {each.__name__: each for model in models for each in uses(model)}
    _, made = models_json_schema(
        [(model, "validation") for model in models], schema_generator=_WithoutTitles, ref_template=_REFERENCE
    )
    return {name: _described(by_name[name], _plain(schema)) for name, schema in made["$defs"].items()}


def _described(model: type[BaseModel], schema: Schema) -> Schema:
    """With the meanings of its properties; those without one are none that a person says."""
    summary, meanings = described(model)
    meanings |= entries(PromptFile.__doc__, "Attributes") if model.__name__ == "PromptFile" else {}
    meanings |= {name: described(OPTIONS[name])[0] for name in schema["properties"] if model.__name__ == "Options"}
    properties = {
        name: {"description": meanings[name], **said} if name in meanings else said
        for name, said in schema["properties"].items()
        if name in meanings or name == "kind" or model.__name__ != "PromptFile"
    }
    required = [field.alias or name for name, field in model.model_fields.items() if is_required(field)]
    return {**schema, "description": summary, "properties": properties, "required": required}


def _plain(value: Any) -> Any:
    """Without names of classes and nulls that nobody needs to say; limits by their names in JSON Schema."""
    if isinstance(value, Mapping):
        said = {key: each for key, each in value.items() if not isinstance(each, _NOISE.get(key, ()))}
        return {key if isinstance(each, dict) else _LIMITS.get(key, key): _plain(each) for key, each in said.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _backend() -> Schema:
    """Of one of our registries, or of one of others, whose settings only it knows."""
    return {
        "description": _ABOUT_BACKEND,
        "type": ["object", "null"],
        "properties": {"kind": {"anyOf": [{"enum": [*KINDS]}, {"type": "string"}]}},
        "required": ["kind"],
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}, "type": "object", "required": ["kind"]},
                "then": {"$ref": _REFERENCE.format(model=backend_class(kind).settings.__name__)},
            }
            for kind in KINDS
        ],
    }


def _overrides(properties: Mapping[str, Schema]) -> Schema:
    """What is merged into the content; of an object a part will do."""
    merged = {name: said for name, said in properties.items() if name in CONTENT - {"variables", "response_format"}}
    return {
        "description": entries(PromptFile.__doc__, "Attributes")[OVERRIDES],
        "type": ["object", "null"],
        "properties": {**merged, "response_format": {"type": ["object", "null"]}},
        "additionalProperties": False,
    }
