"""Declare LLM prompts and their versions beside the rest of the infrastructure, on several prompt registries."""

from pulumi_prompts.program.inputs import (
    Backend,
    BedrockBackend,
    BedrockOptions,
    HumanloopBackend,
    HumanloopOptions,
    JsonSchema,
    LocalBackend,
    Message,
    MlflowBackend,
    MlflowOptions,
    NamedTool,
    Options,
    Parameters,
    ResponseFormat,
    Tool,
    TrueFoundryBackend,
    TrueFoundryOptions,
    assistant,
    system,
    user,
)
from pulumi_prompts.resources.prompt import Prompt
from pulumi_prompts.resources.prompt_alias import PromptAlias
from pulumi_prompts.resources.prompt_version import PromptVersion

__all__ = [
    "Backend",
    "BedrockBackend",
    "BedrockOptions",
    "HumanloopBackend",
    "HumanloopOptions",
    "JsonSchema",
    "LocalBackend",
    "Message",
    "MlflowBackend",
    "MlflowOptions",
    "NamedTool",
    "Options",
    "Parameters",
    "Prompt",
    "PromptAlias",
    "PromptVersion",
    "ResponseFormat",
    "Tool",
    "TrueFoundryBackend",
    "TrueFoundryOptions",
    "assistant",
    "system",
    "user",
]
