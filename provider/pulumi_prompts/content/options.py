"""Options that only one registry has.

A program may carry a block for several; only the block of the prompt's own registry applies, so that the same program
runs on each of them.
"""

import math
import re
from types import NoneType
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, StrictStr
from pydantic_core import PydanticCustomError

from pulumi_prompts.content.base import InContent, Json, JsonObject, Model, Strings, fields_marked

_CACHE_POINT = re.compile(
    r"template|messages\[(?P<message>\d+)\](\.content\[(?P<block>\d+)\])?|tools\[(?P<tool>\d+)\]", re.ASCII
)


def _place_of(point: str) -> tuple[int, int, float]:
    """Where a cache point stands: the template, then messages, then tools; the end of a message is after its blocks."""
    found = _CACHE_POINT.fullmatch(point)
    if found is None:
        raise PydanticCustomError(
            "cache_point",
            "must be paths such as 'template', 'messages[0]', 'messages[1].content[0]' or 'tools[2]'",
        )
    message, block, tool = (None if part is None else int(part) for part in found.group("message", "block", "tool"))
    if tool is not None:
        return 2, tool, 0
    return (0, 0, 0) if message is None else (1, message, math.inf if block is None else block)


def _in_order(points: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return tuple(sorted(set(points), key=_place_of)) if points else None


class BedrockOptions(Model):
    """Options of Amazon Bedrock Prompt management (`CreatePrompt` in the bedrock-agent API).

    Attributes:
        kms_key_arn: The KMS key that encrypts the prompt; unset, a key that AWS owns.
        variant_name: The name of the prompt's only variant; unset, `default`.
        additional_model_request_fields: Inference parameters of one model family, passed on as they are.
        agent: The ARN of the alias of an agent that answers instead of a model.
        cache_points: Property paths after which a cache checkpoint stands: `template`, `messages[0]`,
            `messages[1].content[0]` or `tools[2]`.
    """

    kms_key_arn: StrictStr | None = None
    variant_name: StrictStr | None = None
    additional_model_request_fields: Annotated[Json | None, InContent] = None
    agent: Annotated[StrictStr | None, InContent] = None
    cache_points: Annotated[Strings, AfterValidator(_in_order), InContent] = None


class HumanloopOptions(Model):
    """Options of Humanloop (`POST /v5/prompts`).

    Attributes:
        template_language: What fills the variables in: `default`, or `jinja`; unset, the former.
        other: Further parameters for the provider of the model, passed on as they are.
        linked_tools: The IDs of tools of the organization that the model may call.
        attributes: Further entries that tell versions apart.
        readme: A long description of the prompt, in Markdown.
    """

    template_language: Annotated[Literal["default", "jinja"] | None, InContent] = None
    other: Annotated[JsonObject | None, InContent] = None
    linked_tools: Annotated[Strings, InContent] = None
    attributes: Annotated[JsonObject | None, InContent] = None
    readme: StrictStr | None = None


class MlflowOptions(Model):
    """Options of MLflow's prompt registry.

    Attributes:
        extra_params: Further entries of the model configuration, passed on as they are.
        response_schema: A JSON Schema alone, in the place of `response_format`: what MLflow's client keeps of a
            pydantic class.
    """

    extra_params: Annotated[JsonObject | None, InContent] = None
    response_schema: Annotated[JsonObject | None, InContent] = None


def _without_empty(defaults: dict[str, str] | None) -> dict[str, str] | None:
    return {name: default for name, default in (defaults or {}).items() if default} or None


class TrueFoundryOptions(Model):
    """Options of TrueFoundry's `chat_prompt` manifest.

    Attributes:
        version_alias: Another name (`v1.0.0`, `v1-prod`) of the version that the next write makes; new with the text.
        variable_defaults: What stands in the place of a variable for which an application gives nothing.
        extra_parameters: Further parameters for the model, passed on as they are.
        manifest_extra: Further members of the manifest, by their names there: `mcp_servers`, `guardrails`,
            `routing_config`, `cache_config`, `logging_config`, `sub_agents`, and what later releases add.
    """

    version_alias: StrictStr | None = None
    variable_defaults: Annotated[dict[StrictStr, StrictStr] | None, AfterValidator(_without_empty), InContent] = None
    extra_parameters: Annotated[JsonObject | None, InContent] = None
    manifest_extra: Annotated[JsonObject | None, InContent] = None


class Options(Model):
    """One block for each registry that has options of its own."""

    bedrock: BedrockOptions | None = None
    humanloop: HumanloopOptions | None = None
    mlflow: MlflowOptions | None = None
    truefoundry: TrueFoundryOptions | None = None


def fields_in_content(registry: str) -> frozenset[str]:
    """The options of a registry that change what a model receives."""
    field = Options.model_fields.get(registry)
    blocks = get_args(field.annotation) if field else ()
    return frozenset(name for block in blocks if block is not NoneType for name in fields_marked(block, InContent))
