"""URNs: by what Pulumi names a resource, and the types of ours.

urn:pulumi:dev::support::acme:desk:Desk$pulumi-python:dynamic/prompts:Prompt::triage
"""

from typing import Final

PROMPT: Final = "pulumi-python:dynamic/prompts:Prompt"
VERSION: Final = "pulumi-python:dynamic/prompts:PromptVersion"
ALIAS: Final = "pulumi-python:dynamic/prompts:PromptAlias"
BULK: Final = "pulumi-python:dynamic/prompts:BulkPrompts"
"""All prompts of a folder that is one resource, with their versions and aliases."""

_BEGIN: Final = "urn:pulumi:"
_PARTS: Final = 4


def type_of(urn: str) -> str:
    """The type of the resource, without those of its parents; nothing where `urn` is none."""
    return _part(urn, 2).rpartition("$")[2]


def parents_of(urn: str) -> str:
    """The types of its parents, the outermost first; nothing where it has none, or `urn` is none."""
    return _part(urn, 2).rpartition("$")[0]


def name_of(urn: str) -> str:
    """The name of the resource; nothing where `urn` is none."""
    return _part(urn, 3)


def project_and_stack_of(urn: str) -> tuple[str, str]:
    """The names of its project and its stack; nothing where `urn` is none."""
    return _part(urn, 1), _part(urn, 0)


def sibling_of(urn: str, type_: str, name: str) -> str:
    """The URN of a resource beside it."""
    types = "$".join(filter(None, (parents_of(urn), type_)))
    project, stack = project_and_stack_of(urn)
    return f"{_BEGIN}{stack}::{project}::{types}::{name}"


def _part(urn: str, index: int) -> str:
    parts = urn.removeprefix(_BEGIN).split("::", _PARTS - 1)
    return parts[index] if urn.startswith(_BEGIN) and len(parts) == _PARTS else ""
