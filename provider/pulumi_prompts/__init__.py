"""Declare LLM prompts and their versions beside the rest of the infrastructure, on several prompt registries."""

from pulumi_prompts.inputs import (
    Backend,
    BedrockBackend,
    BedrockOptions,
    JsonSchema,
    LocalBackend,
    Message,
    NamedTool,
    Options,
    Parameters,
    ResponseFormat,
    Tool,
    assistant,
    system,
    user,
)
from pulumi_prompts.resources.prompt import Prompt
from pulumi_prompts.resources.prompt_version import PromptVersion

__all__ = [
    "Backend",
    "BedrockBackend",
    "BedrockOptions",
    "JsonSchema",
    "LocalBackend",
    "Message",
    "NamedTool",
    "Options",
    "Parameters",
    "Prompt",
    "PromptVersion",
    "ResponseFormat",
    "Tool",
    "assistant",
    "system",
    "user",
]
