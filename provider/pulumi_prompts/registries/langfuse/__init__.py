"""Langfuse's prompts: a name with versions, each with labels; the key pair is the project.

There is no object behind a name: a prompt is there while it has a version, and a version is all that is ever written.
"""

from pulumi_prompts.registries.langfuse.adapter import Langfuse

__all__ = ["Langfuse"]
