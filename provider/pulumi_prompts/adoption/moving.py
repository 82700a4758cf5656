"""Prompts that AWS's own Pulumi packages manage: find them in a state, and say how to move them.

They are read from the output of `pulumi stack export`, without these packages.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Self

from pulumi_prompts.errors import InputError
from pulumi_prompts.program.urns import project_and_stack_of
from pulumi_prompts.registries.base import Backend, Listed, Ref

_PROMPTS: Final = ("aws:bedrock/agentPrompt:AgentPrompt", "aws-native:bedrock:Prompt")
_VERSIONS: Final = ("aws-native:bedrock:PromptVersion",)
_PARTS_OF_ARN: Final = 6


@dataclass(frozen=True)
class Held:
    """A resource of AWS's packages that manages a prompt, or a version of one.

    Attributes:
        arn: Of the prompt.
        name: Of the prompt; nothing where only a version of it is in the state.
    """

    urn: str
    arn: str
    name: str
    is_version: bool
    is_protected: bool


@dataclass(frozen=True)
class Moving:
    """What AWS's packages manage in a stack. Versions come first: they depend on their prompts."""

    held: tuple[Held, ...]

    @classmethod
    def of(cls, text: str) -> Self:
        """Read the output of `pulumi stack export`. Raises InputError if it is none, or has no such resource."""
        held = sorted(_held(text), key=lambda each: not each.is_version)
        if not held:
            raise InputError(
                "the export has no resource of " + ", ".join((*_PROMPTS, *_VERSIONS)), "export another stack"
            )
        return cls(tuple(held))

    def prompts(self, backend: Backend) -> Sequence[Listed]:
        """The prompts, each once, to be read from the registry."""
        names = {each.arn: each.name or _id_in(each.arn) for each in self.held}
        refs = [Ref(_id_in(arn), arn) for arn in sorted(names)]
        return [Listed(names[ref.uri], partial(backend.read, ref.id), ref) for ref in refs]

    def steps(self, module: str) -> Iterator[str]:
        """The steps, in order. No step deletes a prompt, and at no time do two stacks write to it.

        Args:
            module: The name of the program that takes them over.
        """
        project, stack = project_and_stack_of(self.held[0].urn)
        unprotected = ", and `protect` to False" if any(each.is_protected for each in self.held) else ""
        yield f"In the program of {project}/{stack}, set `retain_on_delete` to True{unprotected}, and run `pulumi up`:"
        yield from (f"  {each.urn}" for each in self.held)
        yield "Remove these resources from that program, and run `pulumi up`. Bedrock keeps what they managed."
        yield f"Here, put `import {module}` into the program, and run `pulumi up`."


def _held(text: str) -> Iterator[Held]:
    for resource in _resources(text):
        outputs, type_ = resource.get("outputs") or {}, resource.get("type")
        if type_ in _PROMPTS:
            arn, name = str(outputs.get("arn", "")), str(outputs.get("name", ""))
        elif type_ in _VERSIONS:
            arn, name = str(outputs.get("promptArn", "")), ""
        else:
            continue
        if not arn.startswith("arn:"):
            raise InputError(
                f"the export does not tell the ARN of {resource.get('urn')}", "run `pulumi refresh` there first"
            )
        yield Held(str(resource["urn"]), _of_prompt(arn), name, type_ in _VERSIONS, bool(resource.get("protect")))


def _resources(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        export = json.loads(text)
        resources = export["deployment"].get("resources") or ()
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InputError("this is not what `pulumi stack export` writes") from None
    yield from (each for each in resources if not each.get("delete") and not each.get("external"))


def _of_prompt(arn: str) -> str:
    """The ARN of the prompt, without the version."""
    return ":".join(arn.split(":")[:_PARTS_OF_ARN])


def _id_in(arn: str) -> str:
    return arn.rpartition("/")[2]
