"""Prompts that AWS's own Pulumi packages manage: find them in a state, and say how to move them.

They are read from the output of `pulumi stack export`, without these packages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Self

from pulumi_prompts.errors import InputError, UsageError
from pulumi_prompts.program.urns import project_and_stack_of
from pulumi_prompts.registries.base import Backend, Listed, Ref
from pulumi_prompts.report.previews.parsing import mapping
from pulumi_prompts.status.states import resources_in

_PROMPTS: Final = ("aws:bedrock/agentPrompt:AgentPrompt", "aws-native:bedrock:Prompt")
_VERSIONS: Final = ("aws-native:bedrock:PromptVersion",)
_PARTS_OF_ARN: Final = 6
NONE_HELD: Final = "it has no resource of " + ", ".join((*_PROMPTS, *_VERSIONS))


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
    def of(cls, name: str, export: object) -> Self:
        """What the output of `pulumi stack export` says. `name` is that of its file.

        Raises:
            UsageError: It is no such output, or has no such resource.
            InputError: It does not tell the ARN of one.
        """
        held = sorted(_held(name, export), key=lambda each: not each.is_version)
        if not held:
            raise UsageError(f"{name}: {NONE_HELD}", "export another stack")
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


def _held(name: str, export: object) -> Iterator[Held]:
    for resource in resources_in(name, export):
        if resource.get("delete") or resource.get("external"):
            continue
        outputs, type_ = mapping(resource.get("outputs")), resource.get("type")
        if type_ in _PROMPTS:
            arn, name = str(outputs.get("arn", "")), str(outputs.get("name", ""))
        elif type_ in _VERSIONS:
            arn, name = str(outputs.get("promptArn", "")), ""
        else:
            continue
        if not arn.startswith("arn:"):
            raise InputError(
                f"{name}: it does not tell the ARN of {resource.get('urn')}", "run `pulumi refresh` there first"
            )
        yield Held(str(resource["urn"]), _of_prompt(arn), name, type_ in _VERSIONS, bool(resource.get("protect")))


def _of_prompt(arn: str) -> str:
    """The ARN of the prompt, without the version."""
    return ":".join(arn.split(":")[:_PARTS_OF_ARN])


def _id_in(arn: str) -> str:
    return arn.rpartition("/")[2]
