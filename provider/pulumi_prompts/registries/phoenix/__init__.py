"""Arize Phoenix's prompts, over the REST API of a Phoenix server (release 20).

Every write of a content makes a version, which nothing changes or removes as long as its prompt is there. A create
takes a name that is taken as well, and adds a version to it.
"""

from pulumi_prompts.registries.phoenix.adapter import Phoenix

__all__ = ["Phoenix"]
