"""Options that only Amazon Bedrock has."""

import math
import re
from typing import Annotated, ClassVar

from pydantic import AfterValidator, StrictStr
from pydantic_core import PydanticCustomError

from pulumi_prompts.content.base import InContent, Json, Strings
from pulumi_prompts.content.options import OptionsBlock

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


class BedrockOptions(OptionsBlock):
    """Options of Amazon Bedrock Prompt management (`CreatePrompt` in the bedrock-agent API).

    Attributes:
        kms_key_arn: The KMS key that encrypts the prompt. If unset, AWS uses a key of its own.
        variant_name: The name of the only variant of the prompt. If unset, it is `default`.
        additional_model_request_fields: Parameters of one model family. They go to the model unchanged.
        agent: The ARN of the alias of an agent, which answers instead of a model.
        cache_points: The places of cache checkpoints. Each checkpoint is after the named property: `template`,
            `messages[0]`, `messages[1].content[0]` or `tools[2]`.
    """

    kind: ClassVar[str] = "bedrock"
    kms_key_arn: StrictStr | None = None
    variant_name: StrictStr | None = None
    additional_model_request_fields: Annotated[Json | None, InContent] = None
    agent: Annotated[StrictStr | None, InContent] = None
    cache_points: Annotated[Strings, AfterValidator(_in_order), InContent] = None
