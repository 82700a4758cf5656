"""Prompts in files of their own, read and written."""

from pulumi_prompts.files.loading import load

__all__ = ["load"]
