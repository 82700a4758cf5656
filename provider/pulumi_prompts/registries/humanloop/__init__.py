"""Humanloop's API v5 (the hosted service was closed in September 2025; the protocol is for what still speaks it).

A prompt is a file at a path. The parameters of a write determine its version: the same parameters are the same version.
"""

from pulumi_prompts.registries.humanloop.adapter import Humanloop

__all__ = ["Humanloop"]
