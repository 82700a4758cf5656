"""The program that adopts the prompts. It is plain, for people to read and edit."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pulumi_prompts.adoption.naming import Names, identifier, resource_name

_HEAD: Final = '''\
"""Prompts that were there before this program. `pulumi-prompts import` wrote it, and it is yours to edit.

The first `pulumi up` takes each prompt over as it is, and writes no content. `adopt` and `take_over_from` are of no use
after that. `protect=True` keeps Pulumi from deleting them.
"""

from pulumi import ResourceOptions
from pulumi_prompts import {names}

BACKEND: Backend = {backend}
PROTECTED = ResourceOptions(protect=True)
'''
_UNPUBLISHED: Final = "# No version has this content. A PromptVersion would publish it.\n"


@dataclass(frozen=True)
class Declared:
    """A prompt in the program.

    Attributes:
        resource: The name of its resources.
        file: Of the prompt, from the folder of the program.
        is_published: Whether a version has its content.
        aliases: The versions that they point at, by their names.
        owner: Whom it is taken over from; None of what is nobody's.
    """

    resource: str
    file: str
    is_published: bool
    aliases: Mapping[str, str] = field(default_factory=dict)
    owner: str | None = None


def program_of(backend: Mapping[str, Any], prompts: Sequence[Declared]) -> str:
    """The text of the program."""
    used = {
        "Prompt": True,
        "PromptAlias": any(each.aliases for each in prompts),
        "PromptVersion": any(each.is_published for each in prompts),
    }
    imported = ["Backend", *(name for name, is_used in used.items() if is_used)]
    variables, aliases = Names(identifier, ("Backend", "ResourceOptions", *used)), Names(resource_name)
    head = _HEAD.format(names=", ".join(imported), backend=_literal(backend))
    return head + "".join("\n" + "".join(_lines(each, variables, aliases)) for each in prompts)


def _lines(prompt: Declared, variables: Names, aliases: Names) -> Iterator[str]:
    variable, name = variables.of(prompt.resource), _literal(prompt.resource)
    if not prompt.is_published:
        yield _UNPUBLISHED
    adopt = f"adopt=True, take_over_from={_literal(prompt.owner)}" if prompt.owner else "adopt=True"
    of_file = f"Prompt.from_file({name}, {_literal(prompt.file)}, PROTECTED, {adopt}, backend=BACKEND)"
    yield f"{variable} = {of_file}\n" if prompt.is_published or prompt.aliases else f"{of_file}\n"
    if prompt.is_published:
        yield f"PromptVersion({name}, PROTECTED, prompt={variable})\n"
    for alias, version in prompt.aliases.items():
        resource = _literal(aliases.of(f"{prompt.resource}-{alias}"))
        said = f"prompt={variable}, alias={_literal(alias)}, version={_literal(version)}, adopt=True"
        yield f"PromptAlias({resource}, PROTECTED, {said})\n"


def _literal(value: Any) -> str:
    """A value as a Python literal, with double quotes."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_literal(name)}: {_literal(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_literal, value)) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
