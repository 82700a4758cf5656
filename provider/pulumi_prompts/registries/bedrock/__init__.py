"""Amazon Bedrock Prompt management: the prompt calls of boto3's `bedrock-agent` client.

A prompt has a DRAFT, which is its head, and at most ten numbered snapshots of it.
"""

from pulumi_prompts.registries.bedrock.adapter import Bedrock

__all__ = ["Bedrock"]
