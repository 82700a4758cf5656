"""TrueFoundry's prompt registry: `chat_prompt` manifests in an ML repo, over the control plane's HTTP API.

A manifest has chat only, so that a text template is one message of the user. Every write of a manifest makes a version,
and the head of a prompt is its latest one. A version is rewritten in place, by its number, only with the content that
it has: for a description, metadata, an alias or a marker.
"""

from pulumi_prompts.registries.truefoundry.adapter import TrueFoundry

__all__ = ["TrueFoundry"]
